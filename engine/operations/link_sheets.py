"""Links of many listings at once: from a sheet, as a sheet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from engine.database.products import Products
from engine.database.skus import Skus
from engine.domain.link_plan import LINK_LAYOUT, LinkPlan, codes_of, numbers_of, plan_links
from engine.domain.links import LinkPart, codes_in, parse_link, spell_link, spells_pieces
from engine.domain.people import Role
from engine.domain.proposed_pieces import pieces_in_name
from engine.domain.skus import RowState
from engine.operations.access import Access, needs
from engine.sheets import make_sheet, read_sheet

COLUMNS = (
    *("channel_product_no", "option_no", "name", "seller_management_code"),
    *("sku_code", "matched_by", "proposed"),
)


class LinkSheetOperations:
    """What is asked of sheets of links."""

    def __init__(self, access: Access, products: Products, skus: Skus) -> None:
        self._access, self._links, self._skus = access, products.links, skus

    @needs(Role.ANALYST)
    def sheet(self, store_id: int, kind: str, headings: Mapping[str, str] | None = None) -> bytes:
        """Every listing with its link, and every option a person linked, as a sheet ("csv" or
        "xlsx") that changes nothing when it is saved again. `proposed` holds the link that a name
        speaks of (1+1, 2개) where one piece of one SKU is linked, or a seller code that is written
        as a link where none is; nobody takes it but a person.
        """
        named = [(headings or {}).get(column, column) for column in COLUMNS]
        rows = self._links.sheet(store_id)
        codes = {code for row in rows for code in codes_in(_spelled(row))}
        known = self._skus.held(codes - {""})
        return make_sheet(kind, named, [_cells(row, known) for row in rows])

    @needs(Role.OPERATOR)
    def plan(self, store_id: int, filename: str, content: bytes) -> LinkPlan:
        """What saving a sheet would do; nothing is saved. Raises BadFile for one that cannot be
        used.
        """
        sheet = read_sheet(filename, content, LINK_LAYOUT)
        rows = list(sheet)
        held = self._links.asked(store_id, numbers_of(rows))
        known = self._skus.held(codes_of(rows))
        return plan_links(rows, held, known, passed_over=sheet.passed_over)

    @needs(Role.OPERATOR)
    def save(self, store_id: int, plan: LinkPlan) -> int:
        """Saves the new and changed links of a plan, all or none; how many. A listing keeps its
        stock link.
        """
        links = [one.link for one in plan.planned if one.state is not RowState.UNCHANGED]
        if links:
            self._links.save(store_id, links)
            self._access.note("product.link_sheet", store_id=store_id, after=_told(len(links)))
        return len(links)


def _told(links: int) -> dict[str, str | None]:
    return {"links": str(links)}


def _cells(row: dict[str, Any], known: Collection[str]) -> list[object]:
    return [proposed(row, known) if column == "proposed" else row[column] for column in COLUMNS]


def _spelled(row: dict[str, Any]) -> str:
    """The seller code of a listing without a SKU, where it is written as several pieces."""
    code = row["seller_management_code"] or ""
    return code if row["sku_code"] is None and spells_pieces(code) else ""


def proposed(row: dict[str, Any], known: Collection[str]) -> str | None:
    """The link the seller code spells, else the same SKU with the pieces that the name speaks of;
    none where several are told.
    """
    if code := _spelled(row):
        return code if all(part.code in known for part in parse_link(code)) else None
    pieces = pieces_in_name(row["name"])
    one_sku = row["matched_by"] in ("EXACT", "NORMAL_FORM", "OPTION")
    if len(pieces) != 1 or not one_sku or row["sku_code"] is None:
        return None
    return spell_link((LinkPart(code=row["sku_code"], quantity=pieces[0]),))
