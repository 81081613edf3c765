"""A press on a button in a row means the row as it was drawn, however the table changed since."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from dashboard.parts.row_clicks import key_over


def page() -> None:
    """Says which of the rows was pressed."""
    import streamlit as st

    from dashboard.parts.row_clicks import clicked, key_over

    rows = st.session_state["rows"]
    st.text(clicked(key_over("jobs.row", rows), rows))


def pressed(rows: list[int], *, drawn: list[int], at: int) -> str:
    """What a page of `rows` makes of a press on the place `at` of a table drawn over `drawn`."""
    app = AppTest.from_function(page)
    app.session_state["rows"] = rows
    app.session_state[key_over("jobs.row", drawn)] = {"row": at, "label": "Resume"}
    return str(app.run().text[0].value)


def test_a_press_means_the_row_it_was_made_on() -> None:
    assert pressed([66, 65, 64], drawn=[66, 65, 64], at=1) == "65"


def test_a_press_on_a_table_that_is_no_longer_there_means_nothing() -> None:
    assert pressed([67, 66, 65, 64], drawn=[66, 65, 64], at=1) == "None"
    assert pressed([65, 64], drawn=[66, 65, 64], at=1) == "None"


def test_a_place_no_row_has_means_nothing() -> None:
    assert pressed([66], drawn=[66], at=3) == "None"
