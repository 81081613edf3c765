"""What the margins of many listings say at a glance: medians, losses, spread by category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engine import FeeTier, MarginTable

Mask = NDArray[np.bool_]
CATEGORIES = 7  # more boxes than these cannot be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The margins of one tier: rates in thousandths of a percent, won; None without rows."""

    count: int
    median_mp: int | None
    mean_profit_won: int | None
    losses: int

    @property
    def loss_share_mp(self) -> int | None:
        """The share of loss-makers, in thousandths of a percent."""
        return self.losses * 100_000 // self.count if self.count else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Margin rates of a category; the fences are the 5th and the 95th of a hundred."""

    name: str
    count: int
    low_mp: int
    quarter_mp: int
    median_mp: int
    three_quarters_mp: int
    high_mp: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Categories:
    """The top categories of a table: their names, and each listing's place among them."""

    names: tuple[str, ...]
    codes: NDArray[np.intp]

    def rows(self, name: str | None) -> Mask | None:
        """Which listings are of the category; None means all of them."""
        return None if name is None else self.codes == self.names.index(name)


def categories(table: MarginTable, nameless: str) -> Categories:
    """The first level of each listing's category; `nameless` stands where there is none."""
    codes, paths = pd.factorize(np.asarray(table.category_name, dtype=object))
    tops = [str(path).split(">", 1)[0].strip() or nameless for path in paths]
    names = sorted(set(tops)) + ([nameless] if (codes < 0).any() and nameless not in tops else [])
    places = np.array([names.index(top) for top in tops], dtype=np.intp)
    found = places[codes] if len(places) else np.zeros(len(codes), np.intp)
    if (codes < 0).any():
        found = np.where(codes < 0, names.index(nameless), found)
    return Categories(names=tuple(names), codes=found)


def overviews(table: MarginTable, rows: Mask | None) -> dict[FeeTier, Overview]:
    """The overview of every tier, over these rows."""
    return {tier: _overview(columns, rows) for tier, columns in table.tiers.items()}


def _overview(columns: Any, rows: Mask | None) -> Overview:
    profit = columns.profit_won if rows is None else columns.profit_won[rows]
    sold = columns.price_won > 0 if rows is None else (columns.price_won > 0) & rows
    rates = columns.margin_rate_mp[sold]
    count = len(profit)
    return Overview(
        count=count,
        median_mp=middle(rates),
        mean_profit_won=_mean(profit),
        losses=int(np.count_nonzero(profit < 0)),
    )


def middle(values: NDArray[np.int64]) -> int | None:
    """The median, rounded down between two; None of nothing."""
    if not len(values):
        return None
    low, high = (len(values) - 1) // 2, len(values) // 2
    parts = np.partition(values, (low, high))
    return (int(parts[low]) + int(parts[high])) // 2


def _mean(values: NDArray[np.int64]) -> int | None:
    """The mean in whole won, halves up; None of nothing."""
    count = len(values)
    return (2 * int(values.sum()) + count) // (2 * count) if count else None


def spreads(table: MarginTable, tier: FeeTier, found: Categories) -> list[Spread]:
    """The spread of the largest categories, largest first."""
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


def shown_rows(table: MarginTable, tier: FeeTier, rows: Mask | None, *, losses_only: bool) -> Mask:
    """Which listings the table is about."""
    mask = np.ones(len(table), np.bool_) if rows is None else rows
    return mask & (table.tiers[tier].profit_won < 0) if losses_only else mask
