"""What is due: once a business day in KST, missed runs caught up, new stores from the next day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from engine.clock import KST
from engine.domain.schedule import (
    ALL_STORES,
    ENTRIES,
    Entry,
    ScheduleKind,
    Slot,
    due,
    latest_moment,
    next_moment,
)

DAWN = Entry(kind=ScheduleKind.FULL_SYNC, starts_at=time(4, 0), per_store=True)
COPY = Entry(kind=ScheduleKind.SNAPSHOT, starts_at=time(5, 30), per_store=False)
POLL = Entry(
    kind=ScheduleKind.ORDERS,
    per_store=True,
    every=timedelta(minutes=5),
    jitter=timedelta(minutes=1),
)
LONG_AGO = datetime(2026, 1, 1, tzinfo=KST)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=KST)


def slot(day: int, store_id: int = 1, kind: ScheduleKind = ScheduleKind.FULL_SYNC) -> Slot:
    return Slot(kind=kind, store_id=store_id, business_date=date(2026, 11, day))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(23, 4, 0), slot(23)),
        (at(23, 23, 59), slot(23)),
        (at(24, 3, 59), slot(23)),
        (at(24, 4, 0), slot(24)),
    ],
)
def test_the_business_day_is_that_of_the_last_moment(now: datetime, expected: Slot) -> None:
    assert due((DAWN,), now, [(1, LONG_AGO)], ()) == (expected,)


def test_what_was_made_is_not_due_again() -> None:
    assert due((DAWN,), at(23, 9), [(1, LONG_AGO)], {slot(23)}) == ()


def test_a_week_without_the_program_is_caught_up_once() -> None:
    assert due((DAWN,), at(23, 9), [(1, LONG_AGO)], {slot(16)}) == (slot(23),)


def test_a_store_added_after_the_moment_waits_for_the_next_day() -> None:
    stores = [(1, LONG_AGO), (2, at(23, 8))]

    assert due((DAWN,), at(23, 9), stores, ()) == (slot(23, 1),)
    assert due((DAWN,), at(24, 4), stores, ()) == (slot(24, 1), slot(24, 2))


def test_what_is_for_all_stores_runs_once_and_only_if_there_is_a_store() -> None:
    made = slot(23, ALL_STORES, ScheduleKind.SNAPSHOT)

    assert due((COPY,), at(23, 9), [(1, LONG_AGO), (2, LONG_AGO)], ()) == (made,)
    assert due((COPY,), at(23, 9), [], ()) == ()


def test_the_next_moment_is_always_ahead() -> None:
    assert next_moment(DAWN, at(23, 3)) == at(23, 4)
    assert next_moment(DAWN, at(23, 4)) == at(23, 4) + timedelta(days=1)


def turns(entry: Entry, store_id: int, begin: datetime, end: datetime) -> list[datetime]:
    """Every moment of a line in [begin, end)."""
    found, moment = [], next_moment(entry, begin - timedelta(microseconds=1), store_id)
    while moment < end:
        found.append(moment)
        moment = next_moment(entry, moment, store_id)
    return found


def test_a_poll_has_its_turn_every_so_many_minutes_a_little_late() -> None:
    found = turns(POLL, 1, at(23, 0), at(24, 0))

    late = [(moment - at(23, 0)) % POLL.every for moment in found]
    assert len(found) == 24 * 12
    assert max(late) <= POLL.jitter
    assert len(set(late)) > 30  # drawn for each turn


def test_stores_are_polled_at_moments_of_their_own_which_a_restart_does_not_move() -> None:
    moments = {latest_moment(POLL, at(23, 9), store_id) for store_id in range(1, 21)}

    assert len(moments) > 10
    assert moments == {latest_moment(POLL, at(23, 9), store_id) for store_id in range(1, 21)}


@pytest.mark.parametrize("minute", range(0, 60, 7))
def test_the_latest_turn_is_past_and_the_next_ahead_with_none_between(minute: int) -> None:
    now = at(23, 0, minute)

    latest, ahead = latest_moment(POLL, now, 3), next_moment(POLL, now, 3)

    assert latest <= now < ahead
    assert next_moment(POLL, latest, 3) == ahead


def test_a_turn_is_due_once_and_missed_ones_are_caught_up_with_the_latest() -> None:
    stores = [(1, LONG_AGO)]
    (first,) = due((POLL,), at(23, 9), stores, ())

    assert first.due_at == latest_moment(POLL, at(23, 9), 1)
    assert due((POLL,), at(23, 9), stores, {first}) == ()
    (later,) = due((POLL,), at(23, 11), stores, {first})
    assert later.due_at == latest_moment(POLL, at(23, 11), 1)


def test_every_kind_has_one_line() -> None:
    assert [entry.kind for entry in ENTRIES] == list(ScheduleKind)
