"""Imports and syncs of listings: what they are asked, and what they report of each listing."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from engine.domain.audit import Facts
from engine.domain.links import Parts
from engine.domain.matching import MatchingMode, MatchKind
from engine.domain.products import ProductSearch


class ImportRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to import or sync. With `numbers` those channel products, else everything `search`
    finds.

    `sku_id`, or `parts` for several pieces or SKUs, goes with BY_CHOICE and exactly one number.
    """

    store_id: int
    numbers: tuple[int, ...] = ()
    search: ProductSearch | None = None
    mode: MatchingMode = MatchingMode.NONE
    link_stock: bool = False
    sku_id: int | None = None
    parts: Parts = ()

    def extent(self) -> Facts:
        """How much is asked for, as the audit tells it."""
        return {"listings": str(len(self.numbers) or "all")}


class Outcome(StrEnum):
    """What an import did with one listing."""

    IMPORTED = "IMPORTED"  # new here
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"
    GONE = "GONE"  # NAVER no longer lists it
    FAILED = "FAILED"


class ImportResult(msgspec.Struct, frozen=True, kw_only=True):
    """What an import or sync came to so far: the sums of the lines of its report."""

    imported: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    matched: int = 0
    doubtful: int = 0  # matched by a code whose names have little in common: not among `matched`
    unmatched: int = 0
    ambiguous: int = 0
    stock_linked: int = 0


class ReportItem(msgspec.Struct, frozen=True, kw_only=True):
    """One listing of a report, with what changed: field -> (before, after)."""

    channel_product_no: int | None  # None: NAVER's answer does not say it
    name: str | None
    seller_management_code: str | None
    discounted_price_won: int | None
    image_url: str | None
    outcome: Outcome
    match: MatchKind
    doubtful: bool = False
    sku_code: str | None
    sku_name: str | None = None
    sku_option: str | None = None
    stock_linked: bool
    changes: dict[str, tuple[Any, Any]] = {}
    reason_text: str | None = None
    reason_params: dict[str, Any] = {}
