"""What an uploaded sheet would do to the catalogue, cell by cell and row by row."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.sheet_rows import ERROR_VALUE, Unread
from engine.domain.sku_cells import MAX_STOCK, MAX_TEXT, MAX_WON
from engine.domain.skus import (
    PlannedSku,
    RowState,
    SheetRow,
    Sku,
    SkuPlan,
    plan_skus,
)

FIELDS = (
    *("own_code", "unique_code", "name", "option_name"),
    *("cost_won", "stock_quantity", "packaging_won", "shipping_won"),
)


def row(number: int = 2, **cells: str) -> SheetRow:
    return SheetRow(row=number, cells={"own_code": "A-1", "name": "머그컵", **cells})


def plan(*rows: SheetRow, held: tuple[Sku, ...] = ()) -> SkuPlan:
    return plan_skus(rows, {sku.own_code: sku for sku in held})


def only(planned: SkuPlan) -> PlannedSku:
    assert planned.rejected == ()
    (one,) = planned.planned
    return one


def reason(planned: SkuPlan) -> str:
    """The sentence of the one row that was rejected."""
    assert planned.planned == ()
    (one,) = planned.rejected
    return one.text.format(**one.params)


HELD = Sku(own_code="A-1", name="머그컵", cost_won=4000, stock_quantity=7, sku_id=3)


def test_a_code_not_held_is_new_with_every_cell_in_its_place() -> None:
    cells = {
        "unique_code": "8801234",
        "option_name": "빨강 / L",
        "cost_won": "4000",
        "stock_quantity": "12",
        "packaging_won": "300",
        "shipping_won": "2500",
    }

    one = only(plan(row(**cells)))

    assert one.state is RowState.NEW
    assert one.before is None
    assert one.sku == Sku(
        own_code="A-1",
        unique_code="8801234",
        name="머그컵",
        option_name="빨강 / L",
        cost_won=4000,
        stock_quantity=12,
        packaging_won=300,
        shipping_won=2500,
    )


def test_the_same_cells_again_are_unchanged() -> None:
    one = only(plan(row(cost_won="4,000", stock_quantity="7.0"), held=(HELD,)))

    assert one.state is RowState.UNCHANGED
    assert one.sku == HELD


def test_another_cost_is_a_change_that_keeps_the_sku_and_tells_what_was() -> None:
    one = only(plan(row(cost_won="4100", stock_quantity="7"), held=(HELD,)))

    assert one.state is RowState.CHANGED
    assert one.before == HELD
    assert (one.sku.sku_id, one.sku.cost_won) == (3, 4100)


def test_a_row_is_held_against_the_costs_of_the_day_it_names() -> None:
    """Other days' costs tell nothing of what the row changes."""
    day, then = date(2026, 10, 1), msgspec.structs.replace(HELD, cost_won=3000)
    cells = {"stock_quantity": "7", "cost_won": "3000"}

    dated = only(
        plan_skus([row(**cells, costs_from="2026-10-01")], {"A-1": HELD}, {day: {"A-1": then}})
    )
    undated = only(plan_skus([row(**cells)], {"A-1": HELD}, {day: {"A-1": then}}))

    assert (dated.state, dated.before, dated.costs_from) == (RowState.UNCHANGED, then, day)
    assert (undated.state, undated.before, undated.costs_from) == (RowState.CHANGED, HELD, None)


def test_a_row_whose_day_was_not_asked_for_is_held_against_today() -> None:
    one = only(
        plan_skus(
            [row(cost_won="4000", stock_quantity="7", costs_from="2026-10-01")], {"A-1": HELD}, {}
        )
    )

    assert (one.state, one.before) == (RowState.UNCHANGED, HELD)


def test_what_a_rejected_row_tells_of_its_cells_is_short() -> None:
    long = "12345" * 20
    repeated = plan(row(own_code=long[:60]), row(3, own_code=long[:60]))
    (surplus,) = plan_skus([SheetRow(row=2, cells={"own_code": long}, surplus=long)], {}).rejected

    assert repeated.rejected[0].own_code == long[:60]
    assert (surplus.own_code, surplus.params["value"]) == (long[:60], long[:40])


def test_a_column_the_sheet_does_not_have_keeps_what_is_held() -> None:
    one = only(plan(row(name="머그컵"), held=(HELD,)))

    assert one.state is RowState.UNCHANGED
    assert one.sku.cost_won == 4000


def test_an_empty_cell_makes_the_value_unknown_and_not_zero() -> None:
    one = only(plan(row(cost_won=" ", stock_quantity="7"), held=(HELD,)))

    assert one.state is RowState.CHANGED
    assert one.sku.cost_won is None


def test_of_two_rows_with_one_code_the_first_counts_and_the_second_says_where_it_is() -> None:
    done = plan(row(2, cost_won="100"), row(9, own_code=" A-1 ", cost_won="200"))

    assert [one.sku.cost_won for one in done.planned] == [100]
    (second,) = done.rejected
    assert second.row == 9
    assert "A-1 already stands in row 2" in second.text.format(**second.params)


