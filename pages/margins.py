"""마진: what each product leaves in every fee tier, the losses first."""

from __future__ import annotations

import streamlit as st

from dashboard import margin_choice, margin_listing, margin_view
from dashboard.i18n import _
from dashboard.margin_bench import bench
from dashboard.margin_cloud import cloud
from dashboard.margin_detail import detail, target_mp
from dashboard.session import chosen_store
from dashboard.widgets import head, no_store, pick_store, show_errors, waiting
from engine import Arrival, today

with show_errors():
    on = today()
    known = chosen_store()
    with head(_("Margins"), margin_view.facts(known, on) if known else ""):
        store = pick_store()
        if store:
            margin_choice.choose_kind()
            arrival = st.session_state.get("margins.arrival", Arrival.NORMAL)
            margin_listing.downloads(store, on, arrival, margin_choice.kind())
    if store is None:
        no_store()
        st.stop()

    with waiting(566, margin_choice.was_read(store, on)):
        margin_choice.read(store, on)
    table = margin_choice.kind().table(store.store_id, arrival, on)
    if not len(table):
        margin_listing.nothing(table, store)
        st.stop()
    found = margin_view.store_categories(table)
    choice = margin_choice.choose(store, found)
    seen = margin_view.overview(table, found, choice.category)
    margin_view.numbers(table, seen, choice)
    margin_view.overall_charts(store, on, choice)
    left, right = st.columns([68, 32], gap="medium")
    with left:
        chosen = margin_listing.listing_table(
            table, choice, found.rows(choice.category), target_mp()
        )
    if chosen is not None:
        with right:
            detail(table, chosen, choice)
        bench(table, chosen, choice, store, on)
    cloud(table, choice, found.rows(choice.category), target_mp(), on)
    margin_listing.unmatched(table, store)
    margin_listing.unknown(table)
