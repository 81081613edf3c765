"""스토어: everything a team sets of its stores, section by section, and whether they answer."""

from __future__ import annotations

import streamlit as st

from dashboard.parts.widgets import head, pick_store, show_errors, show_toast
from dashboard.server.session import chosen_store, get_engine
from dashboard.stores import actions, sheet
from dashboard.stores.form import new_store, sections
from dashboard.stores.section import mode_key
from dashboard.words.i18n import _

show_toast()
with show_errors():
    with head(_("Stores"), _("What is set of each store, and whether it answers"), chosen_store()):
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
            actions.menu(store)

    if mode == "sheet":
        sheet.sheet()
    elif mode == "new" or store is None:
        new_store()
    else:
        sections(get_engine().stores.get(store.store_id))  # as it is now, not a moment ago
    actions.archived()
