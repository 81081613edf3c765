"""The past of a listing is drawn as steps that keep their value until the next one was seen."""

from __future__ import annotations

from datetime import datetime, timedelta

import plotly.graph_objects as go
import pytest

from dashboard.parts.change_frames import field_changes, past_frame
from dashboard.parts.listing_history_chart import history_chart
from engine import KST, ProductChange, ProductState

pytestmark = pytest.mark.dated

START = datetime(2026, 11, 20, 9, tzinfo=KST)
UNTIL = START + timedelta(days=4)


def state(day: int, price: int, *, paid: int | None = None, stock: int | None = 5) -> ProductState:
    return ProductState(
        seen_at=START + timedelta(days=day),
        name="머그컵",
        sale_status="SALE",
        sale_price_won=price,
        discounted_price_won=paid,
        stock_quantity=stock,
    )


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_each_line_goes_from_the_first_state_to_now(mode: str) -> None:
    price, stock = history_chart([state(0, 9_000), state(2, 8_000)], UNTIL, mode).data

    assert list(price.y) == [9_000, 8_000, 8_000]
    assert price.x[0] == START.replace(tzinfo=None)
    assert price.x[-1] == UNTIL.replace(tzinfo=None)
    assert price.line.shape == stock.line.shape == "hv"
    assert stock.yaxis == "y2"


def test_the_words_of_the_axes_have_room() -> None:
    small, large = (
        history_chart([state(0, price), state(2, price)], UNTIL, "light").layout.margin
        for price in (90, 9_000_000)
    )

    assert 20 < small.l < large.l - 30
    assert small.b >= 30


def test_the_price_before_the_discount_is_drawn_where_it_is_another() -> None:
    listed, paid, _stock = history_chart(
        [state(0, 9_000, paid=7_000), state(1, 9_000)], UNTIL, "light"
    ).data

    assert list(listed.y) == [9_000, 9_000, 9_000]
    assert list(paid.y) == [7_000, 9_000, 9_000]


def test_an_unknown_stock_leaves_a_gap_and_is_no_zero() -> None:
    figure = history_chart([state(0, 9_000, stock=None), state(1, 9_000, stock=3)], UNTIL, "light")

    assert list(figure.data[-1].y) == [None, 3, 3]
    assert not figure.data[-1].connectgaps


@pytest.mark.parametrize("days", [1, 9])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_chart_is_well_formed_though_it_is_drawn_unchecked(mode: str, days: int) -> None:
    states = [state(0, 9_000, paid=7_000, stock=None), state(1, 9_000)]

    said = history_chart(states, START + timedelta(days=days), mode).to_dict()

    assert len(go.Figure(said).data) == len(said["data"])


def test_a_stock_of_zero_lies_above_the_foot_of_its_axis() -> None:
    figure = history_chart([state(0, 9_000, stock=0), state(1, 9_000, stock=4)], UNTIL, "light")

    assert figure.layout.yaxis2.range[0] < 0 < 4 < figure.layout.yaxis2.range[1]


def test_the_table_begins_with_the_newest_state() -> None:
    frame = past_frame([state(0, 9_000, stock=None), state(2, 8_000)])

    assert list(frame["price"]) == [8_000, 9_000]
    assert frame["stock"].isna().tolist() == [False, True]


def test_a_change_of_two_fields_is_two_rows_in_its_order() -> None:
    change = ProductChange(
        channel_product_no=7,
        name="머그컵",
        seen_at=START,
        changes={"sale_price_won": (1, 2), "stock_quantity": (None, 0)},
    )

    rows = field_changes([change])

    assert [(row.field, row.before, row.after) for row in rows] == [
        ("sale_price_won", 1, 2),
        ("stock_quantity", None, 0),
    ]
    assert {row.channel_product_no for row in rows} == {7}
