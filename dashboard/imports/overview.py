"""What the import page shows for the store that is chosen: a job, a report, or its listings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.imports.bar import import_bar, start_sync
from dashboard.imports.dialog import open_dialog
from dashboard.imports.doubtful import DOUBTFUL, accepted_list, doubtful_list
from dashboard.imports.preview_table import Selection, clicked, preview_table, read_page
from dashboard.imports.report import report
from dashboard.imports.search import clear, search_bar
from dashboard.imports.unlinking import undo_bar
from dashboard.imports.unread import unread_notice
from dashboard.imports.without_sku import fix_list, fix_row_of_product, left_list
from dashboard.parts import view
from dashboard.parts.job_progress import progress_panel
from dashboard.parts.listing_counts import counts
from dashboard.parts.navigation import go
from dashboard.parts.widgets import empty, row
from dashboard.server.session import cached_for_visit, get_engine
from dashboard.words.i18n import _
from dashboard.words.labels import label
from dashboard.words.phrases import number, plain
from engine import (
    ACTIVE,
    ConnectionState,
    ImportRequest,
    JobRun,
    MatchKind,
    ProductSearch,
    Store,
)


def import_facts(store: Store) -> str:
    """The grey line of the head."""
    held = counts(store)
    return " · ".join(
        [
            plain(store.name),
            label(store.fee_tier),
            _("{imported} of {listed} listings imported").format(
                imported=number(held.imported), listed=number(held.listed)
            ),
        ]
    )


def sync_button(store: Store) -> None:
    """Refreshes everything that is imported."""
    held = counts(store)
    if st.button(
        _("Sync all"),
        icon=":material/sync:",
        disabled=not held.imported,
        help=_(
            "Reads everything imported anew and finds what NAVER no longer lists. The board's sync"
            " asks only for what changed."
        ),
        key="product_import.sync_all",
    ):
        start_sync(ImportRequest(store_id=store.store_id))


def missing_notice(store: Store) -> str:
    """Why nothing can be imported into this store now, with the way there; empty if all is well."""
    if store.connection is ConnectionState.BROKEN:
        return _("Mend the store's connection first")
    held = cached_for_visit(
        "prerequisites",
        store.store_id,
        lambda: get_engine().prerequisites.of_store(store.store_id),
        seconds=10,
    )
    missing = [one.kind for one in held if not one.fetched_at]
    if not missing:
        return ""
    text = _("Prerequisites are missing: {kinds}. Fetch them first.").format(
        kinds=", ".join(map(label, missing))
    )
    with row(apart=True):
        st.warning(text, icon=":material/fact_check:")
        if st.button(
            _("To the prerequisites"),
            icon=":material/fact_check:",
            type="primary",
            key="product_import.prerequisites",
        ):
            go("prerequisites", store=store.name)
    return _("Fetch the prerequisites first")


def busy_notice(job: JobRun | None) -> str:
    """Why nothing else can be started while a job of the store runs; empty if none does."""
    running = job is not None and job.state in ACTIVE
    return _("A job of this store is running; wait for it or cancel it") if running else ""


def job_view(job: JobRun) -> bool:
    """The job's panel or report; whether the listings stay hidden below it."""
    if job.state in ACTIVE:
        progress_panel(job.job_id)
        return False
    report(job)
    return True


def unmatched_listings(store: Store) -> None:
    """Everything of the store that has no SKU, or perhaps a wrong one, to work through."""
    products = get_engine().products
    kinds = {
        MatchKind.NONE: _("Unmatched"),
        DOUBTFUL: _("Doubtful"),
        MatchKind.AMBIGUOUS: _("Ambiguous"),
    }
    found: dict[str, Sequence[Any]] = {
        kind: products.unmatched(store.store_id, kind=kind)
        for kind in (MatchKind.NONE, MatchKind.AMBIGUOUS)
    }
    found[DOUBTFUL] = products.doubtful(store.store_id)
    with row(apart=True):
        first = next((kind for kind in kinds if found[kind]), MatchKind.NONE)
        kind = view.held("kind", "without_sku.kind", view.one_of(kinds), first)
        st.segmented_control(
            _("Kind"),
            list(kinds),
            required=True,
            format_func=lambda one: f"{kinds[one]} {number(len(found[one]))}",
            key="without_sku.kind",
            label_visibility="collapsed",
        )
        back = _("Back to the listings")
        if st.button(back, icon=":material/arrow_back:", type="tertiary", key="without_sku.back"):
            view.forget()
            st.rerun()
    if kind == DOUBTFUL:
        doubtful_list(store.store_id, None, "store")
        accepted_list(store.store_id)
        return
    rows = [fix_row_of_product(one) for one in found[kind]]
    fix_list(store.store_id, rows, f"store.{kind}")
    left_list(store.store_id)


def store_listings(store: Store, blocked: str) -> None:
    """Search, table, bar and dialog."""
    undo_bar(store)
    search = search_bar(store)
    found = read_page(store, search)
    unread_notice(found.unread)
    if not found.rows:
        if not found.unread:
            _nothing(store, search)
        return
    selection = preview_table(store, search, found)
    if one := import_bar(store, search, selection, blocked):
        open_dialog(store, one, blocked)
    elif click := clicked(found.rows):
        listing, said = click
        if said == _("Sync"):
            numbers = (listing.product.channel_product_no,)
            start_sync(ImportRequest(store_id=store.store_id, numbers=numbers))
        else:
            open_dialog(store, listing, blocked)


def _nothing(store: Store, search: ProductSearch) -> None:
    if search == ProductSearch():
        empty(_("This store has no listings"), _("List products at NAVER, then look here again."))
        import_bar(store, search, Selection(), "")
        return
    empty(_("No listing fits the search"), icon="search_off")
    st.button(_("Clear the search"), icon=":material/filter_list_off:", on_click=clear)
