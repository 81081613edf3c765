"""A page of a store's listings: how many stand where, the table, and what is selected in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.parts import pager, tables
from dashboard.parts.frames import as_sent, preview_frame
from dashboard.parts.table_head import table_facts
from dashboard.parts.ticks import Ticks, untick
from dashboard.parts.widgets import waiting
from dashboard.server.session import (
    cached_for_visit,
    derived_once,
    get_engine,
    is_cached_for_visit,
    mode,
)
from dashboard.words.i18n import N_, _, language
from dashboard.words.phrases import UNKNOWN, number
from engine import MATCHED, MatchKind, PreviewPage, PreviewRow, ProductSearch, Store

SIZE = 100
PREVIEW_SECONDS = 600.0
TABLE = "product_import"
EVERYTHING = "product_import.everything"  # session state: the search whose every result is meant
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
        """How many of the rows match in one of these ways, and not doubtfully."""
        return sum(row.match.kind in kinds and not row.match.doubtful for row in self.rows)

    @property
    def doubtful(self) -> int:
        """How many of the rows match a SKU of another name."""
        return sum(row.match.doubtful for row in self.rows)


def read_page(store: Store, search: ProductSearch) -> PreviewPage:
    """The page that is looked at, asked of NAVER once and kept for the visit."""
    found = _read(store, search, pager.page_at(_page_key(store, search)))
    last = pager.pages(found.total, SIZE)
    if found.page <= last:
        return found
    return _read(store, search, pager.page_at(_page_key(store, search), last))


def _read(store: Store, search: ProductSearch, page: int) -> PreviewPage:
    key = (store.store_id, search, page)
    with waiting(566, is_cached_for_visit("preview", key, seconds=PREVIEW_SECONDS)):
        return cached_for_visit(
            "preview",
            key,
            lambda: get_engine().products.preview(store.store_id, search, page=page, size=SIZE),
            seconds=PREVIEW_SECONDS,
        )


def preview_table(store: Store, search: ProductSearch, found: PreviewPage) -> Selection:
    """Select-many and counts in one line, the table, its pages; what is selected on all of them."""
    ticks = ticks_of(store, search)
    with table_facts(derived_once(found, ("facts", language()), lambda: _facts(found))):
        st.menu_button(
            _("Select many"),
            MANY,
            format_func=_,
            icon=":material/checklist:",
            type="tertiary",
            key="product_import.many",
            on_click=_select_many,
            args=(store, search, found),
        )
    event = st.dataframe(
        derived_once(found, ("table", language()), lambda: as_sent(preview_frame(found.rows))),
        column_config=tables.preview(mode()),
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=44,
        height=566 if len(found.rows) > 11 else "content",
        key=ticks.prepare(found.page, found.rows),
        on_select=_not_everything,
        selection_mode="multi-row",
        alt=_("Listings of the store"),
    )
    pager.pager(_page_key(store, search), pager.pages(found.total, SIZE))
    ticks.take(found.rows, event)
    if st.session_state.get(EVERYTHING) == (store.store_id, search):
        return Selection(everything=found.total)
    return Selection(rows=ticks.rows)


def ticks_of(store: Store, search: ProductSearch) -> Ticks[PreviewRow]:
    """What is ticked of the listings a search finds."""
    return Ticks(TABLE, (store.store_id, search), _number)


def select_nothing() -> None:
    """Lets go of everything that is selected, on every page."""
    st.session_state[EVERYTHING] = None
    untick(TABLE)


def _number(row: PreviewRow) -> int:
    return row.product.channel_product_no


def clicked(rows: Sequence[PreviewRow]) -> tuple[PreviewRow, str] | None:
    """The row whose button was pressed just now, and what the button said."""
    click = st.session_state.get("product_import.row")
    if click is None or click["row"] >= len(rows):
        return None
    return rows[click["row"]], str(click["label"])


def _page_key(store: Store, search: ProductSearch) -> str:
    return f"product_import.page.{store.store_id}.{hash(search)}"


def _select_many(store: Store, search: ProductSearch, found: PreviewPage) -> None:
    """Selects before the table is drawn: on this page, or everything, or nothing at all."""
    what = st.session_state["product_import.many"]
    if what in (NEW_HERE, WHOLE_PAGE):
        st.session_state[EVERYTHING] = None
        wanted = (
            found.rows if what == WHOLE_PAGE else [one for one in found.rows if not one.imported]
        )
        ticks_of(store, search).tick(found.page, found.rows, wanted)
        return
    select_nothing()
    if what == ALL_RESULTS:
        st.session_state[EVERYTHING] = (store.store_id, search)


def _not_everything() -> None:
    """A selection by hand ends "all results"."""
    st.session_state[EVERYTHING] = None


def _facts(found: PreviewPage) -> str:
    first = pager.offset(found.page, found.size) + 1 if found.rows else 0
    last = min(found.total, pager.offset(found.page, found.size) + found.size)
    kinds = [row.match.kind for row in found.rows if not row.match.doubtful]
    parts = [
        _("Not imported {count}").format(count=number(sum(not row.imported for row in found.rows))),
        _("Matching {count}").format(count=number(sum(kind in MATCHED for kind in kinds))),
        _("Doubtful {count}").format(count=number(len(found.rows) - len(kinds))),
        _("Ambiguous {count}").format(count=number(kinds.count(MatchKind.AMBIGUOUS))),
        _("No match {count}").format(count=number(kinds.count(MatchKind.NONE))),
    ]
    shown = _("**{first}–{last}** of {total}").format(
        first=number(first), last=number(last), total=number(found.total)
    )
    return f"{shown} :gray[· {' · '.join(parts)}]"
