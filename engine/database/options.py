"""Options of imported listings in the database, and the matches they make where a listing's own
code makes none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import pyarrow as pa
from msgspec.structs import astuple

from engine.clock import Clock, to_utc
from engine.database.changes import Changes, decode, differences, encode, joined
from engine.database.checkpoints import Reached, save_checkpoints
from engine.database.database import PROGRESS, Database
from engine.database.delayed_writes import DelayedWrites
from engine.database.doubts import tell_options
from engine.database.matching import match_codes, match_staged, read_match
from engine.database.transaction import Transaction
from engine.domain.matching import Match, normal_form
from engine.domain.product_jobs import Outcome
from engine.domain.products import ChannelProduct, ProductDetail, ProductOption

SAVED_EVERY_SECONDS, MOST_UNSAVED = 8.0, 500  # twenty stores at two answers a second: 320
_DETAILS = pa.schema(
    [
        ("store_id", pa.int32()),
        ("origin_product_no", pa.int64()),
        ("modified_at", pa.timestamp("us")),
        ("tax_type", pa.string()),
    ]
)
_OPTIONS = pa.schema(
    [
        ("store_id", pa.int32()),
        ("origin_product_no", pa.int64()),
        ("code_normal", pa.string()),
        ("option_id", pa.int64()),  # from here on the fields of ProductOption
        ("name", pa.string()),
        ("seller_code", pa.string()),
        ("stock_quantity", pa.int64()),
        ("price_won", pa.int64()),
        ("usable", pa.bool_()),
    ]
)
_LINK = ("match_kind", "sku_code", "match_doubt", "stock_linked")


class DetailWanted(msgspec.Struct, frozen=True, kw_only=True):
    """An origin product whose options are to be read. `modified_at` is UTC without a zone, as
    stored.
    """

    origin_product_no: int
    channel_product_no: int
    modified_at: datetime | None


class OptionsRead(msgspec.Struct, frozen=True, kw_only=True):
    """Products of one store that were read, and how far their job is with them."""

    store_id: int
    details: tuple[tuple[DetailWanted, ProductDetail], ...]
    reached: Reached


class Options:
    """Loads, saves and matches options. `delayed` holds what jobs have read, for some seconds: a
    power cut loses those seconds' answers, nothing else does.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock
        self.delayed = DelayedWrites(self._save_all, SAVED_EVERY_SECONDS, MOST_UNSAVED)

    def unread(self, store_id: int, job_id: int, *, linked: bool = False) -> list[DetailWanted]:
        """Origin products of a job that no code matched and whose options are not known as they are
        now; only those that have a link by options if `linked`.
        """
        rows = self._db.rows("options.unread", store_id=store_id, job_id=job_id, linked=linked)
        return [DetailWanted(**row) for row in rows]

    def unread_matched(self, store_id: int, job_id: int, most: int) -> list[DetailWanted]:
        """Origin products of a job with a SKU of which it is not known what each option costs, or
        how they are taxed: what is on sale and sold most first, `most` of them.
        """
        asked = {"store_id": store_id, "job_id": job_id, "most": most}
        rows = self._db.rows("options.unread_matched", **asked)
        return [DetailWanted(**row) for row in rows]

    def _save_all(self, reads: Sequence[OptionsRead]) -> None:
        with self._db.write(PROGRESS) as transaction:
            self.save(transaction, reads)

    def save(self, transaction: Transaction, reads: Sequence[OptionsRead]) -> None:
        """Saves the options of origin products, at which state of the product they were read, and
        where the jobs go on.
        """
        found = {
            (read.store_id, wanted.origin_product_no): (wanted, detail)
            for read in reads
            for wanted, detail in read.details
        }
        with transaction.lent(details=_detail_frame(found), options=_option_frame(found)):
            transaction.run("options.drop_old")
            transaction.run("options.save")
            transaction.run("options.save_state", now=to_utc(self._clock()))
            transaction.run("doubts.origins_read")
            tell_options(transaction)
        save_checkpoints(transaction, [read.reached for read in reads])

    def match(
        self, transaction: Transaction, store_id: int, job_id: int, *, link_stock: bool | None
    ) -> None:
        """Gives the listings of a job that their own code does not match what their options match,
        and says so in the report; doing it again changes nothing. With `link_stock` None, as a sync
        wants it, only links by options are looked at, and no stock link begins.
        """
        of_job = {"store_id": store_id, "job_id": job_id}
        transaction.run("options.find_codeless", **of_job, linked=link_stock is None)
        self._decide(transaction, store_id, link_stock)
        self._record(transaction, job_id)
        self._apply(transaction, store_id)

    def match_one(
        self, transaction: Transaction, store_id: int, channel_product_no: int, *, link_stock: bool
    ) -> None:
        """The same for one listing, after a person linked an option of it or unlinked one."""
        one = {"store_id": store_id, "channel_product_no": channel_product_no}
        transaction.run("options.find_one", **one)
        self._decide(transaction, store_id, link_stock)
        self._apply(transaction, store_id)

    def _decide(self, transaction: Transaction, store_id: int, link_stock: bool | None) -> None:
        transaction.run("options.stage", store_id=store_id)
        match_codes(transaction)  # which are doubtful was told when they were read
        transaction.run("options.gather")
        transaction.run("options.decide", link_stock=link_stock)

    def _apply(self, transaction: Transaction, store_id: int) -> None:
        transaction.run("options.apply", store_id=store_id, now=to_utc(self._clock()))

    def _record(self, transaction: Transaction, job_id: int) -> None:
        of_job = {"job_id": job_id}
        transaction.run("options.record", **of_job)
        lines = transaction.rows("options.changed", **of_job)
        if not lines:
            return
        changes = [_changes(line) for line in lines]
        numbers = pa.array([line["channel_product_no"] for line in lines], pa.int64())
        outcomes = [Outcome.CHANGED if each else Outcome.UNCHANGED for each in changes]
        frame = {
            "channel_product_no": numbers,
            "outcome": pa.array(outcomes, pa.string()),
            "changes": pa.array([encode(each) if each else None for each in changes], pa.string()),
        }
        with transaction.lent(option_changes=pa.table(frame)):
            transaction.run("options.record_changes", **of_job)

    def match_of(self, listing: ChannelProduct, options: Sequence[ProductOption]) -> Match:
        """What the options of a listing match together by their codes; nothing is saved."""
        sold = [option for option in options if option.usable is not False]
        frame = pa.table(
            {
                "channel_product_no": pa.array(range(len(sold)), pa.int64()),
                "listing_no": pa.array([0] * len(sold), pa.int64()),
                "by_hand": pa.array([False] * len(sold), pa.bool_()),
                "seller_management_code": pa.array([o.seller_code for o in sold], pa.string()),
                "code_normal": pa.array([normal_form(o.seller_code) for o in sold], pa.string()),
                "name": pa.array([f"{listing.name} {o.name}" for o in sold], pa.string()),
                "brand_name": pa.array([listing.brand_name] * len(sold), pa.string()),
                "match_doubt": pa.array([False] * len(sold), pa.bool_()),
            }
        )
        with self._db.read() as transaction, transaction.lent(staged=frame):
            match_staged(transaction)
            transaction.run("options.gather")
            found = transaction.rows("options.read_match")
        return read_match(found[0]) if found else Match()


