"""Medians, means and spreads over columns, against the plain statistics of the same numbers."""

from __future__ import annotations

import random
import statistics
from datetime import UTC, date, datetime

import numpy as np
import pytest

from dashboard.parts.margin_summary import (
    Shown,
    categories,
    middle,
    more_losses,
    next_tier,
    overviews,
    shown_rows,
    spreads,
)
from engine import (
    Arrival,
    ConnectionState,
    FeeTier,
    MarginTable,
    MarginUnit,
    Store,
    StoreType,
    TaxMode,
    UnknownCost,
)
from engine.domain.cost_columns import CostParts, cost_column
from engine.domain.fees import FeeRates
from engine.domain.margin_columns import margins_by

STORE = Store(
    store_id=1,
    name="온결",
    client_id="x",
    base_url="http://127.0.0.1",
    fee_tier=FeeTier.SMALL_1,
    tier_starts_on=date(2026, 8, 14),
    store_type=StoreType.SMARTSTORE,
    tax_mode=TaxMode.GENERAL,
    secret_set_at=None,
    account_id=None,
    connection=ConnectionState.CONNECTED,
    problem_code=None,
    checked_at=None,
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
)

OTHER_PARTS = (
    *("packaging_won", "shipping_won", "inbound_won", "ads_won", "ads_mp"),
    *("returns_won", "returns_mp", "filled"),
)


def table(prices: list[int], costs: list[int], names: list[str | None]) -> MarginTable:
    price, cost = np.array(prices, np.int64), np.array(costs, np.int64)
    rates = {
        tier: FeeRates(order_mp=2_000 + 400 * at, sales_mp=3_000) for at, tier in enumerate(FeeTier)
    }
    nobody = np.array([], dtype=object)
    return MarginTable(
        store=STORE,
        on=date(2026, 11, 23),
        arrival=Arrival.NORMAL,
        unit=MarginUnit.LISTING,
        channel_product_no=np.arange(len(price)),
        option_id=np.zeros_like(price),
        as_whole=np.zeros(len(price), np.bool_),
        doubtful=np.arange(len(price)) % 3 == 0,
        name=np.array([f"상품 {at}" for at in range(len(price))], dtype=object),
        category_name=np.array(names, dtype=object),
        brand_name=np.array([None] * len(price), dtype=object),
        sku_code=np.array(["S"] * len(price), dtype=object),
        price_won=price,
        delivery_won=None,
        costs=CostParts(goods_won=cost, **dict.fromkeys(OTHER_PARTS, np.zeros_like(price))),
        tiers=margins_by(rates, price, cost_column(cost)),
        unknown=UnknownCost(
            channel_product_no=np.array([], np.int64),
            name=nobody,
            sku_code=nobody,
            doubtful=np.array([], np.bool_),
            missing=nobody,
        ),
        unmatched=0,
        ended=0,
    )


@pytest.fixture
def some() -> MarginTable:
    dice = random.Random(5)
    prices = [dice.randrange(3_000, 90_000, 100) for _ in range(211)]
    costs = [int(price * dice.uniform(0.3, 1.1)) for price in prices]
    names = [dice.choice(["식품>쌀", "식품>김", "생활/건강>수건", None]) for _ in prices]
    return table(prices, costs, names)


@pytest.mark.parametrize("count", [0, 1, 2, 5, 40])
def test_the_middle_is_the_median(count: int) -> None:
    values = [random.Random(count).randrange(-90_000, 90_000) for _ in range(count)]

    found = middle(np.array(values, np.int64))

    if count:
        assert found == int(statistics.median(values) // 1)
    else:
        assert found is None


def test_an_overview_counts_losses_and_means_of_its_rows(some: MarginTable) -> None:
    found = categories(some, "없음")
    rows = found.rows("식품")
    assert rows is not None

    one = overviews(some, rows)[FeeTier.GENERAL]

    profits = [int(won) for won in some.tiers[FeeTier.GENERAL].profit_won[rows]]
    assert one.count == len(profits)
    assert one.losses == sum(won < 0 for won in profits)
    assert one.mean_profit_won is not None
    assert abs(one.mean_profit_won - statistics.mean(profits)) <= 0.5


def test_a_higher_tier_never_has_fewer_losses(some: MarginTable) -> None:
    seen = overviews(some, None)

    assert all((more_losses(seen, tier) or 0) >= 0 for tier in FeeTier)
    assert more_losses(seen, FeeTier.GENERAL) is None
    assert next_tier(FeeTier.MICRO) is FeeTier.SMALL_1


def test_categories_are_the_first_level_and_none_is_lost(some: MarginTable) -> None:
    found = categories(some, "없음")

    assert found.names == ("생활/건강", "식품", "없음")
    assert sum(int(found.rows(name).sum()) for name in found.names) == len(some)  # type: ignore[union-attr]


def test_boxes_are_in_order_and_the_largest_category_comes_first(some: MarginTable) -> None:
    boxes = spreads(some, FeeTier.MICRO, categories(some, "없음"))

    assert [box.count for box in boxes] == sorted((box.count for box in boxes), reverse=True)
    for box in boxes:
        marks = (box.low_mp, box.quarter_mp, box.median_mp, box.three_quarters_mp, box.high_mp)
        assert list(marks) == sorted(marks)


def test_nothing_at_all_is_unknown_and_not_zero() -> None:
    nothing = table([], [], [])

    one = overviews(nothing, None)[FeeTier.MICRO]

    assert (one.median_mp, one.mean_profit_won, one.loss_share_mp) == (None, None, None)
    assert spreads(nothing, FeeTier.MICRO, categories(nothing, "없음")) == []


def test_losses_only_keeps_the_category(some: MarginTable) -> None:
    rows = categories(some, "없음").rows("식품")

    mask = shown_rows(some, FeeTier.MICRO, rows, Shown.LOSSES)

    assert (some.tiers[FeeTier.MICRO].profit_won[mask] < 0).all()
    assert not (mask & ~rows).any()  # type: ignore[operator]
