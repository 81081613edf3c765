"""From one right total of a month to the next, by named amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from engine.domain.day_checks import beyond_rows
from engine.domain.months import month_end
from engine.domain.settlement import SettlementDay, SettlementRow


class ByDay(StrEnum):
    """Which day decides the month; the four right totals in the order money goes through them."""

    PAYMENT = "PAYMENT"  # 결제일
    BASIS = "BASIS"  # 정산기준일
    EXPECTED = "EXPECTED"  # 정산예정일
    PAID_OUT = "PAID_OUT"  # 정산완료일: what reached the bank


class StepName(StrEnum):
    """Why two totals differ."""

    FROM_EARLIER = "FROM_EARLIER"  # its other day lies in an earlier month
    FROM_LATER = "FROM_LATER"
    FROM_UNKNOWN = "FROM_UNKNOWN"  # its other day is not told
    TO_EARLIER = "TO_EARLIER"
    TO_LATER = "TO_LATER"
    TO_UNKNOWN = "TO_UNKNOWN"
    BENEFIT = "BENEFIT"  # in the sums of days alone
    DEDUCTION = "DEDUCTION"  # taken off, or restored
    HELD_BACK = "HELD_BACK"
    RELEASED = "RELEASED"
    MINUS_CHARGE = "MINUS_CHARGE"
    EXTRA = "EXTRA"  # corrections, care for returns, order fees given back
    UNEXPLAINED = "UNEXPLAINED"  # in the sums of days, and in no row
    NOT_PAID = "NOT_PAID"  # expected, and not paid out yet
    PAID_ELSEWHEN = "PAID_ELSEWHEN"  # expected in this month, paid out in another
    FROM_ELSEWHEN = "FROM_ELSEWHEN"  # expected in another month, paid out in this
    CHARGE = "CHARGE"  # kept by NAVER as charge money


class BookStep(msgspec.Struct, frozen=True, kw_only=True):
    """One amount between a total and the next, in settled won."""

    start: ByDay
    end: ByDay
    name: StepName
    won: int


DAYS: dict[ByDay, Callable[[SettlementRow], date | None]] = {
    ByDay.PAYMENT: lambda row: row.paid_on,
    ByDay.BASIS: lambda row: row.based_on,
    ByDay.EXPECTED: lambda row: row.expected_on,
    ByDay.PAID_OUT: lambda row: row.completed_on,
}


def within(month: date, rows: Iterable[SettlementRow], by: ByDay) -> list[SettlementRow]:
    """The rows whose day of that kind lies in the month."""
    return [row for row in rows if _in(month, DAYS[by](row))]


def _in(month: date, on: date | None) -> bool:
    return on is not None and month <= on <= month_end(month)


def row_steps(month: date, rows: Sequence[SettlementRow]) -> tuple[BookStep, ...]:
    """From the total by payment to that by basis day, and on to that by expected day."""
    return (
        *_between(month, rows, ByDay.PAYMENT, ByDay.BASIS),
        *_between(month, rows, ByDay.BASIS, ByDay.EXPECTED),
    )


def _between(
    month: date, rows: Sequence[SettlementRow], start: ByDay, end: ByDay
) -> Iterable[BookStep]:
    for sign, names, here, there in ((-1, _TO, start, end), (1, _FROM, end, start)):
        meant = [row for row in within(month, rows, here) if not _in(month, DAYS[there](row))]
        for name, lies in zip(names, _LIES, strict=True):
            won = sum(row.settled_won for row in meant if lies(DAYS[there](row), month))
            if won:
                yield BookStep(start=start, end=end, name=name, won=sign * won)


_FROM = (StepName.FROM_EARLIER, StepName.FROM_LATER, StepName.FROM_UNKNOWN)
_TO = (StepName.TO_EARLIER, StepName.TO_LATER, StepName.TO_UNKNOWN)
_LIES: tuple[Callable[[date | None, date], bool], ...] = (
    lambda on, month: on is not None and on < month,
    lambda on, month: on is not None and on > month,
    lambda on, month: on is None,
)


def money_steps(
    month: date, rows: Sequence[SettlementRow], days: Sequence[SettlementDay]
) -> tuple[int | None, tuple[BookStep, ...]]:
    """What reached the bank in the month, and the steps to it from the rows expected in it; None
    and no step where no sum of a day was read.
    """
    if not days:
        return None, ()
    due = [day for day in days if _in(month, day.expected_on)]
    paid = [day for day in days if _in(month, day.completed_on)]
    beyond = beyond_rows(due, rows)
    amounts = {
        StepName.BENEFIT: beyond.benefit_won,
        StepName.DEDUCTION: beyond.deduction_won,
        StepName.HELD_BACK: beyond.held_back_won,
        StepName.RELEASED: beyond.released_won,
        StepName.MINUS_CHARGE: beyond.minus_charge_won,
        StepName.EXTRA: beyond.extra_won,
        StepName.UNEXPLAINED: beyond.unexplained_won,
        StepName.NOT_PAID: -_sum(day for day in due if day.completed_on is None),
        StepName.PAID_ELSEWHEN: -_sum(
            day for day in due if day.completed_on is not None and not _in(month, day.completed_on)
        ),
        StepName.FROM_ELSEWHEN: _sum(day for day in paid if not _in(month, day.expected_on)),
        StepName.CHARGE: -_sum(day for day in paid if not day.reaches_bank),
    }
    steps = tuple(
        BookStep(start=ByDay.EXPECTED, end=ByDay.PAID_OUT, name=name, won=won)
        for name, won in amounts.items()
        if won or name is StepName.UNEXPLAINED
    )
    return _sum(day for day in paid if day.reaches_bank), steps


def _sum(days: Iterable[SettlementDay]) -> int:
    return sum(day.settled_won for day in days)
