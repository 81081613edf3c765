"""Saves pages of listings: each is decided, saved and recorded in one transaction with the
checkpoint of its job; pages of several stores that come at the same time share that transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from engine.clock import Clock, to_utc
from engine.database.changes import decode, differences, encode, joined
from engine.database.checkpoints import Reached, save_checkpoints
from engine.database.database import LISTINGS, PROGRESS, Database
from engine.database.doubts import tell_listings
from engine.database.group_commit import GroupCommit
from engine.database.history import Span, append_changed, append_new
from engine.database.matching import match_staged
from engine.database.staging import Listings
from engine.database.transaction import Transaction
from engine.database.unread_listings import record_unread
from engine.domain.product_jobs import Outcome
from engine.domain.products import UnreadListing


class PageDecision(msgspec.Struct, frozen=True, kw_only=True):
    """How a page is to be saved. `mode` is a MatchingMode, or SYNC to keep every link."""

    job_id: int
    store_id: int
    mode: str
    link_stock: bool
    sku_id: int | None


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Listings of one store as they were read, each once, with what is to become of them; and
    those that could not be read.
    """

    listings: Listings
    decision: PageDecision
    unread: tuple[UnreadListing, ...] = ()


class PageRead(msgspec.Struct, frozen=True, kw_only=True):
    """A page and how far its job is with it: saved both or neither."""

    page: Page
    reached: Reached


class Pages:
    """Saves pages. Thread-safe."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock
        self._group_commit = GroupCommit(self._save_all, _apart)

    def reading(self) -> AbstractContextManager[None]:
        """For a job while it reads pages: those of jobs that read at the same time are saved
        together.
        """
        return self._group_commit.taking_part()

    def save(self, read: PageRead) -> None:
        """Saves a page with its job's checkpoint, in one transaction."""
        self._group_commit.save(read)

    def _save_all(self, reads: Sequence[PageRead]) -> None:
        stores = {read.page.decision.store_id for read in reads}
        with self._db.write(
            LISTINGS, PROGRESS, *((LISTINGS, store_id) for store_id in stores)
        ) as transaction:
            self._save_pages(transaction, [read.page for read in reads])
            save_checkpoints(transaction, [read.reached for read in reads])

    def save_page(self, transaction: Transaction, page: Page) -> None:
        """Saves and records listings inside the caller's transaction; doing it again changes
        nothing.
        """
        self._save_pages(transaction, [page])

    def _save_pages(self, transaction: Transaction, pages: Sequence[Page]) -> None:
        frame = _frame(pages)
        with transaction.lent(staged=frame):
            self._save(transaction, frame)
        for page in pages:
            of_job = (page.decision.store_id, page.decision.job_id)
            record_unread(transaction, *of_job, page.unread)

    def _save(self, transaction: Transaction, frame: Listings) -> None:
        now = self._clock()
        if "BY_CODE" in frame["mode"].unique().to_pylist():
            match_staged(transaction)
        else:
            transaction.run("pages.match_nothing")
        span = _span(frame)
        transaction.run("pages.decide", **span)
        [decided] = transaction.rows("pages.count_decided")
        if decided["unread"]:
            transaction.run("pages.forget_unread", **span)
            transaction.run("pages.forget_numberless")
        if decided["changed"]:
            self._record_changed(transaction, span)
            append_changed(transaction, now, span)
        else:
            transaction.run("pages.record_plain", **span)
        if decided["new"]:
            append_new(transaction, now)
            transaction.run("pages.add_new", now=to_utc(now))
        if decided["stale"]:
            transaction.run("pages.update_offer", now=to_utc(now), **span)
        if decided["stale_beside_offer"]:
            transaction.run("pages.update_beside_offer", **span)
        if decided["renamed"]:
            transaction.run("doubts.listings_renamed")
            tell_listings(transaction)
            transaction.run("doubts.record_renamed")

    def _record_changed(self, transaction: Transaction, span: Span) -> None:
        before = transaction.rows("pages.changed_before", **span)
        again = any(old["line_outcome"] for old in before)
        after = transaction.rows("pages.changed_after")
        new = {row["channel_product_no"]: row for row in after}
        changes = _changes([(old, new[old["channel_product_no"]]) for old in before])
        with transaction.lent(page_changes=changes):
            transaction.run("pages.record", **span)
            if again:
                transaction.run("pages.record_again", **span)


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
