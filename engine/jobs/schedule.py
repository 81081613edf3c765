"""Runs what is due by itself: full syncs at dawn, settlements, the snapshot, and what else is
registered.

APScheduler is only the clock: every tick asks the database what was made and makes what is due, so
that restarts, missed runs and a second clock change nothing. A run somebody asked for is shown as
the last one, but the day's own run is made all the same: it belongs to a moment of its own.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from engine.clock import KST, Clock, today
from engine.database.database import JOBS
from engine.database.schedule import Schedules
from engine.database.transaction import Transaction
from engine.domain.job_kinds import TRAITS, JobKind, JobRequest
from engine.domain.jobs import Asker
from engine.domain.schedule import (
    ALL_STORES,
    ENTRIES,
    Entry,
    ScheduledRun,
    ScheduleKind,
    Slot,
    Upcoming,
    due,
    entry_of,
    next_moment,
)
from engine.domain.stores import Store, is_open
from engine.errors import AlreadyRunning, BadRequest, EngineError
from engine.jobs.clients import needs_check
from engine.jobs.context import Tables
from engine.jobs.kinds import WORK
from engine.jobs.runner import JobRunner

TICK_SECONDS = 20
SNAPSHOT_SECONDS = 60.0
log = logging.getLogger(__name__)


class Schedule:
    """The clock and what it sets off."""

    def __init__(
        self, tables: Tables, runner: JobRunner, snapshot: Callable[[], object], clock: Clock
    ) -> None:
        self._tables, self._runner, self._snapshot, self._clock = tables, runner, snapshot, clock
        self._runs = Schedules(tables.database, clock)
        self._ticker: BackgroundScheduler | None = None

        self._owes_snapshot, self._copied_at = False, time.monotonic() - SNAPSHOT_SECONDS
        self.entries = ENTRIES
        self._registered: dict[ScheduleKind, Callable[[], object]] = {}
        self.use(ScheduleKind.SNAPSHOT, snapshot)

    def use(self, kind: ScheduleKind, run: Callable[[], object]) -> None:
        """Lets a line that runs once for all stores do something. What `run` raises leaves it
        due.
        """
        self._registered[kind] = run

    def start(self) -> None:
        """Starts the clock; what was missed is caught up with the first tick."""
        self._runner.parks = True
        self._runner.after_done = self._snapshot_after_job
        self._ticker = BackgroundScheduler(timezone=KST)
        self._ticker.add_job(
            self.tick, "interval", seconds=TICK_SECONDS, coalesce=True, max_instances=1
        )
        self._ticker.add_job(self.tick)
        self._ticker.start()

    def stop(self) -> None:
        """Stops the clock; a tick under way is waited for."""
        if self._ticker is not None:
            self._ticker.shutdown(wait=True)
            self._ticker = None

    def tick(self) -> None:
        """Makes what is due and wakes parked jobs. A store that is busy waits for the next tick."""
        self._runner.wake_parked()
        if self._owes_snapshot and not self._runner.busy:
            self._pay_snapshot()  # the last job was cancelled or failed
        for slot in self._due():
            try:
                self._make(slot)
            except AlreadyRunning:
                continue
            except EngineError as error:
                log.warning("the schedule could not run %s: %s", slot.kind, error.code)

    def _snapshot_after_job(self) -> None:
        """The copy follows each job; while others run, one in `SNAPSHOT_SECONDS` stands for all
        that ended since.
        """
        self._owes_snapshot = True
        if not self._runner.busy or self._copied_at + SNAPSHOT_SECONDS < time.monotonic():
            self._pay_snapshot()

    def _pay_snapshot(self) -> None:
        """The copy that is owed; a disk without room must not make a job a failure."""
        self._owes_snapshot, self._copied_at = False, time.monotonic()
        try:
            self._snapshot()
        except EngineError as error:
            log.warning("no snapshot after a job: %s", error.code)

    def run_now(
        self, kind: ScheduleKind, store_id: int, *, asked_by: Asker, person: str | None = None
    ) -> int | None:
        """Runs one line at once, whether or not it is due; the number of its job, if it is one,
        which notes who asked. Raises BadRequest for a line that is not in use yet.
        """
        entry, job_id = self._entry(kind), None
        if entry.job is not None:
            request = self._request(entry.job, store_id)
            job_id = self._runner.submit(entry.job, request, asked_by=asked_by, person=person)
        elif kind in self._registered:
            self._registered[kind]()
        else:
            raise BadRequest("This line of the schedule is not in use yet. Choose another one.")
        self._runs.mark_by_hand(kind, store_id, job_id)
        return job_id

    def job_of(self, kind: ScheduleKind) -> JobKind | None:
        """The kind of job a line is, if it is one."""
        return self._entry(kind).job

    def _entry(self, kind: ScheduleKind) -> Entry:
        return entry_of(kind, self.entries)

    def _in_use(self, entry: Entry) -> bool:
        return entry.job is not None or entry.kind in self._registered

    def _request(self, kind: JobKind, store_id: int) -> JobRequest:
        scheduled = WORK[kind].scheduled
        if scheduled is None:
            raise TypeError(f"{kind} does not say what the schedule asks for")
        return scheduled(store_id, today(self._clock))

    def upcoming(self) -> tuple[Upcoming, ...]:
        """Every line with its next moment and its last run; one that is not in use yet once for all
        stores.
        """
        now = self._clock().astimezone(KST)
        last: dict[tuple[ScheduleKind, int], ScheduledRun] = {}
        for run in reversed(self._runs.runs(now.date() - timedelta(days=7))):
            last[run.slot.kind, run.slot.store_id] = run
        stores = {entry.kind: self._stores(entry) for entry in self.entries}
        return tuple(
            Upcoming(
                kind=entry.kind,
                store_id=store_id,
                next_at=next_moment(entry, now, store_id) if in_use else None,
                last=last.get((entry.kind, store_id)),
            )
            for entry in self.entries
            for in_use in [self._in_use(entry)]
            for store_id in (
                [store.store_id for store in stores[entry.kind]]
                if entry.per_store and in_use
                else [ALL_STORES]
            )
        )

    def _due(self) -> tuple[Slot, ...]:
        now = self._clock().astimezone(KST)
        entries = [entry for entry in self.entries if self._in_use(entry)]
        made = self._runs.made(now.date() - timedelta(days=1))
        return tuple(
            slot
            for entry in entries
            for slot in due(
                *([entry], now),
                [(store.store_id, store.created_at) for store in self._stores(entry)],
                made,
            )
        )

    def _stores(self, entry: Entry) -> list[Store]:
        """Stores a line runs for: of a job those that are approved or to be checked, with its calls
        switched on, and ready for it; of what runs once for all, every one.
        """
        stores, kind = self._tables.stores.all(), entry.job
        if kind is None:
            return list(stores)
        return [
            store
            for store in stores
            if is_open(store, TRAITS[kind].group, if_checked=needs_check(store))
            and WORK[kind].ready(self._tables, store.store_id)
        ]

    def _make(self, slot: Slot) -> None:
        kind = self.job_of(slot.kind)
        if kind is None:
            self._registered[slot.kind]()
            with self._tables.database.write(JOBS) as transaction:
                self._runs.mark(transaction, slot, None)
            return

        def mark(transaction: Transaction, job_id: int) -> None:
            self._runs.mark(transaction, slot, job_id)

        self._runner.submit(
            kind,
            self._request(kind, slot.store_id),
            asked_by=Asker.SCHEDULE,
            in_transaction=[mark],
            by_clock=True,
        )
