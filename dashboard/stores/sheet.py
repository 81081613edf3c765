"""Stores from a sheet: template, upload, what saving would do, then saving."""

from __future__ import annotations

from enum import StrEnum

import pandas as pd
import streamlit as st

from dashboard.parts.table_head import plan_strip
from dashboard.parts.widgets import row, section, show_errors, toast_after_rerun
from dashboard.server.session import cached_for_visit, forget, get_engine
from dashboard.stores.section import leave_mode
from dashboard.words.fields import FIELDS
from dashboard.words.i18n import _, ngettext
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, plain
from dashboard.words.sentences import sentence
from engine import (
    NAVER_BASE_URL,
    STORE_COLUMNS,
    FeeTier,
    StorePlan,
    StoreType,
    TaxMode,
    WindowKind,
)

COLUMNS = {column: FIELDS[column] for column in STORE_COLUMNS}
KINDS: dict[str, type[StrEnum]] = {
    "fee_tier": FeeTier,
    "store_type": StoreType,
    "tax_mode": TaxMode,
    "window_kind": WindowKind,
}


def sheet() -> None:
    """The drop zone and, with a file in it, the plan."""
    _downloads()
    version = st.session_state.setdefault("stores.sheet.version", 0)
    file = st.file_uploader(
        _("Sheet of stores (CSV in UTF-8 or CP949, or .xlsx)"),
        max_upload_size=50,
        key=f"stores.sheet.file.{version}",
    )
    base_url = st.text_input(
        _("API address of new stores"), NAVER_BASE_URL, key="stores.sheet.base_url"
    )
    if file is None:
        st.caption(
            _(
                "A row means the store of its name: it is made where it is missing, and an empty"
                " cell leaves what is there. Secrets never go through a sheet."
            )
        )
        return
    with show_errors():
        plan = cached_for_visit(
            "store_plan",
            (file.file_id, base_url),
            lambda: get_engine().store_sheets.plan(
                file.name, file.getvalue(), base_url=base_url or NAVER_BASE_URL
            ),
            seconds=600,
        )
        _show(plan)


def _downloads() -> None:
    headings = {column: _(COLUMNS[column]) for column in STORE_COLUMNS}
    with row():
        for kind, empty, title in (
            ("xlsx", True, _("Template (.xlsx)")),
            ("csv", True, _("Template (CSV)")),
            ("xlsx", False, _("These stores (.xlsx)")),
        ):
            name = "template" if empty else "stores"
            st.download_button(
                title,
                get_engine().store_sheets.sheet(kind, headings, empty=empty),
                file_name=f"storeboard-{name}.{kind}",
                icon=":material/download:",
                type="tertiary",
                on_click="ignore",
                key=f"stores.sheet.{name}.{kind}",
            )


def _show(plan: StorePlan) -> None:
    changing = plan_strip(plan)
    with row(apart=True):
        st.caption(_("Nothing is saved yet. Refused rows are left out."), width="content")
        if st.button(
            ngettext("Save {count} store", "Save {count} stores", changing),
            type="primary",
            icon=":material/save:",
            disabled=not changing,
            key="stores.sheet.save",
        ):
            count = get_engine().store_sheets.save(plan)
            toast_after_rerun(ngettext("{count} store saved", "{count} stores saved", count))
            st.session_state["stores.sheet.version"] += 1
            leave_mode()
            forget()
            st.rerun()
    if plan.passed_over:
        columns = plain(", ".join(plan.passed_over))
        st.caption(_("Columns passed over: {columns}").format(columns=columns))
    if plan.planned:
        _table(_planned_frame(plan), _("Rows of the sheet"))
    if plan.rejected:
        section(_("Rejected rows"))
        _table(_rejected_frame(plan), _("Refused rows"))


def _planned_frame(plan: StorePlan) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                _("Row"): one.row,
                _("State"): label(one.state),
                _("Name"): one.new.name,
                _("Application ID"): one.new.client_id,
                _("Fee tier"): label(one.new.fee_tier),
                _("Changes"): "; ".join(
                    f"{_(COLUMNS[field])}: {_word(field, old)} → {_word(field, new)}"
                    for field, (old, new) in one.changes.items()
                ),
            }
            for one in plan.planned
        ]
    )


def _word(field: str, text: str | None) -> str:
    """A cell as people say it."""
    if text is None:
        return UNKNOWN
    return label(KINDS[field](text)) if field in KINDS else text


def _rejected_frame(plan: StorePlan) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                _("Row"): one.row,
                _("Name"): one.own_code,
                _("Reason"): sentence(one.text, one.params),
            }
            for one in plan.rejected
        ]
    )


def _table(frame: pd.DataFrame, alt: str) -> None:
    st.dataframe(frame, hide_index=True, placeholder=UNKNOWN, row_height=36, alt=alt)
