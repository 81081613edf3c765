"""The fee ledger: the accepted table, the rates a manager added, and what a change would do.

Rows are added and withdrawn, never altered. A row of one's own counts from its first day in place
of what the table says; without a last day it holds until the next own row of the same sale.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from engine.domain.fee_schedule import (
    FeeSchedule,
    fee_schedule,
    first_overlap,
    same_days,
    same_sale,
)
from engine.domain.fees import (
    FULL_RATE_MP,
    Arrival,
    FeeLayer,
    FeeRateRow,
    FeeTier,
    StoreType,
)
from engine.domain.months import months_between
from engine.errors import BadRequest

_PERCENT = re.compile(r"([-+]?)(\d{1,6})(?:[.,](\d{1,3}))?\s*%?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRate:
    """A rate a manager added; a withdrawn one counts no more and stays to be seen."""

    rate_id: int
    row: FeeRateRow
    added_by: str
    added_at: datetime
    withdrawn_by: str | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A rate that counts, with the own row it came from; None: from the accepted table."""

    row: FeeRateRow
    own: OwnRate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateChange:
    """A rate that would be new (no `before`), gone (no `after`) or told otherwise."""

    before: FeeRateRow | None
    after: FeeRateRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeChange:
    """What a change of the ledger would do: the rates it touches, and the first days of the closed
    months whose sales it would price anew.
    """

    rates: tuple[RateChange, ...]
    months: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableUpdate:
    """A table of a new version that nobody accepted yet; `digest` says which."""

    digest: str
    change: FeeChange


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeLedger:
    """All that is known of rates: those that count, those withdrawn, and a table that waits."""

    rows: tuple[LedgerRow, ...]
    withdrawn: tuple[OwnRate, ...]
    accepted_at: datetime
    accepted_by: str | None  # None: it came with the workspace
    update: TableUpdate | None


def rate_of_percent(text: str) -> int:
    """Thousandths of a percent of a text such as "3.003" or "3.003 %". Raises BadRequest."""
    found = _PERCENT.fullmatch(text.strip())
    if found is None:
        raise BadRequest(
            "{typed} is no rate. Type a percentage with at most three decimals, such as 1.947.",
            typed=text.strip()[:60] or "-",
        )
    sign, whole, decimals = found.groups("")
    return int(f"{sign}{whole}{decimals:0<3}")


def check_own_rate(row: FeeRateRow) -> None:
    """Raises BadRequest for a rate no manager may add; its sale must be told in full."""
    if not 0 <= row.rate_mp <= FULL_RATE_MP:
        raise BadRequest(
            "A rate of {rate} % cannot be. Type one from 0 to 100 %.", rate=percent_text(row)
        )
    if row.layer is FeeLayer.ORDER and (row.tier is None or row.store_type or row.arrival):
        raise BadRequest("An order management fee is for one tier. Choose the tier and no more.")
    if row.layer is FeeLayer.SALES and (not row.store_type or not row.arrival or row.tier):
        raise BadRequest(
            "A sales fee is for one kind of store and one arrival. Choose both and no tier."
        )
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        raise BadRequest("The rate ends before it begins. Choose a later last day or none.")
    if not row.source.strip():
        raise BadRequest("Say where the rate comes from, such as a notice and its date.")


def percent_text(row: FeeRateRow) -> str:
    """The rate in percent with three decimals, exact."""
    sign, thousandths = "-" if row.rate_mp < 0 else "", abs(row.rate_mp)
    return f"{sign}{thousandths // 1000}.{thousandths % 1000:03d}"


def ended(own: Iterable[FeeRateRow]) -> tuple[FeeRateRow, ...]:
    """Own rows in the order of their days, each without a last day ending where the next of the
    same sale begins. Raises BadRequest where two still claim the same day.
    """
    rows = sorted(own, key=lambda row: row.valid_from)
    for at, row in enumerate(rows):
        later = (
            one for one in rows[at + 1 :] if same_sale(row, one) and one.valid_from > row.valid_from
        )
        if row.valid_to is None and (following := next(later, None)):
            rows[at] = replace(row, valid_to=following.valid_from)
    if clash := first_overlap(rows):
        raise BadRequest(
            "You already added a rate for this sale from {day} on. Withdraw it first, or choose"
            " days it does not cover.",
            day=rows[clash[0]].valid_from.isoformat(),
        )
    return tuple(rows)


