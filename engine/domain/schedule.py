"""What runs by itself, when, and what is due: once a business day in KST, or every so many
minutes; each line for every store or once for all.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum

import msgspec

from engine.domain.job_kinds import JobKind

ALL_STORES = 0  # the store number of what runs once for all of them


class ScheduleKind(StrEnum):
    """What the schedule runs: a line of `ENTRIES` each."""

    FULL_SYNC = "FULL_SYNC"  # 새벽 전체 동기화
    ORDERS = "ORDERS"  # 주문 수집
    INQUIRIES = "INQUIRIES"  # 문의 수집
    SETTLEMENTS = "SETTLEMENTS"  # 정산 조회
    BACKUP = "BACKUP"  # 백업
    SNAPSHOT = "SNAPSHOT"  # 스냅숏


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the schedule, for each store or once for all: daily at `starts_at` KST, or
    `every` so long counted from there. Each turn is up to `jitter` late, so that stores do not ask
    at the same moment.

    A line for each store is a `job` of it, and not in use before there is one; what a line once for
    all does is registered with `engine.jobs.schedule`.
    """

    kind: ScheduleKind
    job: JobKind | None = None
    starts_at: time = time(0, 0)
    per_store: bool
    every: timedelta = timedelta(days=1)
    jitter: timedelta = timedelta(0)

    @property
    def is_daily(self) -> bool:
        """Whether it runs once a business day."""
        return self.every == timedelta(days=1)


ENTRIES = (
    Entry(
        kind=ScheduleKind.FULL_SYNC,
        job=JobKind.PRODUCT_SYNC,
        starts_at=time(4, 0),
        per_store=True,
    ),
    Entry(
        kind=ScheduleKind.ORDERS,
        per_store=True,
        every=timedelta(minutes=5),
        jitter=timedelta(minutes=1),
    ),
    Entry(
        kind=ScheduleKind.INQUIRIES,
        per_store=True,
        every=timedelta(minutes=15),
        jitter=timedelta(minutes=3),
    ),
    Entry(
        kind=ScheduleKind.SETTLEMENTS,
        job=JobKind.SETTLEMENT_READ,
        starts_at=time(6, 30),
        per_store=True,
        jitter=timedelta(minutes=10),
    ),
    Entry(kind=ScheduleKind.BACKUP, starts_at=time(5, 0), per_store=False),
    Entry(kind=ScheduleKind.SNAPSHOT, starts_at=time(5, 30), per_store=False),
)


def entry_of(kind: ScheduleKind, entries: Iterable[Entry] = ENTRIES) -> Entry:
    """The line of a kind."""
    (found,) = (entry for entry in entries if entry.kind is kind)
    return found


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """One run to be made once: of a kind, for a store (or ALL_STORES), on a business day; of what
    runs more often, the turn that was due then.
    """

    kind: ScheduleKind
    store_id: int
    business_date: date
    due_at: datetime | None = None  # None: the one turn of the day


class ScheduledRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run that was made. `job_id` is None where it was no job of a store."""

    slot: Slot
    job_id: int | None
    ran_at: datetime


class Upcoming(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the schedule as a screen shows it: the next moment and the last run, by itself or
    by hand. `next_at` is None where there is nothing to run: the line is not in use yet.
    """

    kind: ScheduleKind
    store_id: int
    next_at: datetime | None
    last: ScheduledRun | None


def latest_moment(entry: Entry, now: datetime, store_id: int = ALL_STORES) -> datetime:
    """The last moment at or before `now` (KST) when the entry was to run for a store."""
    start = datetime.combine(now.date(), entry.starts_at, now.tzinfo)
    turn = start + (now - start) // entry.every * entry.every
    moment = turn + _late(entry, store_id, turn)
    if moment > now:
        turn -= entry.every
        moment = turn + _late(entry, store_id, turn)
    return moment


def next_moment(entry: Entry, now: datetime, store_id: int = ALL_STORES) -> datetime:
    """The next moment after `now` (KST) when the entry runs for a store."""
    latest = latest_moment(entry, now, store_id)
    turn = latest - _lateness(entry, store_id, latest)
    return turn + entry.every + _late(entry, store_id, turn + entry.every)


def _late(entry: Entry, store_id: int, turn: datetime) -> timedelta:
    """How late a turn is: drawn anew for each store and turn, and the same after a restart."""
    if not entry.jitter:
        return timedelta(0)
    drawn = zlib.crc32(f"{entry.kind} {store_id} {turn:%Y-%m-%d %H:%M}".encode())
    return timedelta(seconds=drawn % (int(entry.jitter.total_seconds()) + 1))


def _lateness(entry: Entry, store_id: int, moment: datetime) -> timedelta:
    """How late the turn was that ran at `moment`."""
    start = datetime.combine(moment.date(), entry.starts_at, moment.tzinfo)
    return (moment - start) % entry.every


class ScheduleLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the schedule as other programs are told of it; without `next_at` not in use."""

    kind: ScheduleKind
    store: str | None  # its name; None for all stores
    next_at: datetime | None
    last_at: datetime | None
    last_job: int | None


def due(
    entries: Iterable[Entry],
    now: datetime,
    stores: Iterable[tuple[int, datetime]],
    made: Collection[Slot],
) -> tuple[Slot, ...]:
    """Slots whose moment has come and that were not made: a missed run is caught up once.

    `stores` are numbers with the moment each was added; a store added after the moment waits for
    the next one. The business day of a slot is the KST day of its moment.
    """
    held = tuple(stores)
    slots = []
    for entry in entries:
        numbers = [number for number, _ in held] if entry.per_store else [ALL_STORES]
        for number in numbers:
            moment = latest_moment(entry, now, number)
            if any(at <= moment for one, at in held if number in (one, ALL_STORES)):
                slots.append(slot_of(entry, number, moment))
    return tuple(slot for slot in slots if slot not in made)


def slot_of(entry: Entry, store_id: int, moment: datetime) -> Slot:
    """The run an entry is to make at a moment of its own."""
    return Slot(
        kind=entry.kind,
        store_id=store_id,
        business_date=moment.date(),
        due_at=None if entry.is_daily else moment,
    )
