"""The margins of a store's listings in every fee tier: columns side by side, one row a listing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.domain.cost_columns import CostParts, Mask
from engine.domain.fees import Arrival, FeeRates, FeeTier
from engine.domain.margin_columns import MarginColumns
from engine.domain.stores import Store
from engine.domain.vat import TaxColumn

Texts = NDArray[Any]  # object array of str or None
Won = NDArray[np.int64]


class MarginUnit(StrEnum):
    """What a row of margins is of."""

    LISTING = "LISTING"  # 상품
    OPTION = "OPTION"  # 옵션: each option that was read, and listings without any as they are


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnknownCost:
    """Listings without a margin, one row each: `missing` names the parts that are not known, comma
    separated.
    """

    channel_product_no: NDArray[np.int64]
    name: Texts
    sku_code: Texts
    doubtful: Mask
    missing: Texts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class MarginTable:
    """Matched listings, or their options, with a known price and cost on one day, for one arrival.

    All columns have one row a listing (or option), in the same order. `delivery_won` is what the
    buyer pays for delivery with one piece; None: left out on both sides. `option_id` is 0 where the
    row is of no option, and below zero for a supplement; the price of an option holds its
    surcharge, its name that of the listing.
    `doubtful` marks rows whose SKU comes by a code though the names have little in common,
    `as_whole` options whose cost is that of the SKU of their listing, and listings whose
    options are not read yet.
    """

    store: Store
    on: date
    arrival: Arrival
    unit: MarginUnit
    channel_product_no: NDArray[np.int64]
    option_id: NDArray[np.int64]
    as_whole: Mask
    doubtful: Mask
    name: Texts
    category_name: Texts
    brand_name: Texts
    sku_code: Texts
    price_won: Won
    delivery_won: Won | None
    costs: CostParts
    tiers: Mapping[FeeTier, MarginColumns]
    unknown: UnknownCost
    unmatched: int  # imported listings without a SKU
    ended: int  # imported listings that are closed, prohibited or deleted; they are in no row

    @property
    def supplement(self) -> Mask:
        """Which rows are supplements: sold beside their listing, at a price of their own."""
        return self.option_id < 0

    def __len__(self) -> int:
        """How many listings have a margin."""
        return len(self.channel_product_no)

    @property
    def tax(self) -> TaxColumn:
        """The tax of the goods; where it is not known the margin rests on the mode of the store."""
        return next(iter(self.tiers.values())).tax

    @property
    def rates(self) -> dict[FeeTier, FeeRates]:
        """The rates each tier was worked out with."""
        return {tier: columns.rates for tier, columns in self.tiers.items()}
