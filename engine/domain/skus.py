"""The seller's own catalogue: SKUs, the rows of an uploaded sheet, and what saving them would
do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

import msgspec

from engine.domain.costs import CostSaid, said
from engine.domain.fees import FULL_RATE_MP

MAX_WON = 999_999_990  # NAVER's own limit of a price
MAX_STOCK = 99_999_999
MAX_TEXT = 200
FIRST_YEAR, LAST_YEAR = 2000, 2100


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
    """A SKU that a person may mean; `similarity` of the names is 0..100."""

    sku: Sku
    similarity: int


class SheetRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a sheet as text; `row` counts from 1 with the heading, as a spreadsheet shows
    it.
    """

    row: int
    cells: Mapping[str, str]
    surplus: str = ""  # the first text right of the last heading, where there is one


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

    def count(self, state: RowState) -> int:
        """How many good rows are in that state."""
        return sum(1 for row in self.planned if row.state is state)


class _Bad(Exception):
    """A cell that cannot be used; text and params of the reason."""

    def __init__(self, text: str, **params: str) -> None:
        self.text, self.params = text, params


def plan_skus(
    rows: Iterable[SheetRow],
    held: Mapping[str, Sku],
    held_on: Mapping[date, Mapping[str, Sku]] = MappingProxyType({}),
) -> SkuPlan:
    """What saving `rows` would do to the SKUs `held` (by own code), or to those held on the day the
    costs of a row are to begin. The first of two rows with one code counts.

    A column the sheet does not have keeps what is held; an empty cell makes the value unknown.
    """
    planned: list[PlannedSku] = []
    rejected: list[RejectedRow] = []
    first_row: dict[str, int] = {}
    total = 0
    for row in rows:
        total += 1
        code = _clean(row.cells.get("own_code", ""))
        try:
            _refuse_surplus(row.surplus)
            _refuse_repeated(code, row.row, first_row)
            costs_from = _day(row.cells)
            before = (held if costs_from is None else held_on.get(costs_from, held)).get(code)
            sku = _sku(row.cells, before)
            planned.append(
                PlannedSku(
                    row=row.row,
                    state=_state(sku, before),
                    sku=sku,
                    before=before,
                    costs_from=costs_from,
                )
            )
            first_row[code] = row.row
        except _Bad as bad:
            rejected.append(
                RejectedRow(row=row.row, own_code=code[:60], text=bad.text, params=bad.params)
            )
    return SkuPlan(rows=total, planned=tuple(planned), rejected=tuple(rejected))


def _refuse_surplus(text: str) -> None:
    """An unquoted comma pushes the cells of a row to the right: its numbers would be others'."""
    if text:
        raise _Bad(
            "{value} stands right of the last column of the heading."
            " Put numbers with commas in quotes, or leave the commas out.",
            value=text[:40],
        )


def _refuse_repeated(code: str, row: int, first_row: Mapping[str, int]) -> None:
    if code in first_row:
        raise _Bad(
            "The own code {code} already stands in row {first}. Keep one of the two rows.",
            code=code,
            first=str(first_row[code]),
        )


def _state(sku: Sku, before: Sku | None) -> RowState:
    if before is None:
        return RowState.NEW
    return RowState.UNCHANGED if sku == before else RowState.CHANGED


def _sku(cells: Mapping[str, str], before: Sku | None) -> Sku:
    return Sku(
        own_code=_required(cells, "own_code", before),
        unique_code=_text(cells, "unique_code", before),
        name=_required(cells, "name", before),
        option_name=_text(cells, "option_name", before),
        cost_won=_number(cells, "cost_won", before, MAX_WON),
        stock_quantity=_number(cells, "stock_quantity", before, MAX_STOCK),
        packaging_won=_number(cells, "packaging_won", before, MAX_WON),
        shipping_won=_number(cells, "shipping_won", before, MAX_WON),
        inbound_won=_number(cells, "inbound_won", before, MAX_WON),
        **_cost_or_share(cells, "ads", before),
        **_cost_or_share(cells, "returns", before),
        sku_group=_text(cells, "sku_group", before),
        sku_id=before.sku_id if before else None,
    )


def _required(cells: Mapping[str, str], field: str, before: Sku | None) -> str:
    text = _text(cells, field, before)
    if not text:
        raise _Bad("The column {column} is empty. Fill it in.", column=field)
    return text


def _text(cells: Mapping[str, str], field: str, before: Sku | None) -> str | None:
    if field not in cells:
        return getattr(before, field) if before else None
    text = _clean(cells[field])
    if len(text) > MAX_TEXT:
        raise _Bad(
            "The text in {column} is longer than {limit} characters. Shorten it.",
            column=field,
            limit=str(MAX_TEXT),
        )
    return text or None


def _number(cells: Mapping[str, str], field: str, before: Sku | None, limit: int) -> int | None:
    if field not in cells:
        return getattr(before, field) if before else None
    text = _clean(cells[field])
    if not text:
        return None
    value = _whole(text.removesuffix("원").removesuffix("개").strip())
    if value is None:
        raise _Bad(
            "{value} in {column} is not a whole number. Write digits only.",
            value=text[:40],
            column=field,
        )
    if value < 0:
        raise _Bad(
            "{value} in {column} is below zero."
            " Write zero or more, or leave it empty if it is not known.",
            value=text[:40],
            column=field,
        )
    if value > limit:
        raise _Bad(
            "{value} in {column} is above {limit}. Check the number.",
            value=text[:40],
            column=field,
            limit=f"{limit:,}",
        )
    return value


def _cost_or_share(
    cells: Mapping[str, str], field: str, before: Sku | None
) -> dict[str, int | None]:
    """A cost in won, or with a percent sign a share of what the buyer pays."""
    names = f"{field}_won", f"{field}_mp"
    if field not in cells:
        return {name: getattr(before, name) if before else None for name in names}
    text = _clean(cells[field])
    if not text.endswith("%"):
        return {names[0]: _number(cells, field, before, MAX_WON), names[1]: None}
    form = _PERCENT.fullmatch(text.removesuffix("%").strip())
    share_mp = None if form is None else int(form[1]) * 1000 + int((form[2] or "").ljust(3, "0"))
    if share_mp is None or share_mp > FULL_RATE_MP:
        raise _Bad(
            "{value} in {column} is not a share. Write 0 to 100 % with at most three decimals.",
            value=text[:40],
            column=field,
        )
    return {names[0]: None, names[1]: share_mp}


def day_told(cells: Mapping[str, str]) -> date | None:
    """The day from which the costs of a row count, None where it is not told or is no day."""
    text = _clean(cells.get("costs_from", "")).removesuffix("T00:00:00")
    try:
        day = datetime.strptime(re.sub(r"[./]\s?", "-", text).strip("-"), "%Y-%m-%d").date()
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _day(cells: Mapping[str, str]) -> date | None:
    text, day = _clean(cells.get("costs_from", "")), day_told(cells)
    if text and day is None:
        raise _Bad(
            "{value} in {column} is not a day. Write it as 2026-11-23.",
            value=text[:40],
            column="costs_from",
        )
    return day


_PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,3})0*)?")
_WHOLE = re.compile(r"([+-]?)([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.0*)?")


def _whole(text: str) -> int | None:
    """The whole number a cell shows: '1,200' and '1200.0', as spreadsheets write it, are 1200.

    None where it is no whole number, or has commas elsewhere than before thousands.
    """
    form = _WHOLE.fullmatch(text)
    if form is None:
        return None
    return int(form[1] + form[2].replace(",", ""))


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
