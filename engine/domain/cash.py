"""When money comes: paid, due and held back by day, normal and quick settlement apart, and what is
taken back. Source: docs/reference/fees.md section 6.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from engine.domain.day_checks import beyond_rows
from engine.domain.settlement import (
    NORMAL_ORIGINAL,
    TAKEN_BACK,
    SettlementDay,
    SettlementRow,
)

PICK_UP_WORKDAYS = 1  # assumed between payment and the courier's scan: settlement rows do not tell


class CashDay(msgspec.Struct, frozen=True, kw_only=True):
    """One day of the calendar, in won: paid into the bank account, due, or kept by NAVER as charge
    money. What follows is within those amounts, what is held back is not: it is paid on the later
    days that release it. `unexplained_won` is what the day's sum says beyond its rows and what has
    a name, None where no rows were read.
    """

    on: date
    paid_won: int = 0
    due_won: int = 0
    charge_won: int = 0  # it does not reach the bank account
    normal_won: int = 0
    quick_won: int = 0
    claw_back_won: int = 0  # at or below zero
    held_back_won: int = 0  # at or below zero
    released_won: int = 0  # held back on an earlier day
    deduction_won: int = 0  # taken off below zero, restored above
    benefit_won: int = 0
    minus_charge_won: int = 0
    difference_won: int = 0  # these are told beside the sum, or are in it
    return_care_won: int = 0
    preferential_won: int = 0
    limit_won: int = 0
    unexplained_won: int | None = None


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """Money of a day that quick settlement would bring on an earlier one."""

    expected_on: date
    earlier_on: date
    won: int

    @property
    def days(self) -> int:
        """How many days earlier."""
        return (self.expected_on - self.earlier_on).days


def cash_calendar(
    days: Iterable[SettlementDay], rows: Iterable[SettlementRow]
) -> tuple[CashDay, ...]:
    """The calendar of one store, or of several together: days and rows of all of them."""
    sums: defaultdict[date, list[SettlementDay]] = defaultdict(list)
    told: defaultdict[date, list[SettlementRow]] = defaultdict(list)
    for day in days:
        sums[day.expected_on].append(day)
    for row in rows:
        told[row.expected_on].append(row)
    return tuple(_cash_day(on, sums[on], told.get(on, [])) for on in sorted(sums))


def _cash_day(on: date, sums: list[SettlementDay], rows: list[SettlementRow]) -> CashDay:
    beyond = beyond_rows(sums, rows)
    to_bank = [day for day in sums if day.reaches_bank]
    return CashDay(
        on=on,
        paid_won=sum(day.settled_won for day in to_bank if day.completed_on is not None),
        due_won=sum(day.settled_won for day in to_bank if day.completed_on is None),
        charge_won=sum(day.settled_won for day in sums if not day.reaches_bank),
        normal_won=sum(day.normal_won for day in sums),
        quick_won=sum(day.quick_won for day in sums),
        claw_back_won=sum(row.settled_won for row in rows if row.settle_type in TAKEN_BACK),
        held_back_won=beyond.held_back_won,
        released_won=beyond.released_won,
        deduction_won=sum(day.deduction_won or 0 for day in sums),
        benefit_won=sum(day.benefit_won for day in sums),
        minus_charge_won=beyond.minus_charge_won,
        difference_won=sum(day.difference_won for day in sums),
        return_care_won=sum(day.return_care_won for day in sums),
        preferential_won=sum(day.preferential_won for day in sums),
        limit_won=sum(day.limit_won for day in sums),
        unexplained_won=beyond.unexplained_won if rows else None,
    )


def still_held_won(days: Iterable[SettlementDay]) -> int | None:
    """What NAVER holds back of one store after the last of the days; None where more was let go of
    than these days tell of, for then they begin too late.

    Source: docs/reference/corrections.md (holdback): released whole or in parts, weeks later.
    """
    held = 0
    for day in sorted(days, key=lambda one: one.expected_on):
        held -= day.held_back_won
        if held < 0:
            return None
    return held


def earlier_with_quick(rows: Iterable[SettlementRow]) -> tuple[Earlier, ...]:
    """What ordinary settlement pays later than quick settlement would, by day.

    Quick settlement pays one business day after the courier's scan, which is assumed a business day
    after payment; holidays other than weekends are not known. Source: docs/reference/fees.md
    section 6.
    """
    sums: defaultdict[tuple[date, date], int] = defaultdict(int)
    for row in rows:
        if row.settle_type != NORMAL_ORIGINAL or row.paid_on is None:
            continue
        quick_on = row.paid_on
        for _ in range(PICK_UP_WORKDAYS + 1):
            quick_on = next_workday(quick_on)
        if quick_on < row.expected_on:
            sums[row.expected_on, quick_on] += row.settled_won
    return tuple(
        Earlier(expected_on=expected, earlier_on=earlier, won=won)
        for (expected, earlier), won in sorted(sums.items())
    )


def next_workday(on: date) -> date:
    """The next day that is no weekend."""
    return on + timedelta(days={4: 3, 5: 2}.get(on.weekday(), 1))
