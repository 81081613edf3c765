"""Reads and writes .xlsx files."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from engine.errors import BadFile

# What openpyxl and zipfile let out when a file is not what they expect.
_DAMAGED = (
    *(InvalidFileException, zipfile.BadZipFile, ParseError, zlib.error),
    *(AttributeError, LookupError, TypeError, ValueError, RuntimeError, OSError, EOFError),
)


def read_workbook(content: bytes) -> Iterator[Sequence[str]]:
    """The rows of the first sheet as texts. Raises BadFile for a file that is damaged or locked."""
    try:
        yield from _rows(io.BytesIO(content))
    except _DAMAGED as error:
        raise BadFile(
            "The .xlsx file is damaged or locked with a password. Save it again without one."
        ) from error


def _rows(file: io.BytesIO) -> Iterator[Sequence[str]]:
    with warnings.catch_warnings(action="ignore"):  # of styles and rules that no value needs
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write a wrong one, and rows would be cut to it
        for row in sheet.iter_rows(values_only=True):
            yield [_cell(value) for value in row]
    finally:
        book.close()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def write_workbook(rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
