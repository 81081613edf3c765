"""The past of listings in the database: append-only, written with the page that showed a change."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias

from engine.clock import to_kst, to_utc
from engine.database.database import Database
from engine.database.transaction import Transaction
from engine.domain.history import ProductChange, ProductState, change

Span: TypeAlias = dict[str, int]  # the least and the most number of some listings


class History:
    """Loads states and changes; what is appended comes from the one place that saves pages."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of_product(self, store_id: int, channel_product_no: int) -> tuple[ProductState, ...]:
        """Every state of one listing, oldest first."""
        rows = self._db.rows(
            "history.of_product", store_id=store_id, channel_product_no=channel_product_no
        )
        return tuple(ProductState(**{**row, "seen_at": _kst(row["seen_at"])}) for row in rows)

    def changes(
        self, store_id: int, from_at: datetime, to_at: datetime, limit: int
    ) -> tuple[ProductChange, ...]:
        """What changed in [from_at, to_at), newest first."""
        rows = self._db.rows(
            "history.changes",
            store_id=store_id,
            from_at=to_utc(from_at),
            to_at=to_utc(to_at),
            limit=limit,
        )
        return tuple(map(_change, rows))


def append_new(transaction: Transaction, now: datetime) -> None:
    """Keeps the first state of listings of the decided `page` that are new here, as seen at
    `now`.
    """
    transaction.run("history.append_new", now=to_utc(now))


def append_changed(transaction: Transaction, now: datetime, span: Span) -> None:
    """Keeps the states on the decided `page` that differ from what is held, as seen at `now`;
    called before the page is saved. `span` holds the page's smallest and largest number.
    """
    transaction.run("history.append_changed", now=to_utc(now), **span)


def _change(row: dict[str, Any]) -> ProductChange:
    return ProductChange(
        channel_product_no=row["channel_product_no"],
        name=row["name"],
        seen_at=_kst(row["seen_at"]),
        changes=change(row),
    )


def _kst(moment: datetime) -> datetime:
    return to_kst(moment) or moment
