"""What runs by itself: every line with its next and its last run, and the way to run it now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

import streamlit as st

from dashboard.parts import tables
from dashboard.parts.columns import action
from dashboard.parts.frames import without_empty
from dashboard.parts.job_frames import schedule_frame
from dashboard.parts.navigation import go, may_open, page_button
from dashboard.parts.row_clicks import clicked, key_over
from dashboard.parts.widgets import empty, row, toast_after_rerun
from dashboard.server.session import cached_for_visit, forget, get_engine, may, mode
from dashboard.words.i18n import _
from dashboard.words.job_faces import face, report_pages
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, near
from engine import BadRequest, JobRun, Role, Upcoming


def schedule_facts(lines: Sequence[Upcoming]) -> str:
    """The grey line of the head."""
    first = min(line.next_at for line in lines if line.next_at is not None)
    return _("next run {time}").format(time=near(first))


def resume_switch() -> None:
    """Whether interrupted jobs go on by themselves at the next start."""
    engine = get_engine()
    held = engine.schedule.resumes_on_start
    if not may(Role.MANAGER):
        return
    wanted = st.toggle(
        _("Resume interrupted jobs at start"),
        value=held,
        key="schedule.resumes",
        help=_("Off: what the end of the program interrupted waits for a person to resume it."),
    )
    if wanted != held:
        engine.schedule.set_resumes_on_start(wanted)


def no_store_to_sync() -> None:
    """Says what a store needs before it is synced by itself."""
    empty(
        _("No store can be synced yet"),
        _("A store is synced every day once its connection works and its prerequisites are there."),
        icon="schedule",
    )
    with row():
        page_button(
            *(_("To the prerequisites"), "prerequisites"),
            icon=":material/fact_check:",
            type="primary",
        )
        page_button(_("To the stores"), "stores", icon=":material/storefront:")


def table(lines: Sequence[Upcoming], names: Mapping[int, str]) -> None:
    """One row a line; the buttons run it now, or show how its last run went."""
    runs = _last_jobs(lines)
    slots = [(line.kind, line.store_id) for line in lines]
    run_key, report_key = (key_over(key, slots) for key in ("schedule.run", "schedule.report"))
    frame = schedule_frame(
        *(lines, names, runs),
        runs_now=may(Role.MANAGER),
        opens=[page for page in report_pages() if may_open(page)],
    )
    st.dataframe(
        without_empty(frame, ("outcome", "run", "report")),
        column_config={
            **tables.schedule(mode()),
            "run": action("", run_key, 112),
            "report": action("", report_key, 96),
        },
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height=566 if len(lines) > 14 else "content",
        key="schedule.table",
        alt=_("What runs by itself"),
    )
    if (line := clicked(run_key, lines)) is not None:
        _run(line)
    line = clicked(report_key, lines)
    job = runs.get(line.last.job_id or 0) if line is not None and line.last is not None else None
    if job is not None:
        go(face(job).page, store=names.get(job.store_id, ""), job=str(job.job_id))


def _last_jobs(lines: Sequence[Upcoming]) -> dict[int, JobRun]:
    """The jobs of the last runs by number, but for those of a kind only a later version knows."""
    engine = get_engine()
    numbers = tuple(line.last.job_id for line in lines if line.last and line.last.job_id)

    def read() -> dict[int, JobRun]:
        found = {}
        for job_id in numbers:
            with suppress(BadRequest):
                found[job_id] = engine.jobs.get(job_id)
        return found

    return cached_for_visit("schedule.jobs", numbers, read, seconds=5)


def _run(line: Upcoming) -> None:
    """A job is followed on the jobs page; what is none is waited for."""
    if line.next_at is None:
        return
    with st.spinner(label(line.kind)):
        job_id = get_engine().schedule.run(line.kind, line.store_id)
    if job_id is not None:
        forget()
        go("jobs")
    toast_after_rerun(_("{what}: done").format(what=label(line.kind)))
    st.rerun()
