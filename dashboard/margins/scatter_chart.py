"""Price against margin rate, one point a listing. No streamlit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard.parts.charts import drawn, template
from dashboard.parts.palette import palette
from dashboard.words.i18n import _
from dashboard.words.phrases import number


def scatter(
    names: Sequence[str],
    price_won: NDArray[np.int64],
    rate_mp: NDArray[np.int64],
    profit_won: NDArray[np.int64],
    doubtful: NDArray[np.bool_],
    mode: str,
) -> go.Figure:
    """Points to draw a box around: profits in the first colour, losses in that of losses, hollow
    where the SKU may be a wrong one.
    """
    colours = palette(mode)
    lost = profit_won < 0
    parts = {
        _("Profit"): (~lost & ~doubtful, colours.primary, "circle"),
        _("Loss"): (lost & ~doubtful, colours.loss, "triangle-down"),
        _("Doubtful profit"): (~lost & doubtful, colours.primary, "circle-open"),
        _("Doubtful loss"): (lost & doubtful, colours.loss, "triangle-down-open"),
    }
    shown = {name: part for name, part in parts.items() if part[0].any() or "-open" not in part[2]}
    traces = [_points(name, *part) for name, part in shown.items()]
    for trace, (which, _colour, _symbol) in zip(traces, shown.values(), strict=True):
        at = np.flatnonzero(which)
        trace |= {
            "x": price_won[at].tolist(),
            "y": (rate_mp[at] / 1000).tolist(),
            "text": [names[int(one)] for one in at],
            "customdata": at.tolist(),
        }
    return drawn(
        data=traces,
        layout={
            "template": template(mode),
            "height": 300,
            "margin": {"l": 62, "r": 8, "t": 26, "b": 44},
            "xaxis": {"title": {"text": _("Price (₩)")}, "rangemode": "tozero"},
            "yaxis": {"title": {"text": _("Margin rate")}, "ticksuffix": "%"},
            "dragmode": "select",
            "legend": {"orientation": "h", "y": 1.12, "x": 0},
        },
    )


def _points(name: str, which: NDArray[np.bool_], colour: str, symbol: str) -> dict[str, object]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": f"{name} · {number(int(which.sum()))}",
        "marker": {"color": colour, "size": 7, "symbol": symbol, "opacity": 0.7},
        "hovertemplate": "%{text}<br>₩%{x:,} · %{y:.1f}%<extra></extra>",
    }
