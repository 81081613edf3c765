"""Uploaded sheets as they really come: encodings, separators, spreadsheets, damage, emptiness."""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.skus import SheetRow, plan_skus
from engine.errors import BadFile
from engine.sheets import SKU_COLUMNS, make_sheet, read_sheet
from engine.sheets.reading import MAX_BYTES

KOREAN = (
    *("자체상품코드", "고유상품코드", "상품명", "옵션", "원가", "재고", "포장비", "배송비"),
    *("입고비", "광고비(원 또는 %)", "반품비", "SKU 그룹", "과세 구분", "원가 적용일"),
)
WIDE = (
    *("A-1", "8801", "머그컵, 큰 것", "빨강", "4000", "7", "300", "2500"),
    *("120", "3%", "1.5%", "유리", "면세", "2026-12-01"),
)


def read(content: bytes | str, name: str = "sheet.csv") -> list[SheetRow]:
    return list(read_sheet(name, content.encode() if isinstance(content, str) else content))


def cells(content: bytes | str) -> list[dict[str, str]]:
    return [dict(row.cells) for row in read(content)]


def refusal(content: bytes | str, name: str = "sheet.csv") -> str:
    with pytest.raises(BadFile) as caught:
        read(content, name)
    return str(caught.value)


def xlsx(*rows: Sequence[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rewritten(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same .xlsx file with one of its parts changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, change(body) if name == part else body)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("heading", [SKU_COLUMNS, KOREAN], ids=["English", "Korean"])
def test_a_filled_template_is_read_as_it_was_written(kind: str, heading: tuple[str, ...]) -> None:
    content = make_sheet(kind, heading, [WIDE])

    assert read(content) == [
        SheetRow(row=2, cells=dict(zip(SKU_COLUMNS, WIDE, strict=True))),
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_empty_template_says_that_rows_are_missing(kind: str) -> None:
    said = refusal(make_sheet(kind, KOREAN, []))

    assert said == "The sheet has a heading but no rows. Add rows below it."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "euc-kr"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_csv_sheet_is_read_in_every_form_spreadsheets_write(
    encoding: str, separator: str, end: str
) -> None:
    lines = ("자체상품코드", "상품명", "원가"), ("A-1", "머그컵", "4000"), ("A-2", "접시", "")
    text = end.join(separator.join(line) for line in lines)

    assert cells(text.encode(encoding)) == [
        {"own_code": "A-1", "name": "머그컵", "cost_won": "4000"},
        {"own_code": "A-2", "name": "접시", "cost_won": ""},
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "자체상품코드,상품명,원가(원)",
        "자체 상품 코드,상품 명,매입 원가",
        " SKU , Product Name , COST ",
        "own_code,name,cost_won",
        "Own-Code,NAME,cost won",
        "ＳＫＵ,상품명(필수),원가 (VAT 포함)",
    ],
)
def test_headings_are_known_in_the_ways_people_write_them(heading: str) -> None:
    assert cells(f"{heading}\nA-1,컵,5") == [{"own_code": "A-1", "name": "컵", "cost_won": "5"}]


def test_the_sellers_centre_list_with_a_column_of_costs_is_a_sheet() -> None:
    rows = cells(
        "상품번호(스마트스토어),판매자상품코드,상품명,전시상태,재고수량,옵션,원가\n"
        '11,SB-1,컵,전시중,30,Y,"5,000"\n12,,접시,전시중,5,N,100\n'
    )

    assert rows == [
        {"own_code": "SB-1", "name": "컵", "stock_quantity": "30", "cost_won": "5,000"},
        {"own_code": "", "name": "접시", "stock_quantity": "5", "cost_won": "100"},
    ]


def test_exported_listings_with_a_column_of_costs_are_a_sheet() -> None:
    rows = cells(
        "channel_product_no,name,seller_management_code,sku_code,원가\n1,컵,'-A100,,5\n2,접시,X,S,6\n"
    )

    assert [(row["own_code"], row["cost_won"]) for row in rows] == [("-A100", "5"), ("S", "6")]


def test_bare_numbers_below_a_percent_sign_are_shares() -> None:
    rows = cells("sku,상품명,광고비(%)\nA,컵,3\nB,컵,2.5%\nC,컵,\n")

    assert [row["ads"] for row in rows] == ["3%", "2.5%", ""]


def test_columns_may_stand_in_any_order_and_strange_ones_are_passed_over() -> None:
    assert cells("비고,상품명,,자체상품코드\n급함,컵,x,A-1") == [{"own_code": "A-1", "name": "컵"}]


def test_rows_are_numbered_as_a_spreadsheet_shows_them_and_empty_ones_passed_over() -> None:
    rows = read("sku,상품명\n\nA-1,컵\n , \nA-2,접시\n\n")

    assert [(row.row, row.cells["own_code"]) for row in rows] == [(3, "A-1"), (5, "A-2")]


def test_a_quoted_cell_may_hold_separators_quotes_and_lines() -> None:
    rows = cells('sku,상품명\nA-1,"머그컵, ""큰"" 것\n빨강"\nA-2,12" 모니터\n')

    assert [row["name"] for row in rows] == ['머그컵, "큰" 것\n빨강', '12" 모니터']


def test_a_quote_that_is_never_closed_is_damage_and_not_one_long_name() -> None:
    said = refusal('sku,상품명\nA-1,"머그컵\nA-2,접시\nA-3,그릇\n')

    assert said.startswith("The CSV file is damaged")


def test_a_short_row_lacks_its_last_cells() -> None:
    assert cells("sku,상품명,원가\nA-1,컵") == [{"own_code": "A-1", "name": "컵", "cost_won": ""}]


def test_a_number_with_an_unquoted_comma_does_not_push_costs_into_other_columns() -> None:
    rows = read("sku,상품명,원가,재고\nA-1,컵,1,200,5\nA-2,접시,900,3,,\n")

    done = plan_skus(rows, {})

    assert [one.row for one in done.rejected] == [2]
    assert [(one.sku.cost_won, one.sku.stock_quantity) for one in done.planned] == [(900, 3)]


@pytest.mark.parametrize(
    ("heading", "missing"),
    [
        ("상품명,원가", "own_code"),
        ("sku,원가", "name"),
        ("이것,저것", "own_code, name"),
        (",,", "own_code, name"),
    ],
)
def test_a_sheet_without_a_needed_column_names_it_and_shows_the_heading(
    heading: str, missing: str
) -> None:
    said = refusal(f"{heading}\nA-1,컵")

    assert f"lacks the column {missing};" in said
    assert heading.replace(",", ", ").strip(", ") in said
    assert "template" in said


def test_a_heading_that_stands_twice_is_named() -> None:
    said = refusal("sku,상품명,원가,매입가\nA-1,컵,5,6")

    assert said == "The column 매입가 stands twice in the heading. Keep one of them."


@pytest.mark.parametrize("content", [b"", b"   ", b"\r\n\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(content: bytes) -> None:
    assert refusal(content).startswith("The file is empty.")


def test_a_file_beyond_the_limit_is_refused_before_it_is_read() -> None:
    assert refusal(b"x" * (MAX_BYTES + 1)) == "The file is larger than 50 MB. Split it."


def test_an_excel_sheet_gives_the_text_a_person_sees() -> None:
    day = datetime.date(2026, 11, 23)
    content = xlsx(
        ("자체상품코드", "상품명", "원가", "재고", "옵션"),
        (1001, "머그컵", 1200.0, 3, None),
        (),
        (None, " ", None, None, None),
        ("A-2", "접시", 1200.5, "1,200", True),
        ("A-3", day, None, None, None, "비고: 곧 단종"),
    )

    rows = read(content)

    assert [(row.row, tuple(row.cells.values())) for row in rows] == [
        (2, ("1001", "머그컵", "1200", "3", "")),
        (5, ("A-2", "접시", "1200.5", "1,200", "TRUE")),
        (6, ("A-3", "2026-11-23T00:00:00", "", "", "")),
    ]
    assert {row.surplus for row in rows} == {""}  # cells of a spreadsheet cannot shift


def test_an_excel_sheet_is_known_by_its_content_and_not_by_its_name() -> None:
    content = xlsx(("sku", "상품명"), ("A-1", "컵"))

    assert len(read(content, "sheet.csv")) == len(read(content, "표")) == 1


def test_an_excel_sheet_that_tells_a_wrong_size_is_read_whole() -> None:
    content = rewritten(
        xlsx(("sku", "상품명", "원가"), ("A-1", "컵", 5), ("A-2", "접시", 6)),
        "xl/worksheets/sheet1.xml",
        lambda body: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', body),
    )

    assert [row["cost_won"] for row in cells(content)] == ["5", "6"]


BOOK = xlsx(("sku", "상품명"), ("A-1", "컵"), ("A-2", "접시"))
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    "content",
    [
        BOOK[:200],
        BOOK[: len(BOOK) // 2],
        b"PK\x03\x04" + bytes(300),
        rewritten(BOOK, SHEET, lambda body: body[: len(body) // 2]),
        rewritten(BOOK, SHEET, lambda body: b""),
        rewritten(
            BOOK, SHEET, lambda body: body.replace(b't="inlineStr"><is>', b't="s"><v>99</v><is>')
        ),
        rewritten(BOOK, "xl/workbook.xml", lambda body: body.replace(b"sheet", b"sh")),
        rewritten(BOOK, "xl/workbook.xml", lambda body: b"<a/>"),
        rewritten(BOOK, "xl/styles.xml", lambda body: body[:100]),
        rewritten(BOOK, "[Content_Types].xml", lambda body: b"<Types/>"),
    ],
    ids=[
        *("cut short", "cut in half", "no archive", "sheet cut", "sheet empty", "text missing"),
        *("no sheets", "no book", "styles cut", "no types"),
    ],
)
def test_a_damaged_excel_file_is_refused_with_what_to_do(content: bytes) -> None:
    assert refusal(content, "표.xlsx").startswith("The .xlsx file is damaged.")


@given(st.data())
def test_a_file_with_a_few_wrong_bytes_is_read_or_refused_but_never_a_fault(data: Any) -> None:
    content = bytearray(data.draw(st.sampled_from([BOOK, make_sheet("csv", KOREAN, [WIDE])])))
    places = st.integers(0, len(content) - 1)
    for place in data.draw(st.lists(places, min_size=1, max_size=6)):
        content[place] = data.draw(st.integers(0, 255))

    with contextlib.suppress(BadFile):
        rows = read(bytes(content))
        assert plan_skus(rows, {}).rows == len(rows)


RUNNING = [
    "=1+1",
    "+82-10",
    "-A100",
    "-1+cmd",
    "@SUM(A1)",
    "\tx",
    "'=1",
    "''-A1",
    "'+B",
    "＝1+1",
    "＋82",
    "－x",
    "＠x",
]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("cell", [*RUNNING, "'", "'plain", "-5", "'-5", "=", "00123", '="0012"'])
def test_what_we_write_is_read_again_as_it_was(kind: str, cell: str) -> None:
    content = make_sheet(kind, SKU_COLUMNS[:3], [("A-1", None, cell)])

    assert cells(content) == [{"own_code": "A-1", "unique_code": "", "name": cell}]


@pytest.mark.parametrize("cell", RUNNING)
def test_what_we_write_is_no_formula_to_a_spreadsheet(cell: str) -> None:
    text = make_sheet("csv", SKU_COLUMNS[:1], [(cell,)]).decode("utf-8-sig").splitlines()
    book = openpyxl.load_workbook(io.BytesIO(make_sheet("xlsx", SKU_COLUMNS[:1], [(cell,)])))

    (written,) = list(csv.reader(text))[1]
    assert written.startswith("'")
    assert book.active["A2"].data_type == "s"  # text, and shown without a quote of ours
    assert book.active["A2"].value == ("'" + cell if cell.startswith("'") else cell)


def test_a_hundred_thousand_rows_are_read_and_planned_without_losing_one() -> None:
    lines = (f"SKU-{number},상품 {number},{number % 7000}" for number in range(100_000))

    done = plan_skus(read("sku,상품명,원가\n" + "\n".join(lines)), {})

    assert (done.rows, len(done.planned), done.rejected) == (100_000, 100_000, ())
    assert done.planned[-1].row == 100_001
