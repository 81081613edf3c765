"""Saves pages of listings: each is decided, saved and recorded in one transaction with the
checkpoint of its job; pages of several stores that come at the same time share that transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.compute as pc
from msgspec.structs import astuple

from engine.clock import Clock, to_utc
from engine.domain.jobs import Outcome
from engine.domain.matching import normal_form
from engine.domain.products import ChannelProduct
from engine.store.changes import decode, differences, encode, joined
from engine.store.checkpoints import Reached, save_checkpoints
from engine.store.database import LISTINGS, PROGRESS, Database, dicts
from engine.store.history import Span, append_changed, append_new
from engine.store.matching import match_staged
from engine.store.together import Together

_MOMENT = pa.timestamp("us", tz="UTC")
_LISTING = pa.schema(
    [
        ("origin_product_no", pa.int64()),
        ("channel_product_no", pa.int64()),
        ("channel_service_type", pa.string()),
        ("name", pa.string()),
        ("seller_management_code", pa.string()),
        ("sale_status", pa.string()),
        ("display_status", pa.string()),
        ("sale_price_won", pa.int64()),
        ("discounted_price_won", pa.int64()),
        ("stock_quantity", pa.int64()),
        ("delivery_fee_won", pa.int64()),
        ("category_id", pa.string()),
        ("category_name", pa.string()),
        ("brand_name", pa.string()),
        ("image_url", pa.string()),
        ("sale_end_at", _MOMENT),
        ("registered_at", _MOMENT),
        ("modified_at", _MOMENT),
    ]
)

_FIELDS = ChannelProduct.__struct_fields__


class PageDecision(msgspec.Struct, frozen=True, kw_only=True):
    """How a page is to be saved. `mode` is a MatchingMode, or SYNC to keep every link."""

    job_id: int
    store_id: int
    mode: str
    link_stock: bool
    sku_id: int | None
    keep_choice: bool


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Listings of one store as they were read, with what is to become of them."""

    products: tuple[ChannelProduct, ...]
    decision: PageDecision


class PageRead(msgspec.Struct, frozen=True, kw_only=True):
    """A page and how far its job is with it: saved both or neither."""

    page: Page
    reached: Reached


class Pages:
    """Saves pages. Thread-safe."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock
        self._together = Together(self._save_all, _apart)

    def reading(self) -> AbstractContextManager[None]:
        """For a job while it reads pages: those of jobs that read at the same time are saved
        together.
        """
        return self._together.taking_part()

    def save(self, read: PageRead) -> None:
        """Saves a page with its job's checkpoint, in one transaction."""
        self._together.save(read)

    def _save_all(self, reads: Sequence[PageRead]) -> None:
        frame = _frame([read.page for read in reads])
        stores = {read.page.decision.store_id for read in reads}
        with self._db.write(
            LISTINGS, PROGRESS, *((LISTINGS, store_id) for store_id in stores)
        ) as cursor:
            self._save(cursor, frame)
            save_checkpoints(self._db, cursor, [read.reached for read in reads])

    def save_page(self, cursor: duckdb.DuckDBPyConnection, page: Page) -> None:
        """Saves and records listings inside the caller's transaction; doing it again changes
        nothing.
        """
        self._save(cursor, _frame([page]))

    def _save(self, cursor: duckdb.DuckDBPyConnection, frame: pa.Table) -> None:
        now = self._clock()
        cursor.register("staged", frame)
        if "BY_CODE" in frame["mode"].unique().to_pylist():
            match_staged(self._db, cursor)
        else:
            cursor.execute(self._db.sql("pages.match_nothing"))
        span = _span(frame)
        cursor.execute(self._db.sql("pages.decide"), span)
        [(new, stale, changed)] = cursor.execute(self._db.sql("pages.count_decided")).fetchall()
        if changed:
            self._record_changed(cursor, span)
            append_changed(self._db, cursor, now, span)
        else:
            cursor.execute(self._db.sql("pages.record_plain"))
        if new:
            append_new(self._db, cursor, now)
            cursor.execute(self._db.sql("pages.add_new"), {"now": to_utc(now)})
        if stale:
            cursor.execute(self._db.sql("pages.update_stale"), {"now": to_utc(now), **span})
        cursor.unregister("staged")

    def _record_changed(self, cursor: duckdb.DuckDBPyConnection, span: Span) -> None:
        before = dicts(cursor.execute(self._db.sql("pages.changed_before"), span))
        again = any(old["line_outcome"] for old in before)
        after = dicts(cursor.execute(self._db.sql("pages.changed_after")))
        new = {row["channel_product_no"]: row for row in after}
        cursor.register(
            "page_changes", _changes([(o, new[o["channel_product_no"]]) for o in before])
        )
        cursor.execute(self._db.sql("pages.record"))
        if again:
            cursor.execute(self._db.sql("pages.record_again"))
        cursor.unregister("page_changes")


