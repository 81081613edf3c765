"""Counts the listings that lose money, over all stores in one reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from engine.database.margins import Inputs, MarginInputs
from engine.domain.fees import FeeRates
from engine.domain.margin_columns import margin_columns
from engine.domain.stores import Store
from engine.operations.margin_tables import cost_parts

MOVING_SECONDS = 15.0  # so old may a count be while a job changes the listings


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A store, the rates of its own tier, and whether a job is changing its listings."""

    store: Store
    rates: FeeRates
    moving: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """How many listings lose money, and of how many of them the match is doubtful."""

    count: int
    doubtful: int


def loss_makers(
    margin_inputs: MarginInputs, stores: Sequence[Priced], on: date
) -> dict[int, Losses]:
    """How many listings lose money on that day, as far as their cost is known, by the number of
    the store; delivery is left out. Where a job is changing the listings as it was some seconds
    ago: counting a million takes longer than the board may.
    """
    priced = {one.store.store_id: one for one in stores}

    def count(store_ids: list[int]) -> dict[int, Losses]:
        inputs = margin_inputs.loss_inputs(store_ids, on)
        of_store = np.ma.getdata(inputs["store_id"])
        rows = {store_id: np.flatnonzero(of_store == store_id) for store_id in store_ids}
        return {store_id: _losses(inputs, at, priced[store_id]) for store_id, at in rows.items()}

    keys = {
        store_id: (
            ("loss_makers", on, one.rates, one.store.tax_mode),
            MOVING_SECONDS if one.moving else 0.0,
        )
        for store_id, one in priced.items()
    }
    return margin_inputs.cached_each(keys, count)


def _losses(inputs: Inputs, rows: np.ndarray, of: Priced) -> Losses:
    mine = {name: column[rows] for name, column in inputs.items()}
    price = np.ma.getdata(mine["price_won"])
    costs = cost_parts(mine, np.ones(len(price), np.bool_))
    columns = margin_columns(
        price,
        costs.at(price),
        of.rates,
        tax_mode=of.store.tax_mode,
        tax_places=np.ma.getdata(mine["tax_place"]).astype(np.int8),
    )
    losing = columns.profit_won < 0
    doubtful = np.ma.getdata(mine["doubtful"])[losing]
    return Losses(count=int(np.count_nonzero(losing)), doubtful=int(np.count_nonzero(doubtful)))
