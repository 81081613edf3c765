"""What the schedule ran, in the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from engine.clock import KST, Clock, to_kst, to_utc
from engine.database.database import ELSEWHERE, Database
from engine.database.transaction import Transaction
from engine.domain.schedule import ScheduledRun, ScheduleKind, Slot

TURNS_KEPT = timedelta(days=7)


class Schedules:
    """Loads and marks scheduled runs."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def mark(self, transaction: Transaction, slot: Slot, job_id: int | None) -> None:
        """Marks a slot as made, inside the transaction that makes it."""
        if slot.due_at is not None:
            self._add_turn(
                transaction, slot.kind, slot.store_id, slot.due_at, job_id, by_hand=False
            )
            return
        params = {
            "kind": slot.kind,
            "store_id": slot.store_id,
            "business_date": slot.business_date,
            "job_id": job_id,
            "now": to_utc(self._clock()),
        }
        transaction.run("schedule.add", **params)

    def mark_by_hand(self, kind: ScheduleKind, store_id: int, job_id: int | None) -> None:
        """Marks a run somebody asked for; the slot of the day stays due."""
        with self._db.write(ELSEWHERE) as transaction:
            self._add_turn(transaction, kind, store_id, self._clock(), job_id, by_hand=True)

    def _add_turn(
        self,
        transaction: Transaction,
        kind: ScheduleKind,
        store_id: int,
        due_at: datetime,
        job_id: int | None,
        *,
        by_hand: bool,
    ) -> None:
        line = {"kind": kind, "store_id": store_id}
        before = to_utc(self._clock() - TURNS_KEPT)
        transaction.run("schedule.forget_turns", **line, before=before)
        params = {
            **line,
            "due_at": to_utc(due_at),
            "by_hand": by_hand,
            "job_id": job_id,
            "now": to_utc(self._clock()),
        }
        transaction.run("schedule.add_turn", **params)

    def made(self, from_on: date) -> frozenset[Slot]:
        """The slots made from that business day on; what was run by hand is none."""
        turns = (_turn(row) for row in self._turns(from_on) if not row["by_hand"])
        return frozenset(run.slot for run in (*self._days(from_on), *turns))

    def runs(self, from_on: date) -> tuple[ScheduledRun, ...]:
        """Runs from that business day on, by themselves and by hand, newest first."""
        found = (*self._days(from_on), *map(_turn, self._turns(from_on)))
        return tuple(sorted(found, key=lambda run: run.ran_at, reverse=True))

    def _days(self, from_on: date) -> tuple[ScheduledRun, ...]:
        rows = _known(self._db.rows("schedule.since", from_on=from_on))
        return tuple(_run(row, row["business_date"], None) for row in rows)

    def _turns(self, from_on: date) -> list[dict[str, Any]]:
        from_at = datetime.combine(from_on, time(0, 0), KST)
        return _known(self._db.rows("schedule.turns_since", from_at=to_utc(from_at)))


def _known(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of lines this version knows: what a later one ran besides is no run of ours."""
    return [row for row in rows if row["kind"] in set(ScheduleKind)]


def _turn(row: dict[str, Any]) -> ScheduledRun:
    due_at = _kst(row["due_at"])
    return _run(row, due_at.date(), due_at)


def _run(row: dict[str, Any], business_date: date, due_at: datetime | None) -> ScheduledRun:
    return ScheduledRun(
        slot=Slot(
            kind=ScheduleKind(row["kind"]),
            store_id=row["store_id"],
            business_date=business_date,
            due_at=due_at,
        ),
        job_id=row["job_id"],
        ran_at=_kst(row["ran_at"]),
    )


def _kst(moment: datetime) -> datetime:
    return to_kst(moment) or moment
