"""One scenario on the screen: what it leaves, beside what is left now."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.parts.columns import amount, rate, text
from dashboard.parts.frames import DOUBTED
from dashboard.parts.margin_summary import middle
from dashboard.parts.widgets import strip
from dashboard.server.session import derived_once, get_engine, margin_table
from dashboard.words.i18n import _, ngettext
from dashboard.words.labels import tax_text
from dashboard.words.phrases import UNKNOWN, counted, percent, totals, won
from engine import Arrival, MarginColumns, Scenario, ScenarioResult, Store, today

SHOWN = 100


def tried(store: Store, scenario: Scenario) -> ScenarioResult:
    """What the scenario leaves, worked out once for as long as the margins of the store hold."""
    table = margin_table(store.store_id, Arrival.NORMAL, today())
    read = get_engine().scenarios.result
    return derived_once(table, ("scenario", scenario), lambda: read(store.store_id, scenario))


def result_numbers(result: ScenarioResult) -> None:
    """The strip: how the scenario does, each with the distance from now."""
    now, then = seen(result.now), seen(result.then)
    with strip(4):
        st.metric(_("Products"), counted(len(result.name)))
        st.metric(
            _("Median margin rate"),
            percent(then["median"]),
            delta=_("now {value}").format(value=percent(now["median"])),
            delta_color="off",
            delta_arrow="off",
        )
        st.metric(
            _("Profit, one piece of each"),
            won(then["profit"]),
            delta=_("now {value}").format(value=won(now["profit"])),
            delta_color="off",
            delta_arrow="off",
        )
        st.metric(
            _("Loss-makers"),
            counted(then["losses"]),
            delta=_("now {value}").format(value=counted(now["losses"])),
            delta_color="off",
            delta_arrow="off",
        )


def seen(columns: MarginColumns) -> dict[str, int | None]:
    """The numbers a scenario is told by: the median margin rate of what has a price (thousandths of
    a percent), the profit of one piece of each in won, how many lose.
    """
    sold = columns.price_won > 0
    return {
        "median": middle(columns.margin_rate_mp[sold]),
        "profit": int(columns.profit_won.sum()) if len(columns.profit_won) else None,
        "losses": int(np.count_nonzero(columns.profit_won < 0)),
    }


def result_table(result: ScenarioResult) -> None:
    """The listings now and then, the lowest margin then first."""
    _left_out(result)
    order = np.argsort(result.then.margin_rate_mp, kind="stable")[:SHOWN]
    frame = result_frame(result).iloc[order]
    doubtful = result.doubtful[order]
    frame["name"] = np.where(doubtful, f"{DOUBTED} " + frame["name"], frame["name"])
    tax = result.then.tax.take(order)
    if not tax.all_taxed:
        frame["tax"] = [tax_text(tax.of(row)) for row in range(len(frame))]
    st.dataframe(
        frame,
        column_config={
            "number": None,
            "name": text(_("Product name"), 260),
            "price_now": amount(_("Price now (₩)"), 110),
            "price": amount(_("Price then (₩)"), 110),
            "profit_now": amount(_("Profit now (₩)"), 110),
            "profit": amount(_("Profit then (₩)"), 110),
            "rate_now": rate(_("Margin now"), 96),
            "rate": rate(_("Margin then"), 96),
            "tax": text(_("Tax"), 84),
        },
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height=min(400, 40 + 36 * max(1, len(frame))),
        alt=_("Listings now and in the scenario"),
    )
    if doubtful.any():
        st.caption(_("{sign} the SKU has a name of little in common").format(sign=DOUBTED))
    _totals(result)


def _left_out(result: ScenarioResult) -> None:
    if result.missing:
        st.caption(
            _("{count} chosen listings have no margin now and are left out.").format(
                count=result.missing
            )
        )
    if unreached := int(np.count_nonzero(result.unreached)):
        st.warning(
            ngettext(
                "No price brings {count} product to that margin: fees, VAT and shares take it all."
                " Its price stays.",
                "No price brings {count} products to that margin: fees, VAT and shares take it all."
                " Their prices stay.",
                unreached,
            )
        )


def _totals(result: ScenarioResult) -> None:
    parts = {_("now"): result.now, _("then"): result.then}
    st.caption(
        " — ".join(
            totals(
                {
                    _("Price"): int(one.price_won.sum()),
                    _("Settled"): int(one.settlement_won.sum()),
                    _("Profit"): int(one.profit_won.sum()),
                },
                end,
            )
            for end, one in parts.items()
        )
    )


def result_frame(result: ScenarioResult) -> pd.DataFrame:
    """One row a listing: price, profit and margin rate now and then."""
    parts = {"_now": result.now, "": result.then}
    columns: dict[str, object] = {"number": result.channel_product_no, "name": result.name}
    for what in ("price", "profit", "rate"):
        for end, of in parts.items():
            columns[what + end] = {
                "price": of.price_won,
                "profit": of.profit_won,
                "rate": np.where(of.price_won > 0, of.margin_rate_mp / 1000, np.nan),
            }[what]
    return pd.DataFrame(columns)
