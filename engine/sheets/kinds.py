"""Tells what an uploaded file is, so that one that is no sheet we read is called what it is."""

from __future__ import annotations

import codecs
import re

from engine.errors import BadFile

OLD_EXCEL = (
    "{file} is an old Excel file (.xls). Open it in Excel and save it as Excel workbook (.xlsx)."
)
LOCKED = (
    "{file} is locked with a password. Open it in Excel, remove the password (File, Info, Protect"
    " workbook), and save it as .xlsx."
)
SEALED = (
    "{file} is sealed by a document security program (DRM). Have it released there, then save it as"
    " .xlsx."
)
WEB_PAGE = (
    "{file} is a web page (HTML), whatever its name ends in. Open it in Excel and save it as Excel"
    " workbook (.xlsx)."
)
XML_SHEET = (
    "{file} is an XML spreadsheet of Excel 2003. Open it in Excel and save it as Excel workbook"
    " (.xlsx)."
)
UTF_16 = (
    '{file} is UTF-16 text ("Unicode text"). Save it as "CSV UTF-8 (comma delimited)" or as .xlsx.'
)
BINARY_EXCEL = (
    "{file} is a binary Excel workbook (.xlsb). Open it in Excel and save it as Excel workbook"
    " (.xlsx)."
)
OPEN_DOCUMENT = "{file} is an OpenDocument sheet (.ods). Save it as Excel workbook (.xlsx)."
NUMBERS = "{file} is a Numbers file of Apple. Export it as Excel (.xlsx) or CSV."
ARCHIVE = "{file} is an archive and no sheet. Unpack it and choose the .xlsx or CSV file in it."
PDF = "{file} is a PDF and no sheet. Choose the .xlsx or CSV file it was made from."
PICTURE = "{file} is a picture and no sheet. Choose an .xlsx or CSV file."
OTHER_OFFICE = (
    "{file} is a document of another program and no sheet. Save its table as .xlsx or CSV."
)
NO_SHEET = "{file} is neither a CSV nor an .xlsx file. Save the sheet as one of these."

_STARTS = (
    (b"%PDF", PDF),
    *((start, PICTURE) for start in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM\x00")),
    *((start, ARCHIVE) for start in (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"ALZ\x01")),
    *((start, SEALED) for start in (b"<## NASCA DRM", b"\x9b DRMONE", b"SCDSA00")),
    *((start, UTF_16) for start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)),
)
_IN_ZIP = (  # in what order: a name, or the beginning of an archive
    (b"mimetypeapplication/vnd.oasis.opendocument", OPEN_DOCUMENT),
    (b"xl/workbook.bin", BINARY_EXCEL),
    (b"Index/Document.iwa", NUMBERS),
    (b"word/document.xml", OTHER_OFFICE),
    (b"ppt/presentation.xml", OTHER_OFFICE),
)
_WORKBOOK = re.compile(rb"xl/workbook\d*\.xml")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and new ones with a password
_HTML = re.compile(
    rb"\s*+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|meta|body|table|style|div)\b"
)


def refuse_no_sheet(filename: str, content: bytes) -> None:
    """Raises BadFile for a file that is neither text nor a workbook, naming what it is."""
    found = _kind(content)
    if found:
        raise BadFile(found, file=filename)


def is_archive(content: bytes) -> bool:
    """Whether it is what an .xlsx file is too."""
    return content[:4] == b"PK\x03\x04"


def _kind(content: bytes) -> str | None:
    if content.startswith(_OLE):
        return _ole(content)
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if b"DRMONE" in content[:64]:
        return SEALED
    return _zip(content) if is_archive(content) else _text(content)


def _ole(content: bytes) -> str:
    """Names of the parts of such a file are UTF-16."""
    for name, kind in (
        ("EncryptedPackage", LOCKED),
        ("WordDocument", OTHER_OFFICE),
        ("HwpSummaryInformation", OTHER_OFFICE),
        ("PowerPoint Document", OTHER_OFFICE),
    ):
        if name.encode("utf-16-le") in content:
            return kind
    return OLD_EXCEL


def _zip(content: bytes) -> str | None:
    if _WORKBOOK.search(content):
        return None
    for mark, kind in _IN_ZIP:
        if mark in content:
            return kind
    is_whole = b"PK\x01\x02" in content and b"[Content_Types].xml" not in content
    return ARCHIVE if is_whole else None  # one cut short may be a damaged workbook


def _text(content: bytes) -> str | None:
    start = content[:4096].removeprefix(codecs.BOM_UTF8).lower()
    if _HTML.match(start) or start.lstrip().startswith(b"mime-version:"):
        return WEB_PAGE
    if start.lstrip().startswith(b"<?xml"):
        return (
            XML_SHEET if b"schemas-microsoft-com:office:spreadsheet" in start else _html_in(start)
        )
    if b"\x00" in content:
        return UTF_16 if _is_utf_16(content[:4096]) else NO_SHEET
    return None


def _html_in(start: bytes) -> str:
    return WEB_PAGE if b"<html" in start or b"<table" in start else NO_SHEET


def _is_utf_16(start: bytes) -> bool:
    """UTF-16 without its mark: of Latin letters, digits and commas every other byte is NUL."""
    fewer, more = sorted((start[::2].count(0), start[1::2].count(0)))
    return fewer * 10 <= more and more * 20 > len(start)
