"""The past of one imported listing: how price and stock went, with the states behind it."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import change_columns, charts
from dashboard.parts.change_frames import past_frame
from dashboard.parts.listing_history_chart import history_chart
from dashboard.parts.listing_line import product_line
from dashboard.parts.widgets import empty
from dashboard.server.session import cached_for_visit, get_engine, mode
from dashboard.words.i18n import _
from dashboard.words.phrases import UNKNOWN, near
from engine import ProductState, now


def open_history(store_id: int, channel_product_no: int) -> None:
    """Opens the dialog of a listing's past."""
    st.dialog(_("What changed"), width="large", icon=":material/history:")(_dialog)(
        store_id, channel_product_no
    )


def _dialog(store_id: int, channel_product_no: int) -> None:
    held = get_engine().products.get(store_id, channel_product_no)
    if held is not None:
        product_line(held.product)
    show_history(store_id, channel_product_no)


def show_history(store_id: int, channel_product_no: int) -> None:
    """Chart and table of every state that was seen; one state alone has nothing to draw."""
    states = _states(store_id, channel_product_no)
    if not states:
        empty(_("Nothing is known of this listing's past"), icon="history")
        return
    if len(states) == 1:
        text = _("Nothing has changed since it was first seen, {time}.")
        st.caption(text.format(time=near(states[0].seen_at)))
        return
    key = f"past.{channel_product_no}"
    st.plotly_chart(
        history_chart(states, now(), mode()),
        theme=None,
        config=charts.CONFIG,
        key=f"{key}.chart",
        alt=_("Price and stock of the listing over time"),
    )
    st.dataframe(
        past_frame(states),
        column_config=change_columns.states(mode()),
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=32,
        height=300 if len(states) > 8 else "content",
        key=f"{key}.table",
        alt=_("Every state of the listing that was seen"),
    )


def _states(store_id: int, channel_product_no: int) -> tuple[ProductState, ...]:
    return cached_for_visit(
        "past",
        (store_id, channel_product_no),
        lambda: get_engine().products.history(store_id, channel_product_no),
    )
