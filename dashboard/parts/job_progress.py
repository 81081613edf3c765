"""The progress of a running job: a panel that reads it anew every second and survives a refresh."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from dashboard.parts.widgets import row
from dashboard.server.session import forget, forget_polled, get_engine
from dashboard.words.i18n import _, ngettext
from dashboard.words.job_face import Unit
from dashboard.words.job_faces import face, phase
from dashboard.words.labels import label
from dashboard.words.phrases import decimal, duration, near, number
from engine import (
    ACTIVE,
    BadRequest,
    JobKind,
    JobRun,
    JobState,
    Store,
    lane,
    now,
)

CANCEL_ICON = ":material/stop_circle:"


def watched_job(store: Store, kind: JobKind) -> JobRun | None:
    """The job of a kind's lane a page follows: the one under way, else that of the address."""
    engine, kinds = get_engine(), lane(kind)
    active = engine.jobs.active(store.store_id, kind)
    if active is not None:
        st.query_params["job"] = str(active.job_id)
        return active
    asked = st.query_params.get("job", "")
    if not asked:
        return None
    with suppress(BadRequest):  # an old link
        job = engine.jobs.get(int(asked) if asked.isdecimal() else 0)
        if job.store_id == store.store_id and job.kind in kinds:
            return job
    st.query_params.pop("job", None)
    return None


def progress_panel(job_id: int) -> None:
    """The panel of one job while it runs; when it ends the whole page is drawn again."""
    st.fragment(_panel, run_every=1)(job_id)


def _panel(job_id: int) -> None:
    job = get_engine().jobs.get(job_id)
    if job.state not in ACTIVE:
        forget()
        st.rerun(scope="app")
    with st.container(border=True):
        with row(apart=True):
            working = _(face(job).working)
            notes = " · ".join([*phase(job), _("it goes on when you reload")])
            st.markdown(
                f":primary[:material/progress_activity:] **{working}** :gray[· {notes}]",
                width="content",
            )
            cancel_button(job)
        progress_bar(job)
        parked_line(job)
        st.markdown(_counts(job))


def is_parked(job: JobRun) -> bool:
    """Whether a job waits for NAVER's quota to renew."""
    return job.state is JobState.WAITING and job.not_before is not None and job.not_before > now()


def parked_line(job: JobRun) -> None:
    """Says of a parked job when it goes on."""
    if is_parked(job):
        text = _("NAVER's quota is used up; this goes on when it opens again, {time}.")
        st.markdown(f":orange[:material/hourglass_top: {text.format(time=near(job.not_before))}]")


def progress_bar(job: JobRun) -> None:
    """The bar with its numbers; without a total it waits at the start."""
    st.progress(share_done(job), text=progress_text(job))


def share_done(job: JobRun) -> float:
    """How much of a job is done, 0 to 1; nothing while it is still counted."""
    return min(1.0, job.done / job.total) if job.total else 0.0


def progress_text(job: JobRun) -> str:
    """How far a job is: done of all, speed, time left."""
    parts = [_done(job)]
    if job.rate:
        parts.append(_(_unit(job).speed).format(rate=decimal(job.rate)))
    if job.seconds_left is not None:
        parts.append(_("{time} left").format(time=duration(job.seconds_left)))
    return " · ".join(parts)


def _done(job: JobRun) -> str:
    if job.total is None:
        return _("counting") if job.state is not JobState.WAITING else _("not begun yet")
    return _(_unit(job).far).format(done=number(job.done), total=number(job.total))


def _unit(job: JobRun) -> Unit:
    looks = face(job)
    return looks.units.get(job.phase, looks.unit)


def used(job: JobRun) -> list[str]:
    """How many requests a job has made, and how often NAVER refused one."""
    return [
        ngettext("{count} request", "{count} requests", job.used.requests),
        ngettext("refused {count} time", "refused {count} times", job.used.refused),
    ]


def cancel_button(job: JobRun) -> None:
    """Cancels the job; what it saved stays."""
    stopping = job.state is JobState.CANCELLING
    if st.button(
        label(job.state) if stopping else _("Cancel"),
        icon=CANCEL_ICON,
        type="tertiary",
        disabled=stopping,
        key=f"progress.cancel.{job.job_id}",
        help=_("Stops after the page at hand. What is saved stays, and it can be resumed."),
    ):
        cancel(job)


def cancel(job: JobRun) -> None:
    """Asks a job to end; every reader sees at once that it was asked to."""
    get_engine().jobs.cancel(job.job_id)
    forget_polled()


def _counts(job: JobRun) -> str:
    looks = face(job)
    plain = " · ".join([*looks.plain(job), *used(job)])
    return " &nbsp; ".join([*looks.tinted(job), f":gray[{plain}]"])
