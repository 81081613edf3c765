"""A page of a store's listings: how many stand where, the table, and what is selected in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.parts import tables
from dashboard.parts.frames import as_sent, preview_frame
from dashboard.parts.widgets import row, waiting
from dashboard.server.session import found_in, get_engine, is_kept, kept, mode
from dashboard.words.i18n import N_, _, language
from dashboard.words.phrases import UNKNOWN, number
from engine import MATCHED, MatchKind, PreviewPage, PreviewRow, ProductSearch, Store

SIZE = 100
PREVIEW_SECONDS = 600.0
NEW_HERE, WHOLE_PAGE, ALL_RESULTS, NOTHING = (
    N_("Not imported on this page"),
    N_("The whole page"),
    N_("All results"),
    N_("Nothing"),
)
MANY = (NEW_HERE, WHOLE_PAGE, ALL_RESULTS, NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is selected: rows of the page, or everything the search finds."""

    rows: tuple[PreviewRow, ...] = ()
    everything: int | None = None  # the search's total, where all results are meant

    @property
    def count(self) -> int:
        """How many listings are meant."""
        return len(self.rows) if self.everything is None else self.everything

    @property
    def numbers(self) -> tuple[int, ...]:
        """The channel product numbers; empty where all results are meant."""
        return tuple(row.product.channel_product_no for row in self.rows)

    @property
    def imported(self) -> tuple[int, ...]:
        """Those of them that are held already."""
        return tuple(row.product.channel_product_no for row in self.rows if row.imported)

    def matching(self, *kinds: MatchKind) -> int:
        """How many of the rows match in one of these ways."""
        return sum(row.match.kind in kinds for row in self.rows)


def read_page(store: Store, search: ProductSearch) -> PreviewPage:
    """The page that is looked at, asked of NAVER once and kept for the visit."""
    page = int(st.session_state.get(_page_key(store), 1))
    key = (store.store_id, search, page)
    with waiting(566, is_kept("preview", key, seconds=PREVIEW_SECONDS)):
        return kept(
            "preview",
            key,
            lambda: get_engine().products.preview(store.store_id, search, page=page, size=SIZE),
            seconds=PREVIEW_SECONDS,
        )


def preview_table(store: Store, search: ProductSearch, found: PreviewPage) -> Selection:
    """Counts, select-many and pages in one line, then the table; what is selected."""
    grid = f"product_import.grid.{store.store_id}.{hash(search)}.{found.page}"
    with row(apart=True):
        facts = found_in(found, ("facts", language()), lambda: _facts(found))
        st.markdown(facts, width="content")
        with row():
            st.menu_button(
                _("Select many"),
                MANY,
                format_func=_,
                icon=":material/checklist:",
                type="tertiary",
                key="product_import.many",
                on_click=_select_many,
                args=(grid, found.rows),
            )
            if found.total > SIZE:
                st.pagination(tables.pages(found.total, SIZE), key=_page_key(store))
    event = st.dataframe(
        found_in(found, ("table", language()), lambda: as_sent(preview_frame(found.rows))),
        column_config=tables.preview(mode()),
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=44,
        height=566 if len(found.rows) > 11 else "content",
        key=grid,
        on_select=_not_everything,
        selection_mode="multi-row",
        alt=_("Listings of the store"),
    )
    if st.session_state.get("product_import.everything") == grid:
        return Selection(everything=found.total)
    return Selection(rows=picked(found.rows, event))


def picked(rows: Sequence[PreviewRow], event: Any) -> tuple[PreviewRow, ...]:
    """The rows a selection means; positions that no longer exist are passed over."""
    return tuple(rows[at] for at in event["selection"]["rows"] if at < len(rows))


def clicked(rows: Sequence[PreviewRow]) -> tuple[PreviewRow, str] | None:
    """The row whose button was pressed just now, and what the button said."""
    click = st.session_state.get("product_import.row")
    if click is None or click["row"] >= len(rows):
        return None
    return rows[click["row"]], str(click["label"])


def _page_key(store: Store) -> str:
    return f"product_import.page.{store.store_id}"


def _select_many(grid: str, rows: Sequence[PreviewRow]) -> None:
    """Writes the selection before the table is drawn."""
    what = st.session_state["product_import.many"]
    chosen = [
        at
        for at, one in enumerate(rows)
        if what == WHOLE_PAGE or (what == NEW_HERE and not one.imported)
    ]
    st.session_state["product_import.everything"] = grid if what == ALL_RESULTS else None
    st.session_state[grid] = {"selection": {"rows": chosen, "columns": [], "cells": []}}


def _not_everything() -> None:
    """A selection by hand ends "all results"."""
    st.session_state["product_import.everything"] = None


def _facts(found: PreviewPage) -> str:
    first = tables.offset(found.page, found.size) + 1 if found.rows else 0
    last = min(found.total, tables.offset(found.page, found.size) + found.size)
    kinds = [row.match.kind for row in found.rows]
    parts = [
        _("Not imported {count}").format(count=number(sum(not row.imported for row in found.rows))),
        _("Matching {count}").format(count=number(sum(kind in MATCHED for kind in kinds))),
        _("Ambiguous {count}").format(count=number(kinds.count(MatchKind.AMBIGUOUS))),
        _("No match {count}").format(count=number(kinds.count(MatchKind.NONE))),
    ]
    shown = _("**{first}–{last}** of {total}").format(
        first=number(first), last=number(last), total=number(found.total)
    )
    return f"{shown} :gray[· {' · '.join(parts)}]"
