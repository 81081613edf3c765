"""스토어: everything a team sets of its stores, section by section, and whether they answer."""

from __future__ import annotations

import streamlit as st

from dashboard import store_actions, store_sheet_view
from dashboard.i18n import _
from dashboard.store_form import new_store, sections
from dashboard.store_keys import mode_key
from dashboard.widgets import head, pick_store, say_now, show_errors

say_now()
with show_errors():
    with head(_("Stores"), _("What is set of each store, and whether it answers")):
        store = pick_store()
        modes = {"new": _("Add store"), "sheet": _("From a sheet")}
        mode = st.pills(
            _("Add"),
            list(modes),
            format_func=lambda name: modes[name],
            key=mode_key(),
            label_visibility="collapsed",
        )
        if store and not mode:
            store_actions.menu(store)

    if mode == "sheet":
        store_sheet_view.sheet()
    elif mode == "new" or store is None:
        new_store()
    else:
        sections(store)
    store_actions.archived()
