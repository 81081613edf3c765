"""When a read is tried again, and how long it waits first."""

from __future__ import annotations

import random
from collections.abc import Callable

from engine.api_errors import ApiRejected
from engine.naver.wire import Call

TRIES = 3  # of a read, when the network or the server fails
REFUSALS = 6  # of a read, when NAVER says 429
ADDRESS_PAUSES = (20.0, 40.0)  # seconds before a refused address is tried again: 3 in a minute
BUDGET_SECONDS = 90.0  # after that no try begins
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 20.0


class Attempts:
    """The tries of one call. Only calls that change nothing at NAVER get a second one."""

    def __init__(self, call: Call, monotonic: Callable[[], float]) -> None:
        self._may_repeat = call.reads
        self._monotonic = monotonic
        self._until = monotonic() + BUDGET_SECONDS
        self._faults = self._refusals = self._addresses = 0

    def after_fault(self, error: Exception) -> float | None:
        """Seconds to wait before trying again, growing and jittered; None: no more tries."""
        self._faults += 1
        grown: float = _FIRST_PAUSE_SECONDS * 2 ** (self._faults - 1)
        pause = grown * random.uniform(0.75, 1.25)
        asked = _asked_seconds(error)
        pause = max(pause, min(asked, _LONGEST_PAUSE_SECONDS))
        return pause if self._faults < TRIES and self._within_budget(pause) else None

    def after_refusal(self, error: ApiRejected) -> bool:
        """Whether to try again after a 429; the throttle does the waiting."""
        self._refusals += 1
        return self._refusals < REFUSALS and self._within_budget(_asked_seconds(error))

    def after_address(self) -> float | None:
        """Seconds to wait after NAVER refused this machine's address; None: it goes on refusing.
        One refusal alone says little: behind a line with several addresses, or while NAVER renews
        its list, the next call is taken.
        """
        self._addresses += 1
        if self._addresses > len(ADDRESS_PAUSES):
            return None
        pause = ADDRESS_PAUSES[self._addresses - 1]
        return pause if self._within_budget(pause) else None

    def _within_budget(self, wait_seconds: float) -> bool:
        return self._may_repeat and self._monotonic() + wait_seconds < self._until


def _asked_seconds(error: Exception) -> float:
    """What a Retry-After asked for, else 0."""
    asked = error.retry_after_seconds if isinstance(error, ApiRejected) else None
    return asked or 0.0
