"""Imported listings in the database: what is held of each, its link, and what NAVER no longer
lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from engine.clock import Clock, to_kst, to_utc
from engine.database.database import Database
from engine.database.doubts import Doubts
from engine.database.history import Span
from engine.database.links import Links
from engine.database.matching import match_staged, read_match
from engine.database.options import Options
from engine.database.pages import Pages
from engine.database.staging import stage
from engine.database.transaction import Transaction
from engine.domain.boards import ImportedProduct, LeftWithoutSku
from engine.domain.matching import Match, MatchKind
from engine.domain.pasted import Found, Term
from engine.domain.products import ChannelProduct

STRETCH = 125_000  # listings that are looked through at once


class Products:
    """Loads and saves listings; their links are `links`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock
        self.options = Options(database, clock)
        self.links = Links(database, clock, self.options)
        self.pages = Pages(database, clock)
        self.doubts = Doubts(database, clock)

    def preview_matches(
        self, store_id: int, products: Sequence[ChannelProduct]
    ) -> tuple[dict[int, Match], dict[int, Match]]:
        """The links of those listings we hold, and what each matches by its code; both by
        number.
        """
        frame = stage(products)
        with self._db.read() as transaction, transaction.lent(asked=frame, staged=frame):
            held = transaction.rows("products.held_links", store_id=store_id)
            match_staged(transaction)
            codes = transaction.rows("matching.read_matched")
        return (
            {row["channel_product_no"]: read_match(row) for row in held},
            {row["channel_product_no"]: read_match(row) for row in codes},
        )

    def get(self, store_id: int, channel_product_no: int) -> ImportedProduct | None:
        """One listing we hold, None where we do not."""
        rows = self._db.rows(
            "products.held", store_id=store_id, channel_product_no=channel_product_no
        )
        return _imported(rows[0]) if rows else None

    def with_match(self, store_id: int, kind: MatchKind, limit: int) -> tuple[ImportedProduct, ...]:
        """Listings NAVER still knows whose match is of that kind, by number."""
        rows = self._db.rows("products.with_match", store_id=store_id, match_kind=kind, limit=limit)
        return tuple(map(_imported, rows))

    def find(self, store_id: int, asked: Sequence[Term], limit: int) -> Found:
        """The listings that any of the terms means, `limit` at most, and the terms without any."""
        frame = pa.table(
            {
                "place": pa.array(range(len(asked)), pa.int32()),
                "text": pa.array([one.text for one in asked], pa.string()),
                "code_normal": pa.array([one.code_normal for one in asked], pa.string()),
                "number": pa.array([one.number for one in asked], pa.int64()),
            }
        )
        with self._db.read() as transaction, transaction.lent(asked=frame):
            rows = transaction.rows("products.find", store_id=store_id)
        met = {row["place"] for row in rows}
        numbers = dict.fromkeys(row["channel_product_no"] for row in rows)
        missing = tuple(one.text for place, one in enumerate(asked) if place not in met)
        return Found(numbers=tuple(numbers)[:limit], missing=missing)

    def leave_without_sku(self, store_id: int, channel_product_no: int, decided_by: str) -> None:
        """Keeps that a listing needs no SKU, and who decided it, until it is taken back or a SKU is
        chosen; its link ends.
        """
        self.links.unlink(store_id, channel_product_no, decided_by)
        decision = {"store_id": store_id, "channel_product_no": channel_product_no}
        with self._db.write() as transaction:
            transaction.run(
                "products.leave_without_sku",
                **decision,
                decided_by=decided_by,
                now=to_utc(self._clock()),
            )

    def want_sku(self, store_id: int, channel_product_no: int) -> None:
        """Takes back that a listing needs no SKU."""
        listing = {"store_id": store_id, "channel_product_no": channel_product_no}
        with self._db.write() as transaction:
            transaction.run("products.want_sku", **listing)

    def left_without_sku(self, store_id: int, limit: int) -> tuple[LeftWithoutSku, ...]:
        """Listings that need no SKU, the latest decision first."""
        rows = self._db.rows("products.left_without_sku", store_id=store_id, limit=limit)
        return tuple(
            LeftWithoutSku(**{**row, "decided_at": to_kst(row["decided_at"])}) for row in rows
        )

    def unseen(self, store_id: int, job_id: int) -> list[int]:
        """Numbers of listings we hold that a job has not met, ascending."""
        asked = {"store_id": store_id, "job_id": job_id}
        return [
            row["channel_product_no"]
            for stretch in self._stretches(store_id, "channel_product_no")
            for row in self._db.rows("products.unseen", **asked, **stretch)
        ]

    def seen_origins(self, store_id: int, job_id: int) -> int:
        """How many origin products a job has met."""
        asked = {"store_id": store_id, "job_id": job_id}
        return sum(
            self._db.value("products.seen_origins", **asked, **stretch)
            for stretch in self._stretches(store_id, "origin_product_no")
        )

    def _stretches(self, store_id: int, number: str) -> list[Span]:
        """The numbers of a store's listings in stretches, each of which is joined in little memory:
        a million lines of a report at once take 70 MB, and twice as long.
        """
        [span] = self._db.rows("products.span", store_id=store_id)
        if not span["held"]:
            return []
        least, most = span[f"least_{number}"], span[f"most_{number}"]
        width = (most - least) // (span["held"] // STRETCH + 1) + 1
        starts = range(least, most + 1, width)
        return [{"least": start, "most": start + width - 1} for start in starts]

    def mark_gone(
        self,
        transaction: Transaction,
        store_id: int,
        job_id: int,
        numbers: Sequence[int],
    ) -> None:
        """Keeps listings NAVER no longer knows, marked so and with their stock link off."""
        with transaction.lent(asked=number_frame(numbers)):
            transaction.run("products.mark_gone", store_id=store_id, now=to_utc(self._clock()))
            transaction.run("products.record_gone", store_id=store_id, job_id=job_id)

    def export(self, store_id: int) -> pa.Table:
        """Every imported listing as a table, by number."""
        with self._db.read() as transaction:
            return transaction.table("products.export", store_id=store_id)


def number_frame(numbers: Iterable[int]) -> pa.Table:
    """Channel product numbers as a frame to join."""
    return pa.table({"channel_product_no": pa.array(list(numbers), pa.int64())})


def _imported(row: dict[str, Any]) -> ImportedProduct:
    return ImportedProduct(
        match=MatchKind(row.pop("match_kind")),
        sku_id=row.pop("sku_id"),
        doubtful=bool(row.pop("doubtful")),
        sku_code=row.pop("sku_code"),
        sku_name=row.pop("sku_name"),
        sku_option=row.pop("sku_option"),
        stock_linked=row.pop("stock_linked"),
        imported_at=to_kst(row.pop("imported_at")) or datetime.min,
        product=_product(row),
    )


def _product(row: dict[str, Any]) -> ChannelProduct:
    moments = {name: to_kst(row[name]) for name in ("sale_end_at", "registered_at", "modified_at")}
    return ChannelProduct(**{**row, **moments})
