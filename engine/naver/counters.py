"""Counts what was sent and refused, for the reports of jobs."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

import msgspec


class Counters(msgspec.Struct, frozen=True, kw_only=True):
    """HTTP requests sent, by API too ("GET /v1/seller/account"), and how many of them met a 429."""

    requests: int = 0
    refused: int = 0
    by_call: Mapping[str, int] = MappingProxyType({})

    def __sub__(self, earlier: Counters) -> Counters:
        """What was sent between two snapshots."""
        counts = {
            name: count - earlier.by_call.get(name, 0) for name, count in self.by_call.items()
        }
        return Counters(
            requests=self.requests - earlier.requests,
            refused=self.refused - earlier.refused,
            by_call={name: count for name, count in counts.items() if count},
        )


class Tally:
    """The running count of one application. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sent: Counter[str] = Counter()
        self._refused = 0

    def sent(self, name: str) -> None:
        """One more request of an API."""
        with self._lock:
            self._sent[name] += 1

    def refused(self) -> None:
        """One more 429."""
        with self._lock:
            self._refused += 1

    def snapshot(self) -> Counters:
        """The counts now."""
        with self._lock:
            return Counters(
                requests=self._sent.total(), refused=self._refused, by_call=dict(self._sent)
            )
