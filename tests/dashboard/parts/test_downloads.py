"""What people take along: no cell of it runs in a spreadsheet."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd

from dashboard.parts.frames import csv_bytes, xlsx_bytes

FRAME = pd.DataFrame({"name": ["=1+1", "-3", "-x", "@SUM(A1)", "ok"], "won": range(5)})
SHOWN = ["'=1+1", "-3", "'-x", "'@SUM(A1)", "ok"]


def test_a_csv_holds_no_formula() -> None:
    lines = csv_bytes(FRAME).decode("utf-8-sig").splitlines()[1:]

    assert [line.split(",")[0] for line in lines] == SHOWN


def test_an_excel_file_holds_no_formula() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(FRAME, "sheet"))).active

    assert sheet is not None
    assert [cell.value for cell in sheet["A"][1:]] == SHOWN


def test_what_holds_none_is_left_as_it_is() -> None:
    frame = pd.DataFrame({"name": ["ok", None], "won": [1, None]})

    assert csv_bytes(frame).decode("utf-8-sig").splitlines() == ["name,won", "ok,1.0", ","]
