"""VAT follows the goods; the mode of the store fills in only what is not known.

Source: docs/reference/fees.md section 9.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.cost_columns import cost_column
from engine.domain.costs import Costs
from engine.domain.fees import FeeRates, TaxMode
from engine.domain.margin import margin
from engine.domain.margin_columns import margin_columns
from engine.domain.pricing import break_even_price, target_price
from engine.domain.vat import TaxColumn, TaxType, tax_type_at

SMALL_1 = FeeRates(order_mp=2_563, sales_mp=3_000)
GENERAL, SIMPLIFIED, EXEMPT = TaxMode.GENERAL, TaxMode.SIMPLIFIED, TaxMode.EXEMPT
TAX, FREE, ZERO = TaxType.TAX, TaxType.DUTYFREE, TaxType.SMALL

# At 20,000 with goods of 5,000: fees 512 + 600, G = 13,888.
TAXED, ON_COSTS, SMALL_SHARE = "12625.45", "14443.64", "13588"  # 10 G/11, (10 G + R)/11, G - 300
PROFITS = [
    (GENERAL, None, TAXED),
    (GENERAL, TAX, TAXED),
    (GENERAL, FREE, "13888"),
    (GENERAL, ZERO, ON_COSTS),
    (SIMPLIFIED, None, SMALL_SHARE),
    (SIMPLIFIED, TAX, SMALL_SHARE),
    (SIMPLIFIED, FREE, "13888"),
    (SIMPLIFIED, ZERO, "13888"),
    (EXEMPT, None, "13888"),
    (EXEMPT, FREE, "13888"),
    (EXEMPT, TAX, TAXED),
    (EXEMPT, ZERO, ON_COSTS),
]
taxes = st.sampled_from([None, *TaxType])
modes = st.sampled_from(TaxMode)
won = st.integers(0, 500_000)


@pytest.mark.parametrize(("mode", "goods", "profit"), PROFITS)
def test_vat_is_that_of_the_goods_and_of_the_store_where_it_is_not_known(
    mode: TaxMode, goods: TaxType | None, profit: str
) -> None:
    sale = margin(20_000, Costs(goods_won=5_000), SMALL_1, tax_mode=mode, tax_type=goods)

    assert sale.gross_won == 13_888
    assert round(sale.profit, 2) == Fraction(profit)
    assert sale.gross_won == sale.profit_won + sale.vat_won


def test_a_zero_rated_sale_without_costs_and_fees_keeps_all_that_is_paid() -> None:
    free = FeeRates(order_mp=0, sales_mp=0)

    sale = margin(11_000, Costs(goods_won=0), free, tax_type=ZERO)
    dear = margin(11_000, Costs(goods_won=11_000), free, tax_type=ZERO)

    assert (sale.profit_won, sale.vat_won) == (11_000, 0)
    assert (dear.profit_won, dear.vat_won) == (1_000, -1_000)  # the VAT of the costs comes back


@given(st.lists(st.tuples(won, won, won, taxes), min_size=1, max_size=12), modes)
def test_a_column_of_mixed_goods_gives_each_row_its_own_vat(
    rows: list[tuple[int, int, int, TaxType | None]], mode: TaxMode
) -> None:
    price, delivery, goods = (np.array([row[part] for row in rows], np.int64) for part in (0, 1, 2))
    places = np.array([row[3].place if row[3] else 0 for row in rows], np.int8)

    columns = margin_columns(
        price,
        cost_column(goods),
        SMALL_1,
        delivery_income_won=delivery,
        tax_mode=mode,
        tax_places=places,
    )

    backwards = columns.take(np.arange(len(rows))[::-1])
    for at, (paid, fee, cost, tax_type) in enumerate(rows):
        sale = margin(
            paid,
            Costs(goods_won=cost),
            SMALL_1,
            delivery_income_won=fee,
            tax_mode=mode,
            tax_type=tax_type,
        )
        other = len(rows) - 1 - at
        assert columns.profit_won[at] == backwards.profit_won[other] == sale.profit_won
        if sale.margin_rate_mp is not None:
            assert columns.margin_rate_mp[at] == backwards.margin_rate_mp[other]
            assert columns.margin_rate_mp[at] == sale.margin_rate_mp
        if sale.cost_rate_mp is not None:
            assert columns.cost_rate_mp[at] == sale.cost_rate_mp
        assert columns.tax.of(at) == tax_type


def test_a_row_knows_its_tax_and_a_column_how_many_rest_on_the_store() -> None:
    places = np.array([0, 1, 2, 3, 0], np.int8)

    column = TaxColumn(mode=GENERAL, places=places)

    assert [column.of(row) for row in range(5)] == [None, TAX, FREE, ZERO, None]
    assert [tax_type_at(one.place) for one in TaxType] == list(TaxType)
    assert (column.unknown, column.all_taxed) == (2, False)
    assert column.take(np.array([1])).all_taxed
    assert not TaxColumn(mode=GENERAL).all_taxed


@given(won, won, modes, taxes, st.integers(0, 40_000))
def test_prices_reach_what_the_tax_of_the_goods_leaves(
    goods: int, delivery: int, mode: TaxMode, tax: TaxType | None, margin_mp: int
) -> None:
    costs = Costs(goods_won=goods)

    def sold(price: int) -> Fraction:
        sale = margin(
            price, costs, SMALL_1, delivery_income_won=delivery, tax_mode=mode, tax_type=tax
        )
        return sale.profit - Fraction(margin_mp, 100_000) * sale.revenue_won

    price = target_price(
        *(margin_mp, costs, SMALL_1),
        delivery_income_won=delivery,
        tax_mode=mode,
        tax_type=tax,
    )

    assert isinstance(price, int)
    assert sold(price) >= 0
    assert not price or sold(price - 1) < 0


def test_zero_rated_goods_break_even_below_their_costs() -> None:
    costs = Costs(goods_won=11_000)

    def sale(price: int) -> int:
        return margin(price, costs, SMALL_1, tax_type=ZERO).profit_won

    vat = margin(11_000, costs, SMALL_1, tax_type=ZERO).vat
    price = break_even_price(costs, SMALL_1, vat=vat)

    assert isinstance(price, int)
    assert price < 11_000
    assert sale(price) >= 0 > sale(price - 2)
    plain = margin(11_000, costs, SMALL_1).vat
    assert break_even_price(costs, SMALL_1, vat=plain) == break_even_price(costs, SMALL_1)
