"""Read models: what the screens show, one record a row."""

from __future__ import annotations

from datetime import datetime

import msgspec

from engine.domain.delivery import PrerequisiteKind
from engine.domain.matching import Match, MatchKind
from engine.domain.products import ChannelProduct, UnreadListing
from engine.domain.stores import Store


class PreviewRow(msgspec.Struct, frozen=True, kw_only=True):
    """A listing as NAVER shows it now, whether we hold it, and what it matches (or would match)."""

    product: ChannelProduct
    imported: bool
    match: Match


class PreviewPage(msgspec.Struct, frozen=True, kw_only=True, eq=False, weakref=True):
    """One page of a store's listings, nothing saved. `total` counts what the search finds at
    NAVER; `unread` is what of the page cannot be read.
    """

    page: int
    size: int
    total: int
    rows: tuple[PreviewRow, ...]
    unread: tuple[UnreadListing, ...] = ()


class StoreCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many listings of a store stand where. None means never counted."""

    listed: int | None = None  # NAVER's own count at the last reading
    imported: int = 0
    matched: int = 0
    doubtful: int = 0  # by a code whose names have little in common: not among `matched`
    unmatched: int = 0
    ended: int = 0  # closed, prohibited or deleted: neither matched nor unmatched
    stock_linked: int = 0
    ending_soon: int = 0  # sale period ends within seven days


class StoreBoard(msgspec.Struct, frozen=True, kw_only=True):
    """One card of the status board."""

    store: Store
    missing: tuple[PrerequisiteKind, ...]
    counts: StoreCounts
    last_synced_at: datetime | None
    loss_makers: (
        int | None
    )  # at the store's own tier today, known cost only; None when no rate is known
    doubtful_losses: int = 0  # those of them whose match is doubtful
    running_job_id: int | None = None


class LeftWithoutSku(msgspec.Struct, frozen=True, kw_only=True):
    """A listing of which a person decided that it needs no SKU."""

    channel_product_no: int
    name: str
    seller_management_code: str | None
    decided_by: str
    decided_at: datetime


class ImportedProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A listing we hold, with its link."""

    product: ChannelProduct
    match: MatchKind
    sku_id: int | None
    sku_code: str | None
    sku_name: str | None = None
    sku_option: str | None = None
    doubtful: bool = False  # matched by a code whose names have little in common
    stock_linked: bool
    imported_at: datetime
