"""스토어: the data of each store's API application, its fee tier, and whether it answers."""

from __future__ import annotations

import streamlit as st

from dashboard.i18n import _
from dashboard.session import all_stores
from dashboard.store_form import connection, form_version, store_form
from dashboard.widgets import head, pick_store, say_now, show_errors

say_now()
with show_errors():
    some = bool(all_stores())
    with head(_("Stores"), _("Application data, fee tier and connection")):
        store = pick_store()
        adding = st.toggle(
            _("Add store"),
            value=not some,
            disabled=not some,
            key=f"stores.adding.{some}.{form_version()}",
        )

    left, right = st.columns([6, 5], gap="large")
    with left:
        store_form(None if adding else store)
    with right:
        if store and not adding:
            connection(store)
