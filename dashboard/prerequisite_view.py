"""One kind of prerequisite: when it was fetched, its rows, what changed since the time before."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.frames import rows_frame
from dashboard.i18n import _, ngettext
from dashboard.labels import label
from dashboard.phrases import UNKNOWN, ago, plain, stamp
from dashboard.session import forget, get_engine
from dashboard.widgets import row, show_errors
from engine import Prerequisite, PrerequisiteKind, Store

TALLEST = 400
ICONS = {
    PrerequisiteKind.ADDRESS_BOOK: "contacts",
    PrerequisiteKind.THIS_DAY_DISPATCH: "schedule",
    PrerequisiteKind.BUNDLE_GROUPS: "package_2",
}


def fetch(store: Store, kinds: Sequence[PrerequisiteKind] | None = None) -> None:
    """Fetches the kinds (all when None) and draws the page anew."""
    with show_errors(), st.spinner(_("Asking NAVER")):
        get_engine().fetch_prerequisites(store.store_id, kinds)
        forget()
        st.rerun()


def prerequisite(store: Store, held: Prerequisite) -> None:
    """The box of one kind."""
    with st.container(border=True, key=f"prerequisites.{held.kind.value}"):
        with row(apart=True):
            with row():
                st.markdown(
                    f":material/{ICONS[held.kind]}: **{label(held.kind)}**", width="content"
                )
                _state(held)
            if st.button(
                _("Fetch again") if held.fetched_at else _("Fetch"),
                icon=":material/download:",
                key=f"prerequisites.fetch.{held.kind.value}",
            ):
                fetch(store, (held.kind,))
        if held.fetched_at is None:
            return
        if held.changes:
            _changes(held)
        if held.rows:
            st.dataframe(
                rows_frame(held.rows),
                hide_index=True,
                placeholder=UNKNOWN,
                row_height=36,
                height=min(TALLEST, 40 + 36 * len(held.rows)),
                alt=label(held.kind),
            )
        else:
            st.caption(_("NAVER holds none."))


def _state(held: Prerequisite) -> None:
    if held.fetched_at is None:
        st.badge(_("never fetched"), icon=":material/pending:", color="orange")
        return
    st.badge(
        ngettext("{count} row", "{count} rows", len(held.rows)),
        icon=":material/check_circle:",
        color="green",
    )
    st.caption(
        _("fetched {when}").format(when=ago(held.fetched_at)),
        width="content",
        help=stamp(held.fetched_at),
    )


def _changes(held: Prerequisite) -> None:
    title = ngettext("{count} change", "{count} changes", len(held.changes))
    with st.expander(f"{title} · {ago(held.changed_at)}", icon=":material/difference:"):
        for line in held.changes:
            st.markdown(plain(line))
