"""Margins of one sale: the derived table, and what must always hold.

Source: docs/reference/fees.md section 10.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.costs import Costs
from engine.domain.fee_schedule import fee_schedule, parse_fee_rates
from engine.domain.fees import MAX_WON, Arrival, FeeRates, FeeTier, TaxMode, order_settlement
from engine.domain.margin import margin
from engine.domain.rounding import round_half_up
from engine.errors import CostUnknown

TABLE = Path(__file__).parents[2] / "data" / "fee_rates.csv"
SCHEDULE = fee_schedule(parse_fee_rates(TABLE.read_text(encoding="utf-8")))
COSTS = Costs(goods_won=10_000, shipping_won=3_000, packaging_won=500)
RATES = FeeRates(order_mp=1_947, sales_mp=3_000)

won = st.integers(0, 10_000_000)
rates_mp = st.integers(0, 50_000)
tax_modes = st.sampled_from(TaxMode)

GENERAL, SIMPLIFIED, EXEMPT = TaxMode.GENERAL, TaxMode.SIMPLIFIED, TaxMode.EXEMPT

# tier, arrival, tax mode -> fees, gross, profit to two digits, profit in whole won
MARGINS = [
    (FeeTier.MICRO, Arrival.NORMAL, GENERAL, 984, 5_416, "4923.64", 4_924),
    (FeeTier.GENERAL, Arrival.NORMAL, GENERAL, 1_319, 5_081, "4619.09", 4_619),
    (FeeTier.MICRO, Arrival.NORMAL, SIMPLIFIED, 984, 5_416, "5117.5", 5_118),
    (FeeTier.MICRO, Arrival.SELLER_MARKETING, GENERAL, 586, 5_814, "5285.45", 5_285),
    (FeeTier.MICRO, Arrival.NORMAL, EXEMPT, 984, 5_416, "5416", 5_416),
]


@pytest.mark.parametrize(
    ("tier", "arrival", "tax_mode", "fees", "gross", "profit", "whole"), MARGINS
)
def test_goods_at_19900_leave_what_the_worked_examples_say(
    tier: FeeTier,
    arrival: Arrival,
    tax_mode: TaxMode,
    fees: int,
    gross: int,
    profit: str,
    whole: int,
) -> None:
    rates = SCHEDULE.rates_on(date(2026, 10, 5), tier=tier, arrival=arrival)

    sale = margin(19_900, COSTS, rates, tax_mode=tax_mode)

    assert (sale.fees_won, sale.cost_won, sale.gross_won) == (fees, 13_500, gross)
    assert round(sale.profit, 2) == Fraction(profit)
    assert sale.profit_won == whole


def test_a_sale_with_paid_delivery_pays_the_order_fee_on_it_but_no_sales_fee() -> None:
    sale = margin(30_000, COSTS, RATES, delivery_income_won=3_000)

    assert (sale.order_fee_won, sale.sales_fee_won, sale.settlement_won) == (584 + 58, 900, 31_458)
    assert sale.gross_won == 31_458 - 13_500


def test_the_margin_rate_is_exact_and_rounded_once_for_display() -> None:
    sale = margin(19_900, COSTS, RATES)

    assert sale.margin_rate == Fraction(5_416 * 10, 11 * 19_900)
    assert sale.margin_rate_mp == 24_742  # 24.7418... %


def test_the_profit_is_told_on_the_costs_too_where_there_are_any() -> None:
    assert margin(19_900, COSTS, RATES).cost_rate_mp == 36_471  # 4,923.63... won on 13,500
    assert margin(19_900, Costs(goods_won=0), RATES).cost_rate_mp is None


def test_a_loss_stays_a_loss_when_it_is_rounded() -> None:
    sale = margin(14_201, COSTS, RATES)

    assert (sale.gross_won, sale.profit_won) == (-1, -1)  # exactly -0.909 won
    assert sale.margin_rate_mp == -6


def test_without_revenue_there_is_a_loss_but_no_margin_rate() -> None:
    sale = margin(0, COSTS, RATES)

    assert (sale.gross_won, sale.margin_rate, sale.margin_rate_mp) == (-13_500, None, None)


@pytest.mark.parametrize(
    "costs",
    [
        Costs(goods_won=None),
        replace(COSTS, shipping_won=None),
        replace(COSTS, packaging_won=None),
        replace(COSTS, ads_won=None),
    ],
)
def test_an_unknown_cost_gives_no_margin_at_all(costs: Costs) -> None:
    with pytest.raises(CostUnknown):
        margin(19_900, costs, RATES)


def test_a_cost_of_zero_is_a_known_cost() -> None:
    assert margin(10_000, Costs(goods_won=0), RATES).cost_won == 0


@pytest.mark.parametrize("amount", [-1, MAX_WON + 1])
def test_amounts_out_of_range_are_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="won"):
        Costs(goods_won=20_000, packaging_won=amount)
    with pytest.raises(ValueError, match="won"):
        margin(amount, COSTS, RATES)
    with pytest.raises(ValueError, match="won"):
        margin(10_000, COSTS, RATES, delivery_income_won=amount)


@pytest.mark.parametrize(
    ("numerator", "divisor", "nearest"),
    [(5, 10, 1), (4, 10, 0), (-5, 10, 0), (-6, 10, -1), (5, 11, 0), (6, 11, 1), (-6, 11, -1)],
)
def test_rounding_goes_to_the_nearest_and_halves_go_up(
    numerator: int, divisor: int, nearest: int
) -> None:
    assert round_half_up(numerator, divisor) == nearest


@given(won, won, won, won, won, rates_mp, rates_mp, tax_modes)
def test_the_parts_of_a_sale_add_up_exactly(
    price: int,
    delivery: int,
    goods: int,
    packaging: int,
    ads: int,
    order_mp: int,
    sales_mp: int,
    tax_mode: TaxMode,
) -> None:
    costs = Costs(goods_won=goods, packaging_won=packaging, ads_won=ads)
    rates = FeeRates(order_mp=order_mp, sales_mp=sales_mp)

    sale = margin(price, costs, rates, delivery_income_won=delivery, tax_mode=tax_mode)

    assert sale.settlement_won == price + delivery - sale.order_fee_won - sale.sales_fee_won
    assert sale.settlement_won == order_settlement([price], [delivery], rates).settlement_won
    assert sale.gross_won == sale.settlement_won - goods - packaging - ads
    assert sale.profit_won + sale.vat_won == sale.gross_won
    assert abs(sale.profit - sale.profit_won) <= Fraction(1, 2)


@given(won, won, won, rates_mp, rates_mp, st.integers(0, 5_000), st.booleans(), tax_modes)
def test_a_lower_rate_never_lowers_the_profit(
    price: int,
    delivery: int,
    goods: int,
    order_mp: int,
    sales_mp: int,
    less_mp: int,
    on_order_fee: bool,
    tax_mode: TaxMode,
) -> None:
    rates = FeeRates(order_mp=order_mp, sales_mp=sales_mp)
    lower = (
        replace(rates, order_mp=max(0, order_mp - less_mp))
        if on_order_fee
        else replace(rates, sales_mp=max(0, sales_mp - less_mp))
    )
    costs = Costs(goods_won=goods)

    dear = margin(price, costs, rates, delivery_income_won=delivery, tax_mode=tax_mode)
    cheap = margin(price, costs, lower, delivery_income_won=delivery, tax_mode=tax_mode)

    assert cheap.profit >= dear.profit
    assert cheap.profit_won >= dear.profit_won


@given(won, won)
def test_the_sign_of_a_general_taxpayers_profit_survives_rounding(price: int, goods: int) -> None:
    sale = margin(price, Costs(goods_won=goods), RATES)

    assert (sale.profit_won < 0) == (sale.profit < 0)
    assert (sale.profit_won > 0) == (sale.profit > 0)
