"""What every job is handed: its number, the store's API, the database tables, its progress."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from engine.clock import Clock
from engine.database.checkpoints import Checkpoint, Reached, save_checkpoints
from engine.database.database import Database
from engine.database.jobs import Jobs
from engine.database.pages import Page, PageDecision, PageRead
from engine.database.prerequisites import Prerequisites
from engine.database.products import Products
from engine.database.settlements import Settlements
from engine.database.skus import Skus
from engine.database.staging import Listings, stage_together
from engine.database.stores import Stores
from engine.database.transaction import Transaction
from engine.domain.jobs import Used
from engine.domain.products import UnreadListing
from engine.jobs.progress import Progress
from engine.naver import CommerceApi


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What jobs may touch of the database, by noun."""

    database: Database
    stores: Stores
    prerequisites: Prerequisites
    skus: Skus
    products: Products
    jobs: Jobs
    settlements: Settlements


class Meter:
    """Counts what a job used since it was last asked."""

    def __init__(self, api: CommerceApi, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._api, self._monotonic = api, monotonic
        self.used()

    def used(self) -> Used:
        """Calls, refusals and seconds since the last time."""
        before = getattr(self, "_last", None)
        counters, moment = self._api.counters(), self._monotonic()
        self._last = (counters.requests, counters.refused, moment)
        if before is None:
            return Used(requests=0, refused=0, seconds=0.0)
        return Used(
            requests=counters.requests - before[0],
            refused=counters.refused - before[1],
            seconds=moment - before[2],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class JobContext:
    """One running job."""

    job_id: int
    api: CommerceApi
    tables: Tables
    progress: Progress
    asked_at: datetime  # when the job was first asked for, however often it was resumed
    clock: Clock
    meter: Meter = field(repr=False)

    def save_page(
        self,
        staged: Sequence[Listings],
        decision: PageDecision,
        checkpoint: Checkpoint,
        unread: Iterable[UnreadListing],
    ) -> None:
        """Saves listings, what could not be read beside them and where the job goes on, in one
        transaction.
        """
        page = Page(listings=stage_together(staged), decision=decision, unread=tuple(unread))
        self.tables.products.pages.save(PageRead(page=page, reached=self.reached(checkpoint)))

    def checkpoint(self, transaction: Transaction, checkpoint: Checkpoint) -> None:
        """Saves where the job goes on, in the transaction of what it just saved."""
        save_checkpoints(transaction, [self.reached(checkpoint)])

    def reached(self, checkpoint: Checkpoint) -> Reached:
        """Where the job goes on, with what it used since it was last asked for."""
        return Reached(job_id=self.job_id, checkpoint=checkpoint, used=self.meter.used())
