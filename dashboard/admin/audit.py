"""The audit on the screen: looked for by words, store and days, and taken along as a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

import pandas as pd
import streamlit as st

from dashboard.admin.audit_words import action_label, facts_text, subject_text
from dashboard.parts import view
from dashboard.parts.widgets import empty, row
from dashboard.server.session import all_stores, for_later, get_engine
from dashboard.words.i18n import N_, _, ngettext
from dashboard.words.phrases import UNKNOWN, exact
from engine import KST, NOBODY, AuditLine, AuditSearch, today

LIMIT = 500
PERIODS = (1, 7, 30, 0)  # days, today included; 0: all
COLUMNS = {
    "happened_at": N_("When"),
    "actor": N_("Who"),
    "action": N_("What"),
    "store_id": N_("Store"),
    "subject": N_("Subject"),
    "before": N_("Before"),
    "after": N_("After"),
    "trace_id": N_("NAVER's trace id"),
}


def search() -> tuple[AuditLine, ...]:
    """What the reader looks for; the newest lines first."""
    with row():  # the words may be a person's name or address: they stand in no address of a page
        words = st.text_input(
            _("Search"),
            placeholder=_("Person, action, subject or value"),
            icon=":material/search:",
            key="audit.words",
            label_visibility="collapsed",
            width=300,
        )
        stores = {store.store_id: store.name for store in all_stores()}
        numbers: view.Spelling[int | None] = view.one_of(stores)
        store_id = view.held("of", "audit.store", numbers, None)
        st.selectbox(
            _("Store"),
            list(stores),
            index=None,
            format_func=lambda number: stores[number],
            placeholder=_("Every store"),
            key="audit.store",
            label_visibility="collapsed",
            width=210,
        )
        days = _period()
    asked = AuditSearch(
        words=words or "",
        store_id=store_id,
        from_at=_since(days),
    )
    st.session_state["audit.asked"] = asked
    return get_engine().audit.find(asked, limit=LIMIT)


def _since(days: int) -> datetime | None:
    """The beginning of the first of that many KST days, today included; None for all."""
    if not days:
        return None
    return datetime.combine(today() - timedelta(days=days - 1), time(), KST)


def _period() -> int:
    names = {0: _("All"), 1: _("Today")}
    chosen = view.held("days", "audit.period", view.one_of(PERIODS), 30)
    st.segmented_control(
        _("Period"),
        PERIODS,
        required=True,
        format_func=lambda days: names.get(days) or _("{count} days").format(count=days),
        key="audit.period",
        label_visibility="collapsed",
    )
    return chosen


def audit_table(lines: Sequence[AuditLine]) -> None:
    """One row a line."""
    if not lines:
        empty(_("Nothing found"), _("Choose more days or fewer words."), icon="policy")
        return
    told = ngettext("{count} line · newest first", "{count} lines · newest first", len(lines))
    st.caption(told)
    st.dataframe(
        audit_frame(lines, {store.store_id: store.name for store in all_stores()}),
        column_config={
            "happened_at": st.column_config.TextColumn(_("When"), width=140, pinned=True),
            **{
                name: st.column_config.TextColumn(_(COLUMNS[name]), width=width)
                for name, width in {
                    "actor": 110,
                    "action": 150,
                    "store_id": 120,
                    "subject": 150,
                    "before": 230,
                    "after": 230,
                    "trace_id": 120,
                }.items()
            },
        },
        hide_index=True,
        placeholder=UNKNOWN,
        height=566 if len(lines) > 14 else "content",
        row_height=36,
        alt=_("What people changed"),
    )
    if len(lines) == LIMIT:
        st.caption(_("The newest {count} lines; the sheet holds all.").format(count=LIMIT))


def audit_frame(lines: Sequence[AuditLine], stores: Mapping[int, str]) -> pd.DataFrame:
    """Lines as shown text; a store that is gone keeps its number."""
    return pd.DataFrame(
        [
            {
                "happened_at": exact(line.happened_at),
                "actor": _who(line),
                "action": action_label(line.action),
                "store_id": None
                if line.store_id is None
                else stores.get(line.store_id, str(line.store_id)),
                "subject": subject_text(line.action, line.subject),
                "before": facts_text(line.before),
                "after": facts_text(line.after),
                "trace_id": line.trace_id,
            }
            for line in lines
        ],
        columns=list(COLUMNS),
    )


def _who(line: AuditLine) -> str:
    if line.account_id is not None:
        return line.actor
    return _("Nobody signed in") if line.actor == NOBODY.name else _("Command line")


def offer_sheet() -> None:
    """The button that takes what was found along."""
    asked = st.session_state.get("audit.asked")
    headings = {name: _(text) for name, text in COLUMNS.items()}
    st.download_button(
        _("Sheet"),
        for_later(lambda engine: engine.audit.sheet("xlsx", asked, headings)),
        "storeboard-audit.xlsx",
        icon=":material/download:",
        key="audit.sheet",
    )
