"""What the margins of many listings say at a glance: medians, losses, spread by category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine import Arrival, FeeTier, MarginTable

Mask = NDArray[np.bool_]
ARRIVALS = (Arrival.NORMAL, Arrival.SELLER_MARKETING)  # margins are told of these apart
CATEGORIES = 7  # more boxes than these cannot be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The margins of one tier: rates in thousandths of a percent, won; None without rows."""

    count: int
    median_mp: int | None
    mean_profit_won: int | None
    losses: int
    doubtful: int = 0  # rows whose SKU has another name
    doubtful_losses: int = 0

    @property
    def loss_share_mp(self) -> int | None:
        """The share of loss-makers, in thousandths of a percent."""
        return self.losses * 100_000 // self.count if self.count else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Margin rates of a group; the fences are the 5th and the 95th of a hundred."""

    name: str
    count: int
    low_mp: int
    quarter_mp: int
    median_mp: int
    three_quarters_mp: int
    high_mp: int


class Shown(StrEnum):
    """Which listings the table is about."""

    ALL = "ALL"
    LOSSES = "LOSSES"
    NEXT_TIER = "NEXT_TIER"  # those that lose at the next tier and do not yet


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """The groups of a table, such as its top categories: their names, and each listing's place
    among them.
    """

    names: tuple[str, ...]
    codes: NDArray[np.intp]

    def rows(self, name: str | None) -> Mask | None:
        """Which listings are of the category; None means all of them."""
        return None if name is None else self.codes == self.names.index(name)


def categories(table: MarginTable, nameless: str) -> Groups:
    """The first level of each listing's category; `nameless` stands where there is none."""
    return _groups(table.category_name, nameless)


def brands(table: MarginTable, nameless: str) -> Groups:
    """Each listing's brand; `nameless` stands where there is none."""
    return _groups(table.brand_name, nameless, levels=False)


def _groups(texts: NDArray[Any], nameless: str, *, levels: bool = True) -> Groups:
    codes, paths = pd.factorize(np.asarray(texts, dtype=object))
    heads = [str(path).split(">", 1)[0] if levels else str(path) for path in paths]
    tops = [head.strip() or nameless for head in heads]
    names = sorted(set(tops)) + ([nameless] if (codes < 0).any() and nameless not in tops else [])
    places = np.array([names.index(top) for top in tops], dtype=np.intp)
    found = places[codes] if len(places) else np.zeros(len(codes), np.intp)
    if (codes < 0).any():
        found = np.where(codes < 0, names.index(nameless), found)
    return Groups(names=tuple(names), codes=found)


def overviews(table: MarginTable, rows: Mask | None) -> dict[FeeTier, Overview]:
    """The overview of every tier, over these rows."""
    doubtful = table.doubtful if rows is None else table.doubtful[rows]
    return {tier: _overview(columns, rows, doubtful) for tier, columns in table.tiers.items()}


def _overview(columns: Any, rows: Mask | None, doubtful: Mask) -> Overview:
    profit = columns.profit_won if rows is None else columns.profit_won[rows]
    sold = columns.price_won > 0 if rows is None else (columns.price_won > 0) & rows
    rates = columns.margin_rate_mp[sold]
    count = len(profit)
    return Overview(
        count=count,
        median_mp=middle(rates),
        mean_profit_won=_mean(profit),
        losses=int(np.count_nonzero(profit < 0)),
        doubtful=int(np.count_nonzero(doubtful)),
        doubtful_losses=int(np.count_nonzero(doubtful & (profit < 0))),
    )


def middle(values: NDArray[np.int64]) -> int | None:
    """The median, rounded down between two; None of nothing."""
    if not len(values):
        return None
    low, high = (len(values) - 1) // 2, len(values) // 2
    parts = np.partition(values, (low, high))
    return (int(parts[low]) + int(parts[high])) // 2


def medians_of(table: MarginTable, rows: Mask) -> dict[FeeTier, int | None]:
    """The median margin rate of these rows in every tier; None of nothing."""
    sold = rows & (table.price_won > 0)
    return {tier: middle(columns.margin_rate_mp[sold]) for tier, columns in table.tiers.items()}


def same_rows(source: MarginTable, at: NDArray[np.intp], target: MarginTable) -> Mask:
    """Where in another table, read apart from it, the listings (or options) at these rows are."""
    keys = [
        pd.MultiIndex.from_arrays([one.channel_product_no, one.option_id])
        for one in (source, target)
    ]
    found: Mask = keys[1].isin(keys[0][at])
    return found


def _mean(values: NDArray[np.int64]) -> int | None:
    """The mean in whole won, halves up; None of nothing."""
    count = len(values)
    return (2 * int(values.sum()) + count) // (2 * count) if count else None


def spreads(table: MarginTable, tier: FeeTier, found: Groups) -> list[Spread]:
    """The spread of the largest groups, largest first."""
    columns = table.tiers[tier]
    sold = columns.price_won > 0
    counts = np.bincount(found.codes[sold], minlength=len(found.names))
    largest = [int(at) for at in np.argsort(-counts, kind="stable") if counts[at]]
    return [
        _spread(found.names[at], columns.margin_rate_mp[sold & (found.codes == at)])
        for at in largest[:CATEGORIES]
    ]


def _spread(name: str, rates: NDArray[np.int64]) -> Spread:
    marks = np.percentile(rates, (5, 25, 50, 75, 95), method="nearest")
    low, quarter, median, three_quarters, high = (int(mark) for mark in marks)
    return Spread(
        name=name,
        count=len(rates),
        low_mp=low,
        quarter_mp=quarter,
        median_mp=median,
        three_quarters_mp=three_quarters,
        high_mp=high,
    )


def next_tier(tier: FeeTier) -> FeeTier | None:
    """The tier a growing store comes to next; None after the last."""
    tiers = list(FeeTier)
    after = tiers.index(tier) + 1
    return tiers[after] if after < len(tiers) else None


def more_losses(found: Mapping[FeeTier, Overview], tier: FeeTier) -> int | None:
    """How many more listings lose at the next tier; None after the last tier."""
    after = next_tier(tier)
    return None if after is None else found[after].losses - found[tier].losses


def spread_of(name: str, rates_mp: NDArray[np.int64]) -> Spread | None:
    """The spread of these margin rates, None of nothing."""
    return _spread(name, rates_mp) if len(rates_mp) else None


def shown_rows(table: MarginTable, tier: FeeTier, rows: Mask | None, shown: Shown) -> Mask:
    """Which listings the table is about."""
    mask = np.ones(len(table), np.bool_) if rows is None else rows
    return mask if shown is Shown.ALL else mask & losing(table, tier, shown)


def losing(table: MarginTable, tier: FeeTier, shown: Shown) -> Mask:
    """Which listings lose at the tier, or not yet there but at the next one; none after the
    last.
    """
    now: Mask = table.tiers[tier].profit_won < 0
    if shown is Shown.LOSSES:
        return now
    after = next_tier(tier)
    return np.zeros_like(now) if after is None else (table.tiers[after].profit_won < 0) & ~now
