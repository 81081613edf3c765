"""What a scenario changes, and on which listings, as it is typed."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.parts import view
from dashboard.parts.margin_summary import ARRIVALS, Shown, losing
from dashboard.parts.picked_listings import choose_picks, picked
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
MORE = ("ship", "delivery", "order_mp", "sales_mp")  # names in the address
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
    key = f"scenarios.which.{store.store_id}"
    which = view.held("which", key, view.one_of(LISTINGS), "ALL")
    st.segmented_control(
        _("Products"),
        list(LISTINGS),
        required=True,
        format_func=lambda one: _(LISTINGS[one]),
        key=key,
        label_visibility="collapsed",
    )
    return which


def _choose_terms(store: Store) -> dict[str, Any]:
    """Tier and arrival."""
    key = f"scenarios.tier.{store.store_id}.{language()}"
    tier = view.held("tier", key, view.one_of(FeeTier), store.fee_tier)
    st.selectbox(_("Fee tier"), list(FeeTier), format_func=label, key=key)
    key = f"scenarios.arrival.{language()}"
    arrival = view.held("arrival", key, view.one_of(ARRIVALS), Arrival.NORMAL)
    st.selectbox(_("Arrival"), ARRIVALS, format_func=label, key=key)
    return {"tier": tier, "arrival": arrival}


def _choose_amounts() -> dict[str, Any]:
    """Price, discount, cost and target; how prices end is asked where there is a target."""
    price = _typed(_("Price change (%)"), "price", "0")
    discount = _won(_("Discount (₩)"), "discount", 0, 10**9, help=_("A discount the seller pays."))
    cost = _typed(_("Cost change (%)"), "cost", "0")
    target = _typed(
        _("Margin to reach (%)"),
        "target",
        help=_("Prices below this margin rate are raised to it; others stay."),
    )
    ending = PriceEnding.TEN
    if target:
        key = f"scenarios.ending.{language()}"
        ending = view.held("ending", key, view.one_of(PriceEnding), PriceEnding.TEN)
        st.selectbox(_("Rounded up"), list(PriceEnding), format_func=label, key=key)
    return {
        "price_change_mp": rate_of_percent(price or "0"),
        "discount_won": discount,
        "cost_change_mp": rate_of_percent(cost or "0"),
        "target_mp": rate_of_percent(target) if target else None,
        "ending": ending,
    }


def _choose_more() -> dict[str, Any]:
    """What is rarely changed, folded away: delivery and fees. Its title counts what is set."""
    count = sum(map(_is_set, MORE))
    title = _("Delivery and fees") + (f" · {_('{count} set').format(count=count)}" if count else "")
    with st.expander(title, icon=":material/tune:", key="scenarios.more"):
        delivery = view.held("delivery", "scenarios.delivery", view.switch(), False)
        st.toggle(_("Count the delivery fee"), key="scenarios.delivery")
        with _cells(4):
            shipping = _won(_("Shipping change (₩)"), "ship", -(10**9), 10**9)
            change = _won(
                *(_("Delivery fee change (₩)"), "delivery_change", -(10**7), 10**7),
                disabled=not delivery,
            )
            order = _typed(_("Order fee (%)"), "order_mp")
            sales = _typed(_("Sales fee (%)"), "sales_mp")
        st.caption(_("An empty fee is that of the ledger."))
    return {
        "shipping_change_won": shipping,
        "with_delivery": delivery,
        "delivery_change_won": change if delivery else 0,
        "order_mp": rate_of_percent(order) if order else None,
        "sales_mp": rate_of_percent(sales) if sales else None,
    }


def _is_set(name: str) -> bool:
    """Whether a field was filled, also by the address of a page that is not drawn yet."""
    held = st.session_state.get(f"scenarios.{name}")
    return name in st.query_params if held is None else bool(held)


def _typed(title: str, name: str, first: str = "", **more: Any) -> str:
    """A rate as it is typed."""
    typed = view.held(name, f"scenarios.{name}", view.words(), first)
    st.text_input(title, key=f"scenarios.{name}", **more)
    return typed


def _won(title: str, name: str, least: int, most: int, **more: Any) -> int:
    """An amount in won."""
    amount = view.held(name, f"scenarios.{name}", view.whole(least, most), 0)
    st.number_input(title, least, most, step=100, key=f"scenarios.{name}", **more)
    return amount


def _numbers(store: Store, table: MarginTable, which: str) -> tuple[int, ...]:
    """The listings that are meant, empty for all; none at all is told as one that is not there."""
    if which == "ALL":
        return ()
    if which == "PICKED":
        return picked(store) or NONE
    rows = losing(table, table.store.fee_tier, Shown(which))
    return tuple(int(one) for one in table.channel_product_no[np.flatnonzero(rows)]) or NONE
