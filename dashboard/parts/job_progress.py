"""The progress of a running job: a panel that reads it anew every second and survives a refresh."""

from __future__ import annotations

from contextlib import suppress

import streamlit as st

from dashboard.parts.widgets import row
from dashboard.server.session import forget, forget_moment, get_engine
from dashboard.words.i18n import _, ngettext
from dashboard.words.labels import label
from dashboard.words.phrases import duration, near, number
from engine import (
    ACTIVE,
    BadRequest,
    JobKind,
    JobRun,
    JobState,
    SettlementReport,
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
            notes = " · ".join([*phase(job), _("it goes on when you reload")])
            st.markdown(
                f":primary[:material/progress_activity:] **{working_on(job)}** :gray[· {notes}]",
                width="content",
            )
            cancel_button(job)
        progress_bar(job)
        parked_line(job)
        st.markdown(_counts(job))


def working_on(job: JobRun) -> str:
    """What a running job is doing, as a sentence."""
    if job.kind is JobKind.SETTLEMENT_READ:
        return _("Reading settlements")
    if job.kind is JobKind.PRODUCT_SYNC:
        return _("Syncing products")
    return _("Importing products")


def phase(job: JobRun) -> list[str]:
    """The stretch of work at hand, where it is not plain."""
    words = {
        "MODIFIED": _("reading what changed meanwhile"),
        "OPTIONS": _("comparing option codes"),
        "GONE": _("looking for what is gone"),
        "SUMS": _("reading the sums of the days"),
        "VAT": _("reading the sales for VAT"),
    }
    return [words[job.phase]] if job.phase in words else []


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
        text = _("{rate} a second")
        if job.kind is JobKind.SETTLEMENT_READ and job.phase != "VAT":
            text = _("{rate} days a second")
        parts.append(text.format(rate=f"{job.rate:,.1f}"))
    if job.seconds_left is not None:
        parts.append(_("{time} left").format(time=duration(job.seconds_left)))
    return " · ".join(parts)


def _done(job: JobRun) -> str:
    if job.total is None:
        return _("counting") if job.state is not JobState.WAITING else _("not begun yet")
    text = _("{done} of {total}")
    if job.kind is JobKind.SETTLEMENT_READ:
        text = _("{done} of {total} months") if job.phase == "VAT" else _("{done} of {total} days")
    return text.format(done=number(job.done), total=number(job.total))


def used(job: JobRun) -> list[str]:
    """How many requests a job has made, and how often NAVER refused one."""
    report = job.report
    return [
        ngettext("{count} request", "{count} requests", report.requests),
        ngettext("refused {count} time", "refused {count} times", report.refused),
    ]


def settlement_counts(report: SettlementReport) -> str:
    """What became of the rows of a reading of settlements."""
    text = _("{new} rows new, {changed} changed, {gone} gone")
    return text.format(
        new=number(report.new), changed=number(report.changed), gone=number(report.gone)
    )


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
    forget_moment()


def _counts(job: JobRun) -> str:
    report = job.report
    if job.settlement is not None:
        return f":gray[{' · '.join([settlement_counts(job.settlement), *used(job)])}]"
    parts = [
        f":green[:material/check: {_('Linked {count}').format(count=number(report.matched))}]",
        f":orange[:material/help: {_('Unmatched {count}').format(count=number(report.unmatched))}]",
        f":orange[:material/alt_route: "
        f"{_('Ambiguous {count}').format(count=number(report.ambiguous))}]",
        f":red[:material/error: {_('Failed {count}').format(count=number(len(report.failed)))}]",
    ]
    return " &nbsp; ".join([*parts, f":gray[{' · '.join(used(job))}]"])
