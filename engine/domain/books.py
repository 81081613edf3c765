"""A month of settlements for an accountant: its rows, and totals that are held against each other.

A month has several right totals, by the day of payment, basis, expectation, or as what was paid
out; each says which it is, and the steps between them make one of the other to the won.
Source: docs/reference/fees.md, newer finding (f); VAT by basis day, held-back and charge money
(docs/reference/corrections.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

from engine.domain.book_steps import BookStep, ByDay, money_steps, row_steps, within
from engine.domain.months import month_end
from engine.domain.settlement import SettlementDay, SettlementRow, VatDay

SETTLED_WITHIN = 75  # days from payment in which rows were seen to be settled; later ones count too
BASIS_WITHIN = 9  # days from the basis day, over the longest holidays


class BookTotal(msgspec.Struct, frozen=True, kw_only=True):
    """The sums of a month by one kind of day; fees are costs above zero. What was paid out is the
    money that reached the bank: None where NAVER's sums of days were not read; its other columns
    are of the rows paid out on those days, `beyond_won` what came between (see the steps).

    `open_days`: on so many days more may still be told of it, the last of which is `open_until`.
    """

    by: ByDay
    rows: int
    pay_won: int
    order_fee_won: int
    sales_fee_won: int
    instalment_fee_won: int
    benefit_won: int
    beyond_won: int | None = 0
    settled_won: int | None
    open_days: int = 0
    open_until: date | None = None


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """A month of one store. `rows` are all with any of their days in it.

    `days_off_won` is what the daily sums say beyond the rows and all that has a name, `vat_off_won`
    what the sales for VAT say beyond the settlement base; None where NAVER's side was not read, or
    not the whole calendar month.
    """

    month: date
    rows: tuple[SettlementRow, ...]
    totals: tuple[BookTotal, ...]
    steps: tuple[BookStep, ...]
    days: tuple[SettlementDay, ...]
    vat_days: tuple[VatDay, ...]
    days_off_won: int | None
    vat_off_won: int | None


def book(
    month: date,
    rows: Iterable[SettlementRow],
    days: Sequence[SettlementDay],
    vat_days: Sequence[VatDay],
    read: Mapping[date, datetime] | None = None,
) -> Book:
    """The book of the month that begins on `month`; `rows` and `days` may reach beyond it on both
    sides. `read`: when the rows of a day were read last; None: all of them after their days.
    """
    last, held = month_end(month), tuple(rows)
    meant = {by: within(month, held, by) for by in ByDay}
    paid_won, money = money_steps(month, meant[ByDay.EXPECTED], days)
    totals = tuple(_total(by, meant[by], _open(month, last, by, read), paid_won) for by in ByDay)
    whole = read is None or read.keys() >= set(_span(month, last, ByDay.BASIS))
    numbers = {id(row) for found in meant.values() for row in found}
    sold = sum(day.total_won for day in vat_days)
    return Book(
        month=month,
        rows=tuple(row for row in held if id(row) in numbers),
        totals=totals,
        steps=(*row_steps(month, held), *money),
        days=tuple(days),
        vat_days=tuple(vat_days),
        days_off_won=_unexplained(money),
        vat_off_won=sold - _pay(meant[ByDay.BASIS]) if vat_days and whole else None,
    )


def _pay(rows: Iterable[SettlementRow]) -> int:
    return sum(row.pay_won for row in rows)


def _unexplained(money: Iterable[BookStep]) -> int | None:
    return next((step.won for step in money if step.name == "UNEXPLAINED"), None)


_SPANS: dict[ByDay, Callable[[date], date]] = {  # the last day on which a row of it may be expected
    ByDay.EXPECTED: lambda last: last,
    ByDay.PAID_OUT: lambda last: last,
    ByDay.BASIS: lambda last: last + timedelta(days=BASIS_WITHIN),
    ByDay.PAYMENT: lambda last: last + timedelta(days=SETTLED_WITHIN),
}


def _open(
    month: date, last: date, by: ByDay, read: Mapping[date, datetime] | None
) -> tuple[date, ...]:
    """The days on which more of the total may be told: not read yet since they were over. A day
    grows until it is paid (docs/reference/corrections.md), so one read on it or before counts too.
    """
    if read is None:
        return ()
    every = _span(month, last, by)
    return tuple(on for on in every if on not in read or read[on].date() <= on)


def _span(month: date, last: date, by: ByDay) -> list[date]:
    days = (_SPANS[by](last) - month).days + 1
    return [month + timedelta(days=ahead) for ahead in range(days)]


def _total(
    by: ByDay, rows: Sequence[SettlementRow], open_days: Sequence[date], paid_won: int | None
) -> BookTotal:
    settled: int | None = sum(row.settled_won for row in rows)
    beyond: int | None = 0
    if by is ByDay.PAID_OUT:
        beyond = None if paid_won is None or settled is None else paid_won - settled
        settled = paid_won
    return BookTotal(
        by=by,
        rows=len(rows),
        pay_won=_pay(rows),
        order_fee_won=sum(row.fees.order_won for row in rows),
        sales_fee_won=sum(row.fees.sales_won for row in rows),
        instalment_fee_won=sum(row.fees.instalment_won for row in rows),
        benefit_won=sum(row.benefit_won for row in rows),
        beyond_won=beyond,
        settled_won=settled,
        open_days=len(open_days),
        open_until=max(open_days, default=None),
    )
