"""정산: what NAVER paid against what the rates say, when money comes, how far the next tier is."""

from __future__ import annotations

import streamlit as st

from dashboard.parts.job_progress import watched_job
from dashboard.parts.widgets import head, no_store, pick_store, show_errors, show_toast
from dashboard.server.session import cached_for_visit, chosen_store, get_engine
from dashboard.settlements import cash, check, days, reading, runway
from dashboard.settlements.export import check_downloads
from dashboard.words.i18n import _
from engine import ACTIVE, JobKind

show_toast()
with show_errors():
    known = chosen_store()
    told = job = None
    if known is not None:
        store_id, job = known.store_id, watched_job(known, JobKind.SETTLEMENT_READ)
        told = cached_for_visit(
            "settlements",
            (store_id, job and (job.job_id, job.state)),
            lambda: get_engine().settlements.check(store_id),
            seconds=20,
        )
    read = told is not None and told.reading is not None
    busy = job is not None and job.state in ACTIVE
    with head(_("Settlements"), check.settlement_facts(told) if told and read else "", known):
        store = pick_store()
        if store and told and read:
            check_downloads(store, told)
            check.books(store, busy=busy)
            check.read_button(store, busy=busy)
    if store is None or told is None:
        no_store()
        st.stop()
    reading.show(job)
    if not read:
        if not busy:
            check.nothing(store)
        st.stop()

    check.settlement_numbers(told)
    check.tier_warning(store, told)
    check.findings(told)
    days.days_to_look_at(told.day_findings)
    days.unread_elements(told.unread)
    check.tiers_and_shares(told)
    cash.calendar(store)
    runway.runway(store)
