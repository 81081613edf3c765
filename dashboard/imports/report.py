"""The report of a job that ended: its sums, its listings, and the way to mend what is left."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import streamlit as st

from dashboard.imports.doubtful import doubtful_list
from dashboard.imports.without_sku import fix_list, fix_row_of_report
from dashboard.parts import tables
from dashboard.parts.columns import text
from dashboard.parts.frames import changed_skus, csv_bytes, report_download, report_frame
from dashboard.parts.job_progress import used
from dashboard.parts.widgets import error_box, row
from dashboard.server.session import cached_for_visit, for_later, forget, get_engine
from dashboard.words.i18n import N_, _, ngettext
from dashboard.words.job_faces import face, undone
from dashboard.words.phrases import UNKNOWN, at_most, counted, duration, items
from dashboard.words.sentences import sentence
from engine import (
    RESUMABLE,
    Engine,
    ImportResult,
    JobRun,
    JobState,
    MatchKind,
    Outcome,
    ReportItem,
    Sku,
)

LIMIT = 500
DOWNLOAD_LIMIT = 1_000_000


class Part(StrEnum):
    """What of a report is looked at."""

    UNMATCHED = "UNMATCHED"
    DOUBTFUL = "DOUBTFUL"
    AMBIGUOUS = "AMBIGUOUS"
    FAILED = "FAILED"
    CHANGED = "CHANGED"


PARTS = {
    Part.UNMATCHED: N_("Unmatched {count}"),
    Part.DOUBTFUL: N_("Doubtful {count}"),
    Part.AMBIGUOUS: N_("Ambiguous {count}"),
    Part.FAILED: N_("Failed {count}"),
    Part.CHANGED: N_("Changed {count}"),
}


def report(job: JobRun) -> None:
    """The whole report: sums on top, then the parts that hold something."""
    _sums(job)
    if job.error_text and job.state in RESUMABLE:
        error_box(job.error_text, job.error_params)
    _tell_of_lines_gone(job)
    held = {part: found for part in Part if (found := _read(job, part))}
    if not held:
        return
    chosen = st.segmented_control(
        _("Part of the report"),
        list(held),
        default=next(iter(held)),
        required=True,
        format_func=lambda part: _(PARTS[part]).format(count=at_most(len(held[part]), LIMIT)),
        key=f"report.part.{job.job_id}",
        label_visibility="collapsed",
    )
    part = chosen if chosen in held else next(iter(held))
    if part in (Part.UNMATCHED, Part.AMBIGUOUS):
        fix_list(job.store_id, [fix_row_of_report(one) for one in held[part]], f"report.{part}")
    elif part is Part.DOUBTFUL:
        numbers = {one.channel_product_no or 0 for one in held[part]}
        doubtful_list(job.store_id, numbers, f"report.{job.job_id}")
    elif part is Part.FAILED:
        _failed(held[part])
    else:
        _changed(held[part])


def _tell_of_lines_gone(job: JobRun) -> None:
    read = get_engine().jobs.report_lines
    lines = cached_for_visit("report.lines", job.job_id, lambda: read(job.job_id))
    sums = job.result_as(ImportResult)
    if lines < sums.imported + sums.changed + sums.unchanged + sums.gone:
        st.caption(_("Of a report this old the sums and what failed are kept, no other lines."))


def _read(job: JobRun, part: Part) -> tuple[ReportItem, ...]:
    def read() -> tuple[ReportItem, ...]:
        engine = get_engine()
        if part is Part.UNMATCHED:
            found = engine.jobs.report_items(job.job_id, match=MatchKind.NONE, limit=LIMIT)
            return tuple(one for one in found if one.outcome is not Outcome.FAILED)
        if part is Part.AMBIGUOUS:
            return engine.jobs.report_items(job.job_id, match=MatchKind.AMBIGUOUS, limit=LIMIT)
        if part is Part.DOUBTFUL:
            return engine.jobs.report_items(job.job_id, doubtful=True, limit=LIMIT)
        outcome = Outcome.FAILED if part is Part.FAILED else Outcome.CHANGED
        return engine.jobs.report_items(job.job_id, outcome=outcome, limit=LIMIT)

    return cached_for_visit(f"report.{part}", job.job_id, read)


def _sums(job: JobRun) -> None:
    report = job.result_as(ImportResult)
    to_check = report.doubtful + report.unmatched + report.ambiguous
    with st.container(border=True):
        with row(apart=True):
            st.markdown(_title(job), width="content")
            with row():
                _resume(job)
                _download(job)
                if st.button(
                    _("Close"), icon=":material/close:", type="tertiary", key="report.close"
                ):
                    close_report()
        with st.grid(6, min_column_width=130):
            st.metric(_("Newly imported"), counted(report.imported))
            st.metric(_("Changed"), counted(report.changed))
            st.metric(_("Unchanged"), counted(report.unchanged))
            st.metric(_("SKU linked"), counted(report.matched))
            st.metric(_("To check"), counted(to_check))
            st.metric(_("Failed"), counted(len(job.failed)))


def _title(job: JobRun) -> str:
    words = {
        JobState.DONE: (":green[:material/check_circle:]", _(face(job).finished)),
        JobState.CANCELLED: (":gray[:material/cancel:]", _("Cancelled")),
        JobState.INTERRUPTED: (":orange[:material/pause_circle:]", _("Interrupted")),
        JobState.FAILED: (":red[:material/error:]", _("Stopped by an error")),
    }
    sign, word = words.get(job.state, ("", _(face(job).working)))
    report = job.result_as(ImportResult)
    facts = [
        items(_handled(job)),
        duration(job.used.seconds),
        *used(job),
    ]
    if left := undone(job):
        facts.append(f"**{left}**")
    if report.gone:
        facts.append(ngettext("{count} gone at NAVER", "{count} gone at NAVER", report.gone))
    return f"{sign} **{word}** :gray[· {' · '.join(facts)}]"


def _handled(job: JobRun) -> int:
    """How many listings a job has dealt with, over all its stretches."""
    report = job.result_as(ImportResult)
    kept = report.imported + report.changed + report.unchanged + report.gone
    return kept + len(job.failed)


def _resume(job: JobRun) -> None:
    if job.state in RESUMABLE and st.button(
        _("Resume"), icon=":material/play_arrow:", type="primary", key="report.resume"
    ):
        get_engine().jobs.resume(job.job_id)
        forget()
        st.rerun()


def _download(job: JobRun) -> None:
    def made(engine: Engine) -> bytes:
        found = engine.jobs.report_items(job.job_id, limit=DOWNLOAD_LIMIT)
        return csv_bytes(report_download(found, _reasons(found), _skus(engine, found)))

    st.download_button(
        _("Download report"),
        for_later(made),
        file_name=f"storeboard-report-{job.job_id}.csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
        key="report.download",
    )


def _reasons(found: Sequence[ReportItem]) -> list[str]:
    return [
        sentence(one.reason_text, one.reason_params) if one.reason_text else "" for one in found
    ]


def close_report() -> None:
    """Back to the listings."""
    st.query_params.pop("job", None)
    forget()
    st.rerun()


def _failed(found: Sequence[ReportItem]) -> None:
    frame = report_frame(found, {})
    frame["changes"] = _reasons(found)
    columns = {**tables.report(with_changes=True), "changes": text(_("Reason"), 520)}
    _table(frame, columns, _("Listings that failed"))


def _changed(found: Sequence[ReportItem]) -> None:
    frame = report_frame(found, _skus(get_engine(), found))
    _table(frame, tables.report(with_changes=True), _("Listings that changed"))


def _skus(engine: Engine, found: Sequence[ReportItem]) -> dict[str, Sku]:
    """The SKUs among what changed, for their names."""
    codes = changed_skus(found)
    return engine.skus.named(codes) if codes else {}


def _table(frame: object, columns: tables.Columns, alt: str) -> None:
    st.dataframe(
        frame,
        column_config=columns,
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=44,
        height="content",
        alt=alt,
    )
