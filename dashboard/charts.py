"""Figures of margins: one template per light and dark, units on every number, no streamlit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import plotly.graph_objects as go

from dashboard.i18n import _
from dashboard.labels import label
from dashboard.margin_numbers import Spread
from dashboard.palette import Palette, palette
from dashboard.phrases import percent
from engine import Arrival, FeeTier, MarginBreakdown

FONT = "StoreboardDigits, Pretendard, sans-serif"
CONFIG = {"displayModeBar": False, "scrollZoom": False}


@cache
def template(mode: str) -> go.layout.Template:
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
        "automargin": True,
    }
    return go.layout.Template(
        layout={
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
    )


def heat(
    medians: Mapping[Arrival, Mapping[FeeTier, int | None]],
    chosen: tuple[Arrival, FeeTier],
    mode: str,
) -> go.Figure:
    """Median margin rates by tier and arrival; the colour is the distance from the chosen cell."""
    colours = palette(mode)
    arrivals, tiers = list(medians), list(FeeTier)
    here = medians.get(chosen[0], {}).get(chosen[1]) or 0
    cells = [
        [_distance(medians[arrival].get(tier), here) for tier in tiers] for arrival in arrivals
    ]
    far = max((abs(value) for line in cells for value in line if value is not None), default=0) or 1
    figure = go.Figure(
        go.Heatmap(
            z=cells,
            x=[label(tier) for tier in tiers],
            y=[label(arrival) for arrival in arrivals],
            colorscale=_diverging(colours),
            zmin=-2.5 * far,
            zmax=2.5 * far,
            xgap=4,
            ygap=4,
            showscale=False,
            hovertemplate="%{y} · %{x}<extra></extra>",
        )
    )
    figure.update_layout(template=template(mode), height=228)
    figure.update_xaxes(side="top", showgrid=False)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    _cell_texts(figure, medians, chosen, here)
    if chosen[0] in arrivals:
        x, y = tiers.index(chosen[1]), arrivals.index(chosen[0])
        figure.add_shape(
            type="rect",
            x0=x - 0.48,
            x1=x + 0.48,
            y0=y - 0.47,
            y1=y + 0.47,
            line={"color": colours.primary, "width": 2},
        )
    return figure


def _distance(value: int | None, here: int) -> float | None:
    return None if value is None else (value - here) / 1000


def _cell_texts(
    figure: go.Figure,
    medians: Mapping[Arrival, Mapping[FeeTier, int | None]],
    chosen: tuple[Arrival, FeeTier],
    here: int,
) -> None:
    """The rate in each cell, and below it how far it is from the chosen one."""
    for arrival, line in medians.items():
        for tier, value in line.items():
            below = _("now") if (arrival, tier) == chosen else points(value, here)
            texts = (
                (percent(value), 9, 13.5, 650),
                (below, -10, 11, 400),
            )
            for text, shift, size, weight in texts:
                figure.add_annotation(
                    x=label(tier),
                    y=label(arrival),
                    text=text,
                    yshift=shift,
                    showarrow=False,
                    font={"size": size, "weight": weight},
                )


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
    figure = go.Figure(
        go.Box(
            y=[one.name for one in spreads],
            q1=[one.quarter_mp / 1000 for one in spreads],
            median=[one.median_mp / 1000 for one in spreads],
            q3=[one.three_quarters_mp / 1000 for one in spreads],
            lowerfence=[one.low_mp / 1000 for one in spreads],
            upperfence=[one.high_mp / 1000 for one in spreads],
            orientation="h",
            line={"color": colours.primary, "width": 1.5},
            fillcolor=colours.diverging[5],
            hoverinfo="x",
        )
    )
    figure.add_vline(
        x=0,
        line={"color": colours.loss, "width": 1.5, "dash": "dot"},
        annotation={"text": _("break-even"), "font": {"size": 11, "color": colours.loss_text}},
        annotation_position="top",
    )
    figure.update_layout(
        template=template(mode), height=228, margin={"l": 8, "r": 8, "t": 20, "b": 8}
    )
    figure.update_xaxes(ticksuffix="%", nticks=6)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure


def waterfall(sale: MarginBreakdown, mode: str) -> go.Figure:
    """From the price of one piece to its profit, in won; loss is orange."""
    colours = palette(mode)
    steps = waterfall_steps(sale)
    bases, heights = _bars([change for _name, change in steps])
    profit_colour = colours.loss if sale.profit_won < 0 else colours.primary
    paints = [colours.quiet_text, *[colours.quiet_bar] * (len(steps) - 2), profit_colour]
    figure = go.Figure(
        go.Bar(
            x=[name for name, _change in steps],
            y=heights,
            base=bases,
            marker={"color": paints},
            hovertext=[f"{name} {signed(change)}" for name, change in steps],
            hoverinfo="text",
        )
    )
    for at, (name, change) in enumerate(steps):
        last = at == len(steps) - 1
        text = f"{change:,}" if at == 0 else signed(change)
        figure.add_annotation(
            x=name,
            y=max(bases[at], bases[at] + heights[at]),
            text=f"<b>{text}</b>" if last else text,
            yshift=9,
            showarrow=False,
            font={"size": 11, "color": colours.loss_text if last and change < 0 else colours.text},
        )
    figure.add_hline(y=0, line={"color": colours.border, "width": 1})
    figure.update_layout(
        template=template(mode), height=262, margin={"l": 4, "r": 4, "t": 16, "b": 8}
    )
    figure.update_xaxes(showgrid=False, tickfont={"size": 10.5}, tickangle=0)
    figure.update_yaxes(visible=False)
    return figure


def waterfall_steps(sale: MarginBreakdown) -> list[tuple[str, int]]:
    """From price to profit in signed won, zeros left out; all but the last sum up to the last."""
    costs = sale.costs
    between = [
        (_("Order"), -sale.order_fee_won),
        (_("Sales"), -sale.sales_fee_won),
        (_("Cost"), -(costs.goods_won or 0)),
        (_("Ship"), -(costs.shipping_won or 0)),
        (_("Pack"), -(costs.packaging_won or 0)),
        (_("VAT"), -sale.vat_won),
    ]
    changes = [(name, change) for name, change in between if change]
    return [(_("Price"), sale.revenue_won), *changes, (_("Profit"), sale.profit_won)]


def _bars(changes: Sequence[int]) -> tuple[list[int], list[int]]:
    """Where each bar begins and how far it goes; the first and the last stand on zero."""
    bases, at = [0], changes[0]
    for change in changes[1:-1]:
        bases.append(at)
        at += change
    return [*bases, 0], list(changes)


def signed(change: int) -> str:
    """A change in won with its sign."""
    return f"{'−' if change < 0 else '+'}{abs(change):,}"
