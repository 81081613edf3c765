"""The margins of a store's listings in every fee tier: columns side by side, one row a listing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.domain.fees import Arrival, FeeRates, FeeTier
from engine.domain.margin_columns import MarginColumns
from engine.domain.stores import Store

Texts = NDArray[Any]  # object array of str or None
Won = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnknownCost:
    """Listings without a margin, one row each: `missing` names the parts that are not known, comma
    separated.
    """

    channel_product_no: NDArray[np.int64]
    name: Texts
    sku_code: Texts
    missing: Texts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class MarginTable:
    """Matched listings with a known price and cost on one day, for one arrival; delivery income is
    left out.

    All columns have one row a listing, in the same order. Cost is goods, packaging and shipping
    together.
    """

    store: Store
    on: date
    arrival: Arrival
    channel_product_no: NDArray[np.int64]
    name: Texts
    category_name: Texts
    sku_code: Texts
    price_won: Won
    goods_won: Won
    packaging_won: Won
    shipping_won: Won
    tiers: Mapping[FeeTier, MarginColumns]
    unknown: UnknownCost
    unmatched: int  # imported listings without a SKU

    def __len__(self) -> int:
        """How many listings have a margin."""
        return len(self.channel_product_no)

    @property
    def rates(self) -> dict[FeeTier, FeeRates]:
        """The rates each tier was worked out with."""
        return {tier: columns.rates for tier, columns in self.tiers.items()}
