"""Listings: preview, import, sync, link, export, past."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from pathlib import Path

from engine.clock import KST
from engine.database.history import History
from engine.database.products import Products
from engine.database.skus import Skus
from engine.domain.boards import ImportedProduct, LeftWithoutSku, PreviewPage, PreviewRow
from engine.domain.history import ProductChange, ProductState
from engine.domain.links import LinkPart, NewLink
from engine.domain.matching import AcceptedMatch, DoubtfulMatch, Match, MatchKind
from engine.domain.pasted import Found, terms
from engine.domain.people import Role
from engine.domain.products import ProductSearch
from engine.domain.switches import ApiGroup
from engine.errors import BadRequest
from engine.jobs.clients import Clients
from engine.operations.access import Access, needs
from engine.operations.export import write_listings
from engine.operations.preview import match_of, preview


class ProductOperations:
    """What is asked of listings."""

    def __init__(
        self, access: Access, products: Products, skus: Skus, history: History, clients: Clients
    ) -> None:
        self._access, self._products, self._skus = access, products, skus
        self._history, self._clients = history, clients

    @needs(Role.OPERATOR)
    def preview(
        self, store_id: int, search: ProductSearch, *, page: int = 1, size: int = 100
    ) -> PreviewPage:
        """A page of the store's listings as NAVER shows them now; nothing is saved."""
        return preview(
            self._clients.of(store_id, ApiGroup.PRODUCT),
            self._products,
            store_id,
            search,
            page=page,
            size=size,
        )

    @needs(Role.OPERATOR)
    def match_of(self, store_id: int, listing: PreviewRow) -> Match:
        """What a listing matches by code, its options' codes included; asks NAVER for options."""
        return match_of(self._clients.of(store_id, ApiGroup.PRODUCT), self._products, listing)

    @needs(Role.ANALYST)
    def get(self, store_id: int, channel_product_no: int) -> ImportedProduct | None:
        """A listing as we hold it, None where we do not."""
        return self._products.get(store_id, channel_product_no)

    @needs(Role.ANALYST)
    def find(self, store_id: int, text: str, *, limit: int = 100) -> Found:
        """The imported listings that a text means: names, seller codes, SKU codes or numbers, one
        or many, by lines or commas.
        """
        return self._products.find(store_id, terms(text), limit)

    @needs(Role.ANALYST)
    def unmatched(
        self, store_id: int, *, kind: MatchKind = MatchKind.NONE, limit: int = 500
    ) -> tuple[ImportedProduct, ...]:
        """Imported listings without a SKU (NONE) or whose code several SKUs carry (AMBIGUOUS)."""
        return self._products.with_match(store_id, kind, limit)

    @needs(Role.ANALYST)
    def doubtful(self, store_id: int, *, limit: int = 500) -> tuple[DoubtfulMatch, ...]:
        """Matches by code whose names have little in common, of listings and of their options."""
        return self._products.doubts.of_store(store_id, limit)

    @needs(Role.ANALYST)
    def accepted(self, store_id: int, *, limit: int = 500) -> tuple[AcceptedMatch, ...]:
        """Doubtful matches that were accepted, with who said so and when; the latest first."""
        return self._products.doubts.accepted(store_id, limit)

    @needs(Role.OPERATOR)
    def accept_matches(
        self, store_id: int, numbers: Collection[int], *, link_stock: bool = False
    ) -> None:
        """Decides that listings belong to the SKUs that their codes and those of their options lead
        to, whatever the names say: it lasts over imports and syncs. With `link_stock` the stock of
        those with one SKU of their own code follows it.
        """
        name = self._access.actor.name
        self._products.doubts.accept(store_id, sorted(numbers), name, link_stock=link_stock)
        for number in sorted(numbers):
            listing = self._products.get(store_id, number)
            self._access.note(
                "product.accept_match",
                store_id=store_id,
                subject=str(number),
                after=link_facts(listing) if listing else {},
            )

    @needs(Role.OPERATOR)
    def withdraw_acceptance(self, store_id: int, channel_product_no: int) -> None:
        """Takes back that the matches of a listing were accepted: they are doubtful again."""
        held(self._products, store_id, channel_product_no)
        self._products.doubts.withdraw(store_id, channel_product_no)
        self._access.note(
            "product.withdraw_acceptance", store_id=store_id, subject=str(channel_product_no)
        )

    @needs(Role.ANALYST)
    def history(self, store_id: int, channel_product_no: int) -> tuple[ProductState, ...]:
        """Every state of an imported listing that was seen, oldest first."""
        return self._history.of_product(store_id, channel_product_no)

    @needs(Role.ANALYST)
    def changes(
        self, store_id: int, *, from_on: date, to_on: date, limit: int = 1000
    ) -> tuple[ProductChange, ...]:
        """What changed on the KST days from `from_on` to before `to_on`, newest first."""
        start, end = (datetime.combine(day, time(), KST) for day in (from_on, to_on))
        return self._history.changes(store_id, start, end, limit)

    @needs(Role.OPERATOR)
    def link(
        self, store_id: int, channel_product_no: int, sku_id: int | None, *, link_stock: bool
    ) -> ImportedProduct:
        """Links an imported listing to one piece of a SKU chosen by hand, or to none; without a
        SKU the stock link is off.
        """
        before = held(self._products, store_id, channel_product_no)
        links = self._products.links
        if sku_id is None:
            links.unlink(store_id, channel_product_no, self._access.actor.name)
        else:
            parts = (LinkPart(code=self._skus.get(sku_id).own_code),)
            link = NewLink(
                channel_product_no=channel_product_no, parts=parts, stock_linked=link_stock
            )
            links.save(store_id, [link])
        linked = held(self._products, store_id, channel_product_no)
        self._access.note(
            "product.link",
            store_id=store_id,
            subject=str(channel_product_no),
            before=link_facts(before),
            after=link_facts(linked),
        )
        return linked

    @needs(Role.OPERATOR)
    def leave_without_sku(self, store_id: int, channel_product_no: int) -> None:
        """Decides that a listing needs no SKU: it has none, waits for none and no import matches
        it, until that is taken back or a SKU is chosen by hand.
        """
        before = held(self._products, store_id, channel_product_no)
        self._products.leave_without_sku(store_id, channel_product_no, self._access.actor.name)
        self._access.note(
            "product.leave_without_sku",
            store_id=store_id,
            subject=str(channel_product_no),
            before=link_facts(before),
            after=link_facts(held(self._products, store_id, channel_product_no)),
        )

    @needs(Role.OPERATOR)
    def want_sku(self, store_id: int, channel_product_no: int) -> None:
        """Takes back that a listing needs no SKU: it waits for one again."""
        held(self._products, store_id, channel_product_no)
        self._products.want_sku(store_id, channel_product_no)
        self._access.note("product.want_sku", store_id=store_id, subject=str(channel_product_no))

    @needs(Role.ANALYST)
    def left_without_sku(self, store_id: int, *, limit: int = 500) -> tuple[LeftWithoutSku, ...]:
        """The listings that need no SKU, with who decided that and when; the latest first."""
        return self._products.left_without_sku(store_id, limit)

    @needs(Role.ANALYST)
    def export(self, store_id: int, path: Path) -> int:
        """Writes every imported listing to a .csv or .parquet file; the number of rows."""
        return write_listings(self._products, self._access.held(store_id).store_id, path)


def held(products: Products, store_id: int, channel_product_no: int) -> ImportedProduct:
    """A listing we hold. Raises BadRequest where we do not."""
    found = products.get(store_id, channel_product_no)
    if found is None:
        raise BadRequest(
            "The listing {number} is not imported yet. Import it first.",
            number=str(channel_product_no),
        )
    return found


def link_facts(listing: ImportedProduct) -> dict[str, str | None]:
    """What the audit tells of a listing's link."""
    return {"sku": listing.sku_code, "stock_linked": "yes" if listing.stock_linked else "no"}
