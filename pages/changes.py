"""변경 이력: what syncs saw change about a store's listings, and the past of each."""

from __future__ import annotations

import streamlit as st

from dashboard import changes
from dashboard.i18n import _
from dashboard.importing import counts
from dashboard.widgets import head, no_store, pick_store, row, show_errors

with show_errors():
    with head(_("Change history"), _("Price, stock, status and name, as each sync saw them")):
        store = pick_store()
    if store is None:
        no_store()
        st.stop()
    if not counts(store).imported:
        changes.nothing_imported(store)
        st.stop()

    with row(apart=True):
        with row():
            days = changes.period()
            found, more = changes.read(store, days)
            shown = changes.filtered(found)
        changes.download(store, days)
    if shown:
        changes.table(store, shown, more=more)
    else:
        changes.nothing(any_change=bool(found))