def _changes(line: dict[str, Any]) -> Changes:
    """What the whole job changed of a listing, its page's changes included."""
    before = {field: line[f"held_{field}"] for field in _LINK}
    return joined(decode(line["changes"]), differences(before, line), _LINK)


_Found = Mapping[tuple[int, int], tuple[DetailWanted, ProductDetail]]  # by store and origin number


def _detail_frame(found: _Found) -> pa.Table:
    rows = [
        (*numbers, wanted.modified_at, detail.tax_type or "")  # read, and nothing told
        for numbers, (wanted, detail) in found.items()
    ]
    return _table(rows, _DETAILS)


def _option_frame(found: _Found) -> pa.Table:
    """The options and supplements of all those products; of one met twice the last counts."""
    rows = [
        (*numbers, normal_form(option.seller_code), *astuple(option))
        for numbers, (_, detail) in found.items()
        for option in {option.option_id: option for option in _kept(detail)}.values()
    ]
    return _table(rows, _OPTIONS)


def _kept(detail: ProductDetail) -> Iterator[ProductOption]:
    """Options, and supplements under numbers below zero: NAVER counts the two apart."""
    yield from detail.options
    for supplement in detail.supplements:
        yield msgspec.structs.replace(supplement, option_id=-supplement.option_id)


def _table(rows: Sequence[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    columns = [*zip(*rows, strict=True)] if rows else [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
