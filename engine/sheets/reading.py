"""Reads an uploaded sheet (CSV in UTF-8 or CP949, or .xlsx) into rows of text."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence

from engine.domain.sheet_headings import Layout, Places, placed
from engine.domain.sheet_rows import WATCHED, SheetRow, Unread, of_book, of_text
from engine.domain.sku_headings import SKU_LAYOUT
from engine.errors import BadFile
from engine.sheets.kinds import is_archive, refuse_no_sheet
from engine.sheets.weight import MAX_ROWS, TOO_MANY_ROWS, Rows, lines, refuse_wide

MAX_BYTES = 50 * 1024 * 1024
_PIECE = 1024 * 1024


class Sheet:
    """The rows of a sheet by our column names; `passed_over` are the headings that are not taken.

    Rows are read while one goes over them: BadFile may be raised then.
    """

    def __init__(self, places: Places, rows: Iterator[SheetRow]) -> None:
        self.passed_over, self._rows = places.passed_over, rows

    def __iter__(self) -> Iterator[SheetRow]:
        return self._rows


def read_sheet(filename: str, content: bytes, layout: Layout = SKU_LAYOUT) -> Sheet:
    """A sheet by our column names; empty rows are passed over. Raises BadFile with what is
    wrong.
    """
    if len(content) > MAX_BYTES:
        raise BadFile("The file is larger than {limit} MB. Split it.", limit=str(MAX_BYTES >> 20))
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        raise BadFile("The file is empty. Choose a sheet with a heading row and rows below it.")
    refuse_no_sheet(filename, content)
    is_book = is_archive(content)
    table = _xlsx(content) if is_book else _csv(content)
    heading = [cell if isinstance(cell, str) else "" for cell in next(table, ())]
    places = placed(heading, layout)
    return Sheet(places, _rows(table, places, None if is_book else len(heading)))


def _rows(
    table: Iterator[Sequence[str | Unread]], places: Places, width: int | None
) -> Iterator[SheetRow]:
    """The rows below the heading; in a CSV file, of that `width`, cells may have shifted."""
    found = 0
    for number, cells in enumerate(table, start=2):
        if not any(not isinstance(cell, str) or cell.strip() for cell in cells):
            continue
        found += 1
        if found > MAX_ROWS:
            raise BadFile(TOO_MANY_ROWS, limit=f"{MAX_ROWS:,}")
        yield _row(number, cells, places, width)
    if not found:
        raise BadFile("The sheet has a heading but no rows. Add rows below it.")


def _row(number: int, cells: Sequence[str | Unread], places: Places, width: int | None) -> SheetRow:
    told: dict[str, str] = {}
    unread: dict[str, Unread] = {}
    meaning = of_book if width is None else of_text
    for field, where in places.fields.items():
        cell = _cell(cells, where)
        if isinstance(cell, str) and cell and cell[0] in WATCHED:
            cell = meaning(cell)
        if isinstance(cell, str):
            told[field] = cell
        else:
            told[field], unread[field] = "", cell
    for field in places.percent:
        told[field] = _share(told[field])
    shifted = width is not None and len(cells) > width
    surplus = [str(one) for one in cells[width:]] if shifted else []
    return SheetRow(
        row=number, cells=told, surplus=next(filter(str.strip, surplus), ""), unread=unread
    )


def _cell(cells: Sequence[str | Unread], where: tuple[int, ...]) -> str | Unread:
    for place in where:
        if place < len(cells) and cells[place]:
            return cells[place]
    return ""


def _share(text: str) -> str:
    """A bare number below a heading with a percent sign."""
    return f"{text.strip()}%" if text.strip() and "%" not in text else text


def _csv(content: bytes) -> Iterator[Sequence[str]]:
    encoding = _encoding(content)
    first = next(lines(content, encoding), "")
    delimiter = max(",;\t", key=first.count)
    told = Rows(lines(content, encoding))
    try:
        for row in csv.reader(told, delimiter=delimiter, strict=True):
            told.row_is_whole()
            refuse_wide(len(row))
            yield row
    except csv.Error as error:
        raise BadFile(
            "The CSV file is damaged: {reason}. Save it again from the spreadsheet.",
            reason=str(error),
        ) from error


def _encoding(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp949"):
        if _is(encoding, content):
            return encoding
    raise BadFile("The file is neither UTF-8 nor CP949 text. Save it as CSV UTF-8 or as .xlsx.")


def _is(encoding: str, content: bytes) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _PIECE):
            decoder.decode(content[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _xlsx(content: bytes) -> Iterator[Sequence[str | Unread]]:
    from engine.sheets.workbooks import (
        read_workbook,
    )  # openpyxl takes a tenth of a second to import

    return read_workbook(content)