def merged(table: Iterable[FeeRateRow], own: Iterable[FeeRateRow]) -> FeeSchedule:
    """The rates that count: own rows on their days, the table on all others.

    Raises BadRequest where two own rows claim the same day.
    """
    rows, own_rows = list(table), ended(own)
    for one in own_rows:
        rows = [piece for row in rows for piece in _beside(row, one)]
    return fee_schedule((*rows, *own_rows))


def _beside(row: FeeRateRow, own: FeeRateRow) -> Iterator[FeeRateRow]:
    """What an own row leaves of a row of the table."""
    if not (same_sale(row, own) and same_days(row, own)):
        yield row
        return
    if wider := _wider(row, own):
        for narrower in wider:
            yield from _beside(narrower, own)
        return
    if row.valid_from < own.valid_from:
        yield replace(row, valid_to=own.valid_from)
    if own.valid_to is not None and (row.valid_to is None or own.valid_to < row.valid_to):
        yield replace(row, valid_from=own.valid_to)


def _wider(row: FeeRateRow, own: FeeRateRow) -> list[FeeRateRow]:
    """The row told apart where it speaks of every tier, store or arrival and the own row of one."""
    if row.tier is None and own.tier is not None:
        return [replace(row, tier=tier) for tier in FeeTier]
    if row.store_type is None and own.store_type is not None:
        return [replace(row, store_type=kind) for kind in StoreType]
    if row.arrival is None and own.arrival is not None:
        return [replace(row, arrival=arrival) for arrival in Arrival]
    return []


def fee_change(before: FeeSchedule, after: FeeSchedule, today: date) -> FeeChange:
    """What would differ, and which months before that of `today` it would price anew."""
    return FeeChange(
        rates=rate_changes(before.rows, after.rows), months=_repriced(before, after, today)
    )


def rate_changes(
    before: Sequence[FeeRateRow], after: Sequence[FeeRateRow]
) -> tuple[RateChange, ...]:
    """Rows that are not the same in both, paired by sale and first day."""
    olds, news = ({_place(row): row for row in rows} for rows in (before, after))
    return tuple(
        RateChange(before=olds.get(place), after=news.get(place))
        for place in sorted({**olds, **news}, key=str)
        if olds.get(place) != news.get(place)
    )


def _place(row: FeeRateRow) -> tuple[object, ...]:
    return row.layer, row.tier, row.store_type, row.arrival, row.valid_from.isoformat()


def _repriced(before: FeeSchedule, after: FeeSchedule, today: date) -> tuple[date, ...]:
    """First days of the months before this one in which a rate differs on any day."""
    days = {row.valid_from for one in (before, after) for row in one.rows}
    days |= {row.valid_to for one in (before, after) for row in one.rows if row.valid_to}
    this_month = today.replace(day=1)
    bounds = sorted(day for day in days if day < this_month)
    months: set[date] = set()
    for start, end in pairwise([*bounds, this_month]):
        if _rates_by_sale(before, start) != _rates_by_sale(after, start):
            months |= set(months_between(start, end))
    return tuple(sorted(months))


def _rates_by_sale(schedule: FeeSchedule, on: date) -> dict[tuple[object, ...], int]:
    """The rate of every single sale on that day."""
    return {
        (row.layer, tier, kind, arrival): row.rate_mp
        for row in schedule.rows
        if row.covers(on)
        for tier in ([row.tier] if row.tier else FeeTier)
        for kind in ([row.store_type] if row.store_type else StoreType)
        for arrival in ([row.arrival] if row.arrival else Arrival)
    }
