"""Lets requests start as fast as NAVER allows and no faster; here each waits for its turn."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.errors import Cancelled
from engine.naver.bucket import Bucket, Limits, Start

LEAST_SECONDS = 0.001  # a shorter wait may be lost when it is added to a clock
SLICE_SECONDS = 0.25  # the longest sleep of the next in line before it looks again: an answer may
# have told of more tokens, somebody urgent may have come
BEHIND_SECONDS = 0.5  # of those behind it: eighty of them wait where twenty stores are read


class HeldByQuota(Exception):
    """NAVER said that the quota of an API is used up, and when it renews."""

    def __init__(self, seconds: float) -> None:
        """`seconds` are left until it renews."""
        self.seconds = seconds
        super().__init__()


def never() -> None:
    """Heeds nothing."""


@dataclass(slots=True)
class _Line:
    """A bucket and who waits for it: the urgent before the others, each in the order they came."""

    bucket: Bucket = field(default_factory=Bucket)
    urgent: list[object] = field(default_factory=list)
    others: list[object] = field(default_factory=list)
    no_quota_until: float | None = None

    def queue(self, *, urgent: bool) -> list[object]:
        """The queue such a request stands in."""
        return self.urgent if urgent else self.others

    def ahead_of(self, turn: object) -> int:
        """How many go before it."""
        if turn in self.urgent:
            return self.urgent.index(turn)
        return len(self.urgent) + self.others.index(turn)


class Throttle:
    """A bucket for each API of one application. Thread-safe; clock and sleep are arguments."""

    def __init__(
        self,
        *,
        monotonic: Callable[[], float],
        sleep: Callable[[float], object],
        stop: threading.Event,
    ) -> None:
        self._monotonic, self._sleep, self._stop = monotonic, sleep, stop
        self._lock = threading.Lock()
        self._lines: dict[str, _Line] = {}

    def start(self, name: str, *, urgent: bool = False, heed: Callable[[], None] = never) -> Start:
        """Wait until a request of the API `name` may start. Raises Cancelled once `stop` is set,
        what `heed` raises, and HeldByQuota at once where NAVER's quota has to renew first.
        """
        turn = object()
        with self._lock:
            line = self._lines.setdefault(name, _Line())
            queue = line.queue(urgent=urgent)
            queue.append(turn)
        try:
            return self._wait(line, turn, heed)
        finally:
            with self._lock:
                queue.remove(turn)

    def _wait(self, line: _Line, turn: object, heed: Callable[[], None]) -> Start:
        while not self._stop.is_set():
            heed()
            with self._lock:
                now, ahead = self._monotonic(), line.ahead_of(turn)
                if line.no_quota_until is not None and now < line.no_quota_until:
                    raise HeldByQuota(line.no_quota_until - now)
                seconds = line.bucket.wait_seconds(now, ahead)
                if seconds <= 0:
                    return line.bucket.start(now)
            longest = BEHIND_SECONDS if ahead else SLICE_SECONDS
            self._sleep(min(max(seconds, LEAST_SECONDS), longest))
        raise Cancelled()

    def answered(self, name: str, start: Start, limits: Limits) -> None:
        """Tell what an answer said about its bucket."""
        with self._lock:
            self._lines[name].bucket.answered(start, self._monotonic(), limits)

    def refused(
        self, name: str, start: Start, limits: Limits, retry_after_seconds: float | None
    ) -> None:
        """Tell of a 429."""
        with self._lock:
            bucket = self._lines[name].bucket
            bucket.refused(start, self._monotonic(), limits, retry_after_seconds)

    def out_of_quota(self, name: str, renews_in_seconds: float) -> None:
        """Tell that NAVER's quota of an API is used up until then: nobody waits that long in line,
        each is told.
        """
        with self._lock:
            self._lines[name].no_quota_until = self._monotonic() + renews_in_seconds

    def lost(self, name: str, start: Start) -> None:
        """Tell that no answer came."""
        with self._lock:
            self._lines[name].bucket.lost(start)
