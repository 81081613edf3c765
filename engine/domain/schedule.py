"""What runs by itself, when, and what is due: once per kind, store and business day in KST."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum

import msgspec

ALL_STORES = 0  # the store number of what runs once for all of them


class ScheduleKind(StrEnum):
    """What the schedule runs. Orders, inquiries and backups get their own lines with their jobs."""

    FULL_SYNC = "FULL_SYNC"  # 새벽 전체 동기화
    SNAPSHOT = "SNAPSHOT"  # 스냅숏


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the schedule: daily at `starts_at` KST, for each store or once for all."""

    kind: ScheduleKind
    starts_at: time
    per_store: bool


ENTRIES = (
    Entry(kind=ScheduleKind.FULL_SYNC, starts_at=time(4, 0), per_store=True),
    Entry(kind=ScheduleKind.SNAPSHOT, starts_at=time(5, 30), per_store=False),
)


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One run to be made once: of a kind, for a store (or ALL_STORES), on a business day."""

    kind: ScheduleKind
    store_id: int
    business_date: date


class ScheduledRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run that was made. `job_id` is None where it was no job of a store."""

    slot: Slot
    job_id: int | None
    ran_at: datetime


class Upcoming(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the schedule as a screen shows it: the next moment and the last run."""

    kind: ScheduleKind
    store_id: int
    next_at: datetime
    last: ScheduledRun | None


def latest_moment(entry: Entry, now: datetime) -> datetime:
    """The last moment at or before `now` (KST) when the entry was to run."""
    today_at = datetime.combine(now.date(), entry.starts_at, now.tzinfo)
    return today_at if today_at <= now else today_at - timedelta(days=1)


def next_moment(entry: Entry, now: datetime) -> datetime:
    """The next moment after `now` (KST) when the entry runs."""
    return latest_moment(entry, now) + timedelta(days=1)


def due(
    entries: Iterable[Entry],
    now: datetime,
    stores: Iterable[tuple[int, datetime]],
    made: Collection[Slot],
) -> tuple[Slot, ...]:
    """Slots whose moment has come and that were not made: a missed run is caught up once.

    `stores` are numbers with the moment each was added; a store added after the moment waits for
    the next day. The business day of a slot is the KST day of its moment.
    """
    held = tuple(stores)
    slots = []
    for entry in entries:
        moment = latest_moment(entry, now)
        numbers = (
            [number for number, added_at in held if added_at <= moment]
            if entry.per_store
            else [ALL_STORES]
            if any(added_at <= moment for _, added_at in held)
            else []
        )
        slots += [
            Slot(kind=entry.kind, store_id=number, business_date=moment.date())
            for number in numbers
        ]
    return tuple(slot for slot in slots if slot not in made)
