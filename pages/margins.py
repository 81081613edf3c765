"""마진: what each product leaves in every fee tier, the losses first."""

from __future__ import annotations

import streamlit as st

from dashboard.margins import choice as margin_choice
from dashboard.margins import overview
from dashboard.margins import table as margin_listing
from dashboard.margins.detail import detail, target_mp
from dashboard.margins.price_scatter import price_scatter
from dashboard.margins.what_if import what_if
from dashboard.parts.widgets import head, no_store, pick_store, show_errors, waiting
from dashboard.server.session import chosen_store
from dashboard.words.i18n import _
from engine import today

with show_errors():
    on = today()
    known = chosen_store()
    with head(_("Margins"), overview.margin_facts(known, on) if known else "", known):
        store = pick_store()
        if store:
            margin_choice.choose_kind()
            arrival = margin_choice.arrival()
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
    found = overview.store_categories(table)
    choice = margin_choice.choose(store, found)
    seen = overview.overview(table, found, choice.category)
    overview.margin_numbers(table, seen, choice)
    overview.overall_charts(store, on, choice)
    chosen = margin_listing.listing_table(table, choice, found.rows(choice.category), target_mp())
    if chosen is not None:
        detail(table, chosen, choice)
        what_if(table, chosen, choice, store, on)
    price_scatter(table, choice, found.rows(choice.category), target_mp(), on)
    margin_listing.unmatched(table, store)
    margin_listing.doubtful(table, store)
    margin_listing.ended(table)
    margin_listing.unknown(table)
