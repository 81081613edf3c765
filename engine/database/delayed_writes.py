"""Lets works of several threads wait a few seconds, and then saves all of them in one transaction.

A transaction costs the database about as much as some thousand rows, and screens read anew what a
transaction may have changed: so what twenty jobs learn bit by bit is saved by whichever of them is
first to find that something has waited long enough.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, TypeVar

import duckdb

from engine.errors import EngineError

Work = TypeVar("Work")


class DelayedWrites(Generic[Work]):
    """What is left to be saved, by the owner who left it. Thread-safe."""

    def __init__(
        self,
        save_all: Callable[[Sequence[Work]], None],
        wait_seconds: float,
        most: int,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`save_all` saves all of some works or none; `most` works wait at a time."""
        self._save_all, self._monotonic = save_all, monotonic
        self._wait, self._most = wait_seconds, most
        self._turn, self._lock = threading.Lock(), threading.Lock()
        self._left: dict[int, list[Work]] = {}
        self._since = 0.0  # when the oldest work that is left came

    @contextmanager
    def taking_part(self, owner: int) -> Iterator[None]:
        """For an owner while it leaves works: at the end what it left is saved, also where the
        owner itself was stopped.
        """
        try:
            yield
        finally:
            self.settle(owner)

    def leave(self, owner: int, work: Work) -> None:
        """Leaves a work; where the oldest has waited long enough, or many wait, all are saved.
        Raises what saving the owner's own works raised.
        """
        with self._lock:
            if not self._left:
                self._since = self._monotonic()
            self._left.setdefault(owner, []).append(work)
            waited = self._monotonic() - self._since >= self._wait
            due = waited or sum(map(len, self._left.values())) >= self._most
        if due:
            self.settle(owner)

    def settle(self, owner: int) -> None:
        """Saves what the owner left, and with it what the others did; comes back once it is saved.
        Raises what saving the owner's own works raised: the others' are left for them then.
        """
        with self._turn:
            with self._lock:
                if owner not in self._left:  # another has saved it
                    return
                taken, self._left = self._left, {}
            own = taken.pop(owner)
            if not (
                taken and self._saved([*own, *(one for left in taken.values() for one in left)])
            ):
                self._put_back(taken)
                self._save_all(own)

    def _saved(self, works: Sequence[Work]) -> bool:
        """Whether all could be saved in one transaction; if not, each owner saves its own, so that
        one's fault is not the others'.
        """
        try:
            self._save_all(works)
        except (EngineError, duckdb.Error):
            return False
        return True

    def _put_back(self, taken: dict[int, list[Work]]) -> None:
        """Others' works wait on; they came before what has been left since."""
        with self._lock:
            for owner, works in taken.items():
                self._left[owner] = [*works, *self._left.get(owner, [])]
