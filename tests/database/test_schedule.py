"""What the schedule ran, read by a version that does not know all of it."""

from __future__ import annotations

from datetime import timedelta

from engine.database.schedule import Schedules
from engine.domain.schedule import ALL_STORES, ScheduleKind, Slot
from engine.jobs.context import Tables
from tests.builders import NOON


def test_a_line_only_a_later_version_knows_is_no_run_of_ours(tables: Tables) -> None:
    schedule, on = Schedules(tables.database, lambda: NOON), NOON.date()
    ours = Slot(kind=ScheduleKind.SNAPSHOT, store_id=ALL_STORES, business_date=on)
    for kind in (ScheduleKind.SNAPSHOT, ScheduleKind.BACKUP):
        slot = Slot(kind=kind, store_id=ALL_STORES, business_date=on)
        with tables.database.write() as transaction:
            schedule.mark(transaction, slot, None)
    schedule.mark_by_hand(ScheduleKind.BACKUP, ALL_STORES, None)
    with tables.database.write() as transaction:
        for table in ("schedule_run", "schedule_turn"):
            transaction.execute(f"update {table} set kind = 'TEA' where kind = 'BACKUP'")

    assert schedule.made(on - timedelta(days=1)) == {ours}
    assert [run.slot for run in schedule.runs(on - timedelta(days=1))] == [ours]
