"""Weighs an uploaded sheet before it is read: a small file may unpack to more than any machine
holds, or be as wide as a million columns.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from engine.errors import BadFile

MAX_ROWS = 1_000_000
MAX_COLUMNS = 1_000  # with something in them; NAVER's widest sheet has some eighty
MAX_UNPACKED = 400 * 1024 * 1024  # a million rows of SKUs are some 150 MB
MAX_RATIO, LIGHT = 150, 8 * 1024 * 1024  # real sheets unpack to ten to thirty times; light ones do
MAX_PARTS = 5_000  # of a workbook: sheets, pictures, settings
MAX_SETTINGS, MAX_MARKS = 16 * 1024 * 1024, 600_000  # of a part that is no sheet: bytes, elements
MAX_TEXTS = 4_000_000  # kept once for all cells
ROW_BYTES = 2 * 1024 * 1024  # of one row, with what stands around it
LINE_SIGNS = 2 * 1024 * 1024  # of one row of a CSV file
_PIECE = 1024 * 1024
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
_TEXTS = re.compile(r"sharedstrings\d*\.xml$", re.IGNORECASE)
_XML = (".xml", ".rels")

TOO_LARGE = (
    "The .xlsx file unpacks to more than a sheet can be ({limit} MB). Copy the table alone into a"
    " new sheet and save it as .xlsx."
)
TOO_MANY_ROWS = "The sheet has more than {limit} rows. Split it."
TOO_WIDE = (
    "The sheet has more than {limit} columns. Keep those that are needed, and delete the others."
)


def refuse_bomb(content: bytes) -> None:
    """Raises BadFile for a workbook that would take too much to read. Looks at its directory, then
    goes over what its parts unpack to, a piece at a time, without keeping any.
    """
    if content.count(b"PK\x01\x02") > MAX_PARTS:  # each line of a directory begins so
        raise _too_large()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise _too_large()
        if any(part.file_size > max(LIGHT, part.compress_size * MAX_RATIO) for part in parts):
            raise _too_large()
        for part in parts:
            if part.filename.lower().endswith(_XML):
                _weigh(archive, part)


def refuse_wide(columns: int) -> None:
    """Raises BadFile for a row of more columns than a sheet has."""
    if columns > MAX_COLUMNS:
        raise BadFile(TOO_WIDE, limit=f"{MAX_COLUMNS:,}")


class Rows:
    """The lines of a text on their way to a CSV reader; a row in quotes may be of several. Raises
    BadFile for one longer than any row.
    """

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._signs = lines, 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._signs += len(line)
            if self._signs > LINE_SIGNS:
                raise BadFile(TOO_WIDE, limit=f"{MAX_COLUMNS:,}")
            yield line

    def row_is_whole(self) -> None:
        """The next line begins another row."""
        self._signs = 0


def lines(content: bytes, encoding: str) -> Iterator[str]:
    """The lines of a text, one at a time. Raises BadFile for one longer than any row."""
    text = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    while line := text.readline(LINE_SIGNS + 1):
        if len(line) > LINE_SIGNS:
            raise BadFile(TOO_WIDE, limit=f"{MAX_COLUMNS:,}")
        yield line


def _weigh(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if _SHEET.search(part.filename):
        _weigh_rows(archive, part)
    elif _TEXTS.search(part.filename):
        _count(archive, part, (b"<si>", b"<si/>", b":si>", b":si/>"), MAX_TEXTS)
    elif part.file_size > MAX_SETTINGS:
        raise _too_large()
    else:
        _count(archive, part, (b"<",), MAX_MARKS)


def _weigh_rows(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    rows, since = 0, 0
    for piece in _pieces(archive, part):
        mark = b"<row" if b"<row" in piece else b":row"  # some write <x:row>
        rows += piece.count(mark)
        since = len(piece) - piece.rfind(mark) if mark in piece else since + len(piece)
        if rows > MAX_ROWS + 1:  # the heading
            raise BadFile(TOO_MANY_ROWS, limit=f"{MAX_ROWS:,}")
        if since > ROW_BYTES:
            raise BadFile(TOO_WIDE, limit=f"{MAX_COLUMNS:,}")


def _count(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, marks: tuple[bytes, ...], most: int
) -> None:
    found = 0
    for piece in _pieces(archive, part):
        found += sum(map(piece.count, marks))
        if found > most:
            raise _too_large()


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a part unpacks to; an end of the file before its time is told when it is read."""
    try:
        with archive.open(part) as source:
            while piece := source.read(_PIECE):
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return


def _too_large() -> BadFile:
    return BadFile(TOO_LARGE, limit=str(MAX_UNPACKED >> 20))
