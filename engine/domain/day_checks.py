"""Each day's sum against its own parts, against its rows, and its commission rows against theirs.

Source: docs/reference/corrections.md (settle/daily identity; rows add up to the day).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from datetime import date
from enum import StrEnum

import msgspec

from engine.domain.settlement import (
    DEDUCTION_RESTORE,
    CommissionRow,
    SettlementDay,
    SettlementRow,
)


class DayFlag(StrEnum):
    """What does not hold of a day."""

    PARTS = "PARTS"  # the sum is not that of its parts
    SPLIT = "SPLIT"  # ordinary and quick settlement do not make the sum
    ROWS = "ROWS"  # the sum is more or less than rows and named parts make
    FEES_ALONE = "FEES_ALONE"  # commission rows without a settlement row
    SUM_UNTOLD = "SUM_UNTOLD"  # the sum was not told and is made of its parts


class DayFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that does not hold of a day, and by how many won the sum is too high."""

    on: date
    flag: DayFlag
    off_won: int


class Beyond(msgspec.Struct, frozen=True, kw_only=True):
    """What the sums of days hold beyond their rows, by name; `unexplained_won` has none."""

    benefit_won: int = 0
    deduction_won: int = 0
    held_back_won: int = 0  # at or below zero
    released_won: int = 0
    minus_charge_won: int = 0
    extra_won: int = 0  # corrections, care for returns, order fees given back: where they are in it
    unexplained_won: int = 0

    @property
    def total_won(self) -> int:
        """All of it."""
        named = self.benefit_won + self.deduction_won + self.minus_charge_won
        kept = self.held_back_won + self.released_won
        return named + kept + self.extra_won + self.unexplained_won


def beyond_rows(days: Iterable[SettlementDay], rows: Iterable[SettlementRow]) -> Beyond:
    """What the sums of some days hold beyond the rows of the same days.

    Where a day tells a deduction, its rows of deductions are that and not more; where it tells none
    they are rows like others. A row's benefit is in the day's.
    """
    held, told = tuple(days), tuple(rows)
    deducted = {day.expected_on for day in held if day.deduction_won}
    in_rows = sum(
        row.settled_won
        for row in told
        if row.kind == DEDUCTION_RESTORE and row.expected_on in deducted
    )
    named = Beyond(
        benefit_won=sum(day.benefit_won for day in held) - sum(row.benefit_won for row in told),
        deduction_won=sum(day.deduction_won or 0 for day in held) - in_rows,
        held_back_won=sum(min(day.held_back_won, 0) for day in held),
        released_won=sum(max(day.held_back_won, 0) for day in held),
        minus_charge_won=sum(day.minus_charge_won or 0 for day in held),
        extra_won=sum(day.extra_won for day in held),
    )
    settled = sum(day.settled_won for day in held) - sum(row.settled_won for row in told)
    return msgspec.structs.replace(named, unexplained_won=settled - named.total_won)


def day_findings(
    days: Iterable[SettlementDay],
    rows: Iterable[SettlementRow],
    commissions: Iterable[CommissionRow],
    unsure: Set[date],
) -> tuple[DayFinding, ...]:
    """What does not hold of days. Rows are held against sums of days that were paid, for others
    still grow, and of none that is `unsure`: an entry could not be read, or the rows not yet.
    """
    sums: defaultdict[date, list[SettlementDay]] = defaultdict(list)
    told: defaultdict[date, list[SettlementRow]] = defaultdict(list)
    fees: defaultdict[date, list[CommissionRow]] = defaultdict(list)
    for day in days:
        sums[day.expected_on].append(day)
    for row in rows:
        told[row.expected_on].append(row)
    for fee in commissions:
        fees[fee.expected_on].append(fee)
    found: list[DayFinding] = []
    for on in sorted({*sums, *told, *fees}):
        found += _of_sums(on, sums[on])
        if on not in unsure:
            found += _of_rows(on, sums[on], told[on], fees[on])
    return tuple(found)


def _of_sums(on: date, sums: Iterable[SettlementDay]) -> Iterator[DayFinding]:
    for day in sums:
        if not day.sum_told:
            yield DayFinding(on=on, flag=DayFlag.SUM_UNTOLD, off_won=0)
        if day.off_won:
            yield DayFinding(on=on, flag=DayFlag.PARTS, off_won=day.off_won)
        if day.split_off_won:
            yield DayFinding(on=on, flag=DayFlag.SPLIT, off_won=day.split_off_won)


def _of_rows(
    on: date,
    sums: list[SettlementDay],
    rows: list[SettlementRow],
    fees: list[CommissionRow],
) -> Iterator[DayFinding]:
    paid = all(one.completed_on is not None for one in sums or rows)
    off = beyond_rows(sums, rows).unexplained_won - sum(day.off_won or 0 for day in sums)
    if paid and off:
        yield DayFinding(on=on, flag=DayFlag.ROWS, off_won=off)
    known = {(row.product_order_no, row.kind, row.settle_type, row.place) for row in rows}
    alone = [
        fee
        for fee in fees
        if (fee.product_order_no, fee.kind, fee.settle_type, fee.place) not in known
    ]
    if alone:
        won = sum(fee.fee_won for fee in alone)
        yield DayFinding(on=on, flag=DayFlag.FEES_ALONE, off_won=won)
