"""변경 이력: what syncs saw change about a store's listings, and the past of each."""

from __future__ import annotations

import streamlit as st

from dashboard.changes import overview
from dashboard.parts.listing_counts import counts
from dashboard.parts.widgets import head, no_store, pick_store, row, show_errors
from dashboard.server.session import chosen_store
from dashboard.words.i18n import _

with show_errors():
    with head(
        _("Change history"),
        _("Price, stock, status and name, as each sync saw them"),
        chosen_store(),
    ):
        store = pick_store()
    if store is None:
        no_store()
        st.stop()
    if not counts(store).imported:
        overview.nothing_imported(store)
        st.stop()

    with row(apart=True):
        with row():
            days = overview.period()
            found, more = overview.read(store, days)
            shown = overview.filtered(found)
        overview.download(store, days)
    if shown:
        overview.table(store, shown, more=more)
    else:
        overview.nothing(any_change=bool(found))
