"""Small files that unpack to more than a machine holds, or that take a reader for ever."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator

from tests.attacks.cases import Attacks
from tests.sandbox_process import ROOT

attacks = Attacks("fill memory or time by an upload")
SECONDS, MEGABYTES = 2.0, 200.0
MB = 1024 * 1024
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>'.encode()
TEXTS = f'<sst xmlns="{MAIN}"/>'.encode()
FOOT = b"</sheetData></worksheet>"
# Reads a file in a process of its own and tells what it took: the most memory it ever held above
# what it held before, and the seconds of its own work.
MEASURE = """
import json, pathlib, resource, sys, time
import engine.sheets.workbooks
from engine.errors import BadFile
from engine.sheets import read_sheet

def held():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

content = sys.stdin.buffer.read()
list(read_sheet("small.csv", b"sku,option,name" + bytes((10,)) + b"A,b,c"))
before, began = held(), time.process_time()
try:
    for row in read_sheet(sys.argv[1], content):
        pass
    said = None
except BadFile as error:
    said = error.text.format(**error.params)
print(json.dumps([said, time.process_time() - began, held() - before]))
"""


def measured(name: str, content: bytes) -> tuple[str, float, float]:
    """What is said to a file, the seconds and the megabytes it took to say so."""
    command = [sys.executable, "-c", MEASURE, name]
    done = subprocess.run(command, input=content, capture_output=True, cwd=ROOT, check=True)
    said, seconds, megabytes = json.loads(done.stdout)
    assert said is not None, "it was read"
    return said, seconds, megabytes


def refused(content: bytes, why: str, name: str = "bomb.xlsx") -> None:
    """Holds that a file is refused for that, soon and without much memory."""
    said, seconds, megabytes = measured(name, content)
    assert why in said, said
    assert seconds < SECONDS * 3, seconds  # generous: others are at work on this machine
    assert megabytes < MEGABYTES, megabytes


def workbook(sheet: bytes | Iterator[bytes], **parts: bytes | Iterator[bytes]) -> bytes:
    """An .xlsx file with that sheet; `parts` stand in `xl`, by what they are called before .xml."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _AROUND.items():
            archive.writestr(name, text)
        written = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": TEXTS}
        written |= {f"xl/{name}.xml": content for name, content in parts.items()}
        for name, content in written.items():
            with archive.open(name, "w") as part:
                for piece in [content] if isinstance(content, bytes) else content:
                    part.write(piece)
    return file.getvalue()


def repeated(
    piece: bytes, megabytes: int, head: bytes = HEAD, foot: bytes = FOOT
) -> Iterator[bytes]:
    """Head, so many megabytes of one piece, foot."""
    yield head
    block = piece * (MB // len(piece))
    for _time in range(megabytes):
        yield block
    yield foot


@attacks("an .xlsx of half a megabyte that unpacks to five hundred")
def unpacks(_house: object) -> str:
    refused(workbook(repeated(b'<row><c t="n"><v>1</v></c></row>', 500)), "unpacks to more")
    texts = repeated(b"<si/>", 60, f'<sst xmlns="{MAIN}">'.encode(), b"</sst>")
    refused(workbook(HEAD + FOOT, sharedStrings=texts), "unpacks to more")
    styles = repeated(b"<xf/>", 7, f'<styleSheet xmlns="{MAIN}"><cellXfs>'.encode(), b"</cellXfs>")
    refused(workbook(HEAD + FOOT, styles=styles), "unpacks to more")
    return "refused by what it says of itself and by its parts, before it is unpacked as a whole"


@attacks("an .xlsx whose directory has a million entries, or tells less than there is")
def directory(_house: object) -> str:
    entry = b"PK\x01\x02" + bytes(42)
    refused(b"PK\x03\x04xl/workbook.xml" + entry * 1_000_000, "unpacks to more")
    whole = workbook(repeated(b"<row/>", 5))
    size = (5 * (MB // 6) * 6 + len(HEAD) + len(FOOT)).to_bytes(4, "little")
    assert size in whole
    refused(whole.replace(size, (4096).to_bytes(4, "little")), "damaged")
    return "refused; of a part no more is unpacked than was told"


@attacks("a row of millions of cells, or a cell in column XFD of every row, .xlsx")
def wide(_house: object) -> str:
    refused(workbook(repeated(b"<c/>", 7, HEAD + b"<row>", b"</row>" + FOOT)), "columns")
    far = b'<row r="1"><c r="XFD1"><v>1</v></c></row>'
    refused(workbook(HEAD + far + FOOT), "columns")
    refused(
        workbook(repeated(b"a", 7, HEAD + b'<row><c t="str"><v>', b"</v></c></row>")), "columns"
    )
    refused(workbook(repeated(b"<row/>", 7)), "rows")
    return "refused by its width, 1,000 columns, and by a million rows"


@attacks("a CSV of one line, of a row in quotes that never ends, or of millions of columns")
def wide_text(_house: object) -> str:
    emoji = "\U0001f600".encode()
    refused(emoji + b"," * (45 * MB), "columns", "bomb.csv")
    refused(b"a" * (45 * MB), "columns", "bomb.csv")
    refused(b'"\n",' * (45 * MB // 4), "columns", "bomb.csv")
    refused(b"a," * 1001 + b"\n", "columns", "bomb.csv")
    refused(b'"' + b"a\n" * (22 * MB), "damaged", "bomb.csv")
    return "refused by its width, before a row is read"


@attacks("a file of comments or signs that a search of what it is would go over for ever")
def searched(_house: object) -> str:
    refused(b"<!---->" * 500 + b"x", "heading", "bomb.csv")
    refused(b"<!--" * 1000, "heading", "bomb.csv")
    refused(b" " * (45 * MB) + b"x", "columns", "bomb.csv")
    return "looked at once and refused"


_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_AROUND = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/>'
        "</Types>"
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="{_DOC}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_RELS}"><Relationship Id="rId1" Type="{_DOC}/worksheet"'
        ' Target="/xl/worksheets/sheet1.xml"/></Relationships>'
    ),
}
