"""The card of one running job: what, where, how far, what it used, who asked, and its end."""

from __future__ import annotations

import streamlit as st

from dashboard.parts.job_frames import asker
from dashboard.parts.job_progress import (
    cancel_button,
    is_parked,
    parked_line,
    progress_bar,
    used,
)
from dashboard.parts.widgets import row
from dashboard.server.session import may
from dashboard.words.i18n import _
from dashboard.words.job_faces import job_name, phase
from dashboard.words.labels import label
from dashboard.words.phrases import near, plain
from engine import JobRun, JobState, Role

LOOKS = {
    JobState.WAITING: ("gray", "schedule"),
    JobState.RUNNING: ("blue", "progress_activity"),
    JobState.CANCELLING: ("gray", "stop_circle"),
}


def job_card(job: JobRun, store_name: str) -> None:
    """A job under way on the jobs page."""
    with st.container(border=True, height="stretch", gap="small", key=f"jobs.card.{job.job_id}"):
        with row(apart=True):
            st.markdown(f"**{job_name(job)}** :gray[· {plain(store_name)}]", width="content")
            _badge(job)
        progress_bar(job)
        parked_line(job)
        st.caption(" · ".join([*phase(job), *used(job)]))
        with row(apart=True):
            asked = _("{asker} · asked {time}")
            st.caption(
                asked.format(asker=plain(asker(job)), time=near(job.created_at)), width="content"
            )
            if may(Role.OPERATOR):
                cancel_button(job)


def _badge(job: JobRun) -> None:
    if is_parked(job):
        st.badge(_("Waiting for quota"), icon=":material/hourglass_top:", color="orange")
        return
    tone, icon = LOOKS.get(job.state, LOOKS[JobState.RUNNING])
    st.badge(label(job.state), icon=f":material/{icon}:", color=tone)  # type: ignore[arg-type]
