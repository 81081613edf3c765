"""시나리오: what listings would leave at another price, cost, tier or rate, saved and compared."""

from __future__ import annotations

import streamlit as st

from dashboard.parts.navigation import page_button
from dashboard.parts.widgets import empty, head, no_store, pick_store, show_errors, show_toast
from dashboard.scenarios import form, saved
from dashboard.scenarios import result as scenario_view
from dashboard.server.session import chosen_store, margin_table
from dashboard.words.i18n import _
from dashboard.words.phrases import plain
from engine import Arrival, today

show_toast()
with show_errors():
    known = chosen_store()
    with head(_("Scenarios"), plain(known.name) if known else "", known):
        store = pick_store()
    if store is None:
        no_store()
        st.stop()
    if not len(margin_table(store.store_id, Arrival.NORMAL, today())):
        empty(
            _("No product has a cost yet"),
            _("Upload SKUs with costs and import products matched by code."),
            icon="experiment",
        )
        page_button(_("Upload SKUs"), "skus", icon=":material/upload:", type="primary")
        st.stop()
    with show_errors():
        scenario = form.choose(store)
        if scenario.numbers == form.NONE:
            empty(
                _("No product to try"), _("Pick some, or choose others above."), icon="experiment"
            )
        else:
            result = scenario_view.tried(store, scenario)
            scenario_view.result_numbers(result)
            scenario_view.result_table(result)
            saved.saving(store, scenario)
    saved.side_by_side(store)
