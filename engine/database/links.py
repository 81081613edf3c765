"""Links that people made, in the database: of several pieces or SKUs, of options, and those taken
off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from engine.clock import Clock, to_kst, to_utc
from engine.database.database import Database
from engine.database.doubts import tell_again
from engine.database.options import Options
from engine.database.transaction import Transaction
from engine.domain.links import (
    LISTING,
    LinkedOption,
    LinkPart,
    NewLink,
    Parts,
    PastLink,
    parse_link,
)


class Links:
    """Loads, saves and takes off links. A link that has parts of its own is one row a SKU; a
    listing linked to one piece of one SKU has it in its own row.
    """

    def __init__(self, database: Database, clock: Clock, options: Options) -> None:
        self._db, self._clock, self._options = database, clock, options

    def parts(self, store_id: int, channel_product_no: int) -> dict[int, Parts]:
        """The links of a listing that have parts of their own, by option; LISTING is the whole."""
        found: dict[int, Parts] = defaultdict(tuple)
        for row in self._db.rows("links.parts", **_of(store_id, channel_product_no)):
            found[row.pop("option_id")] += (LinkPart(**row),)
        return dict(found)

    def options(self, store_id: int, channel_product_no: int) -> tuple[LinkedOption, ...]:
        """The options of a listing that were read, with the link a person made of each."""
        rows = self._db.rows("links.options", **_of(store_id, channel_product_no))
        return tuple(LinkedOption(**row) for row in rows)

    def past(self, store_id: int, channel_product_no: int) -> tuple[PastLink, ...]:
        """What was taken off a listing and can be put back."""
        rows = self._db.rows("links.past", **_of(store_id, channel_product_no))
        return tuple(PastLink(**{**row, "unlinked_at": to_kst(row["unlinked_at"])}) for row in rows)

    def asked(
        self, store_id: int, numbers: Iterable[int]
    ) -> dict[tuple[int, int], tuple[str | None, bool]]:
        """By number and option of the listings held among `numbers`: what each is linked to, and
        whether the stock of the listing is linked.
        """
        asked = pa.table({"channel_product_no": pa.array(sorted(set(numbers)), pa.int64())})
        with self._db.read() as transaction, transaction.lent(asked=asked):
            rows = transaction.rows("links.of_asked", store_id=store_id)
        return {
            (row["channel_product_no"], row["option_id"]): (row["sku_code"], row["stock_linked"])
            for row in rows
        }

    def sheet(self, store_id: int) -> list[dict[str, Any]]:
        """Every listing, and every option a person linked, with its link."""
        return self._db.rows("links.sheet", store_id=store_id)

    def save(self, store_id: int, links: Sequence[NewLink]) -> None:
        """Keeps links that a person made, all or none; options keep theirs when their listing is
        linked as a whole. Of an option the stock link is that of its listing: it stays off while an
        option in use has no SKU.
        """
        with self._db.write() as transaction:
            self._keep(transaction, store_id, links)
            with transaction.lent(heads=_heads(links)):
                transaction.run("links.accept_anew", store_id=store_id)
                transaction.run("links.choose", store_id=store_id, **self._now())
            for link in links:
                if link.option_id > LISTING:  # supplements are beside what the listing matches
                    of = _of(store_id, link.channel_product_no)
                    self._match(transaction, of, link_stock=link.stock_linked)

    def chosen(self, transaction: Transaction, store_id: int, link: NewLink) -> None:
        """The parts of a listing that an import by choice links; the import saves the rest."""
        self._keep(transaction, store_id, [link])
        with transaction.lent(heads=_heads([link])):
            transaction.run("links.accept_anew", store_id=store_id)

    def _keep(self, transaction: Transaction, store_id: int, links: Sequence[NewLink]) -> None:
        """The parts of links; what was decided before, or taken off, ends with them."""
        of = {"store_id": store_id}
        with transaction.lent(heads=_heads(links), parts=_parts(links)):
            transaction.run("links.drop_others", **of)
            transaction.run("links.save_parts", **of)
            transaction.run("links.want_sku", **of)
            transaction.run("links.begin_anew", **of)

    def _match(self, transaction: Transaction, of: dict[str, int], *, link_stock: bool) -> None:
        """What a listing matches by its options, after one was linked."""
        self._options.match_one(transaction, **of, link_stock=link_stock)
        if link_stock:
            transaction.run("links.link_stock", **of, **self._now())

    def unlink(self, store_id: int, channel_product_no: int, unlinked_by: str) -> None:
        """Takes the link off a listing, and off its options what a person linked them to; that its
        match was accepted ends with it.
        """
        of = _of(store_id, channel_product_no)
        kept = {"unlinked_by": unlinked_by, **self._now()}
        with self._db.write() as transaction:
            transaction.run("links.forget_past", **of, option_id=None)
            transaction.run("links.keep_listing", **of, **kept)
            transaction.run("links.keep_options", **of, option_id=None, **kept)
            transaction.run("links.drop_parts", **of, option_id=None)
            transaction.run("links.forget_accepted", **of)
            transaction.run("links.keep_accepted", **of)
            transaction.run("doubts.withdraw", **of)
            transaction.run("links.unlink", **of, **self._now())
            _tell_doubts(transaction, of)

    def unlink_option(
        self,
        store_id: int,
        channel_product_no: int,
        option_id: int,
        unlinked_by: str,
        *,
        stock_linked: bool,
    ) -> None:
        """Takes off what a person linked an option to; the rest of the listing stays, and its stock
        link as far as every option in use has a SKU.
        """
        of = _of(store_id, channel_product_no)
        kept = {"unlinked_by": unlinked_by, **self._now()}
        with self._db.write() as transaction:
            transaction.run("links.forget_past", **of, option_id=option_id)
            transaction.run("links.keep_options", **of, option_id=option_id, **kept)
            transaction.run("links.drop_parts", **of, option_id=option_id)
            if option_id > LISTING:
                self._options.match_one(transaction, **of, link_stock=stock_linked)

    def put_back(self, store_id: int, channel_product_no: int, past: Sequence[PastLink]) -> None:
        """Makes links that were taken off what they were."""
        of = _of(store_id, channel_product_no)
        links = [
            NewLink(
                channel_product_no=channel_product_no,
                option_id=link.option_id,
                parts=parse_link(link.sku_code) if link.sku_code else (),
                stock_linked=link.stock_linked,
            )
            for link in past
        ]
        with self._db.write() as transaction:
            self._keep(transaction, store_id, links)
            listing = next((link for link in past if link.option_id == LISTING), None)
            if listing is not None:
                self._put_back(transaction, of, listing)
            elif any(link.option_id > LISTING for link in past):
                self._match(transaction, of, link_stock=any(link.stock_linked for link in past))

    def _put_back(self, transaction: Transaction, of: dict[str, int], past: PastLink) -> None:
        what = {"sku_id": past.sku_id, "match_kind": past.match_kind}
        stock = {"stock_linked": past.stock_linked}
        transaction.run("links.put_back", **of, **what, **stock, **self._now())
        transaction.run("links.put_back_accepted", **of)
        transaction.run("links.forget_accepted", **of)
        _tell_doubts(transaction, of)

    def _now(self) -> dict[str, Any]:
        return {"now": to_utc(self._clock())}


def _tell_doubts(transaction: Transaction, of: dict[str, int]) -> None:
    asked = pa.table({"channel_product_no": pa.array([of["channel_product_no"]], pa.int64())})
    with transaction.lent(asked=asked):
        tell_again(transaction, of["store_id"])


def _of(store_id: int, channel_product_no: int) -> dict[str, int]:
    return {"store_id": store_id, "channel_product_no": channel_product_no}


def _heads(links: Sequence[NewLink]) -> pa.Table:
    """A row per link, with the code of one that is one piece of one SKU."""
    return pa.table(
        {
            "channel_product_no": pa.array([one.channel_product_no for one in links], pa.int64()),
            "option_id": pa.array([one.option_id for one in links], pa.int64()),
            "code": pa.array([one.only for one in links], pa.string()),
            "stock_linked": pa.array([one.stock_linked for one in links], pa.bool_()),
        }
    )


def _parts(links: Sequence[NewLink]) -> pa.Table:
    """A row per SKU of those links that have parts of their own."""
    apart = [one for one in links if one.option_id != LISTING or one.only is None]
    rows = [(one, place, part) for one in apart for place, part in enumerate(one.parts)]
    return pa.table(
        {
            "channel_product_no": pa.array(
                [one.channel_product_no for one, *_ in rows], pa.int64()
            ),
            "option_id": pa.array([one.option_id for one, *_ in rows], pa.int64()),
            "place": pa.array([place for _, place, _ in rows], pa.int32()),
            "code": pa.array([part.code for *_, part in rows], pa.string()),
            "quantity": pa.array([part.quantity for *_, part in rows], pa.int32()),
        }
    )
