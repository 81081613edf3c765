"""The look of all charts, and those over many listings: heat and spread. No streamlit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import plotly.graph_objects as go

from dashboard.parts.margin_summary import Spread
from dashboard.parts.palette import Palette, palette
from dashboard.words.i18n import _
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, percent
from engine import Arrival, FeeTier

FONT = "StoreboardDigits, Pretendard, sans-serif"
NARROW, WIDE = 0.5, 1.75  # width of a letter by its size; of a Korean one by a Latin one
CONFIG = {"displayModeBar": False, "scrollZoom": False}


def drawn(data: list[dict[str, Any]], layout: dict[str, Any]) -> go.Figure:
    """A figure of what is well-formed by itself, as a test holds it to be.

    Plotly's own check of every name and value takes most of the time of a page with charts.
    """
    return go.Figure(data=data, layout=layout, _validate=False)


@cache
def template(mode: str) -> dict[str, Any]:
    """The look all charts share."""
    colours = palette(mode)
    axis = {
        "gridcolor": colours.grid,
        "tickfont": {"color": colours.quiet_text},
        "title": {"font": {"color": colours.quiet_text}},
        "showline": False,
        "ticks": "",
        "zeroline": False,
        "separatethousands": True,
        "exponentformat": "none",
        "fixedrange": True,
        "automargin": False,  # each chart says how much room its words take: see room_for
    }
    return {
        "layout": {
            "font": {"family": FONT, "size": 12, "color": colours.text},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "xaxis": axis,
            "yaxis": axis,
            "separators": ".,",
            "bargap": 0.3,
            "barcornerradius": 3,
            "colorway": [colours.primary],
            "hoverlabel": {
                "bgcolor": colours.panel,
                "bordercolor": colours.border,
                "font": {"family": FONT, "color": colours.text},
            },
            "legend": {"orientation": "h", "y": 1.1},
            "dragmode": False,
        }
    }


def heat(
    medians: Mapping[Arrival, Mapping[FeeTier, int | None]],
    chosen: tuple[Arrival, FeeTier],
    mode: str,
) -> go.Figure:
    """Median margin rates by tier and arrival; the colour is the distance from the chosen cell."""
    arrivals, tiers = list(medians), list(FeeTier)
    here = medians.get(chosen[0], {}).get(chosen[1]) or 0
    cells = [[_distance(medians[one].get(tier), here) for tier in tiers] for one in arrivals]
    far = max((abs(value) for line in cells for value in line if value is not None), default=0) or 1
    return drawn(
        data=[
            {
                "type": "heatmap",
                "z": cells,
                "x": [label(tier) for tier in tiers],
                "y": [label(arrival) for arrival in arrivals],
                "colorscale": _diverging(palette(mode)),
                "zmin": -2.5 * far,
                "zmax": 2.5 * far,
                "xgap": 4,
                "ygap": 4,
                "showscale": False,
                "hovertemplate": "%{y} · %{x}<extra></extra>",
                "text": _cell_texts(medians, chosen, here),
                "texttemplate": "%{text}",
                "textfont": {"size": 13.5, "weight": 650, "color": palette(mode).text},
            }
        ],
        layout={
            "template": template(mode),
            "height": 228,
            "margin": {"l": room_for(map(label, arrivals)), "r": 8, "t": 26, "b": 8},
            "xaxis": {"side": "top", "showgrid": False},
            "yaxis": {"autorange": "reversed", "showgrid": False, "ticklabelstandoff": 6},
            "annotations": _dashes(medians),
            "shapes": [_frame(arrivals.index(chosen[0]), tiers.index(chosen[1]), palette(mode))],
        },
    )


def _frame(row: int, column: int, colours: Palette) -> dict[str, object]:
    """The border of the chosen cell."""
    return {
        "type": "rect",
        "x0": column - 0.48,
        "x1": column + 0.48,
        "y0": row - 0.47,
        "y1": row + 0.47,
        "line": {"color": colours.primary, "width": 2},
    }


def _distance(value: int | None, here: int) -> float | None:
    return None if value is None else (value - here) / 1000


def _cell_texts(
    medians: Mapping[Arrival, Mapping[FeeTier, int | None]],
    chosen: tuple[Arrival, FeeTier],
    here: int,
) -> list[list[str]]:
    """The rate of each cell, and below it how far it is from the chosen one."""
    below = '<br><span style="font-size:11px;font-weight:400">{}</span>'
    return [
        [
            percent(value)
            + below.format(_("now") if (arrival, tier) == chosen else points(value, here))
            for tier, value in line.items()
        ]
        for arrival, line in medians.items()
    ]


def _dashes(medians: Mapping[Arrival, Mapping[FeeTier, int | None]]) -> list[dict[str, object]]:
    """A dash where nothing is known: such a cell has no colour, and so Plotly writes no text."""
    return [
        {"x": label(tier), "y": label(arrival), "text": UNKNOWN, "showarrow": False}
        for arrival, line in medians.items()
        for tier, value in line.items()
        if value is None
    ]


def room_for(words: Iterable[str], size: float = 12) -> int:
    """The pixels the longest of these words needs beside an axis.

    Told beforehand, as a chart that measures its words itself is drawn several times over.
    """
    longest = max(
        (sum(WIDE if ord(one) > 0x1100 else 1.0 for one in word) for word in words), default=0
    )
    return round(longest * NARROW * size) + 12


def points(rate_mp: int | None, here_mp: int) -> str:
    """How far a rate is from another in percentage points, of both as they are shown."""
    if rate_mp is None:
        return ""
    tenths = (rate_mp + 50) // 100 - (here_mp + 50) // 100
    sign = "−" if tenths < 0 else "+" if tenths else "±"
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}%p"


def _diverging(colours: Palette) -> list[list[object]]:
    """The diverging scale with the panel's colour at its middle, so that texts stay readable."""
    scale = colours.diverging
    stops = [*scale[:5], colours.panel, *scale[5:]]
    return [[at / (len(stops) - 1), colour] for at, colour in enumerate(stops)]


def spread(spreads: Sequence[Spread], mode: str) -> go.Figure:
    """Margin rates by category: the box holds the middle half, the dotted line is break-even."""
    colours = palette(mode)
    return drawn(
        data=[
            {
                "type": "box",
                "y": [one.name for one in spreads],
                "q1": [one.quarter_mp / 1000 for one in spreads],
                "median": [one.median_mp / 1000 for one in spreads],
                "q3": [one.three_quarters_mp / 1000 for one in spreads],
                "lowerfence": [one.low_mp / 1000 for one in spreads],
                "upperfence": [one.high_mp / 1000 for one in spreads],
                "orientation": "h",
                "line": {"color": colours.primary, "width": 1.5},
                "fillcolor": colours.diverging[5],
                "hoverinfo": "x",
            }
        ],
        layout={
            "template": template(mode),
            "height": 228,
            "margin": {"l": room_for(one.name for one in spreads), "r": 8, "t": 20, "b": 26},
            "xaxis": {"ticksuffix": "%", "nticks": 6},
            "yaxis": {"autorange": "reversed", "showgrid": False},
            "shapes": [_break_even_line(colours)],
            "annotations": [_break_even_text(colours)],
        },
    )


def _break_even_line(colours: Palette) -> dict[str, object]:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": 0,
        "x1": 0,
        "y0": 0,
        "y1": 1,
        "line": {"color": colours.loss, "width": 1.5, "dash": "dot"},
    }


def _break_even_text(colours: Palette) -> dict[str, object]:
    return {
        "text": _("break-even"),
        "x": 0,
        "xref": "x",
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 11, "color": colours.loss_text},
    }
