"""The bar at the foot of the import page: what is selected, how to match it, the button."""

from __future__ import annotations

import streamlit as st

from dashboard.imports.preview_table import Selection, select_nothing
from dashboard.parts.ticks import count_and_clear
from dashboard.parts.widgets import show_errors
from dashboard.server.session import forget, get_engine
from dashboard.words.i18n import _, ngettext
from dashboard.words.labels import label
from dashboard.words.not_yet import NOT_SENT_YET
from dashboard.words.phrases import number
from engine import (
    MATCHED,
    ImportRequest,
    MatchingMode,
    MatchKind,
    PreviewRow,
    ProductSearch,
    Store,
)


def import_bar(
    store: Store, search: ProductSearch, selection: Selection, blocked: str
) -> PreviewRow | None:
    """Draws the bar; `blocked` says why nothing can be imported now, empty if it can.

    The listing whose dialog is asked for, which works from the keyboard too.
    """
    with (
        st.bottom,
        st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
        ),
    ):
        if not selection.count or blocked:
            hint = blocked or _("Select listings in the table to import them together")
            st.markdown(f":gray[:material/check_box_outline_blank: {hint}]", width="content")
            st.button(_("Import"), disabled=True, key="product_import.import")
            return None
        match_by, link_stock = _choices(selection)
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            _sync_button(store, selection)
            one = _dialog_button(selection)
            asked = st.button(
                ngettext("Import {count}", "Import {count}", selection.count),
                icon=":material/download:",
                type="primary",
                key="product_import.import",
                shortcut="Ctrl+Enter",
            )
    if asked:
        request = ImportRequest(
            store_id=store.store_id,
            numbers=selection.numbers,
            search=search if selection.everything is not None else None,
            mode=match_by,
            link_stock=link_stock,
        )
        start_import(request)
    return one


def _choices(selection: Selection) -> tuple[MatchingMode, bool]:
    """How many are selected, how to match them, and whether stock follows."""
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        count_and_clear(selection.count, "product_import.clear", select_nothing)
        match_by = st.segmented_control(
            _("Matching"),
            [MatchingMode.BY_CODE, MatchingMode.NONE],
            default=MatchingMode.BY_CODE,
            required=True,
            format_func=label,
            key="product_import.mode",
            persist_state="page",
            label_visibility="collapsed",
        )
        link_stock = st.toggle(
            _("Stock link"),
            value=match_by is MatchingMode.BY_CODE,
            disabled=match_by is MatchingMode.NONE,
            help=_help(selection, match_by),
            key=f"product_import.link.{match_by}",
            persist_state="page",
        )
    by_code = match_by is MatchingMode.BY_CODE
    return match_by or MatchingMode.NONE, bool(link_stock) and by_code


def _help(selection: Selection, match_by: MatchingMode | None) -> str:
    if match_by is MatchingMode.NONE:
        return _("Without a SKU there is no stock to follow, so the stock link is off.")
    if selection.everything is not None:
        held = _("On where a listing matches a SKU; elsewhere it is off.")
        return f"{held} {_(NOT_SENT_YET)}"
    return _(
        "Matching {matching} · doubtful {doubtful} · ambiguous {ambiguous} · none {none}. Stock"
        " follows only what matches without doubt."
    ).format(
        matching=number(selection.matching(*MATCHED)),
        doubtful=number(selection.doubtful),
        ambiguous=number(selection.matching(MatchKind.AMBIGUOUS)),
        none=number(selection.matching(MatchKind.NONE)),
    )


def _sync_button(store: Store, selection: Selection) -> None:
    held = selection.imported
    if held and st.button(
        ngettext("Sync {count}", "Sync {count}", len(held)),
        icon=":material/sync:",
        type="tertiary",
        help=_("Refreshes those already imported to what NAVER shows now"),
        key="product_import.sync_selected",
    ):
        start_sync(ImportRequest(store_id=store.store_id, numbers=held))


def _dialog_button(selection: Selection) -> PreviewRow | None:
    """With one listing selected, its dialog: the table's own button answers to the mouse alone."""
    if len(selection.rows) != 1 or selection.everything is not None:
        return None
    (listing,) = selection.rows
    asked = st.button(
        _("Change the SKU") if listing.imported else label(MatchingMode.BY_CHOICE),
        icon=":material/open_in_new:",
        type="tertiary",
        key="product_import.one",
    )
    return listing if asked else None


def start_import(request: ImportRequest) -> None:
    """Starts the import and shows its progress."""
    with show_errors():
        _watch(get_engine().imports.submit(request))


def start_sync(request: ImportRequest) -> None:
    """Starts the sync and shows its progress."""
    with show_errors():
        _watch(get_engine().imports.submit_sync(request))


def _watch(job_id: int) -> None:
    """The page follows this job; its number stands in the address, so a refresh keeps it."""
    forget()
    st.query_params["job"] = str(job_id)
    select_nothing()
    st.rerun()
