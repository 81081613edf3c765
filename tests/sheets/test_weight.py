"""Sheets are weighed before they are read: what is real passes, what is none does not."""

from __future__ import annotations

import pytest

from engine.errors import BadFile
from engine.sheets import make_sheet, read_sheet
from engine.sheets.weight import LINE_SIGNS, MAX_COLUMNS, MAX_RATIO, refuse_bomb
from tests.attacks.bombs import FOOT, HEAD, repeated, workbook

HEADING = ["sku", "name"]


def test_a_real_sheet_is_far_from_being_a_bomb() -> None:
    rows = [(f"A-{number}", f"이름 {number}", "3,300") for number in range(5_000)]
    sheet = make_sheet("xlsx", [*HEADING, "cost"], rows)

    refuse_bomb(sheet)

    assert len(sheet) * MAX_RATIO > 3 * sum(len(str(row)) for row in rows)
    assert sum(1 for _row in read_sheet("a.xlsx", sheet)) == 5_000


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("more", [0, 1])
def test_a_sheet_is_as_wide_as_the_limit_and_no_wider(kind: str, more: int) -> None:
    width = MAX_COLUMNS - len(HEADING) + more
    heading = HEADING + [f"column {place}" for place in range(width)]
    sheet = make_sheet(kind, heading, [["A", "b", *["x"] * width]])

    if more:
        with pytest.raises(BadFile, match="more than 1,000 columns"):
            list(read_sheet(f"a.{kind}", sheet))
    else:
        assert [row.cells["own_code"] for row in read_sheet(f"a.{kind}", sheet)] == ["A"]


def test_coloured_cells_far_to_the_right_are_passed_over() -> None:
    cells = b'<c t="str"><v>%s</v></c><c t="str"><v>%s</v></c><c r="XFD1" s="0"/>'
    rows = b"".join(
        b"<row>" + cells % pair + b"</row>" for pair in ((b"sku", b"name"), (b"A", b"b"))
    )

    assert [row.cells["name"] for row in read_sheet("a.xlsx", workbook(HEAD + rows + FOOT))] == [
        "b"
    ]


def test_a_row_in_quotes_may_be_of_several_lines_but_not_endless() -> None:
    long = '"' + "a\n" * 1000 + '"'
    row = f"A,{long}\n".encode()
    assert sum(1 for _row in read_sheet("a.csv", b"sku,name\n" + row * 50)) == 50

    endless = b"A," + b'"\n",' * (LINE_SIGNS // 3)
    with pytest.raises(BadFile, match="columns"):
        list(read_sheet("a.csv", b"sku,name\n" + endless))


def test_a_million_rows_are_counted_before_they_are_read() -> None:
    with pytest.raises(BadFile, match="more than 1,000,000 rows"):
        refuse_bomb(workbook(repeated(b"<row/>", 7)))
    with pytest.raises(BadFile, match="more than 1,000,000 rows"):
        refuse_bomb(workbook(b"%d<x:row/>" % row for row in range(1_000_100)))
