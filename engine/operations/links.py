"""What listings and their options are linked to: made by a person, taken off, put back."""

from __future__ import annotations

import numpy as np

from engine.database.products import Products
from engine.database.skus import Skus
from engine.domain.boards import ImportedProduct
from engine.domain.links import (
    LISTING,
    LinkedOption,
    LinkPart,
    NewLink,
    Parts,
    PastLink,
    Unlinking,
    checked,
    codes_in,
    resolve_link,
    spell_link,
    stock_to_sell,
)
from engine.domain.margin_table import MarginTable, MarginUnit
from engine.domain.matching import MATCHED
from engine.domain.people import Role
from engine.errors import BadRequest, FeeRateUnknown
from engine.operations.access import Access, needs
from engine.operations.margins import MarginOperations
from engine.operations.products import held, link_facts


class LinkOperations:
    """What is asked of links. `option_id` is NAVER's number of an option; LISTING is the whole."""

    def __init__(
        self, access: Access, products: Products, skus: Skus, margins: MarginOperations
    ) -> None:
        self._access, self._products, self._skus = access, products, skus
        self._links, self._margins = products.links, margins

    @needs(Role.ANALYST)
    def parts(self, store_id: int, channel_product_no: int) -> dict[int, Parts]:
        """The links of a listing that are of several pieces, of several SKUs or of an option, by
        option.
        """
        return self._links.parts(store_id, channel_product_no)

    @needs(Role.ANALYST)
    def of(self, store_id: int, channel_product_no: int, *, option_id: int = LISTING) -> Parts:
        """What a listing is linked to as a whole, or what a person linked an option to; nothing
        where there is no such link.
        """
        listing = held(self._products, store_id, channel_product_no)
        parts = self._links.parts(store_id, channel_product_no).get(option_id, ())
        if parts or option_id != LISTING or listing.sku_code is None:
            return parts
        return (LinkPart(code=listing.sku_code),)

    @needs(Role.ANALYST)
    def read(self, text: str) -> Parts:
        """The SKUs and pieces that a text means (CODE*2+CODE). Raises BadRequest for what is no
        link, or no SKU's code.
        """
        return resolve_link(text, self._skus.held(codes_in(text)))

    @needs(Role.ANALYST)
    def to_sell(self, parts: Parts) -> int | None:
        """How many could be sold by the stock that the SKUs say today; None where one says none."""
        held = self._skus.held([part.code for part in parts])
        return stock_to_sell(parts, {code: sku.stock_quantity for code, sku in held.items()})

    @needs(Role.ANALYST)
    def options(self, store_id: int, channel_product_no: int) -> tuple[LinkedOption, ...]:
        """The options of an imported listing that were read."""
        return self._links.options(store_id, channel_product_no)

    @needs(Role.ANALYST)
    def past(self, store_id: int, channel_product_no: int) -> tuple[PastLink, ...]:
        """What was taken off a listing and can be put back."""
        return self._links.past(store_id, channel_product_no)

    @needs(Role.OPERATOR)
    def link(
        self,
        store_id: int,
        channel_product_no: int,
        parts: Parts,
        *,
        option_id: int = LISTING,
        link_stock: bool,
    ) -> ImportedProduct:
        """Links a listing, or an option of it, to SKUs chosen by hand, each with its pieces. Raises
        BadRequest for what is not held.
        """
        self._check_codes(parts)
        before = held(self._products, store_id, channel_product_no)
        was = self._spelled(store_id, before, option_id)
        if option_id != LISTING:
            self._check_option(store_id, channel_product_no, option_id)
        link = NewLink(
            channel_product_no=channel_product_no,
            option_id=option_id,
            parts=parts,
            stock_linked=link_stock or (option_id != LISTING and before.stock_linked),
        )
        self._links.save(store_id, [link])
        return self._noted("product.link", store_id, before, was, option_id)

    @needs(Role.ANALYST)
    def unlinking(
        self, store_id: int, channel_product_no: int, *, option_id: int = LISTING
    ) -> Unlinking:
        """What would go if the link were taken off; nothing is done. Raises BadRequest where there
        is none.
        """
        before = held(self._products, store_id, channel_product_no)
        links = self._links.parts(store_id, channel_product_no)
        self._check_linked(before, option_id, links)
        return Unlinking(
            sku_code=self._spelled(store_id, before, option_id),
            match_kind=before.match,
            stock_linked=before.stock_linked,
            option_links=len(links.keys() - {LISTING}) if option_id == LISTING else 0,
            profit_won=self._profit(store_id, channel_product_no, option_id),
        )

    @needs(Role.OPERATOR)
    def unlink(
        self, store_id: int, channel_product_no: int, *, option_id: int = LISTING
    ) -> ImportedProduct:
        """Takes the link off a listing, with those of its options, or off one option. Raises
        BadRequest where there is none.
        """
        before = held(self._products, store_id, channel_product_no)
        self._check_linked(before, option_id, self._links.parts(store_id, channel_product_no))
        was, person = self._spelled(store_id, before, option_id), self._access.actor.name
        if option_id == LISTING:
            self._links.unlink(store_id, channel_product_no, person)
        else:
            self._links.unlink_option(
                store_id, channel_product_no, option_id, person, stock_linked=before.stock_linked
            )
        return self._noted("product.unlink", store_id, before, was, option_id)

    @needs(Role.OPERATOR)
    def put_back(
        self, store_id: int, channel_product_no: int, *, option_id: int = LISTING
    ) -> ImportedProduct:
        """Undoes `unlink`: the link is what it was, those of options that went with it too. Raises
        BadRequest where nothing was taken off, or a new link was made since.
        """
        before = held(self._products, store_id, channel_product_no)
        past = [
            link
            for link in self._links.past(store_id, channel_product_no)
            if option_id in (LISTING, link.option_id)
        ]
        if not any(link.option_id == option_id for link in past):
            raise BadRequest("No link was taken off here, or a new one was made since.")
        was = self._spelled(store_id, before, option_id)
        self._links.put_back(store_id, channel_product_no, past)
        return self._noted("product.put_back", store_id, before, was, option_id)

    def _check_codes(self, parts: Parts) -> None:
        known = self._skus.held([part.code for part in checked(parts)])
        for part in parts:
            if part.code not in known:
                raise BadRequest("There is no SKU {code}. Check the code.", code=part.code)

    def _check_option(self, store_id: int, channel_product_no: int, option_id: int) -> None:
        options = self._links.options(store_id, channel_product_no)
        if option_id not in {option.option_id for option in options}:
            raise BadRequest(
                "The listing {number} has no option {option}, or its options are not read yet.",
                number=str(channel_product_no),
                option=str(option_id),
            )

    def _check_linked(
        self, before: ImportedProduct, option_id: int, links: dict[int, Parts]
    ) -> None:
        linked = (
            before.match in MATCHED or bool(links) if option_id == LISTING else option_id in links
        )
        if not linked:
            raise BadRequest("There is no link to take off.")

    def _spelled(self, store_id: int, listing: ImportedProduct, option_id: int) -> str | None:
        if option_id == LISTING:
            return listing.sku_code
        parts = self._links.parts(store_id, listing.product.channel_product_no)
        return spell_link(parts[option_id]) if option_id in parts else None

    def _profit(self, store_id: int, channel_product_no: int, option_id: int) -> int | None:
        unit = MarginUnit.LISTING if option_id == LISTING else MarginUnit.OPTION
        try:
            table = self._margins.table(store_id, unit=unit)
        except FeeRateUnknown:
            return None
        return _profit_of(table, channel_product_no, option_id)

    def _noted(
        self, action: str, store_id: int, before: ImportedProduct, was: str | None, option_id: int
    ) -> ImportedProduct:
        """The listing as it is now; the audit tells what its link was and is."""
        number = before.product.channel_product_no
        after = held(self._products, store_id, number)
        self._access.note(
            action,
            store_id=store_id,
            subject=str(number) if option_id == LISTING else f"{number} / {option_id}",
            before={**link_facts(before), "sku": was},
            after={**link_facts(after), "sku": self._spelled(store_id, after, option_id)},
        )
        return after


def _profit_of(table: MarginTable, channel_product_no: int, option_id: int) -> int | None:
    rows = np.flatnonzero(
        (table.channel_product_no == channel_product_no) & (table.option_id == option_id)
    )
    columns = table.tiers[table.store.fee_tier]
    return int(columns.profit_won[rows[0]]) if len(rows) else None
