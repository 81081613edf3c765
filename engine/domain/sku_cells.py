"""Cells of a sheet as values: texts, whole numbers, costs in won or as a share, taxes, days."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from engine.domain.costs import StatedCosts
from engine.domain.fees import FULL_RATE_MP
from engine.domain.sheet_rows import NO_TEXT
from engine.domain.typed_numbers import narrow, pieces, why_no_number, won
from engine.domain.vat import TaxType
from engine.errors import BadRequest

MAX_WON = 999_999_990  # NAVER's own limit of a price
MAX_STOCK = 99_999_999
MAX_TEXT = 200
FIRST_YEAR, LAST_YEAR = 2000, 2100

SCIENTIFIC = (
    "{value} in {column} is a number in scientific form, which lost digits."
    " Format the cells as text and type it again."
)
Cells = Mapping[str, str]


class BadCell(Exception):
    """A cell that cannot be used; text and params of the reason."""

    def __init__(self, text: str, **params: str) -> None:
        self.text, self.params = text, params


def stated_costs(cells: Cells) -> StatedCosts:
    """Costs as they are typed, by the names of the sheet's columns; empty is not said. Raises
    BadRequest.
    """
    try:
        return StatedCosts(
            cost_won=number(cells, "cost_won", None, MAX_WON),
            packaging_won=number(cells, "packaging_won", None, MAX_WON),
            shipping_won=number(cells, "shipping_won", None, MAX_WON),
            inbound_won=number(cells, "inbound_won", None, MAX_WON),
            **cost_or_share(cells, "ads", None),
            **cost_or_share(cells, "returns", None),
        )
    except BadCell as bad:
        raise BadRequest(bad.text, **bad.params) from bad


def required(cells: Cells, field: str, before: Any) -> str:
    """A text that must be there. Raises BadCell."""
    text = text_of(cells, field, before)
    if not text:
        raise BadCell("The column {column} is empty. Fill it in.", column=field)
    return text


def code_of(cells: Cells, field: str, before: Any) -> str | None:
    """A code, None where empty; without the column that of `before`. Raises BadCell for one that a
    spreadsheet made a number or a day of: it would be another code.
    """
    text = text_of(cells, field, before)
    if text and field in cells and text[0].isdigit() and not text.isdecimal():
        if _SCIENTIFIC.fullmatch(text):
            raise BadCell(SCIENTIFIC, value=text[:40], column=field)
        if _MONTH_DAY.fullmatch(text):
            raise BadCell(NO_TEXT, value=text[:40], column=field)
    return text


def text_of(cells: Cells, field: str, before: Any) -> str | None:
    """A text, None where empty; without the column that of `before`. Raises BadCell."""
    if field not in cells:
        return getattr(before, field) if before else None
    text = clean(cells[field])
    if len(text) > MAX_TEXT:
        raise BadCell(
            "The text in {column} is longer than {limit} characters. Shorten it.",
            column=field,
            limit=str(MAX_TEXT),
        )
    if text and text[0].isdigit() and "T" in text and _DAY.fullmatch(text):
        raise BadCell(NO_TEXT, value=text.split("T")[0], column=field)
    return text or None


def number(cells: Cells, field: str, before: Any, limit: int) -> int | None:
    """A whole number up to `limit`, None where empty; without the column that of `before`.

    Raises BadCell.
    """
    if field not in cells:
        return getattr(before, field) if before else None
    text = clean(cells[field])
    if not text:
        return None
    value = pieces(text) if field == "stock_quantity" else won(text)
    if value is None:
        raise BadCell(
            why_no_number(text, is_money=field != "stock_quantity"), value=text[:40], column=field
        )
    if value < 0:
        raise BadCell(
            "{value} in {column} is below zero."
            " Write zero or more, or leave it empty if it is not known.",
            value=text[:40],
            column=field,
        )
    if value > limit:
        raise BadCell(
            "{value} in {column} is above {limit}. Check the number.",
            value=text[:40],
            column=field,
            limit=f"{limit:,}",
        )
    return value


def cost_or_share(cells: Cells, field: str, before: Any) -> dict[str, int | None]:
    """A cost in won, or with a percent sign a share of what the buyer pays."""
    names = f"{field}_won", f"{field}_mp"
    if field not in cells:
        return {name: getattr(before, name) if before else None for name in names}
    text = clean(cells[field])
    if not narrow(text).endswith("%"):
        if text and won(text) is None:
            raise BadCell(
                "{value} in {column} is neither whole won nor a share."
                " Write digits, or a share such as 2.5 %.",
                value=text[:40],
                column=field,
            )
        return {names[0]: number(cells, field, before, MAX_WON), names[1]: None}
    form = _PERCENT.fullmatch(narrow(text).removesuffix("%").strip())
    share_mp = None if form is None else int(form[1]) * 1000 + int((form[2] or "").ljust(3, "0"))
    if share_mp is None or share_mp > FULL_RATE_MP:
        raise BadCell(
            "{value} in {column} is not a share. Write 0 to 100 % with at most three decimals.",
            value=text[:40],
            column=field,
        )
    return {names[0]: None, names[1]: share_mp}


def tax_of(cells: Cells, field: str, before: Any) -> TaxType | None:
    """The tax of goods, None where empty; without the column that of `before`. Raises BadCell."""
    if field not in cells:
        return getattr(before, field) if before else None
    text = clean(cells[field])
    if not text:
        return None
    word = re.sub(r"[\s_\-]", "", narrow(text).lower()).removesuffix("상품")
    if word not in _TAXES:
        raise BadCell(
            "{value} in {column} is no tax of goods. Write taxed, tax-exempt or zero-rated.",
            value=text[:40],
            column=field,
        )
    return _TAXES[word]


def day_told(cells: Cells) -> date | None:
    """The day from which the costs of a row count, None where it is not told or is no day."""
    text = clean(cells.get("costs_from", "")).removesuffix("T00:00:00")
    try:
        day = datetime.strptime(re.sub(r"[./]\s?", "-", text).strip("-"), "%Y-%m-%d").date()
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def costs_from_of(cells: Cells) -> date | None:
    """The day from which the costs of a row count. Raises BadCell for what is no day."""
    text, day = clean(cells.get("costs_from", "")), day_told(cells)
    if text and day is None:
        raise BadCell(
            "{value} in {column} is not a day. Write it as 2026-11-23.",
            value=text[:40],
            column="costs_from",
        )
    return day


_TAXES = {
    **dict.fromkeys(("tax", "taxed", "taxable", "taxation", "과세"), TaxType.TAX),
    **dict.fromkeys(
        ("dutyfree", "exempt", "taxexempt", "taxexemption", "면세", "비과세"), TaxType.DUTYFREE
    ),
    **dict.fromkeys(("small", "zerorated", "taxfree", "영세", "영세율"), TaxType.SMALL),
}
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+\d+")
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_MONTH_DAY = re.compile(rf"\d{{1,2}}월 ?\d{{1,2}}일|\d{{1,2}}-(?:{_MONTHS})")  # Excel's, of 3-1
_DAY = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?")
_PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,3})0*)?")
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")


def clean(text: str) -> str:
    """The text in one Unicode form with single spaces and without invisible signs."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())