def _changes(lines: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> pa.Table:
    """What the report says of changed listings; of one the job met before, both changes as one."""
    numbers, outcomes, changes = [], [], []
    for old, new in lines:
        line, told = old.pop("line_outcome"), decode(old.pop("line_changes"))
        found = differences(old, new)
        if told:
            found = joined(told, decode(encode(found)), old)
        numbers.append(old["channel_product_no"])
        if line == Outcome.IMPORTED:
            found, outcome = {}, Outcome.IMPORTED
        else:
            outcome = Outcome.CHANGED if found else Outcome.UNCHANGED
        outcomes.append(outcome)
        changes.append(encode(found) if found else None)
    return pa.table(
        {
            "channel_product_no": pa.array(numbers, pa.int64()),
            "outcome": pa.array(outcomes, pa.string()),
            "changes": pa.array(changes, pa.string()),
        }
    )


def _span(frame: pa.Table) -> Span:
    """The smallest and the largest number of a frame."""
    found = pc.min_max(frame["channel_product_no"])
    return {"least": found["min"].as_py(), "most": found["max"].as_py()}


def _apart(read: PageRead) -> frozenset[int]:
    """What two pages of one transaction must not share: the numbers of their listings. NAVER's are
    unique; only a store that is registered twice here shows the same ones.
    """
    return frozenset(product.channel_product_no for product in read.page.products)


def _frame(pages: Sequence[Page]) -> pa.Table:
    """Listings with how each is to be saved; of a number met twice the last counts."""
    rows = [_last_of_each(page.products) for page in pages]
    table = _listings([row for page in rows for row in page])
    for name, kind in (
        ("job_id", pa.int32()),
        ("store_id", pa.int32()),
        ("mode", pa.string()),
        ("link_stock", pa.bool_()),
        ("sku_id", pa.int32()),
        ("keep_choice", pa.bool_()),
    ):
        values = [
            pa.repeat(pa.scalar(getattr(page.decision, name), kind), len(held))
            for page, held in zip(pages, rows, strict=True)
        ]
        column = "chosen_sku_id" if name == "sku_id" else name
        table = table.append_column(column, pa.chunked_array(values, kind).combine_chunks())
    return table


def listing_frame(products: Iterable[ChannelProduct]) -> pa.Table:
    """Listings as a frame with the normal form of their codes; of a number met twice the last
    counts.
    """
    return _listings(_last_of_each(products))


def _last_of_each(products: Iterable[ChannelProduct]) -> list[ChannelProduct]:
    return list({product.channel_product_no: product for product in products}.values())


def _listings(rows: Sequence[ChannelProduct]) -> pa.Table:
    told = dict(zip(_FIELDS, zip(*map(astuple, rows), strict=True), strict=True)) if rows else {}
    arrays = [pa.array(told.get(field.name, ()), field.type) for field in _LISTING]
    table = pa.Table.from_arrays(
        [_naive(array) if array.type == _MOMENT else array for array in arrays],
        names=_LISTING.names,
    )
    codes = [normal_form(row.seller_management_code) for row in rows]
    return table.append_column("code_normal", pa.array(codes, pa.string()))


def _naive(moments: pa.Array) -> pa.Array:
    return moments.cast(pa.int64()).cast(pa.timestamp("us"))
