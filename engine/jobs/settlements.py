"""Reads settlements day by day and months of VAT; stopped anywhere it goes on with the next day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import msgspec

from engine.api import CommerceApi
from engine.api.settlements import WINDOW_DAYS
from engine.clock import Clock, today
from engine.domain.runway import next_resets, period_of
from engine.domain.settlement import SettlementReading
from engine.errors import BadRequest
from engine.store.settlements import Kept, SettlementRoom

AGAIN_DAYS = 30  # NAVER states days anew for about so long (commerce-api section 8)
AHEAD_DAYS = 7  # what is due next stands on the days after a weekend and its holidays
MOST_DAYS = 366
_GOES_ON_WITHIN = timedelta(hours=12)  # an older reading begins anew: its first days have aged

Told = Callable[[int, int], object]  # days done, days in all


class FetchReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a reading came to: rows new, changed and gone, days, and months of VAT."""

    first: date
    last: date
    days: int
    resumed: bool
    kept: Kept
    vat_months: int


def days_to_read(first: date | None, last: date | None, on: date) -> tuple[date, date]:
    """The days to read: those given, else the last 30 and what is due next. Raises BadRequest."""
    last = last or on + timedelta(days=AHEAD_DAYS)
    first = first or min(on, last) - timedelta(days=AGAIN_DAYS)
    if last < first:
        raise BadRequest("The period ends before it begins. Swap its two days.")
    if (last - first).days >= MOST_DAYS:
        raise BadRequest(
            "At most {most} days are read at a time. Choose a shorter period.", most=MOST_DAYS
        )
    return first, last


def fetch_settlements(
    api: CommerceApi,
    room: SettlementRoom,
    store_id: int,
    clock: Clock,
    *,
    first: date | None = None,
    last: date | None = None,
    told: Told = lambda done, total: None,
) -> FetchReport:
    """Reads the days asked for (or the last 30 again and the coming week) and months of VAT.

    Each day is saved with the place to go on from; the same reading asked for within 12 hours of
    one that stopped goes on there. `told` hears after each day and may raise to stop. Raises
    ApiError, BadRequest.
    """
    days = days_to_read(first, last, today(clock))
    reading, resumed = _begun(room, store_id, days, clock)
    kept, done, total = Kept(), 0, (reading.last - reading.next_on).days + 1
    if not resumed:
        for window in _windows(*days):
            room.save_days(store_id, *window, api.settlements.days(*window))
    while reading.next_on <= reading.last:
        on = reading.next_on
        rows, fees = api.settlements.rows(on), api.settlements.commissions(on)
        reading = msgspec.structs.replace(reading, next_on=on + timedelta(days=1))
        kept += room.save_day(store_id, on, rows, fees, reading)
        done += 1
        told(done, total)
    months = _fetch_vat(api, room, store_id, today(clock))
    room.save_reading(store_id, msgspec.structs.replace(reading, finished_at=clock()))
    return FetchReport(
        first=days[0], last=days[1], days=done, resumed=resumed, kept=kept, vat_months=months
    )


def _begun(
    room: SettlementRoom, store_id: int, days: tuple[date, date], clock: Clock
) -> tuple[SettlementReading, bool]:
    """The reading that stopped, if it was of these days, else a new one; whether it goes on."""
    first, last = days
    held, now = room.reading(store_id), clock()
    if (
        held is not None
        and held.finished_at is None
        and (held.first, held.last) == days
        and held.next_on > first
        and now - held.started_at < _GOES_ON_WITHIN
    ):
        return held, True
    return SettlementReading(first=first, last=last, next_on=first, started_at=now), False


def _windows(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days in stretches that NAVER answers."""
    while first <= last:
        end = min(last, first + timedelta(days=WINDOW_DAYS - 1))
        yield first, end
        first = end + timedelta(days=1)


def _fetch_vat(api: CommerceApi, room: SettlementRoom, store_id: int, on: date) -> int:
    """Reads the ended months the tier runway needs, but those read long enough after their end."""
    held, count = room.vat_months(store_id), 0
    for month, end in _months(min(period_of(reset)[0] for reset in next_resets(on)), on):
        read_at = held.get(month)
        if read_at is not None and read_at.date() > end + timedelta(days=AGAIN_DAYS):
            continue
        found = [
            day for window in _windows(month, end) for day in api.settlements.vat_days(*window)
        ]
        room.save_vat(store_id, month, end, found)
        count += 1
    return count


def _months(first: date, on: date) -> Iterator[tuple[date, date]]:
    """First and last day of each month from that of `first` to the one before that of `on`."""
    month = first.replace(day=1)
    while month < on.replace(day=1):
        following = (month + timedelta(days=32)).replace(day=1)
        yield month, following - timedelta(days=1)
        month = following
