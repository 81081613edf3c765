"""A call that meets a fault, and what makes a kind of fault."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from starlette.requests import Request

from engine.sandbox.answers import Answer
from engine.sandbox.faults.plan import Fault
from engine.sandbox.stores import Store
from engine.sandbox.tokens import TokenDesk

NUMBER = int | float


class Proceed(Protocol):
    """Lets the call go on to its answer, with another query or body where given."""

    def __call__(
        self, query: dict[str, str] | None = None, body: bytes | None = None
    ) -> Answer: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Mishap:
    """A call that meets a fault: who calls what, how to let it proceed or empty its bucket."""

    fault: Fault
    path: str
    request: Request
    body: bytes
    store: Store | None
    desk: TokenDesk
    proceed: Proceed
    drain: Callable[[], None]

    def told(self, key: str) -> Any:
        """What the order says under one of the kind's own keys, or its default."""
        return self.fault.details[key]


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an order: its default, the types it may have, and the least a number may be."""

    default: Any
    types: Any
    least: float | None = None

    def fits(self, value: object) -> bool:
        """Whether a value may stand here; true and false are no numbers."""
        if self.types is object:
            return True
        if isinstance(value, bool):
            return self.types is bool
        enough = self.least is None or not isinstance(value, NUMBER) or value >= self.least
        return enough and isinstance(value, self.types)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: what it makes of a call, and its own keys."""

    act: Callable[[Mishap], Awaitable[Answer]]
    keys: Mapping[str, Key] = field(default_factory=dict)
