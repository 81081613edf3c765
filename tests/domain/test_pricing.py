"""Break-even prices and prices for a margin: docs/reference/fees.md sections 9 and 10."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.costs import Costs
from engine.domain.fee_schedule import fee_schedule, parse_fee_rates
from engine.domain.fees import MAX_WON, Arrival, FeeRates, FeeTier, TaxMode
from engine.domain.margin import MarginBreakdown, margin
from engine.domain.pricing import (
    NO_PRICE,
    NoPrice,
    Wish,
    ad_break_even,
    break_even_price,
    changed_won,
    price_in_every,
    smallest_prices,
    target_price,
)
from engine.domain.vat import vat_rule
from engine.errors import CostUnknown

TABLE = Path(__file__).parents[2] / "data" / "fee_rates.csv"
SCHEDULE = fee_schedule(parse_fee_rates(TABLE.read_text(encoding="utf-8")))
COSTS = Costs(goods_won=10_000, shipping_won=3_000, packaging_won=500)
FREE = FeeRates(order_mp=0, sales_mp=0)

won = st.integers(0, 1_000_000)
rates = st.builds(FeeRates, order_mp=st.integers(0, 9_000), sales_mp=st.integers(0, 9_000))


@pytest.mark.parametrize(
    ("tier", "break_even", "for_18_percent"),
    [(FeeTier.MICRO, 14_202, 17_939), (FeeTier.GENERAL, 14_457, 18_350)],
)
def test_prices_are_those_of_the_worked_examples(
    tier: FeeTier, break_even: int, for_18_percent: int
) -> None:
    pair = SCHEDULE.rates_on(date(2026, 10, 5), tier=tier)

    assert break_even_price(COSTS, pair) == break_even
    assert target_price(18_000, COSTS, pair) == for_18_percent


@given(won, won, rates)
def test_the_break_even_price_has_no_loss_and_one_won_less_has(
    goods: int, delivery: int, pair: FeeRates
) -> None:
    costs = Costs(goods_won=goods)

    price = break_even_price(costs, pair, delivery_income_won=delivery)

    assert isinstance(price, int)
    assert margin(price, costs, pair, delivery_income_won=delivery).gross_won >= 0
    if price:
        assert margin(price - 1, costs, pair, delivery_income_won=delivery).gross_won < 0


def _reaches(sale: MarginBreakdown, margin_mp: int) -> bool:
    return sale.profit >= Fraction(margin_mp, 100_000) * sale.revenue_won


@given(won, won, rates, st.integers(0, 60_000), st.sampled_from(TaxMode))
def test_a_target_price_reaches_its_margin_and_one_or_ten_won_less_do_not(
    goods: int, delivery: int, pair: FeeRates, margin_mp: int, tax_mode: TaxMode
) -> None:
    costs = Costs(goods_won=goods)

    def sale(price: int) -> MarginBreakdown:
        return margin(price, costs, pair, delivery_income_won=delivery, tax_mode=tax_mode)

    price = target_price(margin_mp, costs, pair, delivery_income_won=delivery, tax_mode=tax_mode)

    if price is NoPrice.TOO_LITTLE_LEFT:
        assert not _reaches(sale(1_000_000_000), margin_mp)
        return
    assert isinstance(price, int)
    assert _reaches(sale(price), margin_mp)
    for less in (1, 10):
        if price >= less:
            assert not _reaches(sale(price - less), margin_mp)


@given(st.integers(0, 2_000), st.integers(0, 300), rates, st.integers(0, 40_000))
def test_no_smaller_price_does_it_when_every_one_is_tried(
    goods: int, delivery: int, pair: FeeRates, margin_mp: int
) -> None:
    costs = Costs(goods_won=goods)

    price = target_price(
        margin_mp, costs, pair, delivery_income_won=delivery, tax_mode=TaxMode.EXEMPT
    )

    found = next(
        candidate
        for candidate in range(20_000)
        if _reaches(
            margin(candidate, costs, pair, delivery_income_won=delivery, tax_mode=TaxMode.EXEMPT),
            margin_mp,
        )
    )
    assert price == found


@pytest.mark.parametrize(
    ("margin_mp", "tax_mode"),
    [
        (90_910, TaxMode.GENERAL),  # 1.1 x 90.91 % is above 100 %
        (98_500, TaxMode.SIMPLIFIED),
        (100_000, TaxMode.EXEMPT),
        (500_000, TaxMode.GENERAL),
    ],
)
def test_a_margin_that_takes_the_whole_price_has_no_price(
    margin_mp: int, tax_mode: TaxMode
) -> None:
    assert target_price(margin_mp, COSTS, FREE, tax_mode=tax_mode) is NoPrice.TOO_LITTLE_LEFT


def test_fees_that_take_everything_leave_no_break_even() -> None:
    pair = FeeRates(order_mp=60_000, sales_mp=40_000)

    assert break_even_price(COSTS, pair) is NoPrice.TOO_LITTLE_LEFT


def test_shares_that_take_what_the_margin_leaves_leave_no_price() -> None:
    costs = Costs(goods_won=10_000, ads_mp=60_000, returns_mp=29_000)

    assert target_price(10_000, costs, FREE) is NoPrice.TOO_LITTLE_LEFT  # 11 + 60 + 29 %


def test_a_price_above_what_can_be_computed_is_told_as_such() -> None:
    pair = FeeRates(order_mp=99_999, sales_mp=0)

    assert break_even_price(Costs(goods_won=MAX_WON), pair) is NoPrice.TOO_HIGH
    assert break_even_price(Costs(goods_won=MAX_WON), FREE) == MAX_WON


def test_delivery_income_that_covers_the_costs_makes_zero_the_break_even() -> None:
    assert break_even_price(Costs(goods_won=1_000), FREE, delivery_income_won=3_000) == 0


def test_an_unknown_cost_has_no_price_either() -> None:
    with pytest.raises(CostUnknown):
        break_even_price(Costs(goods_won=None), FREE)
    with pytest.raises(CostUnknown):
        target_price(18_000, Costs(goods_won=None), FREE)


def test_a_target_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="loss"):
        target_price(-1, COSTS, FREE)


def test_the_price_for_every_tier_is_that_of_the_dearest_one() -> None:
    pairs = [SCHEDULE.rates_on(date(2026, 10, 5), tier=tier) for tier in FeeTier]

    assert price_in_every(18_000, COSTS, pairs) == 18_350
    assert price_in_every(95_000, COSTS, pairs) is NoPrice.TOO_LITTLE_LEFT
    with pytest.raises(ValueError, match="loss"):
        price_in_every(-1, COSTS, pairs)


@given(won, st.lists(rates, min_size=1, max_size=4), st.integers(0, 40_000))
def test_the_price_for_every_rate_reaches_the_margin_at_each_and_one_won_less_does_not(
    goods: int, pairs: list[FeeRates], margin_mp: int
) -> None:
    costs = Costs(goods_won=goods)

    price = price_in_every(margin_mp, costs, pairs)

    assert isinstance(price, int)
    assert all(_reaches(margin(price, costs, pair), margin_mp) for pair in pairs)
    if price:
        less = [_reaches(margin(price - 1, costs, pair), margin_mp) for pair in pairs]
        assert not all(less)


def test_an_advertisement_pays_once_enough_orders_come_through_the_link() -> None:
    normal = SCHEDULE.rates_on(date(2026, 10, 5), tier=FeeTier.MICRO)
    link = SCHEDULE.rates_on(
        date(2026, 10, 5), tier=FeeTier.MICRO, arrival=Arrival.SELLER_MARKETING
    )

    found = ad_break_even(100_000, 1_000, 19_900, normal, link)

    assert (found.saved_won, found.orders_needed) == (597 - 199, 252)  # 251 would leave 102 won
    assert found.share == Fraction(252, 1_000)


@given(won, st.integers(0, 10_000), won, rates, rates)
def test_the_orders_needed_pay_the_advertisement_and_one_fewer_do_not(
    ad_won: int, orders: int, price: int, normal: FeeRates, link: FeeRates
) -> None:
    found = ad_break_even(ad_won, orders, price, normal, link)

    if found.orders_needed is None:
        assert found.saved_won <= 0 < ad_won
        return
    assert found.orders_needed * found.saved_won >= ad_won or not ad_won
    if found.orders_needed:
        assert (found.orders_needed - 1) * found.saved_won < ad_won


def test_without_orders_an_advertisement_has_no_share_and_without_cost_it_needs_none() -> None:
    assert ad_break_even(1_000, 0, 19_900, FeeRates(order_mp=0, sales_mp=3_000), FREE).share is None
    assert ad_break_even(0, 10, 19_900, FREE, FREE).orders_needed == 0
    with pytest.raises(ValueError, match="orders"):
        ad_break_even(1_000, -1, 19_900, FREE, FREE)


shares = st.integers(0, 30_000)


@given(won, won, rates, shares, shares, st.integers(0, 30_000), st.sampled_from(TaxMode))
def test_shares_of_the_price_are_costs_of_the_target_price_too(
    goods: int, delivery: int, pair: FeeRates, ads: int, back: int, margin_mp: int, tax: TaxMode
) -> None:
    costs = Costs(goods_won=goods, ads_mp=ads, returns_mp=back)

    def sale(price: int) -> MarginBreakdown:
        return margin(price, costs, pair, delivery_income_won=delivery, tax_mode=tax)

    price = target_price(margin_mp, costs, pair, delivery_income_won=delivery, tax_mode=tax)

    if price is NoPrice.TOO_LITTLE_LEFT:
        assert not _reaches(sale(1_000_000_000), margin_mp)
    elif price is NoPrice.TOO_HIGH:
        assert not _reaches(sale(MAX_WON - delivery), margin_mp)
    else:
        assert _reaches(sale(price), margin_mp)
        assert not any(_reaches(sale(less), margin_mp) for less in range(max(0, price - 30), price))


@given(
    st.lists(st.tuples(won, won), min_size=1, max_size=20), rates, shares, st.integers(0, 60_000)
)
def test_a_column_of_prices_is_the_price_of_each_listing(
    rows: list[tuple[int, int]], pair: FeeRates, ads: int, margin_mp: int
) -> None:
    found = smallest_prices(
        [
            Wish(
                margin_mp=margin_mp,
                fixed_won=np.array([goods for goods, _ in rows], np.int64),
                share_mps=(ads,),
                rates=pair,
                delivery_won=np.array([delivery for _, delivery in rows], np.int64),
                vat=vat_rule(TaxMode.GENERAL),
            )
        ]
    )

    alone = [
        target_price(margin_mp, Costs(goods_won=g, ads_mp=ads), pair, delivery_income_won=d)
        for g, d in rows
    ]
    if isinstance(found, NoPrice):
        assert set(alone) == {found}
    else:
        told = [NO_PRICE if one is NoPrice.TOO_HIGH else one for one in alone]
        assert found.tolist() == told


@pytest.mark.parametrize(
    ("change_mp", "price"), [(-20_000, 7_960), (0, 9_950), (5_000, 10_448), (-100_000, 0)]
)
def test_a_price_is_changed_by_a_share_of_itself(change_mp: int, price: int) -> None:
    assert changed_won(9_950, change_mp) == price  # 5 % more are 10,447.5 won
