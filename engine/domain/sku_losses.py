"""What a sheet would make unknown: costs that are held and stand in it as empty cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

LOSS_SHARE = 10  # a column may lose a tenth of its known values before anybody is asked
COSTS = ("cost_won", "packaging_won", "shipping_won", "inbound_won", "ads", "returns")


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """How many SKUs lose their cost in `column`, and of how many of the catalogue it is known."""

    column: str
    lost: int
    known: int

    @property
    def must_be_allowed(self) -> bool:
        """Whether it is more than a slip of the pen would be."""
        return self.lost * LOSS_SHARE > self.known


def losses(
    pairs: Iterable[tuple[Any, Any]], of_all: Mapping[str, int] = MappingProxyType({})
) -> tuple[Loss, ...]:
    """The columns that lose anything by the SKUs as they are held and as they would be; `of_all`
    says of how many SKUs of the whole catalogue a column is known.
    """
    known, lost = dict.fromkeys(COSTS, 0), dict.fromkeys(COSTS, 0)
    for before, after in pairs:
        for column in COSTS:
            if getattr(before, column) is not None:
                known[column] += 1
                lost[column] += getattr(after, column) is None
    return tuple(
        Loss(column=column, lost=lost[column], known=max(known[column], of_all.get(column, 0)))
        for column in COSTS
        if lost[column]
    )
