"""Works out what each listing of a store leaves in every fee tier, from what the store's boards
select.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from engine.domain.fee_schedule import FeeSchedule
from engine.domain.fees import Arrival, FeeTier
from engine.domain.margin_columns import cost_column, margins_by
from engine.domain.margin_table import MarginTable, UnknownCost
from engine.domain.stores import Store
from engine.store.boards import Boards

_PARTS = {
    "price_won": "price",
    "cost_won": "cost",
    "packaging_won": "packaging",
    "shipping_won": "shipping",
}


def margin_table(
    boards: Boards, schedule: FeeSchedule, store: Store, *, arrival: Arrival, on: date
) -> MarginTable:
    """Margins of the day `on` in all tiers. Raises FeeRateUnknown where the day has no rate for the
    arrival.
    """
    rates = {
        tier: schedule.rates_on(on, tier=tier, arrival=arrival, store_type=store.store_type)
        for tier in FeeTier
    }
    inputs = boards.margin_inputs(store.store_id)
    known = np.ones(len(inputs["channel_product_no"]), np.bool_)
    for part in _PARTS:
        known &= ~np.ma.getmaskarray(inputs[part])
    good = {name: np.ma.getdata(column)[known] for name, column in inputs.items()}
    cost = cost_column(good["cost_won"], good["packaging_won"], good["shipping_won"])
    return MarginTable(
        store=store,
        on=on,
        arrival=arrival,
        channel_product_no=good["channel_product_no"],
        name=good["name"],
        category_name=good["category_name"],
        sku_code=good["sku_code"],
        price_won=good["price_won"],
        goods_won=good["cost_won"],
        packaging_won=good["packaging_won"],
        shipping_won=good["shipping_won"],
        tiers=margins_by(rates, good["price_won"], cost, tax_mode=store.tax_mode),
        unknown=_unknown(inputs, ~known),
        unmatched=boards.unmatched(store.store_id),
    )


def _unknown(inputs: dict[str, Any], rows: Any) -> UnknownCost:
    missing = [
        ", ".join(text for part, text in _PARTS.items() if np.ma.getmaskarray(inputs[part])[row])
        for row in np.flatnonzero(rows)
    ]
    return UnknownCost(
        channel_product_no=np.ma.getdata(inputs["channel_product_no"])[rows],
        name=np.ma.getdata(inputs["name"])[rows],
        sku_code=np.ma.filled(inputs["sku_code"][rows], None),
        missing=np.array(missing, dtype=object),
    )


def loss_makers(boards: Boards, schedule: FeeSchedule, store: Store, on: date) -> int:
    """How many listings lose money at the store's own tier on that day, as far as their cost is
    known.
    """
    table = margin_table(boards, schedule, store, arrival=Arrival.NORMAL, on=on)
    columns = table.tiers[store.fee_tier]
    return int(np.count_nonzero(columns.profit_won < 0))
