"""Cells of Excel files: what a person saw is read, what holds no value to be trusted is named."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import openpyxl
import pytest

from engine.domain.sheet_rows import SheetRow
from engine.domain.skus import SkuPlan, plan_skus
from engine.sheets import read_sheet

COLUMNS = ("own_code", "name", "cost_won", "packaging_won", "ads")
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"


def book(*rows: tuple[object, ...], formats: dict[str, str] | None = None) -> bytes:
    made = openpyxl.Workbook()
    for row in (COLUMNS, *rows):
        made.active.append(list(row))
    for place, code in (formats or {}).items():
        made.active[place].number_format = code
    file = io.BytesIO()
    made.save(file)
    return rewritten(file.getvalue(), BOOK, lambda body: body.replace(b'fullCalcOnLoad="1"', b""))


def rewritten(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, change(body) if name == part else body)
    return file.getvalue()


def computed(content: bytes, place: str, kind: str, value: str) -> bytes:
    """The same with the value of a formula stored, as a spreadsheet does."""

    def store(body: bytes) -> bytes:
        cell = rf'<c r="{place}"[^>]*><f>(.*?)</f><v ?/?>(</v>)?</c>'.encode()
        told = rf'<c r="{place}" t="{kind}"><f>\1</f><v>{value}</v></c>'.encode()
        changed, count = re.subn(cell, told, body)
        assert count == 1
        return changed

    return rewritten(content, SHEET, store)


def rows(content: bytes) -> list[SheetRow]:
    return list(read_sheet("a.xlsx", content))


def plan(content: bytes) -> SkuPlan:
    return plan_skus(rows(content), {})


def refusals(content: bytes) -> list[str]:
    done = plan(content)
    assert done.planned == ()
    return [one.text.format(**one.params) for one in done.rejected]


@pytest.mark.parametrize(
    ("value", "code", "own_code"),
    [
        (450, "00000", "00450"),
        (8, "0000", "0008"),
        (12.5, "0.000", "12.500"),
        (8801234567890, "General", "8801234567890"),
        (8801234567890, "0", "8801234567890"),
        (77, '"K-"0000', "K-0077"),
        ("00450", "General", "00450"),
        ("00450", "@", "00450"),
        (123456789, "000-00-0000", "123-45-6789"),
        (1234, "#,##0", "1234"),
    ],
)
def test_a_code_is_what_the_spreadsheet_shows(value: object, code: str, own_code: str) -> None:
    done = plan(book((value, "컵"), formats={"A2": code}))

    assert [one.sku.own_code for one in done.planned] == [own_code]


@pytest.mark.parametrize(
    ("value", "code", "why"),
    [
        (8801234567890, "0.00E+00", "8801234567890 in own_code is shown otherwise by its number f"),
        (12.345, "0.00", "12.345 in own_code is shown otherwise by its number format 0.00."),
        (12345678901234567, "General", "has more digits than a spreadsheet keeps"),
        (date(2026, 3, 1), 'm"월" d"일"', "2026-03-01 in own_code is a date or a time"),
        (3, "mm-dd", "in own_code is a date or a time"),
        (time(3, 30), "h:mm", "in own_code is a date or a time"),
        (-99999999, "yyyy-mm-dd", "in own_code is a date or a time"),
    ],
)
def test_a_number_that_is_shown_otherwise_is_no_new_code(
    value: object, code: str, why: str
) -> None:
    (said,) = refusals(book((value, "컵"), formats={"A2": code}))

    assert why in said


@pytest.mark.parametrize(
    ("value", "code", "won"),
    [
        (5000, "General", 5000),
        (5000.0, "#,##0.00", 5000),
        (5000, "₩#,##0;-₩#,##0", 5000),
        (5000, '#,##0"원"', 5000),
        (0, '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', 0),
        (3300.0000000000005, "General", 3300),
        ("￦5,000", "General", 5000),
    ],
)
def test_a_cost_is_read_whatever_its_format(value: object, code: str, won: int) -> None:
    done = plan(book(("A-1", "컵", value), formats={"C2": code}))

    assert [one.sku.cost_won for one in done.planned] == [won]


@pytest.mark.parametrize(
    ("value", "code", "why"),
    [
        (12, "[$$-409]#,##0.00", "$12.00 in cost_won is not in won"),
        (12, '#,##0"박스"', "12박스 in cost_won is not a whole number"),
        (1234.5, "#,##0", "1234.5 in cost_won is shown otherwise"),
        (1234.5, "General", "1234.5 in cost_won is not whole"),
        (12000, "#,##0,", "12000 in cost_won is shown otherwise"),
        (0.5, "0%", "50% in cost_won is not a whole number"),
        ("#N/A", "General", "#N/A in cost_won is an error of the spreadsheet"),
    ],
)
def test_a_cost_in_another_unit_is_refused(value: object, code: str, why: str) -> None:
    (said,) = refusals(book(("A-1", "컵", value), formats={"C2": code}))

    assert said.startswith(why)


def test_a_share_formatted_as_percent_is_a_share() -> None:
    done = plan(book(("A-1", "컵", 1, 1, 0.025), formats={"E2": "0.0%"}))

    assert [one.sku.ads_mp for one in done.planned] == [2500]


def test_a_formula_without_a_stored_value_is_named_and_not_unknown() -> None:
    content = book(("A-1", "컵", "=2*1100", 200), ("A-2", "접시", 900, "=SUM(1,2)"))

    assert [said.split(".")[0] for said in refusals(content)] == [
        "cost_won holds a formula without a stored value",
        "packaging_won holds a formula without a stored value",
    ]


def test_a_formula_with_its_value_is_that_value() -> None:
    content = computed(book(("A-1", "컵", "=2*1100")), "C2", "n", "2200.0000000000005")

    assert [one.sku.cost_won for one in plan(content).planned] == [2200]


def test_a_formula_that_shows_nothing_is_an_empty_cell() -> None:
    content = computed(book(("A-1", "컵", '=IF(1,"",5)')), "C2", "str", "")

    assert [one.sku.cost_won for one in plan(content).planned] == [None]


def test_zeros_of_a_program_that_left_the_formulas_to_be_computed_are_no_costs() -> None:
    stored = computed(book(("A-1", "컵", "=2*1100")), "C2", "n", "0")
    content = rewritten(
        stored,
        BOOK,
        lambda body: re.sub(rb"<calcPr [^>]*/>", b'<calcPr calcId="1" fullCalcOnLoad="1"/>', body),
    )

    assert refusals(content)[0].startswith("cost_won holds a formula without a stored value")


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!"])
def test_an_error_value_is_named(error: str) -> None:
    content = computed(book(("A-1", "컵", "=VLOOKUP(1,A1,1)")), "C2", "e", error)
    text = read_sheet("a.csv", f"sku,상품명,원가\nA-1,컵,{error}\n{error},컵,1\n".encode())

    assert refusals(content)[0].startswith(f"{error} in cost_won is an error of the spreadsheet")
    assert [one.params["column"] for one in plan_skus(text, {}).rejected] == [
        "cost_won",
        "own_code",
    ]


@pytest.mark.parametrize(
    "error", ["#SPILL!", "#CALC!", "#####", "#ERROR!", "Err:502", "Loading..."]
)
def test_errors_of_other_spreadsheets_are_named(error: str) -> None:
    read = read_sheet("a.csv", f"sku,상품명,원가\nA-1,{error},1\n".encode())

    assert [one.params["column"] for one in plan_skus(read, {}).rejected] == ["name"]


def test_what_is_not_read_in_a_strange_column_is_no_matter() -> None:
    content = book(("A-1", "컵", 5, 5, None, "=A1"))

    assert [one.sku.cost_won for one in plan(content).planned] == [5]


@pytest.mark.parametrize("formula", ["=B2*1.1", "=VLOOKUP(A2,Sheet2!A:B,2,0)", "=3000*1.1", "=-A1"])
def test_a_formula_in_a_csv_file_is_no_text(formula: str) -> None:
    read = read_sheet("a.csv", f'sku,상품명,원가\nA-1,컵,"{formula}"\n"{formula}",컵,1\n'.encode())

    assert [one.text[:31] for one in plan_skus(read, {}).rejected] == [
        "{column} holds a formula withou",
        "{column} holds a formula withou",
    ]


def test_a_code_kept_as_text_in_a_csv_file_keeps_its_zeros() -> None:
    read = read_sheet("a.csv", 'sku,상품명\n"=""00450""",=특가= 컵\n'.encode())

    assert [(one.sku.own_code, one.sku.name) for one in plan_skus(read, {}).planned] == [
        ("00450", "=특가= 컵")
    ]


def test_rows_and_cells_without_addresses_keep_their_places() -> None:
    content = rewritten(
        book(("A-1", "컵", 5), ("A-2", "접시", 6)),
        SHEET,
        lambda body: re.sub(rb' r="[A-Z]*\d+"', b"", body),
    )

    assert [one.cells["cost_won"] for one in rows(content)] == ["5", "6"]


def test_a_sheet_written_by_a_program_as_1904_days_is_read() -> None:
    made = openpyxl.Workbook()
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made.active.append(["own_code", "name", "costs_from"])
    made.active.append(["A-1", "컵", datetime(2026, 12, 1)])
    file = io.BytesIO()
    made.save(file)

    assert [one.costs_from for one in plan(file.getvalue()).planned] == [date(2026, 12, 1)]
