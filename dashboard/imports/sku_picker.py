"""Choosing a SKU by hand: live search of the catalogue, else the names most like the listing's."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.parts import tables
from dashboard.parts.frames import sku_frame, suggestion_frame
from dashboard.parts.navigation import go
from dashboard.parts.widgets import empty
from dashboard.server.session import cached_for_visit, get_engine
from dashboard.words.i18n import _
from dashboard.words.phrases import UNKNOWN
from engine import Sku, SkuSuggestion

LIKELY, AHEAD = 95, 3  # only a name this alike, and so far ahead, is selected beforehand
SUGGESTED, FOUND = 6, 30


def pick_sku(name: str, code: str | None, key: str, *, narrow: bool = False) -> Sku | None:
    """The SKU a person chose for a listing of that name and code; None while none is chosen."""
    if not get_engine().skus.count():
        empty(_("No SKU yet"), _("Upload your catalogue first; until then import without a SKU."))
        if st.button(_("Upload SKUs"), icon=":material/upload:", key=f"{key}.upload"):
            go("skus")
        return None
    asked = st.text_input(
        _("Search SKUs"),
        placeholder=_("SKU code or name · finds as you type"),
        icon=":material/search:",
        live=True,
        key=f"{key}.search",
        label_visibility="collapsed",
    )
    if asked:
        return _found(asked, key, narrow)
    suggested = cached_for_visit(
        f"suggest.{key}",
        (name, code),
        lambda: get_engine().skus.suggest(name, code=code, limit=SUGGESTED),
    )
    if not suggested:
        st.caption(_("No SKU has a similar name or code. Search by code or name."))
        return None
    return _suggested(suggested, key, narrow)


def _found(asked: str, key: str, narrow: bool) -> Sku | None:
    skus = get_engine().skus.find(asked, limit=FOUND)
    if not skus:
        st.caption(_("No SKU has these words."))
        return None
    chosen = _table(sku_frame(skus), f"{key}.found.{asked}", None, narrow)
    return None if chosen is None or chosen >= len(skus) else skus[chosen]


def _suggested(suggested: tuple[SkuSuggestion, ...], key: str, narrow: bool) -> Sku | None:
    best, *others = [one.similarity for one in suggested]
    likely = 0 if best >= LIKELY and all(best - other >= AHEAD for other in others) else None
    chosen = _table(suggestion_frame(suggested), f"{key}.suggested", likely, narrow)
    return None if chosen is None or chosen >= len(suggested) else suggested[chosen].sku


def _table(frame: pd.DataFrame, key: str, first: int | None, narrow: bool) -> int | None:
    """The table of SKUs; which row is chosen."""
    columns = tables.suggestions(narrow=narrow)
    event = st.dataframe(
        frame,
        column_config=columns,
        column_order=[name for name in columns if name in frame.columns],
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height=254,
        key=key,
        on_select="rerun",
        selection_mode="single-row",
        selection_default=None if first is None else {"selection": {"rows": [first]}},
        alt=_("SKUs to choose from"),
    )
    rows = event["selection"]["rows"]
    return rows[0] if rows else None
