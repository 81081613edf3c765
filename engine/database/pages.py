"""Saves pages of listings: each is decided, saved and recorded in one transaction with the
checkpoint of its job; pages of several stores that come at the same time share that transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from engine.clock import Clock, to_utc
from engine.database.changes import decode, differences, encode, joined
from engine.database.checkpoints import Reached, save_checkpoints
from engine.database.database import LISTINGS, PROGRESS, Database, dicts
from engine.database.history import Span, append_changed, append_new
from engine.database.matching import match_staged
from engine.database.staging import Listings
from engine.database.together import Together
from engine.domain.product_jobs import Outcome


class PageDecision(msgspec.Struct, frozen=True, kw_only=True):
    """How a page is to be saved. `mode` is a MatchingMode, or SYNC to keep every link."""

    job_id: int
    store_id: int
    mode: str
    link_stock: bool
    sku_id: int | None
    keep_choice: bool


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Listings of one store as they were read, each once, with what is to become of them."""

    listings: Listings
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

    def _save(self, cursor: duckdb.DuckDBPyConnection, frame: Listings) -> None:
        now = self._clock()
        cursor.register("staged", frame)
        if "BY_CODE" in frame["mode"].unique().to_pylist():
            match_staged(self._db, cursor)
        else:
            cursor.execute(self._db.sql("pages.match_nothing"))
        span = _span(frame)
        cursor.execute(self._db.sql("pages.decide"), span)
        [(new, changed, stale, stale_beside_offer)] = cursor.execute(
            self._db.sql("pages.count_decided")
        ).fetchall()
        if changed:
            self._record_changed(cursor, span)
            append_changed(self._db, cursor, now, span)
        else:
            cursor.execute(self._db.sql("pages.record_plain"), span)
        if new:
            append_new(self._db, cursor, now)
            cursor.execute(self._db.sql("pages.add_new"), {"now": to_utc(now)})
        if stale:
            cursor.execute(self._db.sql("pages.update_offer"), {"now": to_utc(now), **span})
        if stale_beside_offer:
            cursor.execute(self._db.sql("pages.update_beside_offer"), span)
        cursor.unregister("staged")

    def _record_changed(self, cursor: duckdb.DuckDBPyConnection, span: Span) -> None:
        before = dicts(cursor.execute(self._db.sql("pages.changed_before"), span))
        again = any(old["line_outcome"] for old in before)
        after = dicts(cursor.execute(self._db.sql("pages.changed_after")))
        new = {row["channel_product_no"]: row for row in after}
        cursor.register(
            "page_changes", _changes([(o, new[o["channel_product_no"]]) for o in before])
        )
        cursor.execute(self._db.sql("pages.record"), span)
        if again:
            cursor.execute(self._db.sql("pages.record_again"), span)
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


def _span(frame: Listings) -> Span:
    """The smallest and the largest number of a frame."""
    found = pc.min_max(frame["channel_product_no"])
    return {"least": found["min"].as_py(), "most": found["max"].as_py()}


def _apart(read: PageRead) -> frozenset[int]:
    """What two pages of one transaction must not share: the numbers of their listings. NAVER's are
    unique; only a store that is registered twice here shows the same ones.
    """
    return frozenset(read.page.listings["channel_product_no"].to_pylist())


_DECISION = {
    "job_id": pa.int32(),
    "store_id": pa.int32(),
    "mode": pa.string(),
    "link_stock": pa.bool_(),
    "sku_id": pa.int32(),
    "keep_choice": pa.bool_(),
}


def _frame(pages: Sequence[Page]) -> Listings:
    """All listings of the pages, each with how it is to be saved; in one piece, as each statement
    takes the pieces one by one.
    """
    return pa.concat_tables([_with_decision(page) for page in pages]).combine_chunks()


def _with_decision(page: Page) -> Listings:
    table = page.listings
    for name, kind in _DECISION.items():
        value = pa.scalar(getattr(page.decision, name), kind)
        column = "chosen_sku_id" if name == "sku_id" else name
        table = table.append_column(column, pa.repeat(value, len(table)))
    return table
