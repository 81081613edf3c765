"""Jobs: those under way as cards that move, and the history with what can be done about each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import streamlit as st

from dashboard.jobs.card import job_card
from dashboard.parts import pager, tables, view
from dashboard.parts.columns import action
from dashboard.parts.frames import without_empty
from dashboard.parts.job_frames import jobs_frame, running_frame
from dashboard.parts.job_progress import CANCEL_ICON, cancel
from dashboard.parts.navigation import go, may_open
from dashboard.parts.row_clicks import clicked, key_over
from dashboard.parts.widgets import empty, row
from dashboard.server.session import all_stores, forget, get_engine, may, mode, polled
from dashboard.words.i18n import N_, _, language, ngettext
from dashboard.words.job_faces import face
from dashboard.words.phrases import UNKNOWN, at_most, number
from engine import ALL_STORES, RESUMABLE, JobRun, JobState, Role, Store, today

QUIET_SECONDS, BUSY_SECONDS = 3, 1
LIMIT = 500
PAGE = 50
PERIODS = {
    1: N_("Today"),
    7: N_("Last 7 days"),
    30: N_("Last 30 days"),
    0: N_("All days"),
}
WEEK = 7
FILTERS: dict[str, tuple[str, Callable[[JobRun], bool]]] = {
    "failed": (
        N_("Some failed"),
        lambda job: bool(job.failed) or job.state is JobState.FAILED,
    ),
    "interrupted": (N_("Interrupted"), lambda job: job.state is JobState.INTERRUPTED),
    "cancelled": (N_("Cancelled"), lambda job: job.state is JobState.CANCELLED),
    "done": (N_("Done"), lambda job: job.state is JobState.DONE),
}
MOST_CARDS = 8  # as of the stores on the board: more are a table


def chosen() -> Store | None:
    """The store whose jobs are looked at; None for all of them."""
    held = {store.store_id: store for store in all_stores()}
    return held.get(view.asked("of", view.one_of(held), ALL_STORES))


def pick() -> None:
    """The picker of the head, where there are several stores."""
    names = {store.store_id: store.name for store in all_stores()}
    if len(names) > 1:
        _pick(
            _("Store"),
            *("of", "jobs.store"),
            {ALL_STORES: _("All stores"), **names},
            ALL_STORES,
            icon=":material/storefront:",
            width=210,
        )


def _pick(
    title: str, name: str, key: str, words: Mapping[int, str], first: int, **looks: Any
) -> None:
    """A picker whose choice stands in the address under `name`, read there by what is above it. The
    browser keeps the words it showed, so that each language has a picker of its own.
    """
    key, choices = f"{key}.{language()}", view.one_of(words)
    view.held(name, key, choices, first)
    st.selectbox(
        title,
        list(words),
        format_func=words.__getitem__,
        label_visibility="collapsed",
        key=key,
        on_change=lambda: view.keep(name, choices, st.session_state[key], first),
        **looks,
    )


def active(store_ids: Iterable[int]) -> tuple[JobRun, ...]:
    """The jobs under way of these stores, as they stand now."""
    numbers = tuple(store_ids)

    def asked() -> tuple[JobRun, ...]:
        found = map(get_engine().jobs.all_active, numbers)
        return tuple(job for jobs in found for job in jobs)

    return polled("jobs.active", numbers, asked)


def ended(store: Store | None) -> tuple[JobRun, ...]:
    """The newest jobs that ended, of those asked for in the period that is looked at."""
    days = chosen_days()
    since = today() - timedelta(days=days - 1) if days else None
    store_id = store.store_id if store else None
    return get_engine().jobs.latest(store_id, limit=LIMIT, ended=True, since=since)


def chosen_days() -> int:
    """How many days back is looked at; 0 for all."""
    return view.asked("days", view.one_of(PERIODS), WEEK)


def job_facts(running: Sequence[JobRun], over: Sequence[JobRun]) -> str:
    """The grey line of the head."""
    waiting = sum(job.state is JobState.WAITING for job in running)
    on = today()
    finished = sum(job.finished_at is not None and job.finished_at.date() == on for job in over)
    return " · ".join(
        [
            _("{count} running").format(count=number(len(running) - waiting)),
            _("{count} waiting").format(count=number(waiting)),
            _("{count} ended today").format(count=at_most(finished, LIMIT)),
        ]
    )


def running(jobs: Sequence[JobRun], names: Mapping[int, str]) -> None:
    """The jobs under way, read anew every second; one begun anywhere else appears by itself."""
    every = BUSY_SECONDS if jobs else QUIET_SECONDS
    st.fragment(_cards, run_every=every)(_standing(jobs), names)


def _standing(jobs: Sequence[JobRun]) -> frozenset[tuple[int, JobState]]:
    return frozenset((job.job_id, job.state) for job in jobs)


def _cards(drawn: frozenset[tuple[int, JobState]], names: Mapping[int, str]) -> None:
    jobs = active(names)
    if _standing(jobs) != drawn:
        if {number for number, _state in drawn} - {job.job_id for job in jobs}:
            forget()
        st.rerun(scope="app")
    if not jobs:
        empty(_("No job is running"), icon="task_alt")
        return
    if len(jobs) > MOST_CARDS:
        _table(jobs, names)
        return
    with st.grid(2, min_column_width=320):
        for job in jobs:
            job_card(job, names.get(job.store_id, ""))


def _table(jobs: Sequence[JobRun], names: Mapping[int, str]) -> None:
    """More jobs than anybody reads cards of, a row each."""
    ends = f"{CANCEL_ICON} {_('Cancel')}" if may(Role.OPERATOR) else None
    key = key_over("jobs.cancel", (job.job_id for job in jobs))
    st.dataframe(
        running_frame(
            jobs, names, [None if job.state is JobState.CANCELLING else ends for job in jobs]
        ),
        column_config={**tables.running_jobs(mode()), "cancel": action("", key, 88)},
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height="content",
        key="jobs.running",
        alt=_("Jobs under way"),
    )
    if (job := clicked(key, jobs)) is not None:
        cancel(job)


def history(over: Sequence[JobRun], names: Mapping[int, str]) -> None:
    """Jobs that ended, newest first."""
    with row():
        wanted = view.held("filter", "jobs.filter", view.several(FILTERS), [])
        st.pills(
            _("Filter"),
            list(FILTERS),
            selection_mode="multi",
            format_func=lambda one: _(FILTERS[one][0]),
            key="jobs.filter",
            label_visibility="collapsed",
        )
        periods = {days: _(text) for days, text in PERIODS.items()}
        _pick(_("Period"), "days", "jobs.days", periods, WEEK, width=150)
    shown = [job for job in over if not wanted or any(FILTERS[name][1](job) for name in wanted)]
    if not shown:
        empty(
            _("No job has ended yet") if not over else _("No job fits the filter"), icon="history"
        )
        return
    key = f"jobs.page.{'.'.join(wanted)}.{chosen_days()}"
    last = pager.pages(len(shown), PAGE)
    first = pager.offset(pager.page_at(key, last), PAGE)
    _ended_table(shown[first : first + PAGE], names)
    pager.pager(key, last)


def _ended_table(shown: Sequence[JobRun], names: Mapping[int, str]) -> None:
    """One page of the history, with what can be done about each job."""
    numbers = [job.job_id for job in shown]
    row_key, report_key = (key_over(key, numbers) for key in ("jobs.row", "jobs.report"))
    frame = jobs_frame(
        *(shown, names, [_action(job) if may(Role.OPERATOR) else None for job in shown]),
        [may_open(face(job).page) for job in shown],
    )
    st.dataframe(
        without_empty(frame, ("undone", "refused", "action", "report")),
        column_config={**tables.jobs(mode()), **tables.job_actions(row_key, report_key)},
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height=566 if len(shown) > 14 else "content",
        key="jobs.table",
        alt=_("Job history"),
    )
    if (job := clicked(row_key, shown)) is not None:
        _act(job, names)
    if (job := clicked(report_key, shown)) is not None:
        _open(job, job.job_id, names)


def left_out(store: Store | None) -> None:
    """Says of jobs that a later version left here that they are not shown."""
    count = get_engine().jobs.of_unknown_kind(store.store_id if store else None)
    if count:
        text = ngettext(
            "{count} job of a kind that only a later version knows is not shown.",
            "{count} jobs of kinds that only a later version knows are not shown.",
            count,
        )
        st.caption(text)


def _action(job: JobRun) -> str | None:
    """What can be done about a job that ended, beside reading its report."""
    if job.state in RESUMABLE:
        return f":material/play_arrow: {_('Resume')}"
    return f":material/replay: {_('Retry failed')}" if job.failed else None


def _act(job: JobRun, names: Mapping[int, str]) -> None:
    """Lets a job go on, or tries its failed items again as a new job."""
    if job.state in RESUMABLE:
        get_engine().jobs.resume(job.job_id)
        forget()
        st.rerun()
    _open(job, get_engine().jobs.retry_failed(job.job_id), names)


def _open(job: JobRun, job_id: int, names: Mapping[int, str]) -> None:
    """Shows the job of that number, which is of the same store and kind."""
    go(face(job).page, store=names.get(job.store_id, ""), job=str(job_id))
