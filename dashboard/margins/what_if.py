"""One listing on the bench: every tier and arrival, the price that holds in all, an advertisement.

It is worked out when its part of the page is opened, not before.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import streamlit as st

from dashboard.margins.choice import Choice
from dashboard.margins.detail import costs_of, delivery_of, shown_price, target_mp
from dashboard.parts import charts
from dashboard.parts.margin_summary import ARRIVALS, medians_of, same_rows
from dashboard.parts.widgets import section
from dashboard.server.session import get_engine, mode
from dashboard.words.i18n import _
from dashboard.words.labels import label
from dashboard.words.phrases import day, number, percent, plain, won
from engine import Arrival, FeeLayer, FeeRates, FeeTier, MarginTable, Store, percent_text


def what_if(table: MarginTable, at: int, choice: Choice, store: Store, on: date) -> None:
    """The listing at that row of the table, below table and waterfall."""
    title = _("Compare and work out: {name}").format(name=plain(str(table.name[at])))
    part = st.expander(title, icon=":material/calculate:", key="margins.what_if", on_change="rerun")
    if not part.open:
        return
    with part:
        left, right = st.columns([11, 9], gap="medium")
        with left:
            _grid(table, at, choice, store, on)
        with right:
            _price_everywhere(table, at, choice)
            _advertisement(table, at, choice)
        st.caption(rates_used(table.rates[choice.tier]))


def rates_used(rates: FeeRates) -> str:
    """The rows a price was worked out with, in a line."""
    parts = [
        _("{fee} {rate} % since {day}").format(
            fee=label(row.layer), rate=percent_text(row), day=day(row.valid_from)
        )
        + f" ({label(row.confidence)})"
        for row in rates.rows
    ]
    if rates.order_fee_waived:
        waived = _("{fee} waived by the starter programme, below its monthly cap")
        parts.insert(0, waived.format(fee=label(FeeLayer.ORDER)))
    return _("Rates used: {rates}").format(rates=" · ".join(parts))


def _grid(table: MarginTable, at: int, choice: Choice, store: Store, on: date) -> None:
    section(_("Fee tier × arrival"), _("margin rate of this product, and how far from the chosen"))
    tables = {arrival: choice.kind.table(store.store_id, arrival, on) for arrival in ARRIVALS}
    rates = {
        arrival: medians_of(one, same_rows(table, np.array([at]), one))
        for arrival, one in tables.items()
    }
    st.plotly_chart(
        charts.heat(rates, (choice.arrival, choice.tier), mode()),
        theme=None,
        config=charts.CONFIG,
        key="margins.what_if.heat",
        alt=_("Margin rate of this product by fee tier and arrival"),
    )


def _price_everywhere(table: MarginTable, at: int, choice: Choice) -> None:
    """The smallest price that keeps the wanted margin in every tier."""
    rates = tuple(table.rates[tier] for tier in FeeTier)
    found = get_engine().margins.price_in_every_tier(
        table.store.store_id,
        target_mp(),
        costs_of(table, at),
        rates,
        delivery_income_won=delivery_of(table, at),
        tax_type=table.tax.of(at),
    )
    note = _("{rate} in every tier, {arrival}").format(
        rate=percent(target_mp()), arrival=label(choice.arrival)
    )
    section(_("Smallest price that holds"), note)
    st.markdown(f"### {shown_price(found)}")


def _advertisement(table: MarginTable, at: int, choice: Choice) -> None:
    """What share of orders must come through the seller's own link to pay an advertisement."""
    section(_("Does an advertisement pay?"), _("by the lower sales fee of its orders alone"))
    with st.container(horizontal=True):
        ad_won = st.number_input(
            _("Advertisement a month (₩)"), 0, 10**10, 100_000, 10_000, key="margins.ad", width=200
        )
        orders = st.number_input(
            _("Orders a month"), 0, 10**7, 1_000, 10, key="margins.orders", width=160
        )
    found = get_engine().margins.ad_break_even(
        table.store.store_id, int(table.price_won[at]), int(ad_won), int(orders), tier=choice.tier
    )
    if found.orders_needed is None:
        st.caption(_("The fee of seller marketing is not lower at this price: it never pays."))
        return
    saved = _("each saves {won}").format(won=won(found.saved_won))
    if found.share is None or found.share > 1:
        text = _("It does not pay: {count} orders by {arrival} would be needed, {saved}.")
    else:
        text = _("It pays from {count} orders by {arrival} on, **{share}** of all; {saved}.")
    share = None if found.share is None else round(found.share * 100_000)
    st.markdown(
        text.format(
            count=number(found.orders_needed),
            arrival=label(Arrival.SELLER_MARKETING),
            share=percent(share),
            saved=saved,
        )
    )
