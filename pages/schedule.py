"""예약: what runs by itself, when it ran last, and the way to run it now."""

from __future__ import annotations

from dashboard.jobs import schedule
from dashboard.parts.widgets import head, show_errors, show_toast
from dashboard.server.session import all_stores, get_engine
from dashboard.words.i18n import _
from engine import ScheduleKind

show_toast()
with show_errors():
    lines = [line for line in get_engine().schedule.upcoming() if line.next_at is not None]
    names = {store.store_id: store.name for store in all_stores()}
    with head(_("Schedule"), schedule.schedule_facts(lines)):
        schedule.resume_switch()
    if all(line.kind is not ScheduleKind.FULL_SYNC for line in lines):
        schedule.no_store_to_sync()
    schedule.table(lines, names)
