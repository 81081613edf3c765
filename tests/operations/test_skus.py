"""SKUs as sheets: exported they change nothing, losses are asked about, codes keep their zeros."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from engine import SKU_COLUMNS, BadFile, BadRequest, Engine, RowState, TaxType, open_engine
from tests.fresh import fresh

HEADING = "own_code,unique_code,name,option_name,cost_won,packaging_won,ads,returns,sku_group"
ROWS = """00123,8801234567890,"컵, ""큰"" 것",빨강,5000,0,3%,250,유리
-A100,=1+1,=특가= 접시,,,200,2.125%,0,
+B200,,'그릇,@모양,900,,12,,
90.750,,볼트,,0,10,0%,1%,"""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(fresh(tmp_path))
    yield opened
    opened.close()


def saved(engine: Engine, sheet: str) -> None:
    engine.skus.save(engine.skus.plan("s.csv", sheet.encode()))


def quoted(sheet: str) -> str:
    return sheet.replace("=1+1", "'=1+1")


def resaved(content: bytes) -> bytes:
    """The workbook as a spreadsheet program opens and saves it again."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exported_skus_are_imported_again_without_a_change(engine: Engine, kind: str) -> None:
    saved(engine, f"{HEADING}\n{quoted(ROWS)}\n")
    content = engine.skus.sheet(kind, {"own_code": "자체상품코드", "cost_won": "원가(원)"})

    again = [engine.skus.plan(f"s.{kind}", content)]
    again += [engine.skus.plan("s.xlsx", resaved(content))] if kind == "xlsx" else []

    for plan in again:
        assert (plan.rejected, plan.losses, plan.passed_over) == ((), (), ())
        assert [one.state for one in plan.planned] == [RowState.UNCHANGED] * 4
        assert [one.sku.own_code for one in plan.planned] == ["+B200", "-A100", "00123", "90.750"]


def test_the_csv_template_and_export_have_the_same_columns(engine: Engine) -> None:
    text = engine.skus.sheet("csv").decode("utf-8-sig")

    assert next(csv.reader(io.StringIO(text))) == list(SKU_COLUMNS)


@pytest.mark.parametrize("code", ["123", "90.75"])
def test_a_sheet_that_a_spreadsheet_took_the_zeros_from_makes_no_new_skus(
    engine: Engine, code: str
) -> None:
    saved(engine, f"{HEADING}\n{quoted(ROWS)}\n")

    plan = engine.skus.plan("s.csv", f"own_code,name\n{code},컵\n".encode())
    both = engine.skus.plan("s.csv", f"own_code,name\n{code},컵\n00123,컵\n90.750,컵\n".encode())

    assert plan.planned == ()
    assert "spreadsheets drop zeros" in plan.rejected[0].text
    assert next(one.state for one in both.planned) is RowState.NEW


def test_a_sheet_that_loses_costs_is_saved_only_when_that_is_allowed(engine: Engine) -> None:
    lines = [f"A-{n},컵,{n}" for n in range(10)]
    saved(engine, "\n".join(["own_code,name,cost_won", *lines]))
    one, two = ("A-0,컵,", *lines[1:]), ("A-0,컵,", "A-1,컵,", *lines[2:])
    slip = engine.skus.plan("s.csv", "\n".join(["own_code,name,cost_won", *one]).encode())
    wreck = engine.skus.plan("s.csv", "\n".join(["own_code,name,cost_won", *two]).encode())

    with pytest.raises(BadRequest, match="2 of 10 known values in cost_won unknown"):
        engine.skus.save(wreck)
    before = [sku.cost_won for sku in engine.skus.find()]
    engine.skus.save(slip)
    engine.skus.save(wreck, losses_allowed=True)

    assert before == [*range(10)]
    assert [sku.cost_won for sku in engine.skus.find()] == [None, None, *range(2, 10)]


def test_a_heading_that_cannot_be_taken_refuses_the_file(engine: Engine) -> None:
    for heading in ("원가(VAT별도)", "재고(박스)", "공급가"):
        with pytest.raises(BadFile, match="The heading"):
            engine.skus.plan("s.csv", f"sku,상품명,{heading}\nA,컵,1\n".encode())

    assert engine.skus.count() == 0


@pytest.mark.parametrize("taxes", [{}, {TaxType.DUTYFREE: "면세", TaxType.SMALL: "영세율"}])
def test_the_tax_of_goods_is_read_as_people_write_it_and_told_so_that_it_is_read_again(
    engine: Engine, taxes: dict[TaxType, str]
) -> None:
    words = ["과세", "면세상품", "영세율", "DUTYFREE", "tax exempt", "Zero-rated", ""]
    rows = "".join(f"A-{at},컵,{word}\n" for at, word in enumerate(words))
    saved(engine, f"own_code,name,과세 구분\n{rows}")

    held = {one.own_code: one.tax_type for one in engine.skus.find()}
    again = engine.skus.plan("s.csv", engine.skus.sheet("csv", taxes=taxes))
    kept = engine.skus.plan("s.csv", "own_code,name,cost_won\nA-1,컵,100\n".encode())

    tax, free, zero = TaxType.TAX, TaxType.DUTYFREE, TaxType.SMALL
    assert [held[f"A-{at}"] for at in range(7)] == [tax, free, zero, free, free, zero, None]
    assert again.count(RowState.UNCHANGED) == 7
    assert kept.planned[0].sku.tax_type is free


def test_a_word_that_is_no_tax_of_goods_is_refused(engine: Engine) -> None:
    plan = engine.skus.plan("s.csv", "own_code,name,과세여부\nA-1,컵,Y\n".encode())

    assert plan.planned == ()
    assert "no tax of goods" in plan.rejected[0].text


def test_losses_are_a_share_of_all_that_is_known_also_of_skus_the_sheet_does_not_name(
    engine: Engine,
) -> None:
    rows = "".join(f"A-{at},컵,500,2%\n" for at in range(20))
    saved(engine, f"own_code,name,cost_won,ads\n{rows}")

    two = engine.skus.plan("s.csv", "own_code,name,cost_won,ads\nA-1,컵,,\nA-2,컵,,1\n".encode())
    three = engine.skus.plan("s.csv", b"own_code,name,cost_won\nA-1,a,\nA-2,b,\nA-3,c,\n")

    told = [(one.column, one.lost, one.known) for one in two.losses]
    assert (told, two.to_allow) == ([("cost_won", 2, 20), ("ads", 1, 20)], ())
    assert [(one.lost, one.known) for one in three.to_allow] == [(3, 20)]
