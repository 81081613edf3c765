"""Listings: preview, import, sync, link, export, past."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import msgspec

from engine.clock import KST, today
from engine.domain.boards import ImportedProduct, PreviewPage, PreviewRow
from engine.domain.history import ProductChange, ProductState
from engine.domain.jobs import ImportRequest, JobKind
from engine.domain.matching import Match, MatchingMode, MatchKind
from engine.domain.people import Role
from engine.domain.products import PeriodType, ProductSearch
from engine.domain.switches import ApiGroup
from engine.doors.door import Door, needs
from engine.errors import BadRequest, MatchingNotAllowed
from engine.jobs.export import export_products
from engine.jobs.prerequisites import require_prerequisites
from engine.jobs.preview import match_of, preview


class ProductDoor(Door):
    """What is asked of listings."""

    @needs(Role.OPERATOR)
    def preview(
        self, store_id: int, search: ProductSearch, *, page: int = 1, size: int = 100
    ) -> PreviewPage:
        """A page of the store's listings as NAVER shows them now; nothing is saved."""
        return preview(
            self._clients.of(store_id, ApiGroup.PRODUCT),
            self._rooms.products,
            store_id,
            search,
            page=page,
            size=size,
        )

    @needs(Role.OPERATOR)
    def match_of(self, store_id: int, listing: PreviewRow) -> Match:
        """What a listing matches by code, its options' codes included; asks NAVER for options."""
        return match_of(self._clients.of(store_id, ApiGroup.PRODUCT), self._rooms.products, listing)

    @needs(Role.ANALYST)
    def imported_product(self, store_id: int, channel_product_no: int) -> ImportedProduct | None:
        """A listing as we hold it, None where we do not."""
        return self._rooms.products.get(store_id, channel_product_no)

    @needs(Role.ANALYST)
    def unmatched(
        self, store_id: int, *, kind: MatchKind = MatchKind.NONE, limit: int = 500
    ) -> tuple[ImportedProduct, ...]:
        """Imported listings without a SKU (NONE) or whose code several SKUs carry (AMBIGUOUS)."""
        return self._rooms.products.with_match(store_id, kind, limit)

    @needs(Role.ANALYST)
    def product_history(self, store_id: int, channel_product_no: int) -> tuple[ProductState, ...]:
        """Every state of an imported listing that was seen, oldest first."""
        return self._history.of_product(store_id, channel_product_no)

    @needs(Role.ANALYST)
    def product_changes(
        self, store_id: int, *, from_on: date, to_on: date, limit: int = 1000
    ) -> tuple[ProductChange, ...]:
        """What changed on the KST days from `from_on` to before `to_on`, newest first."""
        start, end = (datetime.combine(day, time(), KST) for day in (from_on, to_on))
        return self._history.changes(store_id, start, end, limit)

    @needs(Role.OPERATOR)
    def submit_import(self, request: ImportRequest) -> int:
        """Starts an import; the number of its job. Raises PrerequisitesMissing, MatchingNotAllowed,
        AlreadyRunning.
        """
        require_prerequisites(self._held(request.store_id).store_id, self._rooms.prerequisites)
        self._check_mode(request)
        return self._submit(JobKind.PRODUCT_IMPORT, request)

    def _check_mode(self, request: ImportRequest) -> None:
        by_choice = request.mode is MatchingMode.BY_CHOICE
        if by_choice and (len(request.numbers) != 1 or request.sku_id is None):
            raise MatchingNotAllowed(
                "A SKU can be chosen for one listing at a time. Choose one listing and one SKU."
            )
        if not by_choice and request.sku_id is not None:
            raise MatchingNotAllowed(
                "A SKU goes only with the mode of choosing one. Choose that mode."
            )
        if request.sku_id is not None:
            self._rooms.skus.get(request.sku_id)

    @needs(Role.OPERATOR)
    def submit_sync(self, request: ImportRequest, *, changed_only: bool = False) -> int:
        """Starts a sync of the given numbers, or of all that is imported; the number of its job.

        With `changed_only` NAVER is asked only for what it says was modified since the last whole
        reading, a day of overlap included; deletions are found by whole readings alone.
        """
        require_prerequisites(self._held(request.store_id).store_id, self._rooms.prerequisites)
        if changed_only and not request.numbers:
            search = self._modified_since_last_reading(request.store_id)
            request = msgspec.structs.replace(request, search=search)
        return self._submit(JobKind.PRODUCT_SYNC, request)

    def _modified_since_last_reading(self, store_id: int) -> ProductSearch | None:
        last = self._boards.counts()[store_id][1]
        if last is None:
            return None
        return ProductSearch(
            period_type=PeriodType.PROD_MOD_DAY,
            from_on=last.date() - timedelta(days=1),
            to_on=today(self._clock),
        )

    @needs(Role.OPERATOR)
    def link(
        self, store_id: int, channel_product_no: int, sku_id: int | None, *, link_stock: bool
    ) -> ImportedProduct:
        """Links an imported listing to a SKU chosen by hand, or to none; without a SKU the stock
        link is off.
        """
        if sku_id is not None:
            self._rooms.skus.get(sku_id)
        before = self._rooms.products.get(store_id, channel_product_no)
        self._rooms.products.link(store_id, channel_product_no, sku_id, stock_linked=link_stock)
        linked = self._rooms.products.get(store_id, channel_product_no)
        if linked is None:
            raise BadRequest(
                "The listing {number} is not imported yet. Import it first.",
                number=str(channel_product_no),
            )
        self._note(
            "product.link",
            store_id=store_id,
            subject=str(channel_product_no),
            before=_link(before) if before else {},
            after=_link(linked),
        )
        return linked

    @needs(Role.ANALYST)
    def export_products(self, store_id: int, path: Path) -> int:
        """Writes every imported listing to a .csv or .parquet file; the number of rows."""
        return export_products(self._rooms.products, self._held(store_id).store_id, path)


def _link(listing: ImportedProduct) -> dict[str, str | None]:
    return {"sku": listing.sku_code, "stock_linked": "yes" if listing.stock_linked else "no"}
