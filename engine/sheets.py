"""Reads an uploaded sheet (CSV in UTF-8 or CP949, or .xlsx) into rows of text, and makes the
template.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from engine.domain.skus import SheetRow
from engine.errors import BadFile

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 1_000_000
FORMULA_START = r"^[=+\-@\t\r]"  # a text that begins so may run in a spreadsheet, ...
SIGNED_NUMBER = r"^[+\-]\d[\d,.]*$"  # ... unless it is one of these


class Layout:
    """The columns of a kind of sheet: what each may be called, and which must be there."""

    def __init__(self, headings: Mapping[str, Sequence[str]], required: Sequence[str]) -> None:
        self.columns, self.required = tuple(headings), tuple(required)
        self._fields = {
            re.sub(r"[\s_\-]", "", text): field
            for field, texts in headings.items()
            for text in (field, *texts)
        }

    def field(self, heading: str) -> str | None:
        """Which column a heading means, None for one that is not ours."""
        plain = unicodedata.normalize("NFKC", heading).strip().lower().lstrip("\ufeff")
        return self._fields.get(re.sub(r"\([^)]*\)|[\s_\-]", "", plain))


_HEADINGS = {
    "own_code": ("own_code", "자체상품코드", "자체코드", "sku", "sku코드", "skucode"),
    "unique_code": ("unique_code", "고유상품코드", "고유코드"),
    "name": ("name", "상품명", "이름", "품명", "productname"),
    "option_name": ("option_name", "option", "옵션", "옵션명"),
    "cost_won": ("cost_won", "cost", "원가", "매입가", "매입원가"),
    "stock_quantity": ("stock_quantity", "stock", "재고", "재고수량"),
    "packaging_won": ("packaging_won", "packaging", "packagingcost", "포장비"),
    "shipping_won": ("shipping_won", "shipping", "shippingcost", "배송비", "택배비"),
    "inbound_won": ("inbound_won", "inbound", "inboundcost", "입고비", "사입비"),
    "ads": ("ads", "advertising", "광고비"),
    "returns": ("returns", "returncost", "반품비"),
    "sku_group": ("sku_group", "group", "sku그룹", "상품그룹", "그룹"),
    "costs_from": ("costs_from", "costsfrom", "원가적용일", "적용일"),
}
SKU_LAYOUT = Layout(_HEADINGS, ("own_code", "name"))
SKU_COLUMNS = SKU_LAYOUT.columns


def read_sheet(filename: str, content: bytes, layout: Layout = SKU_LAYOUT) -> Iterator[SheetRow]:
    """Rows of a sheet by our column names; empty rows are passed over. Raises BadFile with what is
    wrong.
    """
    if len(content) > MAX_BYTES:
        raise BadFile("The file is larger than {limit} MB. Split it.", limit=str(MAX_BYTES >> 20))
    if not content.removeprefix(codecs.BOM_UTF8).strip():
        raise BadFile("The file is empty. Choose a sheet with a heading row and rows below it.")
    if content[:4] == b"PK\x03\x04":
        return _rows(_xlsx(content), layout)
    return _rows(_csv(filename, content), layout, may_shift=True)


def _rows(
    table: Iterator[Sequence[str]], layout: Layout, *, may_shift: bool = False
) -> Iterator[SheetRow]:
    heading = next(table, ())
    fields = _fields(heading, layout)
    found = 0
    for number, cells in enumerate(table, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        found += 1
        if found > MAX_ROWS:
            raise BadFile("The sheet has more than {limit} rows. Split it.", limit=f"{MAX_ROWS:,}")
        yield SheetRow(
            row=number,
            cells={
                field: cells[place] if place < len(cells) else "" for place, field in fields.items()
            },
            surplus=next(filter(str.strip, cells[len(heading) :]), "") if may_shift else "",
        )
    if not found:
        raise BadFile("The sheet has a heading but no rows. Add rows below it.")


def _fields(heading: Sequence[str], layout: Layout) -> dict[int, str]:
    """Which of our columns stands where; columns we do not know are passed over."""
    places: dict[int, str] = {}
    for place, text in enumerate(heading):
        field = layout.field(text)
        if field in places.values():
            raise BadFile(
                "The column {column} stands twice in the heading. Keep one of them.", column=text
            )
        if field:
            places[place] = field
    missing = [field for field in layout.required if field not in places.values()]
    if missing:
        raise BadFile(
            "The sheet lacks the column {missing}; its heading is: {heading}."
            " Start from the template.",
            missing=", ".join(missing),
            heading=", ".join(text.strip()[:30] for text in heading[:12] if text.strip()) or "—",
        )
    return places


def _csv(filename: str, content: bytes) -> Iterator[Sequence[str]]:
    text = _decode(content)
    if "\x00" in text:
        raise BadFile(
            "{file} is neither a CSV nor an .xlsx file. Save the sheet as one of these.",
            file=filename,
        )
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise BadFile(
            "The CSV file is damaged: {reason}. Save it again from the spreadsheet.",
            reason=str(error),
        ) from error


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFile("The file is neither UTF-8 nor CP949 text. Save it as CSV UTF-8 or as .xlsx.")


def _xlsx(content: bytes) -> Iterator[Sequence[str]]:
    from engine.workbooks import read_workbook  # openpyxl takes a tenth of a second to import

    return read_workbook(content)


def make_sheet(kind: str, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A sheet of `kind` "csv" (UTF-8 with a mark, so that spreadsheets read Korean) or "xlsx"."""
    if kind == "csv":
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(heading)
        writer.writerows(["" if cell is None else _safe(cell) for cell in row] for row in rows)
        return ("\ufeff" + text.getvalue()).encode()
    from engine.workbooks import write_workbook

    return write_workbook([heading, *([_safe(cell) for cell in row] for row in rows)])


def runs(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula."""
    return bool(re.match(FORMULA_START, text)) and not re.match(SIGNED_NUMBER, text)


def _safe(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and runs(cell):
        return "'" + cell
    return cell
