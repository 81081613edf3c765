"""What is no sheet is called what it is, with what to do about it."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from engine.errors import BadFile
from engine.sheets import read_sheet

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ROWS = "sku,상품명,원가\nA-1,컵,5000\nA-2,접시,3000\n"


def named(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(name, "x")
    return file.getvalue()


def ods() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", "<x/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "called", "todo"),
    [
        (OLE + "Workbook".encode("utf-16-le"), "old Excel file (.xls)", "save it as Excel work"),
        (OLE, "old Excel file (.xls)", "(.xlsx)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked with a password", "remove the"),
        (OLE + "WordDocument".encode("utf-16-le"), "another program", ".xlsx or CSV"),
        (b"<## NASCA DRM FILE - VER1.00 ##>" + bytes(90), "document security", "released"),
        (b"\x9b DRMONE  This Document" + bytes(90), "document security", "released"),
        (b"<html><table><tr><td>sku</td></tr></table></html>", "web page (HTML)", ".xlsx"),
        (b"\xef\xbb\xbf\r\n <!DOCTYPE html>\n<html>", "web page (HTML)", ".xlsx"),
        (b"<!-- made --><TABLE border=1><tr>", "web page (HTML)", ".xlsx"),
        (b'<meta charset="utf-8"><table>', "web page (HTML)", ".xlsx"),
        (b"<?xml version='1.0'?><html><table>", "web page (HTML)", ".xlsx"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "web page (HTML)", ".xlsx"),
        (
            b'<?xml?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "Excel 2003",
            ".xlsx",
        ),
        (b"<?xml version='1.0'?><feed/>", "neither a CSV nor an .xlsx", "one of these"),
        (ROWS.encode("utf-16"), "UTF-16 text", '"CSV UTF-8'),
        (b"\xfe\xff" + ROWS.encode("utf-16-be"), "UTF-16 text", '"CSV UTF-8'),
        (ROWS.encode("utf-16-le"), "UTF-16 text", '"CSV UTF-8'),
        (ROWS.encode("utf-16-be"), "UTF-16 text", '"CSV UTF-8'),
        (named("xl/workbook.bin"), "(.xlsb)", ".xlsx"),
        (named("Index/Document.iwa"), "Numbers file", ".xlsx"),
        (named("word/document.xml"), "another program", ".xlsx"),
        (named("sheet.csv"), "an archive", "Unpack"),
        (ods(), "OpenDocument sheet (.ods)", ".xlsx"),
        (b"\x1f\x8b\x08" + bytes(50), "an archive", "Unpack"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n\xff\xff\x00", "a PDF", ".xlsx"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "a picture", ".xlsx"),
        (bytes(range(256)) * 8, "neither a CSV nor an .xlsx file", "one of these"),
    ],
)
def test_what_is_no_sheet_is_called_what_it_is(content: bytes, called: str, todo: str) -> None:
    for name in ("원가표.xls", "원가표.csv"):
        with pytest.raises(BadFile) as caught:
            list(read_sheet(name, content))

        said = str(caught.value)
        assert said.startswith(name)
        assert called in said
        assert todo in said
        assert "\x00" not in said


def test_a_workbook_with_a_document_inside_is_still_a_workbook() -> None:
    book = openpyxl.Workbook()
    for row in (("sku", "상품명"), ("A-1", "컵")):
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    with zipfile.ZipFile(file, "a") as made:
        made.writestr("xl/embeddings/x.docx", named("word/document.xml"))

    assert [row.cells["name"] for row in read_sheet("a.xlsx", file.getvalue())] == ["컵"]


@pytest.mark.parametrize(
    "text", ["sku,상품명\nA-1,<html> 티\n", "sku,상품명,메모\nA-1,<table>,%PDF\n"]
)
def test_a_sheet_that_speaks_of_other_files_is_a_sheet(text: str) -> None:
    assert len(list(read_sheet("a.csv", text.encode()))) == 1
