"""Works out what each listing of a store leaves in every fee tier, from what the database
selects.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.database.margins import Inputs, MarginInputs
from engine.domain.cost_columns import CostParts
from engine.domain.fee_schedule import FeeSchedule
from engine.domain.fees import Arrival, FeeRates, FeeTier
from engine.domain.margin_columns import margins_by
from engine.domain.margin_table import MarginTable, MarginUnit, UnknownCost
from engine.domain.stores import Store
from engine.domain.terms import Waiver, waives

NEEDED = {  # without one of these there is no margin; the other parts count where they are stated
    "price_won": "price",
    "cost_won": "cost",
    "packaging_won": "packaging",
    "shipping_won": "shipping",
}
DELIVERY = {"delivery_won": "delivery_fee_won"}


def store_rates(
    schedule: FeeSchedule,
    store: Store,
    waiver: Waiver | None,
    on: date,
    *,
    tier: FeeTier,
    arrival: Arrival = Arrival.NORMAL,
) -> FeeRates:
    """The rates of a sale of the store; none of the order fee in the days of its starter waiver, as
    if the month's cap were never reached. Raises FeeRateUnknown. Source: docs/reference/fees.md
    section 7.
    """
    rates = schedule.rates_on(on, tier=tier, arrival=arrival, store_type=store.store_type)
    return rates.without_order_fee() if waives(waiver, on, tier) else rates


def margin_table(
    margin_inputs: MarginInputs,
    schedule: FeeSchedule,
    store: Store,
    waiver: Waiver | None = None,
    *,
    arrival: Arrival,
    on: date,
    unit: MarginUnit = MarginUnit.LISTING,
    with_delivery: bool = False,
) -> MarginTable:
    """Margins of the day `on`, with its rates and costs, in all tiers. Raises FeeRateUnknown where
    the day has no rate for the arrival.
    """
    rates = {
        tier: store_rates(schedule, store, waiver, on, tier=tier, arrival=arrival)
        for tier in FeeTier
    }
    needed = {**NEEDED, **(DELIVERY if with_delivery else {})}
    inputs = margin_inputs.inputs(store.store_id, on, unit)
    known = _known(inputs, needed)
    good = {name: np.ma.getdata(column)[known] for name, column in inputs.items()}
    costs = cost_parts(inputs, known)
    price, delivery = good["price_won"], good["delivery_won"] if with_delivery else None
    cost = costs.at(price if delivery is None else price + delivery)
    return MarginTable(
        store=store,
        on=on,
        arrival=arrival,
        unit=unit,
        channel_product_no=good["channel_product_no"],
        option_id=good["option_id"],
        as_whole=good["as_whole"],
        doubtful=good["doubtful"],
        name=good["name"],
        category_name=good["category_name"],
        brand_name=good["brand_name"],
        sku_code=good["sku_code"],
        price_won=price,
        delivery_won=delivery,
        costs=costs,
        tiers=margins_by(
            rates,
            price,
            cost,
            delivery_income_won=delivery,
            tax_mode=store.tax_mode,
            tax_places=good["tax_place"].astype(np.int8),
        ),
        unknown=_unknown(inputs, ~known, needed),
        **margin_inputs.beside(store.store_id),
    )


def _known(inputs: Inputs, needed: Iterable[str]) -> NDArray[np.bool_]:
    """Which rows have every needed column."""
    known = np.ones(len(inputs["channel_product_no"]), np.bool_)
    for column in needed:
        known &= ~np.ma.getmaskarray(inputs[column])
    return known


def cost_parts(inputs: Inputs, rows: NDArray[np.bool_]) -> CostParts:
    """The parts of these rows; what nobody states of inbound, advertising and returns is none."""

    def column(name: str) -> NDArray[np.int64]:
        values = np.ma.filled(inputs[name], 0)
        if not values.any():
            return np.broadcast_to(np.int64(0), (int(np.count_nonzero(rows)),))
        return values[rows]

    return CostParts(
        goods_won=column("cost_won"),
        packaging_won=column("packaging_won"),
        shipping_won=column("shipping_won"),
        inbound_won=column("inbound_won"),
        ads_won=column("ads_won"),
        ads_mp=column("ads_mp"),
        returns_won=column("returns_won"),
        returns_mp=column("returns_mp"),
        filled=column("filled"),
    )


def _unknown(inputs: Inputs, rows: Any, needed: dict[str, str]) -> UnknownCost:
    at = np.flatnonzero(rows)
    missing = np.zeros(len(at), np.int64)  # one bit a part, so that each mixture is worded once
    for place, column in enumerate(needed):
        missing |= np.ma.getmaskarray(inputs[column])[at].astype(np.int64) << place
    words = list(needed.values())
    worded = np.array([_worded(bits, words) for bits in range(1 << len(words))], dtype=object)
    return UnknownCost(
        channel_product_no=np.ma.getdata(inputs["channel_product_no"])[at],
        name=np.ma.getdata(inputs["name"])[at],
        sku_code=np.ma.filled(inputs["sku_code"][at], None),
        doubtful=np.ma.getdata(inputs["doubtful"])[at],
        missing=worded[missing],
    )


def _worded(bits: int, words: list[str]) -> str:
    """The parts that are not known, comma separated."""
    return ", ".join(word for at, word in enumerate(words) if bits >> at & 1)
