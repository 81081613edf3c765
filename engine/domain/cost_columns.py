"""Costs of whole columns of listings: int64 won, one row a listing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from engine.domain.costs import Costs
from engine.domain.fees import WonColumn, check_won
from engine.domain.rounding import share_won

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CostColumn:
    """Total cost per listing in won; where `known` is False a part is unknown, the won are void."""

    total_won: WonColumn
    known: Mask


def cost_column(*parts: NDArray[np.integer]) -> CostColumn:
    """Adds cost columns (goods, packaging, shipping, ...) listing by listing.

    An entry masked in any part (a numpy masked array, as DuckDB gives for null) is unknown.
    Raises ValueError for an amount below zero or above MAX_WON, TypeError for a column of floats.
    """
    total_won = np.zeros(len(parts[0]), np.int64)
    known = np.ones(len(total_won), np.bool_)
    for part in parts:
        amounts = won_column(np.ma.filled(part, 0))
        check_won(amounts)
        total_won += amounts
        if np.ma.is_masked(part):
            known &= ~np.ma.getmaskarray(part)
    check_won(total_won)
    return CostColumn(total_won=total_won, known=known)


def won_column(values: NDArray[np.integer]) -> WonColumn:
    """The column as int64; TypeError for floats, which must not touch money, and for unknowns."""
    if np.ma.is_masked(values):
        raise TypeError("only a cost may be unknown, not what the buyer pays")
    return np.asarray(values).astype(np.int64, casting="safe", copy=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CostParts:
    """The known parts of many listings' costs, one row each: won, and shares of what the buyer pays
    in thousandths of a percent. `filled` holds the bits of the parts a profile filled in.
    """

    goods_won: WonColumn
    packaging_won: WonColumn
    shipping_won: WonColumn
    inbound_won: WonColumn
    ads_won: WonColumn
    ads_mp: WonColumn
    returns_won: WonColumn
    returns_mp: WonColumn
    filled: NDArray[np.int64]

    @property
    def fixed_won(self) -> WonColumn:
        """All costs in won together, without the shares. ValueError for a sum above MAX_WON."""
        parts = (self.goods_won, self.packaging_won, self.shipping_won)
        more = (self.inbound_won, self.ads_won, self.returns_won)
        return cost_column(*parts, *(part for part in more if part.any())).total_won

    def at(self, revenue_won: WonColumn) -> CostColumn:
        """The whole cost where buyers pay so much; the same to the won as `Costs.at`. ValueError
        for a sum above MAX_WON.
        """
        shares = [share for share in (self.ads_mp, self.returns_mp) if share.any()]
        return cost_column(self.fixed_won, *(share_won(revenue_won, share) for share in shares))

    def ads_at(self, revenue_won: WonColumn) -> WonColumn:
        """Advertising in won where buyers pay so much."""
        return self.ads_won + share_won(revenue_won, self.ads_mp)

    def returns_at(self, revenue_won: WonColumn) -> WonColumn:
        """Returns in won where buyers pay so much."""
        return self.returns_won + share_won(revenue_won, self.returns_mp)

    def take(self, rows: Rows | Mask) -> CostParts:
        """These rows alone, in their order."""
        return replace(self, **{name: column[rows] for name, column in self._columns()})

    def of(self, row: int) -> Costs:
        """The costs of one listing."""
        said = {name: int(column[row]) for name, column in self._columns() if name != "filled"}
        return Costs(**said)

    def _columns(self) -> Iterator[tuple[str, WonColumn]]:
        for one in fields(self):
            yield one.name, getattr(self, one.name)
