"""When money comes: paid and due by day, normal and quick settlement apart, and what is taken
back. Source: docs/reference/fees.md section 6.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from engine.domain.settlement import (
    NORMAL_ORIGINAL,
    TAKEN_BACK,
    SettlementDay,
    SettlementRow,
)

PICK_UP_WORKDAYS = 1  # assumed between payment and the courier's scan: settlement rows do not tell


class CashDay(msgspec.Struct, frozen=True, kw_only=True):
    """One day of the calendar, in won. `claw_back_won` is within the amounts, at or below zero;
    `unexplained_won` is what the day's sum says beyond its rows, None where none were read.
    """

    on: date
    paid_won: int = 0
    due_won: int = 0
    normal_won: int = 0
    quick_won: int = 0
    claw_back_won: int = 0
    charge_won: int = 0  # kept as charge money: it does not reach the bank account
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
    settled: defaultdict[date, int] = defaultdict(int)
    back: defaultdict[date, int] = defaultdict(int)
    for row in rows:
        settled[row.expected_on] += row.settled_won
        if row.settle_type in TAKEN_BACK:
            back[row.expected_on] += row.settled_won
    found: dict[date, CashDay] = {}
    for day in days:
        found[day.expected_on] = _with(found.get(day.expected_on, CashDay(on=day.expected_on)), day)
    return tuple(
        msgspec.structs.replace(
            found[on],
            claw_back_won=back[on],
            unexplained_won=_all(found[on]) - settled[on] if on in settled else None,
        )
        for on in sorted(found)
    )


def _with(cash: CashDay, day: SettlementDay) -> CashDay:
    paid = day.completed_on is not None
    return msgspec.structs.replace(
        cash,
        paid_won=cash.paid_won + (day.settled_won if paid else 0),
        due_won=cash.due_won + (0 if paid else day.settled_won),
        normal_won=cash.normal_won + day.normal_won,
        quick_won=cash.quick_won + day.quick_won,
        charge_won=cash.charge_won + (day.settled_won if day.method == "CHARGE_AMT" else 0),
    )


def _all(cash: CashDay) -> int:
    return cash.paid_won + cash.due_won


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
