"""Options of imported listings in the database, and the matches they make where a listing's own
code makes none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from engine.clock import Clock, to_utc
from engine.domain.jobs import Outcome
from engine.domain.matching import Match, normal_form
from engine.domain.products import ProductDetail, ProductOption
from engine.store.changes import Changes, decode, differences, encode, joined
from engine.store.database import Database, dicts
from engine.store.matching import match_staged, read_match

_OPTIONS = pa.schema(
    [
        ("origin_product_no", pa.int64()),
        ("option_id", pa.int64()),
        ("name", pa.string()),
        ("seller_code", pa.string()),
        ("code_normal", pa.string()),
        ("stock_quantity", pa.int64()),
        ("price_won", pa.int64()),
        ("usable", pa.bool_()),
    ]
)
_LINK = ("match_kind", "sku_code", "stock_linked")


class DetailWanted(msgspec.Struct, frozen=True, kw_only=True):
    """An origin product whose options are to be read. `modified_at` is UTC without a zone, as
    stored.
    """

    origin_product_no: int
    channel_product_no: int
    modified_at: datetime | None


class Options:
    """Loads, saves and matches options."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def unread(self, store_id: int, job_id: int) -> list[DetailWanted]:
        """Origin products of a job that no code matched and whose options are not known as they are
        now.
        """
        rows = self._db.rows("options.unread", store_id=store_id, job_id=job_id)
        return [DetailWanted(**row) for row in rows]

    def save(
        self,
        cursor: duckdb.DuckDBPyConnection,
        store_id: int,
        details: Sequence[tuple[DetailWanted, ProductDetail]],
    ) -> None:
        """Saves the options of origin products and at which state of the product they were read."""
        cursor.register("details", _detail_frame([wanted for wanted, _ in details]))
        cursor.register("options", _option_frame(details))
        of_store = {"store_id": store_id}
        cursor.execute(self._db.sql("options.drop_old"), of_store)
        cursor.execute(self._db.sql("options.save"), of_store)
        cursor.execute(
            self._db.sql("options.save_state"), {**of_store, "now": to_utc(self._clock())}
        )
        cursor.unregister("details")
        cursor.unregister("options")

    def match(
        self, cursor: duckdb.DuckDBPyConnection, store_id: int, job_id: int, *, link_stock: bool
    ) -> None:
        """Gives the listings of a job that their own code does not match what their options match,
        and says so in the report; doing it again changes nothing.
        """
        of_job = {"store_id": store_id, "job_id": job_id}
        cursor.execute(self._db.sql("options.find_codeless"), of_job)
        cursor.execute(self._db.sql("options.stage"), {"store_id": store_id})
        match_staged(self._db, cursor)
        cursor.execute(self._db.sql("options.gather"))
        cursor.execute(self._db.sql("options.decide"), {"link_stock": link_stock})
        self._record(cursor, job_id)
        cursor.execute(
            self._db.sql("options.apply"), {"store_id": store_id, "now": to_utc(self._clock())}
        )

    def _record(self, cursor: duckdb.DuckDBPyConnection, job_id: int) -> None:
        of_job = {"job_id": job_id}
        cursor.execute(self._db.sql("options.record"), of_job)
        lines = dicts(cursor.execute(self._db.sql("options.changed"), of_job))
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
        cursor.register("option_changes", pa.table(frame))
        cursor.execute(self._db.sql("options.record_changes"), of_job)
        cursor.unregister("option_changes")

    def match_of(self, options: Sequence[ProductOption]) -> Match:
        """What the options of one product match together by their codes; nothing is saved."""
        coded = [option for option in options if normal_form(option.seller_code)]
        frame = pa.table(
            {
                "channel_product_no": pa.array(range(len(coded)), pa.int64()),
                "origin_product_no": pa.array([0] * len(coded), pa.int64()),
                "seller_management_code": pa.array([o.seller_code for o in coded], pa.string()),
                "code_normal": pa.array([normal_form(o.seller_code) for o in coded], pa.string()),
            }
        )
        with self._db.read() as cursor:
            cursor.register("staged", frame)
            match_staged(self._db, cursor)
            cursor.execute(self._db.sql("options.gather"))
            found = dicts(cursor.execute(self._db.sql("options.read_match")))
        return read_match(found[0]) if found else Match()


def _changes(line: dict[str, Any]) -> Changes:
    """What the whole job changed of a listing, its page's changes included."""
    before = {field: line[f"held_{field}"] for field in _LINK}
    return joined(decode(line["changes"]), differences(before, line), _LINK)


def _detail_frame(wanted: Sequence[DetailWanted]) -> pa.Table:
    return pa.table(
        {
            "origin_product_no": pa.array([row.origin_product_no for row in wanted], pa.int64()),
            "modified_at": pa.array([row.modified_at for row in wanted], pa.timestamp("us")),
        }
    )


def _option_frame(details: Sequence[tuple[DetailWanted, ProductDetail]]) -> pa.Table:
    rows = [
        {
            "origin_product_no": wanted.origin_product_no,
            "code_normal": normal_form(option.seller_code),
            **msgspec.structs.asdict(option),
        }
        for wanted, detail in details
        for option in {option.option_id: option for option in detail.options}.values()
    ]
    return pa.Table.from_pylist(rows, schema=_OPTIONS)
