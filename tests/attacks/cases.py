"""An attack: what is tried, and a function that tries it and tells what happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Try = Callable[[Any], str]


@dataclass(frozen=True)
class Attack:
    """One line of the table; `act` is given the house it attacks."""

    tried: str
    act: Try


@dataclass(frozen=True)
class Attacks:
    """Attacks with one aim."""

    aim: str
    all: list[Attack] = field(default_factory=list)

    def __call__(self, tried: str) -> Callable[[Try], Try]:
        """Enters a function, which fails where the attack succeeds, under what it tries."""

        def enter(act: Try) -> Try:
            self.all.append(Attack(tried, act))
            return act

        return enter
