"""The seller's own catalogue: SKUs, the rows of an uploaded sheet, and what saving them would
do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

import msgspec

from engine.domain.costs import CostSaid, said
from engine.domain.sheet_rows import SheetRow as SheetRow
from engine.domain.sheet_rows import Unread
from engine.domain.sku_cells import (
    MAX_STOCK,
    MAX_WON,
    BadCell,
    clean,
    code_of,
    cost_or_share,
    costs_from_of,
    number,
    required,
    tax_of,
    text_of,
)
from engine.domain.sku_losses import Loss, losses
from engine.domain.vat import TaxType


class Sku(msgspec.Struct, frozen=True, kw_only=True):
    """One stock item of the seller, with the costs of a day. None means not known, never zero; of
    inbound, advertising and returns it means that a profile, or nobody, says them.
    """

    own_code: str  # 자체상품코드, the key
    unique_code: str | None = None  # 고유상품코드
    name: str
    option_name: str | None = None
    cost_won: int | None = None
    stock_quantity: int | None = None
    packaging_won: int | None = None
    shipping_won: int | None = None
    inbound_won: int | None = None
    ads_won: int | None = None
    ads_mp: int | None = None  # of what the buyer pays, in place of the won
    returns_won: int | None = None
    returns_mp: int | None = None
    sku_group: str | None = None  # cost profiles are made for groups
    tax_type: TaxType | None = None  # goes before what NAVER tells of the listing
    sku_id: int | None = None

    @property
    def ads(self) -> CostSaid | None:
        """Advertising as the sheet says it."""
        return said(self.ads_won, self.ads_mp)

    @property
    def returns(self) -> CostSaid | None:
        """Returns as the sheet says them."""
        return said(self.returns_won, self.returns_mp)


class SkuSuggestion(msgspec.Struct, frozen=True, kw_only=True):
    """A SKU that a person may mean; `similarity` of the names is 0..100. With `near_code` it has
    the code of the listing but for spaces, dashes and underscores that stand elsewhere.
    """

    sku: Sku
    similarity: int
    near_code: bool = False


class RowState(StrEnum):
    """What saving a row would do."""

    NEW = "NEW"
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"


class PlannedSku(msgspec.Struct, frozen=True, kw_only=True):
    """A good row: the SKU it stands for and what saving would do; `before` is what is held now."""

    row: int
    state: RowState
    sku: Sku
    before: Sku | None = None
    costs_from: date | None = None  # None: from the day it is saved


class RejectedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row that will not be saved and why: `text` with `params` is the translatable sentence."""

    row: int
    own_code: str
    text: str
    params: dict[str, str] = {}


class SkuPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What an uploaded sheet would do; nothing is saved yet."""

    rows: int
    planned: tuple[PlannedSku, ...]
    rejected: tuple[RejectedRow, ...]
    losses: tuple[Loss, ...] = ()  # costs that are known and would not be
    passed_over: tuple[str, ...] = ()  # headings that are not taken

    @property
    def to_allow(self) -> tuple[Loss, ...]:
        """The losses a person has to allow before it is saved."""
        return tuple(loss for loss in self.losses if loss.must_be_allowed)

    def count(self, state: RowState) -> int:
        """How many good rows are in that state."""
        return sum(1 for row in self.planned if row.state is state)


def plan_skus(
    rows: Iterable[SheetRow],
    held: Mapping[str, Sku],
    held_on: Mapping[date, Mapping[str, Sku]] = MappingProxyType({}),
    *,
    zeroed: Mapping[str, str] = MappingProxyType({}),
    known: Mapping[str, int] = MappingProxyType({}),
    passed_over: tuple[str, ...] = (),
) -> SkuPlan:
    """What saving `rows` would do to the SKUs `held` (by own code), or to those held on the day the
    costs of a row are to begin. The first of two rows with one code counts. `zeroed` are held codes
    with zeros by what a spreadsheet makes of them; `known` tells of how many SKUs of the catalogue
    a cost is known, by its column; `passed_over` are headings not taken.

    A column the sheet does not have keeps what is held; an empty cell makes the value unknown.
    """
    planned: list[PlannedSku] = []
    rejected: list[RejectedRow] = []
    first_row: dict[str, int] = {}
    total = 0
    for row in rows:
        total += 1
        code = clean(row.cells.get("own_code", ""))
        try:
            _refuse_surplus(row.surplus)
            _refuse_unread(row.unread)
            _refuse_repeated(code, row.row, first_row)
            _refuse_zeroed(code, held, zeroed)
            planned.append(_planned(row, code, held, held_on))
            first_row[code] = row.row
        except BadCell as bad:
            rejected.append(
                RejectedRow(row=row.row, own_code=code[:60], text=bad.text, params=bad.params)
            )
    return SkuPlan(
        rows=total,
        planned=tuple(planned),
        rejected=tuple(rejected),
        losses=losses(((one.before, one.sku) for one in planned if one.before is not None), known),
        passed_over=passed_over,
    )


def _planned(
    row: SheetRow,
    code: str,
    held: Mapping[str, Sku],
    held_on: Mapping[date, Mapping[str, Sku]],
) -> PlannedSku:
    """What saving one row would do. Raises BadCell."""
    costs_from = costs_from_of(row.cells)
    before = (held if costs_from is None else held_on.get(costs_from, held)).get(code)
    sku = _sku(row.cells, before)
    return PlannedSku(
        row=row.row, state=_state(sku, before), sku=sku, before=before, costs_from=costs_from
    )


def _refuse_surplus(text: str) -> None:
    """An unquoted comma pushes the cells of a row to the right: its numbers would be others'."""
    if text:
        raise BadCell(
            "{value} stands right of the last column of the heading."
            " Put numbers with commas in quotes, or leave the commas out.",
            value=text[:40],
        )


def _refuse_unread(unread: Mapping[str, Unread]) -> None:
    """A cell that cannot be read is not an empty one: what is held would become unknown."""
    for field, cell in unread.items():
        raise BadCell(cell.text, **cell.params, column=field)


def _refuse_repeated(code: str, row: int, first_row: Mapping[str, int]) -> None:
    if code in first_row:
        raise BadCell(
            "The own code {code} already stands in row {first}. Keep one of the two rows.",
            code=code,
            first=str(first_row[code]),
        )


def _refuse_zeroed(code: str, held: Mapping[str, Sku], zeroed: Mapping[str, str]) -> None:
    """The code 123 of a sheet that a spreadsheet saved may be 00123: it makes no new SKU."""
    if code in zeroed and code not in held:
        raise BadCell(
            "The own code {code} is not known, but {held} is: spreadsheets drop zeros."
            " Format the cells as text and type it again; if both exist, put both into the sheet.",
            code=code,
            held=zeroed[code],
        )


def _state(sku: Sku, before: Sku | None) -> RowState:
    if before is None:
        return RowState.NEW
    return RowState.UNCHANGED if sku == before else RowState.CHANGED


def _sku(cells: Mapping[str, str], before: Sku | None) -> Sku:
    return Sku(
        own_code=code_of(cells, "own_code", before) or required(cells, "own_code", before),
        unique_code=code_of(cells, "unique_code", before),
        name=required(cells, "name", before),
        option_name=text_of(cells, "option_name", before),
        cost_won=number(cells, "cost_won", before, MAX_WON),
        stock_quantity=number(cells, "stock_quantity", before, MAX_STOCK),
        packaging_won=number(cells, "packaging_won", before, MAX_WON),
        shipping_won=number(cells, "shipping_won", before, MAX_WON),
        inbound_won=number(cells, "inbound_won", before, MAX_WON),
        **cost_or_share(cells, "ads", before),
        **cost_or_share(cells, "returns", before),
        sku_group=text_of(cells, "sku_group", before),
        tax_type=tax_of(cells, "tax_type", before),
        sku_id=before.sku_id if before else None,
    )
