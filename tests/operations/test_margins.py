"""Margins of options, and with the delivery fee the buyer pays."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import (
    Engine,
    FeeTier,
    MarginUnit,
)
from engine.domain.matching import normal_form
from tests.one_store import OneStore


def test_the_buyers_delivery_fee_is_income_with_a_fee_of_its_own_where_it_is_counted(
    stocked: OneStore,
) -> None:
    plain = stocked.engine.margins.table(stocked.store_id)
    counted = stocked.engine.margins.table(stocked.store_id, with_delivery=True)

    assert plain.delivery_won is None
    assert counted.delivery_won is not None
    paid = np.flatnonzero(counted.delivery_won > 0)
    assert len(paid)
    at = int(paid[0])
    was = int(np.flatnonzero(plain.channel_product_no == counted.channel_product_no[at])[0])
    fee = int(counted.delivery_won[at])
    order_mp = counted.rates[FeeTier.MICRO].order_mp
    with_it, without = counted.tiers[FeeTier.MICRO], plain.tiers[FeeTier.MICRO]
    assert (
        with_it.settlement_won[at] - without.settlement_won[was] == fee - fee * order_mp // 100_000
    )
    sale = stocked.engine.margins.of(
        stocked.store_id,
        int(counted.price_won[at]),
        counted.costs.of(at),
        counted.rates[FeeTier.MICRO],
        delivery_income_won=fee,
    )
    assert sale.profit_won == with_it.profit_won[at]


def test_each_option_has_the_margin_of_its_own_price_and_sku(stocked: OneStore) -> None:
    listings = stocked.engine.margins.table(stocked.store_id)

    options = stocked.engine.margins.table(stocked.store_id, unit=MarginUnit.OPTION)

    assert options.unit is MarginUnit.OPTION
    assert not listings.option_id.any()
    of_options = np.flatnonzero(options.option_id)
    assert len(of_options) > 5
    details = {
        (row["channel_product_no"], row["option_id"]): row for row in _options_held(stocked.engine)
    }
    skus = {one.own_code: one for one in stocked.engine.skus.find(limit=10_000)}
    for at in of_options:
        held = details[int(options.channel_product_no[at]), int(options.option_id[at])]
        base_won = 0 if options.supplement[at] else held["discounted_price_won"]
        assert options.price_won[at] == base_won + held["price_won"]
        assert str(options.name[at]).endswith(held["name"])
        if held["seller_code"]:
            one = skus[str(options.sku_code[at])]
            codes = {normal_form(one.own_code), normal_form(one.unique_code)}
            assert normal_form(held["seller_code"]) in codes
        assert options.costs.goods_won[at] == skus[str(options.sku_code[at])].cost_won
    without = set(options.channel_product_no[options.option_id == 0].tolist())
    assert without <= set(listings.channel_product_no.tolist())


def _options_held(engine: Engine) -> list[dict[str, Any]]:
    names = ["channel_product_no", "option_id", "seller_code", "discounted_price_won", "price_won"]
    with engine.service.tables.database.read() as cursor:
        found = cursor.execute(
            f"select {', '.join(names)}, o.name from product_option o"
            " join channel_product p using (store_id, origin_product_no)"
        )
    return [dict(zip([*names, "name"], row, strict=True)) for row in found]
