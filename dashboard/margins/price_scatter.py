"""All listings as points of price and margin; a box around some lists them below.

It is drawn when its part of the page is opened, not before.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dashboard.margins import columns as margin_tables
from dashboard.margins.choice import Choice
from dashboard.margins.frames import margin_frame
from dashboard.margins.scatter_chart import scatter
from dashboard.margins.table import skus_of
from dashboard.parts import charts
from dashboard.parts.margin_summary import ARRIVALS, Mask, medians_of, same_rows
from dashboard.parts.picked_listings import take
from dashboard.parts.widgets import section
from dashboard.server.session import mode
from dashboard.words.i18n import _
from dashboard.words.phrases import UNKNOWN, number
from engine import MarginTable

MOST_POINTS = 3_000  # more of them are one stain
LISTED = 200
KEY = "margins.scatter.points"


def price_scatter(
    table: MarginTable, choice: Choice, rows: Mask | None, target_mp: int, on: date
) -> None:
    """The points of the chosen tier, arrival and category, and the listings inside the box."""
    part = st.expander(
        _("Price against margin"),
        icon=":material/scatter_plot:",
        key="margins.scatter",
        on_change="rerun",
    )
    if not part.open:
        return
    columns = table.tiers[choice.tier]
    sold = columns.price_won > 0
    all_rows = np.flatnonzero(sold if rows is None else sold & rows)
    shown = all_rows[:: max(1, -(-len(all_rows) // MOST_POINTS))]
    with part:
        told = _("draw a box to list what is in it")
        if len(shown) < len(all_rows):
            told += " · " + _("{shown} of {count} products, evenly chosen").format(
                shown=number(len(shown)), count=number(len(all_rows))
            )
        section(_("Price against margin"), told)
        figure = scatter(
            [str(name) for name in table.name[shown]],
            columns.price_won[shown],
            columns.margin_rate_mp[shown],
            columns.profit_won[shown],
            table.doubtful[shown],
            mode(),
        )
        event = st.plotly_chart(
            figure,
            theme=None,
            config={"displayModeBar": False, "scrollZoom": False},
            key=f"{KEY}.{choice.tier}.{choice.arrival}.{choice.category}",
            on_select="rerun",
            selection_mode=("box", "lasso"),
            alt=_("Price and margin rate of every product"),
        )
        _inside(table, choice, shown[picked(event)], target_mp, on)


def picked(event: Any) -> NDArray[np.intp]:
    """Which points are inside the box, by their place among all that are drawn."""
    points = event["selection"]["points"]
    return np.array(sorted(_place(one["customdata"]) for one in points), dtype=np.intp)


def _place(customdata: Any) -> int:
    """Plotly hands a single value over bare or in a list."""
    return int(customdata[0] if isinstance(customdata, list | tuple) else customdata)


def _inside(
    table: MarginTable, choice: Choice, at: NDArray[np.intp], target_mp: int, on: date
) -> None:
    """What is inside the box: its listings, every tier and arrival, and a scenario of them."""
    if not len(at):
        return
    _listing(table, choice, at, target_mp)
    take(table, at, "margins.take.box")
    _grid(table, choice, at, on)


def _listing(table: MarginTable, choice: Choice, at: NDArray[np.intp], target_mp: int) -> None:
    order = np.argsort(table.tiers[choice.tier].margin_rate_mp[at], kind="stable")
    section(_("Inside the box"), number(len(at)))
    st.dataframe(
        margin_frame(
            table,
            choice.tier,
            at[order][:LISTED],
            target_mp,
            skus_of(table.sku_code[at[order][:LISTED]]),
        ),
        column_config=margin_tables.margins(mode()),
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height=min(400, 40 + 36 * min(len(at), LISTED)),
        alt=_("Products inside the box"),
    )


def _grid(table: MarginTable, choice: Choice, at: NDArray[np.intp], on: date) -> None:
    section(_("Fee tier × arrival"), _("median margin rate of what is in the box"))
    tables = {arrival: choice.kind.table(table.store.store_id, arrival, on) for arrival in ARRIVALS}
    medians = {
        arrival: medians_of(one, same_rows(table, at, one)) for arrival, one in tables.items()
    }
    st.plotly_chart(
        charts.heat(medians, (choice.arrival, choice.tier), mode()),
        theme=None,
        config=charts.CONFIG,
        key="margins.scatter.heat",
        alt=_("Median margin rate by fee tier and arrival of what is in the box"),
    )
