"""사전 동기화: address book, this-day dispatch and bundle groups, fetched before any import."""

from __future__ import annotations

import streamlit as st

from dashboard.delivery.prerequisite import fetch, prerequisite
from dashboard.parts.guarded_write import write_history
from dashboard.parts.widgets import head, no_store, pick_store, show_errors, show_toast
from dashboard.server.session import chosen_store, get_engine
from dashboard.words.i18n import _
from dashboard.words.labels import label

show_toast()
with show_errors():
    with head(
        _("Prerequisites"),
        _("What NAVER must have told before anything is imported"),
        chosen_store(),
    ):
        store = pick_store()
        held = get_engine().prerequisites.of_store(store.store_id) if store else ()
        missing = [one for one in held if one.fetched_at is None]
        fetch_all = st.button(
            _("Fetch all"),
            icon=":material/fact_check:",
            type="primary" if missing else "secondary",
            disabled=store is None,
            key="prerequisites.fetch_all",
        )
    if store is None:
        no_store()
        st.stop()
    if fetch_all:
        fetch(store)
    if missing:
        st.caption(
            _("Missing: {kinds}. Imports of this store wait for them.").format(
                kinds=", ".join(label(one.kind) for one in missing)
            )
        )
    for one in held:
        prerequisite(store, one)
    write_history(store)
