"""Our picture of one of NAVER's token buckets, learnt from the answers; knows no threads, no sleep.

NAVER refills a bucket per API and application at a steady rate up to its burst, and tells both in
headers (docs/reference/commerce-api.md section 2). We take a token when a request starts and keep
one token back, so we are not refused unless requests arrive closer together than they started by
more than a refill. What NAVER says is left in its bucket corrects the picture: above all where
requests were held up so long on their way that its bucket was full meanwhile and took nothing more
in.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

ASSUMED_RATE, ASSUMED_BURST = (
    2.0,
    4.0,
)  # of an application for one's own store, where no header tells
PROBE_WAIT_SECONDS = 0.01  # how soon to look again while the first answer of a path is awaited
NEAR_MISS = 0.25  # tokens given up when NAVER's bucket was seen empty
CAREFUL_STARTS, CAREFUL_RATE = 20, 0.97  # after a refusal
TIGHT_RATE = 0.9  # where the bucket is too small to keep a token back
LONGEST_HOLD_SECONDS = 30.0
_EPSILON = 1e-6


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer tells of its bucket: tokens a second, size, tokens left. None: not told."""

    rate: float | None = None
    burst: float | None = None
    remaining: float | None = None


def read_limits(headers: Mapping[str, str]) -> Limits:
    """The rate headers of an answer; what is absent, not a number or not above zero is not told."""
    rate = _number(headers.get("GNCP-GW-RateLimit-Replenish-Rate"))
    burst = _number(headers.get("GNCP-GW-RateLimit-Burst-Capacity"))
    remaining = _number(headers.get("GNCP-GW-RateLimit-Remaining"))
    return Limits(rate=rate or None, burst=burst or None, remaining=remaining)


def _number(text: str | None) -> float | None:
    return float(text) if text is not None and text.strip().isdecimal() else None


@dataclass(frozen=True, slots=True)
class Start:
    """A request that was let go: its number in the bucket and what the picture was then."""

    number: int
    at: float
    lowered: float  # what corrections had taken by then
    probe: bool


class Bucket:
    """One bucket. The caller gives the time, in monotonic seconds, and holds the lock."""

    def __init__(self) -> None:
        self.rate: float | None = None  # None until the first answer
        self.burst = ASSUMED_BURST
        self._level = 0.0
        self._at = 0.0
        self._starts = 0
        self._under_way = 0
        self._lowered = 0.0
        self._careful = 0
        self._refusals = 0  # in a row
        self._refused_at_start = 0
        self._held_until = 0.0
        self._probing = False
        self._quickest = math.inf  # seconds an answer took: longer, and it may have arrived late

    def wait_seconds(self, now: float, ahead: int) -> float:
        """How long until a request may start that has `ahead` others before it; 0 means now."""
        if self.rate is None:
            return (
                PROBE_WAIT_SECONDS if self._probing or ahead else max(0.0, self._held_until - now)
            )
        self._refill(now)
        short = 1 + self._kept_back + ahead - self._level
        wait = short / self._pace if short > _EPSILON else 0.0
        return max(wait, self._held_until - now, 0.0)

    def start(self, now: float) -> Start:
        """Take a token for a request that starts now."""
        probe = self.rate is None
        self._probing = probe
        self._refill(now)
        self._level -= 1
        self._starts += 1
        self._under_way += 1
        self._careful = max(0, self._careful - 1)
        return Start(self._starts, now, self._lowered, probe)

    def answered(self, start: Start, now: float, limits: Limits) -> None:
        """Learn from an answer that was not a refusal."""
        self._learn(start, now, limits)
        self._refusals = 0
        if limits.remaining is not None and not start.probe:
            self._correct(start, now, limits.remaining)

    def refused(
        self, start: Start, now: float, limits: Limits, retry_after_seconds: float | None
    ) -> None:
        """Learn from a 429: hold all for what NAVER asks, or one refill, doubled if in a row."""
        self._learn(start, now, limits)
        if start.number > self._refused_at_start:
            self._refusals += 1
            self._refused_at_start = self._starts
        pause = (1 / (self.rate or ASSUMED_RATE)) * 2 ** min(self._refusals - 1, 10)
        pause = max(min(pause, LONGEST_HOLD_SECONDS), retry_after_seconds or 0.0)
        self._held_until = max(self._held_until, now + pause)
        later = self._starts - start.number
        left = (now - start.at) * (self.rate or ASSUMED_RATE) - later  # none when it arrived
        self._lower(max(0.0, self._level - left))
        self._careful = CAREFUL_STARTS

    def lost(self, start: Start) -> None:
        """No answer came; if it was the probe, another may go."""
        self._under_way -= 1
        self._probing = self._probing and not start.probe

    @property
    def _kept_back(self) -> float:
        return min(1.0, max(0.0, self.burst - 1))

    @property
    def _pace(self) -> float:
        rate = self.rate or ASSUMED_RATE
        if self.burst < 2:  # nothing can be kept back
            return rate * TIGHT_RATE
        return rate * CAREFUL_RATE if self._careful else rate

    def _refill(self, now: float) -> None:
        gained = max(0.0, now - self._at) * self._pace
        self._level = min(self.burst, self._level + gained)
        self._at = now

    def _learn(self, start: Start, now: float, limits: Limits) -> None:
        self._under_way -= 1
        if self.rate is not None:
            self._refill(now)
        self.rate = limits.rate or self.rate or ASSUMED_RATE
        self.burst = limits.burst or self.burst
        self._quickest = min(self._quickest, now - start.at)
        if start.probe:
            self._probing = False
            left = self.burst - 1 if limits.remaining is None else limits.remaining
            self._level = left  # as of just now: a late request says nothing of a refill since
            self._at = now

    def _correct(self, start: Start, now: float, remaining: float) -> None:
        """Lower the picture to what NAVER had left, told in whole tokens, and what came since.

        Where a request found the bucket full, none of those under way had arrived before it: all
        may have been held up together, while nothing more went into the full bucket.
        """
        found_full = remaining >= self.burst - 1
        left = remaining - self._under_way if found_full else remaining + 1
        excess = self._level - left - self._came_since(start, now)
        if excess > 0:
            self._lower(excess)
        elif remaining == 0 and self._lowered == start.lowered and self.burst >= 2:
            self._lower(NEAR_MISS)

    def _came_since(self, start: Start, now: float) -> float:
        """Tokens that have come since a request arrived, at most."""
        return (self.rate or ASSUMED_RATE) * min(now - start.at, self._quickest)

    def _lower(self, tokens: float) -> None:
        self._level -= tokens
        self._lowered += tokens
