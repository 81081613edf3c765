"""정산: what NAVER paid against what the rates say, when money comes, how far the next tier is."""

from __future__ import annotations

import streamlit as st

from dashboard import cash_view, runway_view, settlement_job, settlement_view
from dashboard.i18n import _
from dashboard.progress import watched_job
from dashboard.session import chosen_store, get_engine, kept
from dashboard.settlement_export import check_downloads
from dashboard.widgets import head, no_store, pick_store, say_now, show_errors
from engine import ACTIVE, JobKind

say_now()
with show_errors():
    known = chosen_store()
    told = job = None
    if known is not None:
        store_id, job = known.store_id, watched_job(known, JobKind.SETTLEMENT_READ)
        told = kept(
            "settlements",
            (store_id, job and (job.job_id, job.state)),
            lambda: get_engine().settlement_check(store_id),
            seconds=20,
        )
    read = told is not None and told.reading is not None
    busy = job is not None and job.state in ACTIVE
    with head(_("Settlements"), settlement_view.facts(told) if told and read else ""):
        store = pick_store()
        if store and told and read:
            check_downloads(store, told)
            settlement_view.books(store, busy=busy)
            settlement_view.read_button(store, busy=busy)
    if store is None or told is None:
        no_store()
        st.stop()
    settlement_job.show(job)
    if not read:
        if not busy:
            settlement_view.nothing(store)
        st.stop()

    settlement_view.numbers(told)
    settlement_view.tier_warning(store, told)
    settlement_view.findings(told)
    settlement_view.tiers_and_shares(told)
    cash_view.calendar(store)
    runway_view.runway(store)
