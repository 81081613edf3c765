"""Runs what is due by itself: full syncs at dawn and the snapshot, each once a business day.

APScheduler is only the clock: every tick asks the database what was made and makes what is due, so
that restarts, missed runs and a second clock change nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

import duckdb
from apscheduler.schedulers.background import BackgroundScheduler

from engine.clock import KST, Clock
from engine.domain.delivery import missing_prerequisites
from engine.domain.jobs import Asker, ImportRequest, JobKind
from engine.domain.schedule import (
    ALL_STORES,
    ENTRIES,
    ScheduledRun,
    ScheduleKind,
    Slot,
    Upcoming,
    due,
    latest_moment,
    next_moment,
)
from engine.domain.stores import Store, is_open
from engine.domain.switches import ApiGroup
from engine.errors import AlreadyRunning, EngineError
from engine.jobs.clients import needs_check
from engine.jobs.context import Rooms
from engine.jobs.runner import JobRunner
from engine.store.schedule import Schedules

TICK_SECONDS = 20
log = logging.getLogger(__name__)


class Schedule:
    """The clock and what it sets off."""

    def __init__(
        self, rooms: Rooms, runner: JobRunner, snapshot: Callable[[], object], clock: Clock
    ) -> None:
        self._rooms, self._runner, self._snapshot, self._clock = rooms, runner, snapshot, clock
        self._runs = Schedules(rooms.database, clock)
        self._ticker: BackgroundScheduler | None = None

    def start(self) -> None:
        """Starts the clock; what was missed is caught up with the first tick."""
        self._runner.parks = True
        self._runner.after_done = self._snapshot_if_possible
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
        for slot in self._due():
            try:
                self._make(slot)
            except AlreadyRunning:
                continue
            except EngineError as error:
                log.warning("the schedule could not run %s: %s", slot.kind, error.code)

    def _snapshot_if_possible(self) -> None:
        """After a job; a disk without room must not make the job a failure."""
        try:
            self._snapshot()
        except EngineError as error:
            log.warning("no snapshot after a job: %s", error.code)

    def run_now(self, kind: ScheduleKind, store_id: int) -> int | None:
        """Runs one line at once, whether or not it is due; the number of its job, if it is one."""
        if kind is ScheduleKind.SNAPSHOT:
            self._snapshot()
            return None
        request = ImportRequest(store_id=store_id)
        return self._runner.submit(JobKind.PRODUCT_SYNC, request, asked_by=Asker.SCREEN)

    def upcoming(self) -> tuple[Upcoming, ...]:
        """Every line with its next moment and its last run."""
        now = self._clock().astimezone(KST)
        made = self._made()
        return tuple(
            Upcoming(
                kind=entry.kind,
                store_id=store_id,
                next_at=next_moment(entry, now),
                last=next(
                    (
                        run
                        for run in made
                        if (run.slot.kind, run.slot.store_id) == (entry.kind, store_id)
                    ),
                    None,
                ),
            )
            for entry in ENTRIES
            for store_id in (
                [store.store_id for store in self._stores()] if entry.per_store else [ALL_STORES]
            )
        )

    def _made(self) -> tuple[ScheduledRun, ...]:
        return self._runs.since(self._clock().astimezone(KST).date() - timedelta(days=7))

    def _due(self) -> tuple[Slot, ...]:
        now = self._clock().astimezone(KST)
        first = min(latest_moment(entry, now) for entry in ENTRIES).date()
        made = {run.slot for run in self._runs.since(first)}
        stores = [(store.store_id, store.created_at) for store in self._stores()]
        return due(ENTRIES, now, stores, made)

    def _stores(self) -> list[Store]:
        """Stores that can be synced: approved or to be checked, switched on, with their
        prerequisites.
        """
        return [
            store
            for store in self._rooms.stores.all()
            if is_open(store, ApiGroup.PRODUCT, if_checked=needs_check(store))
            and not missing_prerequisites(self._rooms.stores.fetched(store.store_id))
        ]

    def _make(self, slot: Slot) -> None:
        if slot.kind is ScheduleKind.SNAPSHOT:
            self._snapshot()
            with self._rooms.database.write() as cursor:
                self._runs.mark(cursor, slot, None)
            return

        def mark(cursor: duckdb.DuckDBPyConnection, job_id: int) -> None:
            self._runs.mark(cursor, slot, job_id)

        self._runner.submit(
            JobKind.PRODUCT_SYNC,
            ImportRequest(store_id=slot.store_id),
            asked_by=Asker.SCHEDULE,
            together=mark,
        )
