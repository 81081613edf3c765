"""A month of settlements for an accountant: its rows, and totals that are held against each other.

A month has several right totals, by the day of payment, basis, expectation or paying out; each says
which it is. Source: docs/reference/fees.md, newer finding (f); VAT by basis day
(docs/reference/corrections.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from engine.domain.months import month_end
from engine.domain.settlement import SettlementDay, SettlementRow, VatDay


class ByDay(StrEnum):
    """Which day of a row decides its month."""

    EXPECTED = "EXPECTED"  # 정산예정일
    PAID_OUT = "PAID_OUT"  # 정산완료일
    BASIS = "BASIS"  # 정산기준일
    PAYMENT = "PAYMENT"  # 결제일


class BookTotal(msgspec.Struct, frozen=True, kw_only=True):
    """The sums of the rows of a month by one kind of day; fees are costs above zero."""

    by: ByDay
    rows: int
    pay_won: int
    order_fee_won: int
    sales_fee_won: int
    instalment_fee_won: int
    benefit_won: int
    settled_won: int


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """A month of one store. `rows` are all with any of their days in it.

    `days_off_won` is what the daily sums say beyond the rows, `vat_off_won` what the sales for VAT
    say beyond the settlement base; None where NAVER's side was not read.
    """

    month: date
    rows: tuple[SettlementRow, ...]
    totals: tuple[BookTotal, ...]
    days: tuple[SettlementDay, ...]
    vat_days: tuple[VatDay, ...]
    days_off_won: int | None
    vat_off_won: int | None


_DAYS: dict[ByDay, Callable[[SettlementRow], date | None]] = {
    ByDay.EXPECTED: lambda row: row.expected_on,
    ByDay.PAID_OUT: lambda row: row.completed_on,
    ByDay.BASIS: lambda row: row.based_on,
    ByDay.PAYMENT: lambda row: row.paid_on,
}


def book(
    month: date,
    rows: Iterable[SettlementRow],
    days: Sequence[SettlementDay],
    vat_days: Sequence[VatDay],
) -> Book:
    """The book of the month that begins on `month`; `rows` may reach beyond it on both sides."""
    last, held = month_end(month), tuple(rows)

    def of(by: ByDay) -> list[SettlementRow]:
        return [row for row in held if (on := _DAYS[by](row)) is not None and month <= on <= last]

    by_day = {by: of(by) for by in ByDay}
    expected, basis = (_total(by, by_day[by]) for by in (ByDay.EXPECTED, ByDay.BASIS))
    meant = {id(row) for found in by_day.values() for row in found}
    return Book(
        month=month,
        rows=tuple(row for row in held if id(row) in meant),
        totals=tuple(_total(by, found) for by, found in by_day.items()),
        days=tuple(days),
        vat_days=tuple(vat_days),
        days_off_won=sum(day.settled_won for day in days) - expected.settled_won if days else None,
        vat_off_won=sum(day.total_won for day in vat_days) - basis.pay_won if vat_days else None,
    )


def _total(by: ByDay, rows: Sequence[SettlementRow]) -> BookTotal:
    return BookTotal(
        by=by,
        rows=len(rows),
        pay_won=sum(row.pay_won for row in rows),
        order_fee_won=sum(row.fees.order_won for row in rows),
        sales_fee_won=sum(row.fees.sales_won for row in rows),
        instalment_fee_won=sum(row.fees.instalment_won for row in rows),
        benefit_won=sum(row.benefit_won for row in rows),
        settled_won=sum(row.settled_won for row in rows),
    )
