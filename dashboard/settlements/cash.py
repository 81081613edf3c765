"""The cash calendar on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.parts import view
from dashboard.parts.charts import CONFIG, drawn, template
from dashboard.parts.columns import amount, text
from dashboard.parts.frames import without_empty
from dashboard.parts.palette import palette
from dashboard.parts.widgets import empty, row, section, strip
from dashboard.server.session import get_engine, mode
from dashboard.settlements.export import cash_csv
from dashboard.settlements.frames import cash_frame
from dashboard.words.i18n import _
from dashboard.words.phrases import UNKNOWN, day, won
from engine import (
    Cash,
    CashDay,
    Store,
    today,
)

SELDOM = ("difference", "return_care", "preferential", "limit")


def calendar(store: Store) -> None:
    """Paid and due by day, of this store or of all, with what quick settlement would change."""
    with row(apart=True):
        section(_("Cash calendar"), _("by the day money is expected"))
        key = "settlements.all_stores"
        everything = view.held("all_stores", key, view.switch(), False)
        st.toggle(_("All stores"), key=key)
    store_id = None if everything else store.store_id
    cash = get_engine().settlements.cash(store_id)
    if not cash.days:
        empty(_("No money is known of these days"), icon="calendar_month")
        return
    _sums(cash)
    chart = cash_chart(cash.days, mode())
    st.plotly_chart(chart, config=CONFIG, key="settlements.cash", alt=_("Cash calendar"))
    with st.expander(_("Days as a table"), icon=":material/table_rows:"):
        st.dataframe(
            without_empty(cash_frame(cash.days), SELDOM),
            column_config=_columns(),
            hide_index=True,
            placeholder=UNKNOWN,
            row_height=36,
            height=400,
            alt=_("Cash calendar"),
        )
        cash_csv(store_id)


def _sums(cash: Cash) -> None:
    earlier = sum(one.won for one in cash.earlier)
    weighed = sum(one.won * one.days for one in cash.earlier)
    charge = sum(day.charge_won for day in cash.days)
    with strip(5):
        st.metric(
            _("Paid out"),
            won(sum(day.paid_won for day in cash.days)),
            delta=_("{won} as charge money").format(won=won(charge)) if charge else None,
            delta_color="off",
            delta_arrow="off",
            help=_("What reached the bank account; charge money stays with NAVER."),
        )
        st.metric(_("Due"), won(sum(day.due_won for day in cash.days)))
        st.metric(
            _("Held back"),
            won(cash.held_won),
            help=_("What NAVER holds back after these days; it is paid on the day it is released."),
        )
        st.metric(_("Taken back"), won(sum(day.claw_back_won for day in cash.days)))
        st.metric(
            _("Earlier with quick settlement"),
            won(earlier) if earlier else UNKNOWN,
            delta=_("{days} days on average").format(days=weighed // earlier) if earlier else None,
            delta_color="off",
            delta_arrow="off",
            help=_(
                "Assumes that the courier picks up one business day after payment;"
                " settlement rows do not tell."
            ),
        )


def _columns() -> dict[str, Any]:
    beside = _("As NAVER tells it; by what is known it is no part of the sum")
    return {
        "on": text(_("Day"), 100),
        "paid": amount(_("Paid out"), 110),
        "due": amount(_("Due"), 110),
        "normal": amount(_("Normal"), 110),
        "quick": amount(_("Quick"), 110),
        "back": amount(_("Taken back"), 110),
        "held": amount(_("Held back"), 110),
        "released": amount(_("Released"), 110),
        "deduction": amount(_("Deducted or restored"), 110),
        "difference": amount(_("Correction"), 90, beside),
        "return_care": amount(_("Care for returns"), 100, beside),
        "preferential": amount(_("Order fees given back"), 110, beside),
        "limit": amount(_("Settlement limit"), 100, _("A limit and no money")),
        "charge": amount(_("Charge money"), 110),
        "unexplained": amount(
            _("Beyond the rows"), 110, _("What the day's sum says beyond its rows")
        ),
    }


def cash_chart(days: Sequence[CashDay], mode: str) -> go.Figure:
    """Won by day, normal and quick settlement stacked; what is not yet paid is pale."""
    colours = palette(mode)
    ways = (
        (_("Normal"), colours.primary, [day.normal_won for day in days]),
        (_("Quick"), colours.quiet_bar, [day.quick_won for day in days]),
    )
    pale = [0.45 if day.due_won else 1.0 for day in days]
    bars = [
        {
            "type": "bar",
            "name": name,
            "x": [day.on for day in days],
            "y": values,
            "marker": {"color": colour, "opacity": pale},
            "hovertemplate": "%{x|%m-%d} · %{y:,}<extra>" + name + "</extra>",
        }
        for name, colour, values in ways
        if any(values)
    ]
    return drawn(
        data=bars,
        layout={
            "template": template(mode),
            "height": 250,
            "barmode": "relative",
            "margin": {"l": 84, "r": 8, "t": 30, "b": 28},
            "showlegend": True,
            "legend": {"x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom"},
            "xaxis": {"type": "date", "tickformat": "%m-%d", "nticks": 8, "showgrid": False},
            "yaxis": {"tickformat": ",d", "nticks": 5, "ticklabelstandoff": 6},
            "annotations": [_unit(colours.quiet_text), _now_text(colours.quiet_text)],
            "shapes": [
                {
                    "type": "line",
                    "x0": day(today()),
                    "x1": day(today()),
                    "yref": "paper",
                    "y0": 0,
                    "y1": 1,
                    "line": {"color": colours.quiet_text, "width": 1, "dash": "dot"},
                }
            ],
        },
    )


def _unit(colour: str) -> dict[str, Any]:
    return {
        "text": _("Settled (₩), not yet paid is pale"),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1.02,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 11, "color": colour},
    }


def _now_text(colour: str) -> dict[str, Any]:
    return {
        "text": _("today"),
        "x": day(today()),
        "yref": "paper",
        "y": 1,
        "xanchor": "right",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 11, "color": colour},
    }
