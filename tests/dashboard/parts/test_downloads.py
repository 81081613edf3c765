"""What people take along: no cell of it runs in a spreadsheet."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest

from dashboard.parts.frames import csv_bytes, xlsx_bytes
from engine.sheets import read_sheet

TEXTS = ["=1+1", "-3", "-x", "@SUM(A1)", "＝1+1", "＋가", "－가", "＠가", "'=1", "ok"]
FRAME = pd.DataFrame({"name": TEXTS, "won": range(len(TEXTS))})
QUOTED = ["'=1+1", "-3", "'-x", "'@SUM(A1)", "'＝1+1", "'＋가", "'－가", "'＠가", "''=1", "ok"]


def test_a_csv_holds_no_formula() -> None:
    lines = csv_bytes(FRAME).decode("utf-8-sig").splitlines()[1:]

    assert [line.split(",")[0] for line in lines] == QUOTED


def test_an_excel_file_holds_no_formula_and_shows_the_texts_as_they_are() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(FRAME, "sheet"))).active

    assert sheet is not None
    cells = sheet["A"][1:]
    shown = ["''=1" if text == "'=1" else text for text in TEXTS]  # a reader takes one away
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in shown]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_is_imported_again_unchanged(kind: str) -> None:
    codes = [f"A-{at}" for at in range(len(TEXTS))]
    frame = pd.DataFrame({"own_code": codes, "name": TEXTS})
    content = csv_bytes(frame) if kind == "csv" else xlsx_bytes(frame, "SKU")

    again = [row.cells["name"] for row in read_sheet(f"s.{kind}", content)]

    assert again == TEXTS


def test_what_holds_none_is_left_as_it_is() -> None:
    frame = pd.DataFrame({"name": ["ok", None], "won": [1, None]})

    assert csv_bytes(frame).decode("utf-8-sig").splitlines() == ["name,won", "ok,1.0", ","]
