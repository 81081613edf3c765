"""The reading of settlements on its page: begun, watched while it runs, and what it came to."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard.parts.job_progress import progress_panel, used
from dashboard.parts.widgets import error_box, row, show_errors
from dashboard.server.session import forget, get_engine, may
from dashboard.words.i18n import _
from dashboard.words.job_faces import face
from dashboard.words.labels import label
from dashboard.words.phrases import days, duration, near, number
from engine import (
    ACTIVE,
    RESUMABLE,
    JobRun,
    JobState,
    Role,
    SettlementRequest,
    SettlementResult,
    Store,
)


def begin(store: Store, first: date | None = None, last: date | None = None) -> None:
    """Starts a reading; the page then shows how far it is."""
    with show_errors():
        job_id = get_engine().settlements.submit(store.store_id, first=first, last=last)
        st.query_params["job"] = str(job_id)
        forget()
        st.rerun()


def show(job: JobRun | None) -> None:
    """How far the reading is, or what it came to."""
    if job is None:
        return
    if job.state in ACTIVE:
        progress_panel(job.job_id)
        return
    report = job.result_as(SettlementResult)
    with st.container(border=True):
        with row(apart=True):
            st.markdown(_title(job), width="content")
            with row():
                _resume(job)
                if st.button(
                    _("Close"), icon=":material/close:", type="tertiary", key="settlements.close"
                ):
                    st.query_params.pop("job", None)
                    st.rerun()
        with st.grid(7 if report.unread else 6, min_column_width=110):
            st.metric(_("Days read"), number(report.days))
            st.metric(_("New rows"), number(report.new))
            st.metric(
                _("Grown"), number(report.grown), help=_("Rows that were not paid yet, or are now")
            )
            st.metric(
                _("Changed"),
                number(report.changed),
                help=_("Stated anew by NAVER after they were paid"),
            )
            st.metric(_("Gone"), number(report.gone), help=_("Told no more by NAVER"))
            st.metric(_("Months of VAT"), number(report.vat_months))
            if report.unread:
                st.metric(_("Not readable"), number(report.unread), help=_("Kept as told"))
    if job.error_text and job.state in RESUMABLE:
        error_box(job.error_text, job.error_params)


def _title(job: JobRun) -> str:
    signs = {
        JobState.DONE: ":green[:material/check_circle:]",
        JobState.CANCELLED: ":gray[:material/cancel:]",
        JobState.INTERRUPTED: ":orange[:material/pause_circle:]",
        JobState.FAILED: ":red[:material/error:]",
    }
    word = _(face(job).finished) if job.state is JobState.DONE else label(job.state)
    request = job.request_as(SettlementRequest)
    facts = [
        days(request.first, request.last),
        *(near(job.finished_at), duration(job.used.seconds)),
        *used(job),
    ]
    return f"{signs.get(job.state, '')} **{word}** :gray[· {' · '.join(facts)}]"


def _resume(job: JobRun) -> None:
    if (
        job.state in RESUMABLE
        and may(Role.OPERATOR)
        and st.button(
            _("Resume"), icon=":material/play_arrow:", type="primary", key="settlements.resume"
        )
    ):
        get_engine().jobs.resume(job.job_id)
        forget()
        st.rerun()
