"""The past of a listing: states that were seen, and what changed from one to the next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

TRACKED = (
    "name",
    "sale_status",
    "sale_price_won",
    "discounted_price_won",
    "stock_quantity",
)


class ProductState(msgspec.Struct, frozen=True, kw_only=True):
    """A listing as it was seen from `seen_at` on. None means NAVER did not say."""

    seen_at: datetime
    name: str
    sale_status: str
    sale_price_won: int
    discounted_price_won: int | None
    stock_quantity: int | None


class ProductChange(msgspec.Struct, frozen=True, kw_only=True):
    """What differed when a listing was seen again: tracked field -> (before, after)."""

    channel_product_no: int
    name: str
    seen_at: datetime
    changes: dict[str, tuple[Any, Any]]


def change(row: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The tracked fields of a row that differ from their `_before` twins."""
    return {
        field: (row[f"{field}_before"], row[field])
        for field in TRACKED
        if row[f"{field}_before"] != row[field]
    }
