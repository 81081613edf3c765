"""The past of one listing as steps: price above, stock below, on one line of time. No streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import plotly.graph_objects as go

from dashboard.parts.charts import drawn, room_for, template
from dashboard.parts.palette import Palette, palette
from dashboard.words.i18n import _
from dashboard.words.phrases import number
from engine import ProductState

PRICE_FROM, STOCK_TO = 0.46, 0.34  # of the height; the rest between them is the title of the lower
SHORT = timedelta(days=2)
STANDOFF = 6  # pixels between an axis and its numbers


def history_chart(states: Sequence[ProductState], until: datetime, mode: str) -> go.Figure:
    """Steps from the first state seen to `until`; a stock nobody knows leaves a gap."""
    colours = palette(mode)
    moments = [*(_plain(state.seen_at) for state in states), _plain(until)]
    paid = [state.discounted_price_won or state.sale_price_won for state in states]
    listed = [state.sale_price_won for state in states]
    stocks = [state.stock_quantity for state in states]
    lines = [_steps(_("Final price"), moments, paid, colours.primary)]
    if listed != paid:
        lines.insert(0, _steps(_("List price"), moments, listed, colours.quiet_bar, dash="dot"))
    stock = _steps(_("Stock"), moments, stocks, colours.quiet_text)
    return drawn(
        data=[*lines, {**stock, "yaxis": "y2", "showlegend": False}],
        layout={
            "template": template(mode),
            "height": 280,
            "margin": {"l": _room([*paid, *listed, *stocks]), "r": 12, "t": 26, "b": 38},
            "xaxis": _time_axis(states[0].seen_at, until),
            "yaxis": _axis([*paid, *listed], [PRICE_FROM, 1]),
            "yaxis2": _axis(stocks, [0, STOCK_TO]),
            "showlegend": len(lines) > 1,
            "legend": {"x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom"},
            "annotations": [
                _title(_("Prices (₩)"), 1, colours),
                _title(_("Stock"), STOCK_TO, colours),
            ],
            "hovermode": "x unified",
        },
    )


def _plain(moment: datetime) -> datetime:
    """Without its zone: the chart shows Korean time wherever it is read."""
    return moment.replace(tzinfo=None)


def _steps(
    name: str,
    moments: Sequence[datetime],
    values: Sequence[int | None],
    colour: str,
    dash: str = "solid",
) -> dict[str, Any]:
    """One line that keeps its last value to the end."""
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": list(moments),
        "y": [*values, values[-1]],
        "line": {"shape": "hv", "color": colour, "width": 2, "dash": dash},
        "connectgaps": False,
        "hovertemplate": "%{y:,}",
    }


def _axis(values: Sequence[int | None], domain: list[float]) -> dict[str, Any]:
    """An axis with room around the values, so that a line without a change lies in its middle."""
    known = [value for value in values if value is not None] or [0]
    room = max((max(known) - min(known)) * 0.25, max(known) * 0.04, 1)
    return {
        "domain": domain,
        "range": [max(0, min(known) - room) if min(known) else -room / 2, max(known) + room],
        "nticks": 4,
        "ticklabelstandoff": STANDOFF,
        "tickformat": ",d",
    }


def _room(values: Sequence[int | None]) -> int:
    """The pixels the numbers beside the axes need; the highest may lie above all values."""
    return room_for([number(2 * max(value or 0 for value in values))]) + STANDOFF


def _time_axis(start: datetime, end: datetime) -> dict[str, Any]:
    """Hours for a short past, days for a long one."""
    short = end - start < SHORT
    return {
        "anchor": "y2",
        "showgrid": False,
        "nticks": 5,
        "tickangle": 0,
        "tickformat": "%H:%M\n%m-%d" if short else "%m-%d",
        "hoverformat": "%m-%d %H:%M",
        "range": [_plain(start), _plain(end)],
    }


def _title(text: str, y: float, colours: Palette) -> dict[str, Any]:
    return {
        "text": text,
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": y,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 11, "color": colours.quiet_text},
    }
