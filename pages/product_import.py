"""상품 가져오기: search a store's listings, match them with SKUs, import them, follow the job."""

from __future__ import annotations

import streamlit as st

from dashboard import importing
from dashboard.i18n import _
from dashboard.progress import watched_job
from dashboard.session import chosen_store
from dashboard.widgets import head, no_store, pick_store, say_now, show_errors
from engine import JobKind

say_now()
with show_errors():
    known = chosen_store()
    with head(_("Product import"), importing.facts(known) if known else ""):
        store = pick_store()
        if store:
            importing.sync_button(store)
    if store is None:
        no_store()
        st.stop()

    blocked = importing.missing_notice(store)
    job = watched_job(store, JobKind.PRODUCT_IMPORT)
    if job and importing.job_view(job):
        st.stop()
    if st.query_params.get("fix"):
        importing.fixing(store)
        st.stop()
    importing.listings(store, blocked or importing.busy_notice(job))
