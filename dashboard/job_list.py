"""Jobs: those under way as cards that move, and the history with one thing to do a row."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import tables
from dashboard.frames import jobs_frame
from dashboard.i18n import _
from dashboard.navigation import go
from dashboard.phrases import UNKNOWN
from dashboard.progress import job_card
from dashboard.session import forget, get_engine, mode
from dashboard.widgets import empty
from engine import ACTIVE, RESUMABLE, JobRun, JobState

QUIET_SECONDS, BUSY_SECONDS = 5, 1


def running(jobs: Sequence[JobRun], names: dict[int, str]) -> None:
    """The jobs under way, read anew every second; when one ends the page is drawn again."""
    active = [job.job_id for job in jobs if job.state in ACTIVE]
    if not active:
        empty(_("No job is running"), icon="task_alt")
        return
    st.fragment(_cards, run_every=BUSY_SECONDS)(active, names)


def _cards(job_ids: Sequence[int], names: dict[int, str]) -> None:
    jobs = [get_engine().job(job_id) for job_id in job_ids]
    if any(job.state not in ACTIVE for job in jobs):
        forget()
        st.rerun(scope="app")
    with st.grid(2, min_column_width=320):
        for job in jobs:
            job_card(job, names.get(job.store_id, ""))


def history(jobs: Sequence[JobRun], names: dict[int, str]) -> None:
    """Jobs that ended, newest first."""
    ended = [job for job in jobs if job.state not in ACTIVE]
    filters = {
        _("Some failed"): lambda job: bool(job.report.failed),
        _("Interrupted"): lambda job: job.state is JobState.INTERRUPTED,
        _("Cancelled"): lambda job: job.state is JobState.CANCELLED,
        _("Done"): lambda job: job.state is JobState.DONE,
    }
    wanted = st.pills(
        _("Filter"),
        list(filters),
        selection_mode="multi",
        key="jobs.filter",
        label_visibility="collapsed",
    )
    shown = [job for job in ended if not wanted or any(filters[name](job) for name in wanted)]
    if not shown:
        empty(
            _("No job has ended yet") if not ended else _("No job fits the filter"), icon="history"
        )
        return
    st.dataframe(
        jobs_frame(shown, names, [_action(job) for job in shown]),
        column_config=tables.jobs(mode()),
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height=566 if len(shown) > 14 else "content",
        key="jobs.table",
        alt=_("Job history"),
    )
    click = st.session_state.get("jobs.row")
    if click is not None and 0 <= click["row"] < len(shown):
        _act(shown[click["row"]], names)


def _action(job: JobRun) -> str:
    if job.state in RESUMABLE:
        return f":material/play_arrow: {_('Resume')}"
    if job.report.failed:
        return f":material/replay: {_('Retry failed')}"
    return f":material/description: {_('Report')}"


def _act(job: JobRun, names: dict[int, str]) -> None:
    if job.state in RESUMABLE:
        get_engine().resume(job.job_id)
        forget()
        st.rerun()
    job_id = get_engine().retry_failed(job.job_id) if job.report.failed else job.job_id
    go("product_import", store=names.get(job.store_id, ""), job=str(job_id))
