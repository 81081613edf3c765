"""A month's book: each total by its own day, and what does not reconcile."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.books import Book, ByDay, book
from engine.domain.months import month_end
from engine.domain.settlement import RowFees, SettlementDay, SettlementRow, VatDay

MONTH = date(2026, 10, 1)
ROW = SettlementRow(
    expected_on=MONTH,
    order_no="1",
    product_order_no="2",
    kind="PROD_ORDER",
    settle_type="NORMAL_SETTLE_ORIGINAL",
    pay_won=10_000,
    fees=RowFees(order_won=256, sales_won=300),
    settled_won=9_444,
)
DAYS = st.integers(min_value=-40, max_value=70).map(lambda days: MONTH + timedelta(days=days))


def total(made: Book, by: ByDay) -> int:
    """The settlement base of one total."""
    return next(one.pay_won for one in made.totals if one.by is by)


@given(st.lists(st.tuples(DAYS, DAYS, DAYS, st.integers(-(10**7), 10**8)), max_size=8))
def test_each_total_holds_the_rows_of_its_own_day(
    rows: list[tuple[date, date, date, int]],
) -> None:
    made = book(
        MONTH,
        [
            msgspec.structs.replace(ROW, expected_on=one, based_on=two, paid_on=three, pay_won=won)
            for one, two, three, won in rows
        ],
        [],
        [],
    )

    for place, by in enumerate((ByDay.EXPECTED, ByDay.BASIS, ByDay.PAYMENT)):
        meant = sum(row[3] for row in rows if MONTH <= row[place] <= month_end(MONTH))
        assert total(made, by) == meant
    assert total(made, ByDay.PAID_OUT) == 0
    assert (made.days_off_won, made.vat_off_won) == (None, None)


def test_what_naver_sums_beyond_the_rows_is_told() -> None:
    day = SettlementDay(expected_on=MONTH, settled_won=9_500, pay_won=10_000, fee_won=500)
    sold = VatDay(based_on=MONTH, total_won=10_001, taxed_won=10_001, exempt_won=0)

    made = book(MONTH, [msgspec.structs.replace(ROW, based_on=MONTH)], [day], [sold])

    assert (made.days_off_won, made.vat_off_won) == (56, 1)


def test_months_end_on_their_last_day() -> None:
    assert month_end(date(2028, 2, 1)) == date(2028, 2, 29)
    assert month_end(date(2026, 12, 1)) == date(2026, 12, 31)
