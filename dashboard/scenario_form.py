"""What a scenario changes, and on which listings, as it is typed."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from dashboard.i18n import N_, _, language
from dashboard.labels import label
from dashboard.margin_choice import ARRIVALS
from dashboard.margin_numbers import Shown, losing
from dashboard.scenario_picks import WHICH, choose_picks, picked
from dashboard.session import margin_table
from engine import (
    Arrival,
    FeeTier,
    MarginTable,
    PriceEnding,
    Scenario,
    Store,
    rate_of_percent,
    today,
)

LISTINGS = {
    "ALL": N_("Every product"),
    "LOSSES": N_("Loss-makers"),
    "NEXT_TIER": N_("Loss at the next tier"),
    "PICKED": N_("Picked by hand"),
}
NONE = (0,)  # no listing has this number: told as none, where empty means all


def choose(store: Store) -> Scenario:
    """What is changed, as it is typed; its name is asked for when it is saved."""
    with st.container(border=True):
        which = _choose_listings(store)
        terms = _choose_terms(store)
        amounts = _choose_amounts()
        st.caption(_("An empty fee is that of the ledger. A discount is one the seller pays."))
    table = margin_table(store.store_id, Arrival.NORMAL, today())
    if which == "PICKED":
        choose_picks(store, table)
    return Scenario(name=_("Not saved"), numbers=_numbers(store, table, which), **terms, **amounts)


def _choose_listings(store: Store) -> str:
    return (
        st.segmented_control(
            _("Products"),
            list(LISTINGS),
            default="ALL",
            required=True,
            format_func=lambda one: _(LISTINGS[one]),
            key=f"{WHICH}.{store.store_id}",
            label_visibility="collapsed",
        )
        or "ALL"
    )


def _choose_terms(store: Store) -> dict[str, Any]:
    """Tier, arrival and fees."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tier = st.selectbox(
            _("Fee tier"),
            list(FeeTier),
            index=list(FeeTier).index(store.fee_tier),
            format_func=label,
            key=f"scenarios.tier.{store.store_id}.{language()}",
            width=130,
        )
        arrival = st.selectbox(
            _("Arrival"),
            ARRIVALS,
            format_func=label,
            key=f"scenarios.arrival.{language()}",
            width=170,
        )
        order = st.text_input(_("Order fee (%)"), key="scenarios.order_mp", width=130)
        sales = st.text_input(_("Sales fee (%)"), key="scenarios.sales_mp", width=130)
        delivery = st.toggle(_("Count the delivery fee"), key="scenarios.delivery")
        change = st.number_input(
            _("Delivery fee change (₩)"),
            *(-(10**7), 10**7, 0, 100),
            key="scenarios.delivery_change",
            disabled=not delivery,
            width=170,
        )
    return {
        "tier": tier or store.fee_tier,
        "arrival": arrival or Arrival.NORMAL,
        "order_mp": rate_of_percent(order) if order else None,
        "sales_mp": rate_of_percent(sales) if sales else None,
        "with_delivery": delivery,
        "delivery_change_won": int(change) if delivery else 0,
    }


def _choose_amounts() -> dict[str, Any]:
    """Price, discount, target and costs."""
    with st.container(horizontal=True):
        price = st.text_input(_("Price change (%)"), "0", key="scenarios.price", width=130)
        discount = st.number_input(
            _("Discount (₩)"), 0, 10**9, 0, 100, key="scenarios.discount", width=130
        )
        target = st.text_input(
            _("Margin to reach (%)"),
            key="scenarios.target",
            help=_("Prices below this margin rate are raised to it; others stay."),
            width=150,
        )
        ending = st.selectbox(
            _("Rounded up"),
            list(PriceEnding),
            format_func=label,
            key=f"scenarios.ending.{language()}",
            disabled=not target,
            width=170,
        )
        cost = st.text_input(_("Cost change (%)"), "0", key="scenarios.cost", width=130)
        shipping = st.number_input(
            _("Shipping change (₩)"), -(10**9), 10**9, 0, 100, key="scenarios.ship", width=150
        )
    return {
        "price_change_mp": rate_of_percent(price or "0"),
        "discount_won": int(discount),
        "target_mp": rate_of_percent(target) if target else None,
        "ending": ending or PriceEnding.TEN,
        "cost_change_mp": rate_of_percent(cost or "0"),
        "shipping_change_won": int(shipping),
    }


def _numbers(store: Store, table: MarginTable, which: str) -> tuple[int, ...]:
    """The listings that are meant, empty for all; none at all is told as one that is not there."""
    if which == "ALL":
        return ()
    if which == "PICKED":
        return picked(store) or NONE
    rows = losing(table, table.store.fee_tier, Shown(which))
    return tuple(int(one) for one in table.channel_product_no[np.flatnonzero(rows)]) or NONE
