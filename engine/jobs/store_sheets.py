"""Stores from a sheet, and as a sheet: what saving would do, saving it, writing what is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from engine.domain.business import business_no_text
from engine.domain.store_cells import STORE_HEADINGS
from engine.domain.store_plan import StorePlan, plan_stores
from engine.domain.stores import Store
from engine.sheets import Layout, make_sheet, read_sheet

LAYOUT = Layout(STORE_HEADINGS, ("name",))
STORE_COLUMNS = tuple(column for column in LAYOUT.columns if column != "secret")


def plan_sheet(
    held: Sequence[Store], filename: str, content: bytes, *, today: date, base_url: str
) -> StorePlan:
    """What saving an uploaded sheet would do; nothing is saved. Raises BadFile."""
    rows = list(read_sheet(filename, content, LAYOUT))
    return plan_stores(rows, held, today=today, base_url=base_url)


def store_sheet(kind: str, stores: Sequence[Store], headings: Mapping[str, str]) -> bytes:
    """The stores as a sheet ("csv" or "xlsx") that can be imported again; never a secret."""
    named = [headings.get(column, column) for column in STORE_COLUMNS]
    return make_sheet(kind, named, map(_cells, stores))


def _cells(store: Store) -> list[str | None]:
    values = {
        "name": store.name,
        "client_id": store.client_id,
        "linked_seller_id": store.linked_seller_id,
        "storefront": store.storefront.address,
        "channel_no": store.storefront.channel_no,
        "store_type": store.store_type,
        "seller_id": store.basics.seller_id,
        "business_no": store.basics.business_no and business_no_text(store.basics.business_no),
        "window_kind": store.basics.window_kind,
        "memo": store.basics.memo,
        "fee_tier": store.fee_tier,
        "tier_starts_on": store.tier_starts_on,
        "tax_mode": store.tax_mode,
        "valid_until": store.valid_until,
        "base_url": store.base_url,
    }
    return [None if values[column] is None else str(values[column]) for column in STORE_COLUMNS]
