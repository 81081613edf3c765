"""Cells of a workbook as a person sees them, or named as not to be trusted.

openpyxl opens the file; the cells are read here, since it tells neither that a formula has no
stored value nor, at our speed, how a number is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import IO
from xml.etree.ElementTree import Element, iterparse

import msgspec
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import from_excel

from engine.domain.number_formats import MAX_DIGITS, plain, shown
from engine.domain.sheet_rows import (
    ERROR_VALUE,
    NO_TEXT,
    NO_VALUE,
    SHOWN_OTHERWISE,
    TOO_LONG,
    Unread,
)
from engine.sheets.weight import MAX_COLUMNS, refuse_wide

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ROW, _CELL, _VALUE, _FORMULA, _INLINE = (f"{_NS}{name}" for name in ("row", "c", "v", "f", "is"))
_TEXT, _RUN = f"{_NS}t", f"{_NS}r"
_LAST_ROW = 1_048_576
_KOREAN_DATES = frozenset((*range(27, 37), *range(50, 59)))  # built in where Excel speaks Korean


class Book(msgspec.Struct, kw_only=True):
    """What the cells of a workbook refer to."""

    texts: Sequence[str]
    formats: Sequence[int]  # the number format of each style
    codes: Mapping[int, str]
    epoch: object
    computed: bool  # False where the program that wrote it left the formulas to the next one
    styles: dict[str, str | None] = {}  # None for dates


def rows(source: IO[bytes], book: Book) -> Iterator[list[str | Unread]]:
    """The rows of a sheet, missing ones empty."""
    last = 0
    for _event, element in iterparse(source):
        if element.tag != _ROW:
            continue
        told = int(element.get("r") or last + 1)
        if told > _LAST_ROW:
            raise ValueError(f"row {told}")
        yield from ([] for _missing in range(last + 1, told))
        last = told
        yield _row(element, book)
        element.clear()


def _row(element: Element, book: Book) -> list[str | Unread]:
    cells: list[str | Unread] = []
    for cell in element.iterfind(_CELL):
        name = cell.get("r")
        if name:
            place = _place(name)
            if place < len(cells):
                raise ValueError(f"cell {name}")
            if place >= MAX_COLUMNS:
                _refuse_told(cell, book, place)
                continue
            cells += [""] * (place - len(cells))
        cells.append(_cell(cell, book))
    refuse_wide(len(cells))
    return cells


def _refuse_told(cell: Element, book: Book, place: int) -> None:
    """Cells far to the right are often coloured, and empty: those are passed over."""
    if _cell(cell, book):
        refuse_wide(place + 1)


_PLACES: dict[str, int] = {}


def _place(name: str) -> int:
    letters = name.rstrip("0123456789")
    place = _PLACES.get(letters)
    if place is None:
        place = _PLACES[letters] = column_index_from_string(letters) - 1
    return place


def _cell(cell: Element, book: Book) -> str | Unread:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(_INLINE)
        return "" if inline is None else _rich(inline)
    value = cell.findtext(_VALUE)
    if kind == "s":
        return "" if value is None else book.texts[int(value)]
    if not (book.computed and value) and cell.find(_FORMULA) is not None:
        shows_nothing = book.computed and kind == "str"  # a formula whose value is an empty text
        return "" if shows_nothing else Unread(NO_VALUE)
    if not value:
        return ""
    if kind == "n":
        return _number(value, cell.get("s", "0"), book)
    if kind == "e":
        return Unread(ERROR_VALUE, {"value": value})
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    return value


def _rich(inline: Element) -> str:
    runs = [inline, *inline.iterfind(_RUN)]
    return "".join(run.findtext(_TEXT) or "" for run in runs)


def _number(value: str, style: str, book: Book) -> str | Unread:
    if style not in book.styles:
        book.styles[style] = _code(book, int(style))
    code = book.styles[style]
    if code == "General" and value.isdecimal() and len(value) <= MAX_DIGITS:
        return value
    if code is None:
        return _day(value, book)
    number = _kept(value)
    if number is None:
        return Unread(TOO_LONG, {"value": value[:40]})
    text = shown(number, code)
    if text is None:
        return Unread(SHOWN_OTHERWISE, {"value": plain(number), "format": code[:40]})
    return text


def _code(book: Book, style: int) -> str | None:
    number = book.formats[style]
    code = book.codes.get(number) or BUILTIN_FORMATS.get(number, "General")
    return None if number in _KOREAN_DATES or is_date_format(code) else code


def _kept(value: str) -> Decimal | None:
    """The number to the digits that a spreadsheet keeps: 3300.0000000000005 is 3300. None for a
    whole number of more.
    """
    exact = Decimal(value)
    kept = Decimal(format(exact, f".{MAX_DIGITS}g"))
    if not kept.is_finite() or abs(kept) >= 10**MAX_DIGITS:
        return None
    return kept


def _day(value: str, book: Book) -> str | Unread:
    try:
        day = from_excel(float(value), book.epoch)
        return day.isoformat() if hasattr(day, "year") else Unread(NO_TEXT, {"value": str(day)})
    except (OverflowError, ValueError):
        return Unread(NO_TEXT, {"value": value[:40]})
