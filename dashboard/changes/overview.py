"""What changed about a store's listings: over which days, in which fields, of which products."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from dashboard.parts import change_columns, pager, view
from dashboard.parts.change_frames import (
    FieldChange,
    changes_download,
    changes_frame,
    field_changes,
    tracked,
)
from dashboard.parts.frames import csv_bytes
from dashboard.parts.listing_history import open_history
from dashboard.parts.navigation import go
from dashboard.parts.widgets import empty
from dashboard.server.session import cached_for_visit, for_later, get_engine, mode
from dashboard.words.i18n import _
from dashboard.words.phrases import UNKNOWN, day, number
from engine import Engine, ProductChange, Store, today

PAGE, LIMIT, DOWNLOAD_LIMIT = 100, 2_000, 1_000_000
PERIODS = (1, 7, 30)  # days, today included


def period() -> int:
    """How many days are looked at, today included."""
    names = {
        days: _("Today") if days == 1 else _("{count} days").format(count=days) for days in PERIODS
    }
    chosen = view.held("days", "changes.period", view.one_of(PERIODS), PERIODS[1])
    st.segmented_control(
        _("Period"),
        PERIODS,
        required=True,
        format_func=lambda days: names[days],
        key="changes.period",
        label_visibility="collapsed",
    )
    return chosen


def read(store: Store, days: int) -> tuple[tuple[FieldChange, ...], bool]:
    """What changed on the last days, newest first, and whether there is more than is shown."""

    def asked() -> tuple[tuple[FieldChange, ...], bool]:
        found = _asked(get_engine(), store, days, LIMIT)
        return field_changes(found), len(found) >= LIMIT

    return cached_for_visit("changes", (store.store_id, days, today()), asked, seconds=10)


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
    fields = list(change_columns.TONES)
    wanted = view.held("fields", "changes.fields", view.several(fields), [])
    st.pills(
        _("Field"),
        fields,
        selection_mode="multi",
        format_func=tracked,
        key="changes.fields",
        label_visibility="collapsed",
    )
    asked = view.held("words", "changes.name", view.words(), "")
    st.text_input(
        _("Product name"),
        placeholder=_("Product name"),
        icon=":material/search:",
        live=True,
        key="changes.name",
        label_visibility="collapsed",
        width=230,
    )
    words = asked.casefold()
    return tuple(
        change
        for change in changes
        if (not wanted or change.field in wanted) and words in change.product.casefold()
    )


def table(store: Store, changes: Sequence[FieldChange], *, more: bool) -> None:
    """The changes a page at a time; the button opens the listing's past."""
    key, last = f"changes.page.{store.store_id}.{len(changes)}", pager.pages(len(changes), PAGE)
    count = f"{number(len(changes))}{'+' if more else ''}"
    st.markdown(_("**{count}** changes · newest first").format(count=count))
    first = pager.offset(pager.page_at(key, last), PAGE)
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
    pager.pager(key, last)
    click = st.session_state.get("changes.row")
    if click is not None and click["row"] < len(on_page):
        open_history(store.store_id, on_page[click["row"]].channel_product_no)


def download(store: Store, days: int) -> None:
    """Every change of the period as CSV, made when asked for."""

    def made(engine: Engine) -> bytes:
        found = _asked(engine, store, days, DOWNLOAD_LIMIT)
        return csv_bytes(changes_download(field_changes(found)))

    st.download_button(
        "CSV",
        for_later(made),
        file_name=f"storeboard-changes-{day(today())}.csv",
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
