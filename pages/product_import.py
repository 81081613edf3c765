"""상품 가져오기: search a store's listings, match them with SKUs, import them, follow the job."""

from __future__ import annotations

import streamlit as st

from dashboard.imports import overview
from dashboard.parts.job_progress import watched_job
from dashboard.parts.widgets import head, no_store, pick_store, show_errors, show_toast
from dashboard.server.session import chosen_store
from dashboard.words.i18n import _
from engine import JobKind

show_toast()
with show_errors():
    known = chosen_store()
    with head(_("Product import"), overview.import_facts(known) if known else "", known):
        store = pick_store()
        if store:
            overview.sync_button(store)
    if store is None:
        no_store()
        st.stop()

    blocked = overview.missing_notice(store)
    job = watched_job(store, JobKind.PRODUCT_IMPORT)
    if job and overview.job_view(job):
        st.stop()
    if st.query_params.get("fix"):
        overview.unmatched_listings(store)
        st.stop()
    overview.store_listings(store, blocked or overview.busy_notice(job))