def test_a_rejected_row_does_not_take_the_code_from_a_good_one() -> None:
    done = plan(row(2, cost_won="-1"), row(3, cost_won="100"))

    assert [one.row for one in done.planned] == [3]
    assert [one.row for one in done.rejected] == [2]


@pytest.mark.parametrize(
    ("text", "won"),
    [
        ("0", 0),
        ("-0", 0),
        ("1200", 1200),
        ("+1200", 1200),
        ("1,200", 1200),
        ("1,234,567", 1_234_567),
        ("1200.0", 1200),
        ("1,200.00", 1200),
        ("1200.", 1200),
        (" 1200 ", 1200),
        ("1,200원", 1200),
        ("1200 원", 1200),
        ("0012", 12),
        (str(MAX_WON), MAX_WON),
        ("₩1,200", 1200),
        ("￦1,200", 1200),
        ("\\1,200", 1200),
        ("₩ 1200", 1200),
        ("1200₩", 1200),
        ("KRW 1,200", 1200),
        ("1,200 krw", 1200),
        ("１，２００", 1200),
        ("１２００원", 1200),
        ("+₩1,200.00", 1200),
    ],
)
def test_a_whole_number_is_read_as_people_and_spreadsheets_write_it(text: str, won: int) -> None:
    assert only(plan(row(cost_won=text))).sku.cost_won == won


@pytest.mark.parametrize(
    "text",
    [
        *("만원", "12a", "a12", "1만2천", "1 200", "1e3", "1.2E+05", "0x10", "½", "--1", "1²", "①"),
        *("1,2", "1,20", "12,00", "1200,5", ",200", "1,,200", "1,2000", "1.200.000", "."),
        *("#N/A", "NaN", "inf", "TRUE", "+", "1_000", "9" * 40 + "x", "1,234,-", "₩", "KRW"),
        *("₩₩5", "5원원", "1,200개", "5 ₩ 5"),
    ],
)
def test_a_number_column_takes_nothing_that_is_no_whole_number(text: str) -> None:
    said = reason(plan(row(cost_won=text)))

    assert said == f"{text[:40]} in cost_won is not a whole number. Write digits only."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1200.5", "is not whole"),
        ("₩0.1", "is not whole"),
        ("1,200.25원", "is not whole"),
        ("-", "is a dash"),
        (" – ", "is a dash"),
        ("(1,200)", "stands in brackets"),
        ("(₩1,200)", "stands in brackets"),
        ("$12", "is not in won"),
        ("USD 12.50", "is not in won"),
        ("12달러", "is not in won"),
        ("¥1,200", "is not in won"),
        ("１２€", "is not in won"),
        ("-₩1,200", "is below zero"),
        ("₩-1,200", "is below zero"),
    ],
)
def test_a_doubtful_amount_is_refused_with_its_reason(text: str, why: str) -> None:
    assert why in reason(plan(row(cost_won=text)))
    assert why in reason(plan(row(ads=text))) or "is neither whole won nor a share" in reason(
        plan(row(ads=text))
    )


@pytest.mark.parametrize(
    ("text", "count"), [("7개", 7), ("7 EA", 7), ("７", 7), ("1,200 pcs", 1200), ("-", None)]
)
def test_stock_is_counted_in_pieces(text: str, count: int | None) -> None:
    done = plan(row(stock_quantity=text))

    assert [one.sku.stock_quantity for one in done.planned] == ([] if count is None else [count])


@pytest.mark.parametrize("text", ["7박스", "7원", "₩7", "7 set", "7.5"])
def test_stock_in_anything_else_is_refused(text: str) -> None:
    assert f"{text} in stock_quantity is not" in reason(plan(row(stock_quantity=text)))


@pytest.mark.parametrize("column", ["own_code", "unique_code"])
@pytest.mark.parametrize(
    "text",
    ["8.80123E+12", "1E+05", "8.8e+12", "03월 01일", "3월 1일", "01-Mar", "2026-03-01T00:00:00"],
)
def test_a_code_that_a_spreadsheet_made_a_number_or_a_day_of_is_no_new_code(
    column: str, text: str
) -> None:
    said = reason(plan(row(**{column: text})))

    assert text.split("T")[0] in said
    assert "Format the cells as text" in said


@pytest.mark.parametrize("text", ["1E05", "E+05", "8.8E+", "2026-03-01", "3-1", "01-Mark", "1월"])
def test_codes_that_only_look_alike_are_kept(text: str) -> None:
    assert only(plan(row(own_code=text))).sku.own_code == text


def test_a_day_in_the_place_of_a_name_is_refused() -> None:
    assert "2026-03-01 in name is a date" in reason(plan(row(name="2026-03-01T00:00:00")))


def test_invisible_signs_make_no_new_code() -> None:
    one = only(plan(row(own_code="\u200bA-1\ufeff", name="👨\u200d👩\u200d👧 컵"), held=(HELD,)))

    assert (one.sku.own_code, one.sku.sku_id, one.sku.name) == ("A-1", 3, "👨\u200d👩\u200d👧 컵")


