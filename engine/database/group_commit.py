"""Lets several threads save in one transaction what each wants to save by itself.

A transaction costs the database about as much as some thousand rows, so that twenty jobs that each
save a small page at the same time would keep a processor busy with little but transactions.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

import duckdb

from engine.errors import EngineError

Work = TypeVar("Work")

LINGER_SECONDS = 0.15  # the longest a page waits for those of other jobs


@dataclass(slots=True, eq=False)
class _Wanted(Generic[Work]):
    work: Work
    saved: bool = False
    alone: bool = False  # it was tried with others, or is being


class GroupCommit(Generic[Work]):
    """Whoever comes first saves for all that wait. Thread-safe."""

    def __init__(
        self,
        save_all: Callable[[Sequence[Work]], None],
        apart: Callable[[Work], Collection[int]],
        linger_seconds: float = LINGER_SECONDS,
    ) -> None:
        """`save_all` saves all of some works or none; works that share a number of `apart` are not
        saved together.
        """
        self._save_all, self._apart, self._linger = save_all, apart, linger_seconds
        self._turn = threading.Lock()
        self._changed = threading.Condition()
        self._waiting: list[_Wanted[Work]] = []
        self._members = 0

    @contextmanager
    def taking_part(self) -> Iterator[None]:
        """For a thread that is going to save repeatedly: the others wait for it, a little."""
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._changed:
            self._members += more
            self._changed.notify_all()

    def save(self, work: Work) -> None:
        """Comes back once the work is saved; raises what saving it raised."""
        wanted = _Wanted(work)
        with self._changed:
            self._waiting.append(wanted)
            self._changed.notify_all()
        with self._turn:
            if wanted.saved:
                return
            taken = [wanted] if wanted.alone else self._gathered(wanted)
            if len(taken) == 1 or not self._saved(taken):
                self._save_all([work])

    def _gathered(self, first: _Wanted[Work]) -> list[_Wanted[Work]]:
        """Takes those that wait, once all that take part do or the time is over; one whose numbers
        are there already stays for another transaction.
        """
        with self._changed:
            self._changed.wait_for(lambda: len(self._waiting) >= self._members, self._linger)
            taken, numbers = [first], set(self._apart(first.work))
            left: list[_Wanted[Work]] = []
            for wanted in self._waiting:
                if wanted is first:
                    continue
                own = self._apart(wanted.work)
                (taken if numbers.isdisjoint(own) else left).append(wanted)
                numbers.update(own)
            self._waiting = left
        return taken

    def _saved(self, taken: list[_Wanted[Work]]) -> bool:
        """Whether all could be saved in one transaction; if not, each is left to save its own, so
        that one's fault is not the others'.
        """
        for one in taken:
            one.alone = True
        try:
            self._save_all([one.work for one in taken])
        except (EngineError, duckdb.Error):
            return False
        for one in taken:
            one.saved = True
        return True
