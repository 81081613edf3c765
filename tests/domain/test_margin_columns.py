"""Margins of whole columns: the same to the won as one by one, and unknown never counted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.domain.cost_columns import CostParts, cost_column
from engine.domain.costs import Costs
from engine.domain.fees import MAX_WON, FeeRates, FeeTier, TaxMode
from engine.domain.margin import MarginBreakdown, margin
from engine.domain.margin_columns import (
    CHUNK_ROWS,
    UNKNOWN,
    MarginColumns,
    margin_columns,
    margins_by,
    sorted_page,
)

TIERS = {
    tier: FeeRates(order_mp=order_mp, sales_mp=3_000)
    for tier, order_mp in zip(FeeTier, (1_947, 2_563, 2_728, 3_003, 3_630), strict=True)
}
MICRO = TIERS[FeeTier.MICRO]
paid = st.one_of(st.integers(0, 1_000_000), st.integers(0, MAX_WON), st.just(MAX_WON))
cost = st.one_of(st.integers(0, 1_000_000), st.integers(0, MAX_WON // 2), st.just(MAX_WON // 2))
sales = st.lists(st.tuples(paid, paid, st.none() | cost, cost), max_size=30)
rates = st.builds(FeeRates, order_mp=st.integers(0, 100_000), sales_mp=st.integers(0, 100_000))


def column(amounts: list[int]) -> NDArray[np.int64]:
    return np.array(amounts, dtype=np.int64)


def masked(amounts: list[int | None]) -> np.ma.MaskedArray:
    unknown = [amount is None for amount in amounts]
    return np.ma.masked_array(column([amount or 0 for amount in amounts]), unknown)


def row(columns: MarginColumns, at: int) -> tuple[int, ...]:
    return (
        int(columns.order_fee_won[at]),
        int(columns.sales_fee_won[at]),
        int(columns.settlement_won[at]),
        int(columns.cost_won[at]),
        int(columns.gross_won[at]),
        int(columns.profit_won[at]),
        int(columns.margin_rate_mp[at]),
    )


def as_row(sale: MarginBreakdown) -> tuple[int, ...]:
    return (
        sale.order_fee_won,
        sale.sales_fee_won,
        sale.settlement_won,
        sale.cost_won,
        sale.gross_won,
        sale.profit_won,
        UNKNOWN if sale.margin_rate_mp is None else sale.margin_rate_mp,
    )


@given(sales, rates, st.sampled_from(TaxMode))
def test_a_column_gives_the_margins_of_its_rows_one_by_one(
    sales: list[tuple[int, int, int | None, int]], pair: FeeRates, tax_mode: TaxMode
) -> None:
    prices, deliveries, goods, packaging = ([sale[part] for sale in sales] for part in range(4))

    columns = margin_columns(
        column(prices),
        cost_column(masked(goods), column(packaging)),
        pair,
        delivery_income_won=column(deliveries),
        tax_mode=tax_mode,
    )

    assert columns.known.tolist() == [amount is not None for amount in goods]
    for at, (price, delivery, cost, box) in enumerate(sales):
        if cost is not None:
            sale = margin(
                price,
                Costs(goods_won=cost, packaging_won=box),
                pair,
                delivery_income_won=delivery,
                tax_mode=tax_mode,
            )
            assert row(columns, at) == as_row(sale)


def test_no_delivery_column_is_free_delivery() -> None:
    prices, cost = column([19_900, 0, 14_201]), cost_column(column([13_500] * 3))

    free = margin_columns(prices, cost, MICRO)
    zero = margin_columns(prices, cost, MICRO, delivery_income_won=column([0] * 3))

    assert [row(free, at) for at in range(3)] == [row(zero, at) for at in range(3)]
    assert row(free, 0) == (387, 597, 18_916, 13_500, 5_416, 4_924, 24_742)


def test_many_chunks_and_tiers_give_what_each_gives_alone() -> None:
    rows = 2 * CHUNK_ROWS + 1
    prices = np.arange(rows, dtype=np.int64) * 7 % 300_000
    cost = cost_column(prices * 6 // 10)
    marketing = FeeRates(order_mp=1_947, sales_mp=1_000)

    together = margins_by({**TIERS, "marketing": marketing}, prices, cost)

    assert list(together) == [*FeeTier, "marketing"]
    for at in (0, 1, CHUNK_ROWS - 1, CHUNK_ROWS, rows - 1):
        price = int(prices[at])
        for columns in together.values():
            alone = margin(price, Costs(goods_won=price * 6 // 10), columns.rates)
            assert row(columns, at) == as_row(alone)


def test_an_unknown_part_makes_the_cost_unknown_but_not_the_fees() -> None:
    cost = cost_column(masked([10_000, None, 0]), masked([500, 500, None]))

    columns = margin_columns(column([19_900, 19_900, 19_900]), cost, MICRO)

    assert columns.known.tolist() == [True, False, False]
    assert columns.settlement_won.tolist() == [18_916] * 3
    for values in (
        columns.cost_won,
        columns.gross_won,
        columns.profit_won,
        columns.margin_rate_mp,
    ):
        assert values[0] != UNKNOWN
        assert values[1:].tolist() == [UNKNOWN, UNKNOWN]


def test_rows_taken_keep_their_order_and_their_values() -> None:
    cost = cost_column(masked([10_000, None, 0]))
    columns = margin_columns(
        column([19_900, 5_000, 7_000]), cost, MICRO, delivery_income_won=column([0, 0, 3_000])
    )

    page = columns.take(np.array([2, 0]))

    assert page.price_won.tolist() == [7_000, 19_900]
    assert page.known.tolist() == [True, True]
    assert [row(page, 0), row(page, 1)] == [row(columns, 2), row(columns, 0)]


def test_no_listings_give_empty_columns() -> None:
    columns = margins_by(TIERS, column([]), cost_column(column([])))[FeeTier.MICRO]

    assert len(columns.profit_won) == len(columns.settlement_won) == 0


def test_a_narrower_integer_column_is_widened_before_it_is_multiplied() -> None:
    narrow = np.array([2_000_000_000], dtype=np.int32)

    columns = margin_columns(narrow, cost_column(narrow), MICRO)

    assert columns.order_fee_won.tolist() == [38_940_000]


def test_floats_do_not_touch_money() -> None:
    floats = np.array([19_900.0])

    with pytest.raises(TypeError):
        margin_columns(floats, cost_column(column([1])), MICRO)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        cost_column(floats)  # type: ignore[arg-type]


def test_an_unknown_price_is_refused() -> None:
    with pytest.raises(TypeError, match="what the buyer pays"):
        margin_columns(masked([None]), cost_column(column([1])), MICRO)


@pytest.mark.parametrize("amount", [-1, MAX_WON + 1])
def test_one_amount_out_of_range_refuses_the_column(amount: int) -> None:
    good, bad = column([1_000, 2_000]), column([1_000, amount])

    with pytest.raises(ValueError, match="won"):
        margin_columns(bad, cost_column(good), MICRO)
    with pytest.raises(ValueError, match="won"):
        margin_columns(good, cost_column(good), MICRO, delivery_income_won=bad)
    with pytest.raises(ValueError, match="won"):
        cost_column(good * 10, bad)


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="one row a listing"):
        margin_columns(column([1, 2]), cost_column(column([1])), MICRO)


@given(
    st.lists(st.tuples(st.integers(-5, 5), st.booleans()), max_size=40),
    st.integers(0, 12),
    st.integers(0, 12),
    st.booleans(),
)
def test_a_page_is_that_part_of_the_whole_order(
    entries: list[tuple[int, bool]], start: int, count: int, descending: bool
) -> None:
    values = column([value for value, _ in entries])
    known = np.array([is_known for _, is_known in entries], dtype=np.bool_)

    page = sorted_page(values, known, start=start, count=count, descending=descending)

    rows = [at for at, (_, is_known) in enumerate(entries) if is_known]
    whole = sorted(rows, key=lambda at: (-values[at] if descending else values[at], at))
    assert page.tolist() == whole[start : start + count]


amounts_of = st.tuples(
    *[st.integers(0, 300_000)] * 5,
    *[st.integers(0, 40_000)] * 2,
    st.integers(0, 900_000),
)


@given(st.lists(amounts_of, min_size=1, max_size=40))
def test_costs_with_shares_are_the_same_for_one_piece_and_for_a_column(
    rows: list[tuple[int, ...]],
) -> None:
    goods, packaging, inbound, ads, back, ads_mp, back_mp, price = map(
        column, map(list, zip(*rows, strict=True))
    )
    none = np.zeros_like(price)
    parts = CostParts(
        goods_won=goods,
        packaging_won=packaging,
        shipping_won=none,
        inbound_won=inbound,
        ads_won=ads,
        ads_mp=ads_mp,
        returns_won=back,
        returns_mp=back_mp,
        filled=none,
    )

    found = margin_columns(price, parts.at(price), MICRO)

    for at in range(len(rows)):
        one = margin(int(price[at]), parts.of(at), MICRO)
        assert found.cost_won[at] == one.cost_won
        assert found.profit_won[at] == one.profit_won
        assert parts.ads_at(price)[at] == one.costs.ads_won
        assert parts.returns_at(price)[at] == one.costs.returns_won
        if one.cost_rate_mp is not None:
            assert found.cost_rate_mp[at] == one.cost_rate_mp
