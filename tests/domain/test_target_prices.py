"""Prices raised to a margin: reached to the won, ended as asked, left alone where they reach it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.cost_columns import CostParts
from engine.domain.fees import MAX_WON, FeeRates, TaxMode
from engine.domain.margin import MarginBreakdown, margin
from engine.domain.pricing import NO_PRICE
from engine.domain.target_prices import PriceEnding, raised_prices
from engine.domain.vat import TaxColumn, TaxType

Listing = tuple[int, int, int, int, TaxType | None]
RATES = FeeRates(order_mp=1_947, sales_mp=3_000)
listings = st.lists(
    st.tuples(
        st.integers(0, 500_000),  # price
        st.integers(0, 300_000),  # goods
        st.sampled_from([0, 1_500, 30_000]),  # share of advertising
        st.integers(0, 5_000),  # delivery
        st.sampled_from([None, *TaxType]),
    ),
    min_size=1,
    max_size=30,
)


def _parts(rows: list[Listing]) -> CostParts:
    none = np.zeros(len(rows), np.int64)
    return CostParts(
        goods_won=np.array([row[1] for row in rows], np.int64),
        packaging_won=none + 300,
        shipping_won=none + 3_000,
        inbound_won=none,
        ads_won=none,
        ads_mp=np.array([row[2] for row in rows], np.int64),
        returns_won=none,
        returns_mp=none,
        filled=none,
    )


@given(listings, st.integers(0, 70_000), st.sampled_from(TaxMode), st.sampled_from(PriceEnding))
def test_every_price_reaches_the_margin_and_none_is_raised_for_nothing(
    rows: list[Listing], wanted: int, mode: TaxMode, ending: PriceEnding
) -> None:
    costs = _parts(rows)
    held = np.array([row[0] for row in rows], np.int64)
    delivery = np.array([row[3] for row in rows], np.int64)
    places = np.array([row[4].place if row[4] else 0 for row in rows], np.int8)
    tax = TaxColumn(mode=mode, places=places)

    found = raised_prices(wanted, held, costs, RATES, delivery_won=delivery, tax=tax, ending=ending)

    def reaches(at: int, price: int) -> bool:
        sale: MarginBreakdown = margin(
            *(price, costs.of(at), RATES),
            delivery_income_won=int(delivery[at]),
            tax_mode=mode,
            tax_type=rows[at][4],
        )
        return sale.profit >= Fraction(wanted, 100_000) * sale.revenue_won

    for at, price in enumerate(found.tolist()):
        before = int(held[at])
        if price == NO_PRICE:
            assert not reaches(at, MAX_WON // 2)
        elif price == before:
            assert reaches(at, before)
        else:
            assert reaches(at, price)
            assert not reaches(at, before)
            assert price > before
            step, rest = {"TEN": (10, 0), "HUNDRED": (100, 0), "NINE_HUNDRED": (1_000, 900)}[ending]
            assert price % step == rest
            assert price - step < before or not reaches(at, price - step)


@pytest.mark.parametrize(
    ("ending", "price"),
    [
        (PriceEnding.TEN, 17_940),
        (PriceEnding.HUNDRED, 18_000),
        (PriceEnding.NINE_HUNDRED, 18_900),
    ],
)
def test_the_worked_example_is_ended_as_asked(ending: PriceEnding, price: int) -> None:
    """docs/reference/fees.md section 10: goods 10,000, courier 3,000, packaging 500: 17,939."""
    costs = _parts([(0, 10_200, 0, 0, None)])  # packaging is 300 here

    found = raised_prices(
        18_000, np.array([1_000]), costs, RATES, tax=TaxColumn(mode=TaxMode.GENERAL), ending=ending
    )

    assert found.tolist() == [price]
