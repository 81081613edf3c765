"""What the schedule ran, in the database."""

from __future__ import annotations

from datetime import date

import duckdb

from engine.clock import Clock, to_kst, to_utc
from engine.domain.schedule import ScheduledRun, ScheduleKind, Slot
from engine.store.database import Database


class Schedules:
    """Loads and marks scheduled runs."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def mark(self, cursor: duckdb.DuckDBPyConnection, slot: Slot, job_id: int | None) -> None:
        """Marks a slot as made, inside the transaction that makes it."""
        params = {
            "kind": slot.kind,
            "store_id": slot.store_id,
            "business_date": slot.business_date,
            "job_id": job_id,
            "now": to_utc(self._clock()),
        }
        cursor.execute(self._db.sql("schedule.add"), params)

    def since(self, from_on: date) -> tuple[ScheduledRun, ...]:
        """Runs of the business days from `from_on` on, newest first."""
        return tuple(
            ScheduledRun(
                slot=Slot(
                    kind=ScheduleKind(row["kind"]),
                    store_id=row["store_id"],
                    business_date=row["business_date"],
                ),
                job_id=row["job_id"],
                ran_at=to_kst(row["ran_at"]) or self._clock(),
            )
            for row in self._db.rows("schedule.since", from_on=from_on)
        )
