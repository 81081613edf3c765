"""Uploading a SKU sheet: what saving would do is shown row by row before anything is saved."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.parts import tables
from dashboard.parts.frames import csv_bytes, plan_frame, rejected_frame
from dashboard.parts.table_head import plan_strip, table_head
from dashboard.parts.widgets import row, section_text, show_errors, toast_after_rerun
from dashboard.server.session import cached_for_visit, for_later, forget, get_engine, mode
from dashboard.words.fields import field
from dashboard.words.i18n import _, ngettext
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, number, plain
from dashboard.words.sentences import sentence
from engine import SKU_COLUMNS, RowState, SkuPlan, TaxType

SHOWN_ROWS = 1_000  # a sheet may have 100,000 rows; nobody reads them on a screen


def templates() -> None:
    """The empty sheet with translated headings, to start from."""
    headings = {name: field(name) for name in SKU_COLUMNS}
    taxes = {tax: label(tax) for tax in TaxType}
    with st.popover(_("Template"), icon=":material/download:"):
        for kind, name in (("csv", "CSV"), ("xlsx", "Excel (.xlsx)")):
            st.download_button(
                name,
                get_engine().skus.template(kind, headings),
                file_name=f"storeboard-sku.{kind}",
                icon=":material/description:",
                type="tertiary",
                on_click="ignore",
                key=f"skus.template.{kind}",
            )
        st.download_button(
            _("These SKUs (.xlsx)"),
            for_later(lambda engine: engine.skus.sheet("xlsx", headings, taxes)),
            file_name="storeboard-skus.xlsx",
            icon=":material/table:",
            type="tertiary",
            on_click="ignore",
            key="skus.export",
        )


def upload() -> bool:
    """The drop zone; with a file the plan of it and the button that saves. True with a file."""
    version = st.session_state.setdefault("skus.version", 0)
    file = st.file_uploader(
        _("SKU sheet (CSV in UTF-8 or CP949, or .xlsx)"),
        max_upload_size=50,
        key=f"skus.file.{version}",
    )
    if file is None:
        return False
    with show_errors():
        with st.skeleton(height=240):
            plan = cached_for_visit(
                "sku_plan",
                file.file_id,
                lambda: get_engine().skus.plan(file.name, file.getvalue()),
                seconds=3600,
            )
        _show(plan)
    return True


def _show(plan: SkuPlan) -> None:
    changing = plan_strip(plan)
    _losses(plan)
    with row(apart=True):
        st.caption(_("Nothing is saved yet. Refused rows are left out."), width="content")
        with row():
            if st.button(_("Discard"), type="tertiary", key="skus.discard"):
                _done()
            allowed = _allowed(plan)
            if st.button(
                ngettext("Save {count} row", "Save {count} rows", changing),
                type="primary",
                icon=":material/save:",
                disabled=not changing or not allowed,
                key="skus.save",
            ):
                get_engine().skus.save(plan, losses_allowed=allowed)
                toast_after_rerun(ngettext("{count} SKU saved", "{count} SKUs saved", changing))
                _done()
    if plan.passed_over:
        columns = plain(", ".join(plan.passed_over))
        st.caption(_("Columns passed over: {columns}").format(columns=columns))
    _tables(plan)


def _allowed(plan: SkuPlan) -> bool:
    """Whether the losses of a plan are none to ask about, or were ticked."""
    if not plan.to_allow:
        return True
    return st.checkbox(_("Yes, make them unknown"), key="skus.losses")


def _losses(plan: SkuPlan) -> None:
    """The costs that would become unknown, as a warning where they must be allowed."""
    told = [
        _("{column}: {lost} of {known} known values would become unknown.").format(
            column=field(loss.column), lost=number(loss.lost), known=number(loss.known)
        )
        for loss in plan.losses
    ]
    if told:
        (st.warning if plan.to_allow else st.caption)("  \n".join(told))


def _tables(plan: SkuPlan) -> None:
    reasons = [sentence(row.text, row.params) for row in plan.rejected]
    if plan.rejected:
        refused = rejected_frame(plan.rejected, reasons)
        with table_head(section_text(_("Rejected rows"))):
            st.download_button(
                _("Download"),
                lambda: csv_bytes(refused),
                file_name="storeboard-rejected.csv",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
            )
        _table(refused, tables.rejected(), 320, _("Refused rows"))
    states = [state for state in RowState if plan.count(state)]
    if not states:
        return
    chosen = st.segmented_control(
        _("Rows"),
        states,
        default=states[0],
        required=True,
        format_func=lambda state: f"{label(state)} {number(plan.count(state))}",
        key="skus.rows",
        label_visibility="collapsed",
    )
    shown = [one for one in plan.planned if one.state is chosen]
    if len(shown) > SHOWN_ROWS:
        st.caption(_("The first {count} rows are shown.").format(count=number(SHOWN_ROWS)))
    frame = plan_frame(shown[:SHOWN_ROWS])
    if chosen is not RowState.CHANGED:
        frame = frame.drop(columns="changes")
    _table(frame, tables.plan(mode()), 420, _("Rows of the sheet"))


def _table(frame: pd.DataFrame, columns: tables.Columns, tallest: int, alt: str) -> None:
    height = min(tallest, 38 + 36 * max(1, len(frame)))
    st.dataframe(
        frame,
        column_config=columns,
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height=height,
        alt=alt,
    )


def _done() -> None:
    """Clears the drop zone: its next version is empty."""
    st.session_state["skus.version"] += 1
    forget()
    st.rerun()