def test_a_cell_that_cannot_be_read_is_no_empty_one() -> None:
    """An empty cell makes unknown what is held; this one must not."""
    unread = {"cost_won": Unread(ERROR_VALUE, {"value": "#N/A"})}

    said = reason(
        plan(SheetRow(row=2, cells={**row().cells, "cost_won": ""}, unread=unread), held=(HELD,))
    )

    assert said.startswith("#N/A in cost_won is an error of the spreadsheet and no value.")


@pytest.mark.parametrize("column", ["cost_won", "stock_quantity", "packaging_won", "shipping_won"])
def test_no_number_may_be_below_zero(column: str) -> None:
    said = reason(plan(row(**{column: "-1,200"})))

    assert f"-1,200 in {column} is below zero" in said


@pytest.mark.parametrize(
    ("column", "limit"),
    [("cost_won", MAX_WON), ("shipping_won", MAX_WON), ("stock_quantity", MAX_STOCK)],
)
def test_a_number_beyond_what_naver_knows_is_refused_with_its_limit(
    column: str, limit: int
) -> None:
    said = reason(plan(row(**{column: str(limit + 1)})))

    assert f"is above {limit:,}" in said


@pytest.mark.parametrize("text", ["1" * 16, "9" * 500])
def test_a_number_of_endless_digits_is_refused_in_a_short_sentence(text: str) -> None:
    assert len(reason(plan(row(cost_won=text)))) < 120


@pytest.mark.parametrize("column", ["own_code", "name"])
def test_code_and_name_must_be_there(column: str) -> None:
    assert reason(plan(row(**{column: " \t "}))) == f"The column {column} is empty. Fill it in."


@pytest.mark.parametrize("column", ["own_code", "unique_code", "name", "option_name"])
def test_a_text_has_a_longest_length(column: str) -> None:
    assert only(plan(row(**{column: "가" * MAX_TEXT}))).state is RowState.NEW

    assert "longer than 200 characters" in reason(plan(row(**{column: "가" * (MAX_TEXT + 1)})))


def test_texts_lose_their_outer_and_double_spaces() -> None:
    one = only(plan(row(own_code=" A-1 ", name=" 머그컵\t 빨강\n")))

    assert (one.sku.own_code, one.sku.name) == ("A-1", "머그컵 빨강")


def test_a_row_that_ran_over_its_heading_is_not_taken_for_other_numbers() -> None:
    shifted = SheetRow(row=4, cells={**row().cells, "cost_won": "1"}, surplus="2500")

    said = reason(plan(shifted))

    assert said.startswith("2500 stands right of the last column of the heading.")


CELLS = st.text(max_size=12) | st.sampled_from(["", "A-1", "A-2", "0", "-5", "1,200", "원", "９"])
GIVEN = {"own_code", "name"}
ROWS = st.lists(
    st.fixed_dictionaries(
        {"own_code": CELLS, "name": CELLS}, optional=dict.fromkeys(set(FIELDS) - GIVEN, CELLS)
    )
)


@given(ROWS, st.booleans())
def test_no_row_is_ever_lost(cells: list[dict[str, str]], holds: bool) -> None:
    rows = [SheetRow(row=place, cells=one) for place, one in enumerate(cells, start=2)]

    done = plan(*rows, held=(HELD,) if holds else ())

    told = [one.row for one in done.planned] + [one.row for one in done.rejected]
    assert sorted(told) == [one.row for one in rows]
    assert done.rows == len(rows)
    assert sum(map(done.count, RowState)) == len(done.planned)
    assert len({one.sku.own_code for one in done.planned}) == len(done.planned)


@given(ROWS)
def test_planning_what_was_saved_changes_nothing(cells: list[dict[str, Any]]) -> None:
    rows = [SheetRow(row=place, cells=one) for place, one in enumerate(cells, start=2)]
    saved = tuple(one.sku for one in plan(*rows).planned)

    again = plan(*rows, held=saved)

    assert {one.state for one in again.planned} <= {RowState.UNCHANGED}


@pytest.mark.parametrize(
    ("text", "won", "share_mp"),
    [
        ("300", 300, None),
        ("2.5%", None, 2_500),
        ("100 %", None, 100_000),
        ("0%", None, 0),
        ("", None, None),
    ],
)
def test_advertising_is_won_or_a_share_of_the_price(
    text: str, won: int | None, share_mp: int | None
) -> None:
    one = only(plan(row(ads=text, returns=text)))

    assert (one.sku.ads_won, one.sku.ads_mp) == (won, share_mp)
    assert (one.sku.returns_won, one.sku.returns_mp) == (won, share_mp)


def test_a_share_takes_the_place_of_the_won_that_were_held() -> None:
    one = only(plan(row(ads="3%"), held=(HELD,)))
    again = only(plan(row(ads="3%"), held=(one.sku,)))

    assert one.state is RowState.CHANGED
    assert again.state is RowState.UNCHANGED


@pytest.mark.parametrize("text", ["101%", "-1%", "1.2345%", "three %", "%", "-5"])
def test_a_share_that_cannot_be_is_refused(text: str) -> None:
    assert text in reason(plan(row(ads=text)))
