"""Uploading a SKU sheet: what saving would do is shown row by row before anything is saved."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.parts import tables
from dashboard.parts.frames import csv_bytes, plan_frame, rejected_frame
from dashboard.parts.table_head import plan_strip, table_head
from dashboard.parts.widgets import row, section_text, show_errors, toast_after_rerun
from dashboard.server.session import cached_for_visit, forget, get_engine, mode
from dashboard.words.fields import field
from dashboard.words.i18n import _, ngettext
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, number
from dashboard.words.sentences import sentence
from engine import SKU_COLUMNS, RowState, SkuPlan

SHOWN_ROWS = 1_000  # a sheet may have 100,000 rows; nobody reads them on a screen


def templates() -> None:
    """The empty sheet with translated headings, to start from."""
    headings = {name: field(name) for name in SKU_COLUMNS}
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


def upload() -> bool:
    """The drop zone; with a file the plan of it and the button that saves. True with a file."""
    version = st.session_state.setdefault("skus.version", 0)
    file = st.file_uploader(
        _("SKU sheet (CSV in UTF-8 or CP949, or .xlsx)"),
        type=["csv", "xlsx"],
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
    with row(apart=True):
        st.caption(_("Nothing is saved yet. Refused rows are left out."), width="content")
        with row():
            if st.button(_("Discard"), type="tertiary", key="skus.discard"):
                _done()
            if st.button(
                ngettext("Save {count} row", "Save {count} rows", changing),
                type="primary",
                icon=":material/save:",
                disabled=not changing,
                key="skus.save",
            ):
                get_engine().skus.save(plan)
                toast_after_rerun(ngettext("{count} SKU saved", "{count} SKUs saved", changing))
                _done()
    _tables(plan)


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
