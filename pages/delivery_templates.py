"""배송 템플릿: named sets of delivery settings that products are registered or changed with."""

from __future__ import annotations

import streamlit as st

from dashboard.delivery.template_cards import count_facts, template_cards
from dashboard.delivery.template_form import open_form, opened, template_form
from dashboard.parts.navigation import go
from dashboard.parts.widgets import empty, head, no_store, pick_store, show_errors, show_toast
from dashboard.server.session import chosen_store, get_engine
from dashboard.words.i18n import _

show_toast()
with show_errors():
    engine = get_engine()
    with head(_("Delivery templates"), _("What products are registered with"), chosen_store()):
        store = pick_store()
        ready = store is not None and all(
            one.fetched_at for one in engine.prerequisites.of_store(store.store_id)
        )
        if st.button(
            _("New template"),
            icon=":material/add:",
            disabled=store is None or not ready or opened(store) is not None,
            key="templates.new",
        ):
            assert store is not None  # or it is disabled
            open_form(store, 0)
            st.rerun()
    if store is None:
        no_store()
        st.stop()
    if not ready:
        empty(
            _("What NAVER holds was not fetched yet"),
            _("A template names addresses and groups of this store at NAVER."),
            icon="fact_check",
        )
        if st.button(_("To the prerequisites"), icon=":material/fact_check:", type="primary"):
            go("prerequisites", store=store.name)
        st.stop()

    templates = engine.delivery_templates.of_store(store.store_id)
    editing = opened(store)
    if editing is not None:
        template_form(store, {one.template_id: one for one in templates}.get(editing))
    elif templates:
        st.caption(count_facts(templates))
        template_cards(store, templates)
    else:
        empty(
            _("No delivery template yet"),
            _("A template joins addresses, bundle group, fees and courier under one name."),
            icon="local_shipping",
        )
