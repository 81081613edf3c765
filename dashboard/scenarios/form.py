"""What a scenario changes, and on which listings, as it is typed."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.parts.margin_summary import ARRIVALS, Shown, losing
from dashboard.parts.picked_listings import WHICH, choose_picks, picked
from dashboard.server.session import margin_table
from dashboard.words.i18n import N_, _, language
from dashboard.words.labels import label
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
MORE = ("scenarios.ship", "scenarios.delivery", "scenarios.order_mp", "scenarios.sales_mp")
NONE = (0,)  # no listing has this number: told as none, where empty means all


def choose(store: Store) -> Scenario:
    """What is changed, as it is typed; its name is asked for when it is saved."""
    with st.container(border=True):
        which = _choose_listings(store)
        with _cells(7):
            terms = {**_choose_terms(store), **_choose_amounts()}
        more = _choose_more()
    table = margin_table(store.store_id, Arrival.NORMAL, today())
    if which == "PICKED":
        choose_picks(store, table)
    return Scenario(name=_("Not saved"), numbers=_numbers(store, table, which), **terms, **more)


def _cells(count: int) -> DeltaGenerator:
    """Fields side by side on a desk, two in a row on a phone."""
    return st.grid(count, min_column_width=130, vertical_alignment="bottom")


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
    """Tier and arrival."""
    tier = st.selectbox(
        _("Fee tier"),
        list(FeeTier),
        index=list(FeeTier).index(store.fee_tier),
        format_func=label,
        key=f"scenarios.tier.{store.store_id}.{language()}",
    )
    arrival = st.selectbox(
        _("Arrival"), ARRIVALS, format_func=label, key=f"scenarios.arrival.{language()}"
    )
    return {"tier": tier or store.fee_tier, "arrival": arrival or Arrival.NORMAL}


def _choose_amounts() -> dict[str, Any]:
    """Price, discount, cost and target; how prices end is asked where there is a target."""
    price = st.text_input(_("Price change (%)"), "0", key="scenarios.price")
    discount = st.number_input(
        _("Discount (₩)"),
        *(0, 10**9, 0, 100),
        key="scenarios.discount",
        help=_("A discount the seller pays."),
    )
    cost = st.text_input(_("Cost change (%)"), "0", key="scenarios.cost")
    target = st.text_input(
        _("Margin to reach (%)"),
        key="scenarios.target",
        help=_("Prices below this margin rate are raised to it; others stay."),
    )
    ending = PriceEnding.TEN
    if target:
        ending = (
            st.selectbox(
                _("Rounded up"),
                list(PriceEnding),
                format_func=label,
                key=f"scenarios.ending.{language()}",
            )
            or ending
        )
    return {
        "price_change_mp": rate_of_percent(price or "0"),
        "discount_won": int(discount),
        "cost_change_mp": rate_of_percent(cost or "0"),
        "target_mp": rate_of_percent(target) if target else None,
        "ending": ending,
    }


def _choose_more() -> dict[str, Any]:
    """What is rarely changed, folded away: delivery and fees. Its title counts what is set."""
    count = sum(bool(st.session_state.get(key)) for key in MORE)
    title = _("Delivery and fees") + (f" · {_('{count} set').format(count=count)}" if count else "")
    with st.expander(title, icon=":material/tune:", key="scenarios.more"):
        delivery = st.toggle(_("Count the delivery fee"), key="scenarios.delivery")
        with _cells(4):
            shipping = st.number_input(
                _("Shipping change (₩)"), -(10**9), 10**9, 0, 100, key="scenarios.ship"
            )
            change = st.number_input(
                _("Delivery fee change (₩)"),
                *(-(10**7), 10**7, 0, 100),
                key="scenarios.delivery_change",
                disabled=not delivery,
            )
            order = st.text_input(_("Order fee (%)"), key="scenarios.order_mp")
            sales = st.text_input(_("Sales fee (%)"), key="scenarios.sales_mp")
        st.caption(_("An empty fee is that of the ledger."))
    return {
        "shipping_change_won": int(shipping),
        "with_delivery": delivery,
        "delivery_change_won": int(change) if delivery else 0,
        "order_mp": rate_of_percent(order) if order else None,
        "sales_mp": rate_of_percent(sales) if sales else None,
    }


def _numbers(store: Store, table: MarginTable, which: str) -> tuple[int, ...]:
    """The listings that are meant, empty for all; none at all is told as one that is not there."""
    if which == "ALL":
        return ()
    if which == "PICKED":
        return picked(store) or NONE
    rows = losing(table, table.store.fee_tier, Shown(which))
    return tuple(int(one) for one in table.channel_product_no[np.flatnonzero(rows)]) or NONE
