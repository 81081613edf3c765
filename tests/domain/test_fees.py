"""Fees of lines, deliveries and whole orders: the worked examples.

Source: docs/reference/fees.md section 10.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.fee_schedule import fee_schedule, parse_fee_rates
from engine.domain.fees import (
    FULL_RATE_MP,
    MAX_WON,
    Arrival,
    FeeRates,
    FeeTier,
    delivery_settlement,
    floor_fee,
    line_settlement,
    order_settlement,
)

TABLE = Path(__file__).parents[2] / "data" / "fee_rates.csv"
SCHEDULE = fee_schedule(parse_fee_rates(TABLE.read_text(encoding="utf-8")))

won = st.integers(0, 1_000_000_000)
rates_mp = st.integers(0, 50_000)

MICRO, SMALL_1, GENERAL = FeeTier.MICRO, FeeTier.SMALL_1, FeeTier.GENERAL
NORMAL, SHOPPING, DIRECT = Arrival.NORMAL, Arrival.NAVER_SHOPPING, Arrival.DIRECT

# paid on, tier, arrival, line, delivery -> order fee of line and delivery, sales fee, settlement
ORDERS = [
    ("case 1", date(2023, 3, 28), MICRO, SHOPPING, 90_400, 10_000, 1_789, 198, 1_808, 96_605),
    ("case 2", date(2026, 10, 5), MICRO, NORMAL, 30_000, 3_000, 584, 58, 900, 31_458),
    ("case 3", date(2024, 5, 1), MICRO, SHOPPING, 100_000, 0, 1_980, 0, 2_000, 96_020),
    ("case 4", date(2026, 10, 1), MICRO, NORMAL, 35_800, 0, 697, 0, 1_074, 34_029),
    ("old, direct", date(2025, 6, 1), SMALL_1, DIRECT, 49_900, 3_000, 1_289, 77, 0, 51_534),
    ("old, shopping", date(2025, 6, 1), SMALL_1, SHOPPING, 49_900, 3_000, 1_289, 77, 998, 50_536),
    ("new sales fee", date(2025, 6, 2), SMALL_1, NORMAL, 49_900, 3_000, 1_289, 77, 1_497, 50_037),
    ("last old tier", date(2025, 9, 30), SMALL_1, NORMAL, 49_900, 3_000, 1_289, 77, 1_497, 50_037),
    ("new tier", date(2025, 10, 1), SMALL_1, NORMAL, 49_900, 3_000, 1_278, 76, 1_497, 50_049),
    ("micro", date(2026, 10, 5), MICRO, NORMAL, 30_000, 0, 584, 0, 900, 28_516),
    ("small 1", date(2026, 10, 5), SMALL_1, NORMAL, 30_000, 0, 768, 0, 900, 28_332),
    ("small 2", date(2026, 10, 5), FeeTier.SMALL_2, NORMAL, 30_000, 0, 818, 0, 900, 28_282),
    ("small 3", date(2026, 10, 5), FeeTier.SMALL_3, NORMAL, 30_000, 0, 900, 0, 900, 28_200),
    ("general", date(2026, 10, 5), GENERAL, NORMAL, 30_000, 0, 1_089, 0, 900, 28_011),
]


@pytest.mark.parametrize(
    ("on", "tier", "arrival", "line", "delivery", "om_line", "om_delivery", "sales", "settlement"),
    [pytest.param(*order[1:], id=order[0]) for order in ORDERS],
)
def test_an_order_is_settled_as_the_worked_examples_say(
    on: date,
    tier: FeeTier,
    arrival: Arrival,
    line: int,
    delivery: int,
    om_line: int,
    om_delivery: int,
    sales: int,
    settlement: int,
) -> None:
    rates = SCHEDULE.rates_on(on, tier=tier, arrival=arrival)

    order = order_settlement([line], [delivery], rates)

    assert order.lines[0].order_fee_won == om_line
    assert order.lines[0].sales_fee_won == sales
    assert order.deliveries[0].order_fee_won == om_delivery
    assert order.fees_won == om_line + om_delivery + sales
    assert order.settlement_won == settlement


def test_the_real_order_of_case_1_settles_line_and_delivery_in_rows_of_their_own() -> None:
    rates = SCHEDULE.rates_on(date(2023, 3, 28), tier=MICRO, arrival=SHOPPING)

    assert line_settlement(90_400, rates).settlement_won == 86_803
    assert delivery_settlement(10_000, rates).settlement_won == 9_802


@pytest.mark.parametrize(("tier", "total_mp"), [(MICRO, 4_947), (GENERAL, 6_630)])
def test_both_rates_together_are_the_published_effective_rate(tier: FeeTier, total_mp: int) -> None:
    assert SCHEDULE.rates_on(date(2026, 10, 1), tier=tier).total_mp == total_mp


def test_the_reform_costs_who_already_paid_the_two_percent_a_million_of_a_hundred() -> None:
    before = SCHEDULE.rates_on(date(2025, 6, 1), tier=GENERAL, arrival=SHOPPING)
    after = SCHEDULE.rates_on(date(2025, 6, 2), tier=GENERAL)

    fee_before = floor_fee(100_000_000, before.sales_mp)

    assert floor_fee(100_000_000, after.sales_mp) - fee_before == 1_000_000


def test_lines_are_cut_each_by_itself_and_a_package_pays_its_delivery_once() -> None:
    rates = FeeRates(order_mp=1_947, sales_mp=3_000)

    order = order_settlement([999, 999, 999], [3_000], rates)

    assert order.fees_won == 3 * (19 + 29) + 58  # together the lines would have given 58 + 89
    assert order.paid_won == 5_997


@given(st.lists(won, max_size=5), st.lists(won, max_size=3), rates_mp, rates_mp)
def test_the_parts_of_an_order_add_up_exactly(
    lines: list[int], deliveries: list[int], order_mp: int, sales_mp: int
) -> None:
    order = order_settlement(lines, deliveries, FeeRates(order_mp=order_mp, sales_mp=sales_mp))

    fees = sum(line.order_fee_won + line.sales_fee_won for line in order.lines)
    fees += sum(delivery.order_fee_won for delivery in order.deliveries)

    assert order.fees_won == fees
    assert order.settlement_won + fees == sum(lines) + sum(deliveries)


@given(
    st.lists(won, min_size=1, max_size=6), st.lists(won, max_size=4), rates_mp, rates_mp, st.data()
)
def test_regrouping_the_lines_of_packages_changes_no_fee_but_by_the_deliveries(
    lines: list[int], deliveries: list[int], order_mp: int, sales_mp: int, data: st.DataObject
) -> None:
    rates = FeeRates(order_mp=order_mp, sales_mp=sales_mp)
    cut = data.draw(st.integers(0, len(lines)))
    shuffled = data.draw(st.permutations(lines))

    together = order_settlement(lines, deliveries, rates)
    apart = (
        order_settlement(shuffled[:cut], deliveries, rates),
        order_settlement(shuffled[cut:], [], rates),
    )
    one_package = order_settlement(lines, [sum(deliveries)], rates)

    assert sum(one.fees_won for one in apart) == together.fees_won
    assert sum(one.settlement_won for one in apart) == together.settlement_won
    less = together.settlement_won - one_package.settlement_won  # what cutting each delivery gave
    assert 0 <= less <= max(0, len(deliveries) - 1)


@given(st.lists(won, max_size=50), rates_mp)
def test_a_column_pays_the_same_fees_as_its_amounts_one_by_one(
    amounts: list[int], rate_mp: int
) -> None:
    column = floor_fee(np.array(amounts, dtype=np.int64), rate_mp)

    assert column.dtype == np.int64
    assert column.tolist() == [floor_fee(amount, rate_mp) for amount in amounts]


@given(won, rates_mp)
def test_a_fee_is_cut_below_one_won_and_never_rounded_up(amount: int, rate_mp: int) -> None:
    fee = floor_fee(amount, rate_mp)

    assert fee * 100_000 <= amount * rate_mp < (fee + 1) * 100_000


@pytest.mark.parametrize("amount", [-1, MAX_WON + 1])
def test_an_amount_out_of_range_is_refused_alone_and_in_a_column(amount: int) -> None:
    with pytest.raises(ValueError, match="won"):
        floor_fee(amount, 1_947)
    with pytest.raises(ValueError, match="won"):
        floor_fee(np.array([0, amount, 100]), 1_947)


def test_the_largest_amount_at_the_full_rate_stays_inside_64_bits() -> None:
    assert floor_fee(np.array([MAX_WON]), 100_000).tolist() == [MAX_WON]


@pytest.mark.parametrize("rate_mp", [-1, 100_001])
def test_a_rate_below_zero_or_above_all_is_no_rate(rate_mp: int) -> None:
    with pytest.raises(ValueError, match="thousandths"):
        FeeRates(order_mp=rate_mp, sales_mp=0)
    with pytest.raises(ValueError, match="thousandths"):
        FeeRates(order_mp=0, sales_mp=rate_mp)


@pytest.mark.parametrize(
    ("on", "covered"),
    [
        (date(2022, 1, 30), False),
        (date(2022, 1, 31), True),
        (date(2025, 9, 30), True),
        (date(2025, 10, 1), False),
    ],
)
def test_a_rate_counts_from_its_first_day_until_the_day_of_the_next(
    on: date, covered: bool
) -> None:
    (former,) = [
        row for row in SCHEDULE.rows if (row.tier, row.valid_to) == (MICRO, date(2025, 10, 1))
    ]

    assert former.covers(on) is covered


def test_a_rate_is_at_most_the_whole_price() -> None:
    assert FeeRates(order_mp=FULL_RATE_MP, sales_mp=FULL_RATE_MP).total_mp == 2 * FULL_RATE_MP
    for rates in ((FULL_RATE_MP + 1, 0), (0, FULL_RATE_MP + 1), (-1, 0), (0, -1)):
        with pytest.raises(ValueError, match="not a rate"):
            FeeRates(order_mp=rates[0], sales_mp=rates[1])
