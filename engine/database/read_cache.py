"""What was read and is held until a write may change it, so that a screen's small reads cost
nothing in between.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar, cast

Value = TypeVar("Value")
Name = TypeVar("Name", bound=Hashable)

MOST_ENTRIES = 500


class _Entry(NamedTuple):
    """What was read: when nothing had been written since, and when it was."""

    stamp: tuple[int, ...]
    value: Any
    read_at: float  # of the monotonic clock


class Lookup(NamedTuple):
    """Something that is held: what it depends on, under which key, and how old it may be although
    something changed since.
    """

    topics: Sequence[Hashable]
    key: Hashable
    stale_seconds: float = 0.0


class ReadCache:
    """Holds what was read, by key. What is read must not change afterwards, and must be no secret.
    Thread-safe.
    """

    def __init__(self) -> None:
        self._wide_writes, self._changes = 0, Counter[Hashable]()  # of no named topic, of each
        self._entries: dict[Hashable, _Entry] = {}
        self._readers: dict[Hashable, threading.RLock] = {}

    def invalidate(self, topics: Sequence[Hashable]) -> None:
        """Says that something of these topics was written, of any where none is named."""
        self._changes.update(topics)
        self._wide_writes += not topics

    def get(self, topics: Sequence[Hashable], key: Hashable, read: Callable[[], Value]) -> Value:
        """What `read` told for `key`, read anew after a write that may change these topics, by one
        thread while others wait for it.
        """
        wanted = {key: Lookup(topics, key)}
        return self._each(key, wanted, lambda missing: {key: read()})[key]

    def get_each(
        self, wanted: Mapping[Name, Lookup], read: Callable[[list[Name]], Mapping[Name, Value]]
    ) -> dict[Name, Value]:
        """As `get` of several things by name: those that are not known are read in one go."""
        return self._each("each", wanted, read)

    def _each(
        self,
        turn: Hashable,
        wanted: Mapping[Name, Lookup],
        read: Callable[[list[Name]], Mapping[Name, Value]],
    ) -> dict[Name, Value]:
        found = self._known(wanted)
        if len(found) < len(wanted):
            with self._readers.setdefault(turn, threading.RLock()):
                found = self._known(wanted)
                missing = [name for name in wanted if name not in found]
                stamps = {name: self._stamp(wanted[name].topics) for name in missing}
                for name, value in (read(missing) if missing else {}).items():
                    entry = _Entry(stamps[name], value, time.monotonic())
                    found[name] = self._put(wanted[name].key, entry)
        return {name: cast(Value, found[name].value) for name in wanted}

    def _known(self, wanted: Mapping[Name, Lookup]) -> dict[Name, _Entry]:
        fresh = {name: self._fresh(one) for name, one in wanted.items()}
        return {name: entry for name, entry in fresh.items() if entry is not None}

    def _fresh(self, wanted: Lookup) -> _Entry | None:
        found = self._entries.get(wanted.key)
        if found is None or found.stamp == self._stamp(wanted.topics):
            return found
        return found if time.monotonic() - found.read_at < wanted.stale_seconds else None

    def _stamp(self, topics: Sequence[Hashable]) -> tuple[int, ...]:
        return (self._wide_writes, *(self._changes[topic] for topic in topics))

    def _put(self, key: Hashable, entry: _Entry) -> _Entry:
        if len(self._entries) >= MOST_ENTRIES:
            self._entries, self._readers = {}, {}
        self._entries[key] = entry
        return entry
