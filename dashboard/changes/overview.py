"""What changed about a store's listings: over which days, in which fields, of which products."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from dashboard.parts import change_columns, tables
from dashboard.parts.change_frames import (
    FieldChange,
    changes_download,
    changes_frame,
    field_changes,
    tracked,
)
from dashboard.parts.frames import csv_bytes
from dashboard.parts.listing_past import open_past
from dashboard.parts.navigation import go
from dashboard.parts.widgets import empty, row
from dashboard.server.session import for_later, get_engine, kept, mode
from dashboard.words.i18n import _
from dashboard.words.phrases import UNKNOWN, number
from engine import Engine, ProductChange, Store, today

PAGE, LIMIT, DOWNLOAD_LIMIT = 100, 2_000, 1_000_000
PERIODS = (1, 7, 30)  # days, today included


def period() -> int:
    """How many days are looked at, today included."""
    names = {
        days: _("Today") if days == 1 else _("{count} days").format(count=days) for days in PERIODS
    }
    chosen = st.segmented_control(
        _("Period"),
        PERIODS,
        default=PERIODS[1],
        required=True,
        format_func=lambda days: names[days],
        key="changes.period",
        label_visibility="collapsed",
    )
    return chosen or PERIODS[1]


def read(store: Store, days: int) -> tuple[tuple[FieldChange, ...], bool]:
    """What changed on the last days, newest first, and whether there is more than is shown."""

    def asked() -> tuple[tuple[FieldChange, ...], bool]:
        found = _asked(get_engine(), store, days, LIMIT)
        return field_changes(found), len(found) >= LIMIT

    return kept("changes", (store.store_id, days, today()), asked, seconds=10)


def _asked(engine: Engine, store: Store, days: int, limit: int) -> tuple[ProductChange, ...]:
    last = today()
    return engine.products.changes(
        store.store_id,
        from_on=last - timedelta(days=days - 1),
        to_on=last + timedelta(days=1),
        limit=limit,
    )


def filtered(changes: Sequence[FieldChange]) -> tuple[FieldChange, ...]:
    """The fields and names the reader wants."""
    wanted = st.pills(
        _("Field"),
        list(change_columns.TONES),
        selection_mode="multi",
        format_func=tracked,
        key="changes.fields",
        label_visibility="collapsed",
    )
    asked = st.text_input(
        _("Product name"),
        placeholder=_("Product name"),
        icon=":material/search:",
        live=True,
        key="changes.name",
        label_visibility="collapsed",
        width=230,
    )
    words = (asked or "").casefold()
    return tuple(
        change
        for change in changes
        if (not wanted or change.field in wanted) and words in change.product.casefold()
    )


def table(store: Store, changes: Sequence[FieldChange], *, more: bool) -> None:
    """The changes a page at a time; the button opens the listing's past."""
    pages = tables.pages(len(changes), PAGE)
    with row(apart=True):
        count = f"{number(len(changes))}{'+' if more else ''}"
        text = _("**{count}** changes · newest first")
        st.markdown(text.format(count=count), width="content")
        page = 1
        if pages > 1:
            page = st.pagination(pages, max_visible_pages=5, key=f"changes.page.{pages}")
    first = tables.offset(page, PAGE)
    on_page = changes[first : first + PAGE]
    st.dataframe(
        changes_frame(on_page, f":material/show_chart: {_('History')}"),
        column_config=change_columns.changes(mode()),
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height=566 if len(on_page) > 14 else "content",
        key="changes.table",
        alt=_("Changes of listings"),
    )
    click = st.session_state.get("changes.row")
    if click is not None and click["row"] < len(on_page):
        open_past(store.store_id, on_page[click["row"]].channel_product_no)


def download(store: Store, days: int) -> None:
    """Every change of the period as CSV, made when asked for."""

    def made(engine: Engine) -> bytes:
        found = _asked(engine, store, days, DOWNLOAD_LIMIT)
        return csv_bytes(changes_download(field_changes(found)))

    st.download_button(
        "CSV",
        for_later(made),
        file_name=f"storeboard-changes-{today().isoformat()}.csv",
        icon=":material/download:",
        on_click="ignore",
        help=_("All changes of the period"),
        key="changes.csv",
    )


def nothing(*, any_change: bool) -> None:
    """Why there is no row."""
    if any_change:
        empty(_("No change fits the filters"), icon="search_off")
        return
    empty(
        _("Nothing changed in this period"),
        _("Every sync keeps what it finds changed: price, stock, status and name."),
        icon="history",
    )


def nothing_imported(store: Store) -> None:
    """A store without a past: what to do first."""
    empty(_("No product is imported yet"), _("Changes are kept from the first import on."))
    if st.button(_("Import products"), icon=":material/download:", type="primary"):
        go("product_import", store=store.name)
