"""The chart of one piece: from its price, step by step, to its profit. No streamlit."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.parts.charts import drawn, template
from dashboard.parts.palette import Palette, palette
from dashboard.words.i18n import _
from dashboard.words.phrases import number, signed
from engine import MarginBreakdown


def waterfall(sale: MarginBreakdown, mode: str) -> go.Figure:
    """From the price of one piece to its profit, in won; loss is orange."""
    colours = palette(mode)
    steps = waterfall_steps(sale)
    bases, heights = _bars([change for _name, change in steps])
    profit_colour = colours.loss if sale.profit_won < 0 else colours.primary
    paints = [colours.quiet_text, *[colours.quiet_bar] * (len(steps) - 2), profit_colour]
    tops = [max(base, base + height) for base, height in zip(bases, heights, strict=True)]
    return drawn(
        data=[
            {
                "type": "bar",
                "x": [name for name, _change in steps],
                "y": heights,
                "base": bases,
                "marker": {"color": paints},
                "hovertext": [f"{name} {signed(change)}" for name, change in steps],
                "hoverinfo": "text",
            }
        ],
        layout={
            "template": template(mode),
            "height": 262,
            "margin": {"l": 4, "r": 4, "t": 16, "b": 24},
            "xaxis": {"showgrid": False, "tickfont": {"size": 10.5}, "tickangle": 0},
            "yaxis": {"visible": False},
            "annotations": _bar_texts(steps, tops, colours),
            "shapes": [
                {
                    "type": "line",
                    "xref": "paper",
                    "x0": 0,
                    "x1": 1,
                    "y0": 0,
                    "y1": 0,
                    "line": {"color": colours.border, "width": 1},
                }
            ],
        },
    )


def _bar_texts(
    steps: Sequence[tuple[str, int]], tops: Sequence[int], colours: Palette
) -> list[dict[str, object]]:
    """The won over each bar; the price without a sign, the profit bold."""
    texts = [number(steps[0][1]), *(signed(change) for _name, change in steps[1:])]
    texts[-1] = f"<b>{texts[-1]}</b>"
    loss = steps[-1][1] < 0
    notes: list[dict[str, object]] = [
        {"x": name, "y": top, "text": text, "yshift": 9, "showarrow": False, "font": {"size": 11}}
        for (name, _change), top, text in zip(steps, tops, texts, strict=True)
    ]
    notes[-1]["font"] = {"size": 11, "color": colours.loss_text if loss else colours.text}
    return notes


def waterfall_steps(sale: MarginBreakdown) -> list[tuple[str, int]]:
    """From price to profit in signed won, zeros left out; all but the last sum up to the last."""
    costs = sale.costs
    between = [
        (_("Delivery"), sale.delivery_income_won),
        (_("Order"), -sale.order_fee_won),
        (_("Sales"), -sale.sales_fee_won),
        (_("Cost"), -(costs.goods_won or 0)),
        (_("Ship"), -(costs.shipping_won or 0)),
        (_("Pack"), -(costs.packaging_won or 0)),
        (_("Inbound"), -(costs.inbound_won or 0)),
        (_("Ads"), -(costs.ads_won or 0)),
        (_("Returns"), -(costs.returns_won or 0)),
        (_("VAT"), -sale.vat_won),
    ]
    changes = [(name, change) for name, change in between if change]
    return [(_("Price"), sale.price_won), *changes, (_("Profit"), sale.profit_won)]


def _bars(changes: Sequence[int]) -> tuple[list[int], list[int]]:
    """Where each bar begins and how far it goes; the first and the last stand on zero."""
    bases, at = [0], changes[0]
    for change in changes[1:-1]:
        bases.append(at)
        at += change
    return [*bases, 0], list(changes)
