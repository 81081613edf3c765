"""Doubts of matches in the database: told when a code leads to a SKU of another name, until a
person accepts the match.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from engine.clock import Clock, to_kst, to_utc
from engine.database.database import LISTINGS, Database
from engine.database.transaction import Transaction
from engine.domain.likeness import names_differ
from engine.domain.matching import AcceptedMatch, DoubtfulMatch

AT_ONCE = 125_000  # so many names are compared in one transaction


class Doubts:
    """Loads doubtful matches, and keeps which of them a person accepted."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def tell_untold(self) -> None:
        """Tells the doubts of what an older version matched; nothing to do at any later start."""
        while self._db.value("doubts.count_options_untold"):
            with self._db.write() as transaction:
                transaction.run("doubts.origins_untold", most=AT_ONCE)
                tell_options(transaction)
        while self._db.value("doubts.count_listings_untold"):
            with self._db.write() as transaction:
                transaction.run("doubts.listings_untold", most=AT_ONCE)
                transaction.run("doubts.origins_of_listings")
                tell_listings(transaction)
                tell_by_options(transaction)

    def of_store(self, store_id: int, limit: int) -> tuple[DoubtfulMatch, ...]:
        """The doubtful matches of a store, of listings and of options, by listing."""
        rows = self._db.rows("doubts.doubtful", store_id=store_id, limit=limit)
        return tuple(DoubtfulMatch(**row) for row in rows)

    def accepted(self, store_id: int, limit: int) -> tuple[AcceptedMatch, ...]:
        """The accepted matches of a store, the latest first."""
        rows = self._db.rows("doubts.accepted", store_id=store_id, limit=limit)
        return tuple(
            AcceptedMatch(**{**row, "accepted_at": to_kst(row["accepted_at"])}) for row in rows
        )

    def accept(
        self, store_id: int, numbers: Sequence[int], accepted_by: str, *, link_stock: bool
    ) -> None:
        """Keeps that listings belong to the SKUs they and their options have, and who said so."""
        now = to_utc(self._clock())
        with (
            self._db.write(LISTINGS, (LISTINGS, store_id)) as transaction,
            transaction.lent(asked=_numbers(numbers)),
        ):
            transaction.run("doubts.accept", store_id=store_id, accepted_by=accepted_by, now=now)
            tell_again(transaction, store_id)
            if link_stock:
                transaction.run("doubts.link_accepted", store_id=store_id, now=now)

    def withdraw(self, store_id: int, channel_product_no: int) -> None:
        """Takes back that a match was accepted: it is doubtful again as its names say."""
        listing = {"store_id": store_id, "channel_product_no": channel_product_no}
        with (
            self._db.write(LISTINGS, (LISTINGS, store_id)) as transaction,
            transaction.lent(asked=_numbers([channel_product_no])),
        ):
            transaction.run("doubts.withdraw", **listing)
            tell_again(transaction, store_id)


def tell_matched(transaction: Transaction) -> None:
    """Marks the doubtful rows of the temporary table `matched`, made of those of `staged`."""
    found = transaction.columns("matching.read_names")
    differ = names_differ(found["name"], found["sku_name"], found["brand_name"])
    if differ.any():
        with transaction.lent(differing=_frame(found, differ, "channel_product_no")):
            transaction.run("matching.tell_doubts")


def tell_listings(transaction: Transaction) -> None:
    """Tells anew whether the matches of the listings in `listing_to_tell` are doubtful."""
    found = transaction.columns("doubts.listing_names")
    transaction.run("doubts.trust_listings")
    differ = names_differ(found["name"], found["sku_name"], found["brand_name"])
    if differ.any():
        with transaction.lent(differing=_frame(found, differ, "store_id", "channel_product_no")):
            transaction.run("doubts.doubt_listings")


def tell_options(transaction: Transaction) -> None:
    """Tells anew whether the matches of options of the products in `origin_to_tell` are
    doubtful.
    """
    found = transaction.columns("doubts.option_names")
    transaction.run("doubts.trust_options")
    differ = names_differ(found["name"], found["sku_name"], found["brand_name"])
    if differ.any():
        keys = ("store_id", "origin_product_no", "option_id")
        with transaction.lent(differing=_frame(found, differ, *keys)):
            transaction.run("doubts.doubt_options")


def tell_by_options(transaction: Transaction) -> None:
    """Tells it of the listings in `origin_to_tell` that are matched by their options."""
    transaction.run("doubts.doubt_by_options")


def tell_of_skus(transaction: Transaction) -> None:
    """Tells it anew of all that has one of the SKUs in `sku_touched`."""
    transaction.run("doubts.listings_of_skus")
    transaction.run("doubts.origins_of_skus")
    tell_listings(transaction)
    tell_options(transaction)
    tell_by_options(transaction)


def tell_again(transaction: Transaction, store_id: int) -> None:
    """Tells it anew of the listings in the registered frame `asked`, and of their options."""
    transaction.run("doubts.listings_accepted", store_id=store_id)
    transaction.run("doubts.origins_accepted", store_id=store_id)
    tell_listings(transaction)
    tell_options(transaction)
    tell_by_options(transaction)


def _frame(found: dict[str, Any], rows: Any, *keys: str) -> pa.Table:
    return pa.table({key: pa.array(found[key][rows], pa.int64()) for key in keys})


def _numbers(numbers: Sequence[int]) -> pa.Table:
    return pa.table({"channel_product_no": pa.array(list(numbers), pa.int64())})
