"""Opens and writes .xlsx files."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import InvalidOperation
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from engine.domain.sheet_rows import Unread, runs
from engine.errors import BadFile
from engine.sheets.weight import refuse_bomb
from engine.sheets.workbook_cells import Book, rows

# What openpyxl and zipfile let out when a file is not what they expect.
_DAMAGED = (
    *(InvalidFileException, zipfile.BadZipFile, ParseError, zlib.error, InvalidOperation),
    *(AttributeError, LookupError, TypeError, ValueError, RuntimeError, OSError, EOFError),
)
_LEFT_TO_COMPUTE = re.compile(rb"<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad=[\"'](?:1|true)[\"']")


def read_workbook(content: bytes) -> Iterator[Sequence[str | Unread]]:
    """The rows of the first sheet as a person sees them. Raises BadFile for a damaged file."""
    try:
        refuse_bomb(content)
        yield from _rows(io.BytesIO(content))
    except _DAMAGED as error:
        raise BadFile(
            "The .xlsx file is damaged. Open it in a spreadsheet and save it again as .xlsx."
        ) from error


def _rows(file: io.BytesIO) -> Iterator[list[str | Unread]]:
    computed = _computed(file)
    with warnings.catch_warnings(action="ignore"):  # of styles and rules that no value needs
        book: Any = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        custom = dict(enumerate(book._number_formats, start=164))  # numbers below are built in
        of_book = Book(
            texts=sheet._shared_strings,
            formats=[style.numFmtId for style in book._cell_styles],
            codes=custom,
            epoch=book.epoch,
            computed=computed,
        )
        with sheet._get_source() as source:
            yield from rows(source, of_book)
    finally:
        book.close()


def _computed(file: io.BytesIO) -> bool:
    """Whether the values of formulas are stored: a program that cannot compute them writes zeros,
    and asks for it when the file is opened.
    """
    with zipfile.ZipFile(file) as archive:
        books = [name for name in archive.namelist() if re.search(r"workbook\d*\.xml$", name)]
        return not any(_LEFT_TO_COMPUTE.search(archive.read(name)) for name in books)


def write_workbook(table: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet; texts stay texts, whatever they begin with."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table:
        sheet.append([_written(sheet, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _written(sheet: Any, value: object) -> object:
    if not isinstance(value, str) or not runs(value):
        return value
    cell = WriteOnlyCell(sheet, "'" + value if value.startswith("'") else value)
    cell.data_type, cell.quotePrefix = "s", True
    return cell
