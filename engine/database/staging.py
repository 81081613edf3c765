"""Listings as the frame they are saved from: made where they are read, so that whoever saves pages
one after the other need not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import pyarrow as pa
from msgspec.structs import astuple

from engine.domain.matching import normal_form
from engine.domain.products import ChannelProduct

# A row per listing: the fields of ChannelProduct, moments in UTC, and the normal form of its code.
Listings: TypeAlias = pa.Table

_MOMENT = pa.timestamp("us", tz="UTC")
_KINDS = {
    "origin_product_no": pa.int64(),
    "channel_product_no": pa.int64(),
    "channel_service_type": pa.string(),
    "name": pa.string(),
    "seller_management_code": pa.string(),
    "sale_status": pa.string(),
    "display_status": pa.string(),
    "sale_price_won": pa.int64(),
    "discounted_price_won": pa.int64(),
    "stock_quantity": pa.int64(),
    "delivery_fee_won": pa.int64(),
    "category_id": pa.string(),
    "category_name": pa.string(),
    "brand_name": pa.string(),
    "image_url": pa.string(),
    "sale_end_at": _MOMENT,
    "registered_at": _MOMENT,
    "modified_at": _MOMENT,
}
_KIND_OF_FIELD = [_KINDS[name] for name in ChannelProduct.__struct_fields__]


def stage(products: Iterable[ChannelProduct]) -> Listings:
    """Listings as a frame; of a number met twice the last counts."""
    rows = list({product.channel_product_no: product for product in products}.values())
    values = zip(*map(astuple, rows), strict=True) if rows else [()] * len(_KIND_OF_FIELD)
    columns = [_column(value, kind) for value, kind in zip(values, _KIND_OF_FIELD, strict=True)]
    codes = [normal_form(row.seller_management_code) for row in rows]
    return pa.table(
        [*columns, pa.array(codes, pa.string())],
        names=[*ChannelProduct.__struct_fields__, "code_normal"],
    )


def stage_together(staged: Sequence[Listings]) -> Listings:
    """Several frames as one; of a number met twice the last counts."""
    table = pa.concat_tables(staged)
    places = {number: place for place, number in enumerate(table["channel_product_no"].to_pylist())}
    return table if len(places) == len(table) else table.take(list(places.values()))


def _column(values: Sequence[object], kind: pa.DataType) -> pa.Array:
    column = pa.array(values, kind)
    return column.cast(pa.int64()).cast(pa.timestamp("us")) if kind == _MOMENT else column
