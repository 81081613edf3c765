"""The faults ordered so far: which call meets which, and how those that last come to an end."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from engine.sandbox.catalogue import mix

_WHOLE = 1 << 64


@dataclass(slots=True)
class Fault:
    """What goes wrong: on `path` ("*" for any), from the `at`-th matching call on, `count` times.

    `every` n: only at each n-th call from there; `rate`: only at that share of the calls, thrown
    from the seed. `count` None means for good; `store` None every store; `details` are the kind's.
    """

    path: str
    kind: str
    at: int = 1
    every: int | None = None
    rate: float | None = None
    count: int | None = 1
    store: int | None = None
    details: dict[str, Any] = field(default_factory=dict)
    seen: int = 0
    fired: int = 0
    cleared: asyncio.Event = field(default_factory=asyncio.Event)
    endings: list[asyncio.Task[None]] = field(default_factory=list)

    async def over(self, seconds: float | None) -> None:
        """Waits so long, or until the fault is cleared; None: only for that."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.cleared.wait(), seconds)

    def follow(self, ending: Coroutine[Any, Any, None]) -> None:
        """Runs what puts things right again beside the calls; clearing waits for it."""
        self.endings.append(asyncio.create_task(ending))


class FaultPlan:
    """The faults ordered so far, and how often each kind has fired."""

    def __init__(self, seed: int = 0) -> None:
        self.faults: list[Fault] = []
        self.fired: Counter[str] = Counter()
        self._seed = seed & (_WHOLE - 1)

    def add(self, fault: Fault) -> None:
        """Orders one more; the n-th ordered throws the same dice in every run of a seed."""
        self.faults.append(fault)

    def due(self, path: str, store: int | None) -> Fault | None:
        """Counts the call against every fault it matches; answers the first that fires."""
        firing: Fault | None = None
        for number, fault in enumerate(self.faults):
            if fault.path not in ("*", path) or fault.store not in (None, store):
                continue
            fault.seen += 1
            if firing is None and self._fires(fault, number):
                fault.fired += 1
                self.fired[fault.kind] += 1
                firing = fault
        return firing

    async def clear(self) -> None:
        """Forgets every fault; comes back when what lasted has ended."""
        gone, self.faults = self.faults, []
        for fault in gone:
            fault.cleared.set()
        await asyncio.gather(*(ending for fault in gone for ending in fault.endings))

    def report(self) -> list[dict[str, Any]]:
        """Of each fault ordered: kind, path, store, matching calls seen, times fired."""
        return [
            {"kind": f.kind, "path": f.path, "store": f.store, "seen": f.seen, "fired": f.fired}
            for f in self.faults
        ]

    def _fires(self, fault: Fault, number: int) -> bool:
        if fault.seen < fault.at or (fault.count is not None and fault.fired >= fault.count):
            return False
        if fault.every is not None:
            return (fault.seen - fault.at) % fault.every == 0
        if fault.rate is not None:
            return mix(mix(mix(self._seed) + number) + fault.seen) < fault.rate * _WHOLE
        return True
