"""A month's book: each total by its own day, and what does not reconcile."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.book_steps import ByDay
from engine.domain.books import Book, book
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
DAYS = st.integers(min_value=-90, max_value=120).map(lambda days: MONTH + timedelta(days=days))
AMOUNT = st.integers(-(10**7), 10**8)
MAYBE = st.none() | DAYS
ROWS = st.lists(
    st.builds(
        lambda expected, based, paid, completed, pay, order, sales, benefit, kind: SettlementRow(
            expected_on=expected,
            order_no="1",
            product_order_no="2",
            kind=kind,
            settle_type="NORMAL_SETTLE_ORIGINAL",
            based_on=based,
            paid_on=paid,
            completed_on=completed,
            pay_won=pay,
            fees=RowFees(order_won=order, sales_won=sales),
            benefit_won=benefit,
            settled_won=pay - order - sales + benefit,
        ),
        *(DAYS, MAYBE, MAYBE, MAYBE, AMOUNT, AMOUNT, AMOUNT, AMOUNT),
        st.sampled_from(["PROD_ORDER", "DELIVERY", "DEDUCTION_RESTORE", "BRAND_NEW"]),
    ),
    max_size=12,
)
SUMS = st.lists(
    st.builds(
        lambda expected, completed, method, settled, parts: SettlementDay(
            expected_on=expected,
            completed_on=completed,
            method=method,
            settled_won=settled,
            pay_won=parts[0],
            fee_won=parts[1],
            benefit_won=parts[2],
            held_back_won=parts[3],
            deduction_won=parts[4],
            minus_charge_won=parts[5],
        ),
        *(DAYS, MAYBE, st.sampled_from([None, "ACCOUNT", "CHARGE_AMT"]), AMOUNT),
        st.tuples(*(AMOUNT,) * 6),
    ),
    max_size=12,
)


def total(made: Book, by: ByDay) -> int:
    """The settlement base of one total."""
    return next(one.pay_won for one in made.totals if one.by is by)


@given(ROWS)
def test_each_total_holds_the_rows_of_its_own_day(rows: list[SettlementRow]) -> None:
    made = book(MONTH, rows, [], [])

    for by, name in (
        *((ByDay.EXPECTED, "expected_on"), (ByDay.BASIS, "based_on")),
        *((ByDay.PAYMENT, "paid_on"), (ByDay.PAID_OUT, "completed_on")),
    ):
        days = [(getattr(row, name), row.pay_won) for row in rows]
        meant = sum(won for on, won in days if on is not None and MONTH <= on <= month_end(MONTH))
        assert total(made, by) == meant
    assert (made.days_off_won, made.vat_off_won) == (None, None)


@given(ROWS, SUMS)
def test_each_total_makes_the_next_by_named_amounts(
    rows: list[SettlementRow], days: list[SettlementDay]
) -> None:
    made = book(MONTH, rows, days, [])

    settled = {one.by: one.settled_won for one in made.totals}
    chain = list(ByDay)
    for start, end in itertools.pairwise(chain):
        steps = [one.won for one in made.steps if (one.start, one.end) == (start, end)]
        if settled[end] is None:
            assert (days, steps) == ([], [])
        else:
            assert (settled[start] or 0) + sum(steps) == settled[end]
    for one in made.totals:
        fees = one.order_fee_won + one.sales_fee_won + one.instalment_fee_won
        if one.settled_won is not None:
            own = one.pay_won - fees + one.benefit_won + (one.beyond_won or 0)
            assert own == one.settled_won


@given(SUMS)
def test_what_reached_the_bank_is_neither_held_back_nor_charge_money(
    days: list[SettlementDay],
) -> None:
    made = book(MONTH, [], days, [])

    meant = sum(
        day.settled_won
        for day in days
        if day.completed_on is not None
        and MONTH <= day.completed_on <= month_end(MONTH)
        and day.method != "CHARGE_AMT"
    )
    (paid,) = [one.settled_won for one in made.totals if one.by is ByDay.PAID_OUT]
    assert paid == (meant if days else None)


def test_a_total_says_how_long_it_may_grow_and_that_nothing_may_any_more() -> None:
    every = [MONTH + timedelta(days=ahead) for ahead in range(31 + 75)]
    later = datetime(2027, 2, 1, tzinfo=UTC)
    on_the_day = datetime(2026, 10, 31, 6, tzinfo=UTC)

    read = book(MONTH, [], [], [], dict.fromkeys(every, later))
    by = {one.by: one for one in book(MONTH, [], [], [], dict.fromkeys(every, on_the_day)).totals}
    (unread, *_others) = book(MONTH, [], [], [], {}).totals

    assert {one.open_days for one in read.totals} == {0}
    assert {one.open_until for one in read.totals} == {None}
    assert (by[ByDay.EXPECTED].open_days, by[ByDay.EXPECTED].open_until) == (1, every[30])
    assert (by[ByDay.PAYMENT].open_days, by[ByDay.PAYMENT].open_until) == (76, every[-1])
    assert (by[ByDay.BASIS].open_until, unread.open_days) == (every[30 + 9], len(every))


def test_sales_for_vat_are_compared_only_where_the_whole_calendar_month_was_read() -> None:
    sold = VatDay(based_on=MONTH, total_won=10_000, taxed_won=10_000, exempt_won=0)
    read = dict.fromkeys(
        (MONTH + timedelta(days=ahead) for ahead in range(40)), datetime(2026, 12, 1, tzinfo=UTC)
    )
    short = {on: at for on, at in read.items() if on != MONTH + timedelta(days=4)}
    rows = [msgspec.structs.replace(ROW, based_on=MONTH)]

    assert book(MONTH, rows, [], [sold], read).vat_off_won == 0
    assert book(MONTH, rows, [], [sold], short).vat_off_won is None


def test_what_naver_sums_beyond_the_rows_is_told() -> None:
    day = SettlementDay(expected_on=MONTH, settled_won=9_500, pay_won=10_000, fee_won=500)
    sold = VatDay(based_on=MONTH, total_won=10_001, taxed_won=10_001, exempt_won=0)

    made = book(MONTH, [msgspec.structs.replace(ROW, based_on=MONTH)], [day], [sold])

    assert (made.days_off_won, made.vat_off_won) == (56, 1)


def test_months_end_on_their_last_day() -> None:
    assert month_end(date(2028, 2, 1)) == date(2028, 2, 29)
    assert month_end(date(2026, 12, 1)) == date(2026, 12, 31)
