"""Works out what each listing of a store leaves in every fee tier, from what the store's boards
select.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from engine.domain.fee_schedule import FeeSchedule
from engine.domain.fees import Arrival, FeeRates, FeeTier
from engine.domain.margin_columns import cost_column, margin_columns, margins_by
from engine.domain.margin_table import MarginTable, UnknownCost
from engine.domain.stores import Store
from engine.domain.terms import Waiver, waives
from engine.store.boards import Boards

_PARTS = {
    "price_won": "price",
    "cost_won": "cost",
    "packaging_won": "packaging",
    "shipping_won": "shipping",
}


def store_rates(
    schedule: FeeSchedule,
    store: Store,
    waiver: Waiver | None,
    on: date,
    *,
    tier: FeeTier,
    arrival: Arrival = Arrival.NORMAL,
) -> FeeRates:
    """The rates of a sale of the store; none of the order fee in the days of its starter waiver,
    as if the month's cap were never reached. Raises FeeRateUnknown. Source: fees.md section 7.
    """
    rates = schedule.rates_on(on, tier=tier, arrival=arrival, store_type=store.store_type)
    return rates.without_order_fee() if waives(waiver, on, tier) else rates


def margin_table(
    boards: Boards,
    schedule: FeeSchedule,
    store: Store,
    waiver: Waiver | None = None,
    *,
    arrival: Arrival,
    on: date,
) -> MarginTable:
    """Margins of the day `on` in all tiers. Raises FeeRateUnknown where the day has no rate for the
    arrival.
    """
    rates = {
        tier: store_rates(schedule, store, waiver, on, tier=tier, arrival=arrival)
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
    at = np.flatnonzero(rows)
    missing = np.zeros(len(at), np.int64)  # one bit a part, so that each mixture is worded once
    for place, part in enumerate(_PARTS):
        missing |= np.ma.getmaskarray(inputs[part])[at].astype(np.int64) << place
    worded = np.array([_worded(bits) for bits in range(1 << len(_PARTS))], dtype=object)
    return UnknownCost(
        channel_product_no=np.ma.getdata(inputs["channel_product_no"])[at],
        name=np.ma.getdata(inputs["name"])[at],
        sku_code=np.ma.filled(inputs["sku_code"][at], None),
        missing=worded[missing],
    )


def _worded(bits: int) -> str:
    """The parts that are not known, comma separated."""
    return ", ".join(text for at, text in enumerate(_PARTS.values()) if bits >> at & 1)


def loss_makers(
    boards: Boards, schedule: FeeSchedule, store: Store, on: date, waiver: Waiver | None = None
) -> int:
    """How many listings lose money at the store's own tier on that day, as far as their cost is
    known.
    """
    rates = store_rates(schedule, store, waiver, on, tier=store.fee_tier)

    def count() -> int:
        inputs = boards.loss_inputs(store.store_id)
        cost = cost_column(_won(inputs["cost_won"]))
        columns = margin_columns(_won(inputs["price_won"]), cost, rates, tax_mode=store.tax_mode)
        return int(np.count_nonzero(columns.profit_won < 0))

    key = ("loss_makers", store.store_id, rates, store.tax_mode)
    return boards.held(key, count)


def _won(values: Any) -> Any:
    return np.ma.getdata(values).astype(np.int64, casting="unsafe")
