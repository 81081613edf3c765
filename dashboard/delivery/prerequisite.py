"""One kind of prerequisite: when it was fetched, its rows, what changed since the time before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.delivery.bundle_group_form import edit_groups
from dashboard.delivery.dispatch_form import edit_dispatch
from dashboard.parts.columns import amount
from dashboard.parts.frames import rows_frame
from dashboard.parts.widgets import row, show_errors
from dashboard.server.session import forget, get_engine
from dashboard.words.fields import FIELDS, field, said
from dashboard.words.i18n import _, ngettext
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, ago, plain, stamp
from engine import Prerequisite, PrerequisiteKind, Role, Store, is_old, now

TALLEST = 400
ICONS = {
    PrerequisiteKind.ADDRESS_BOOK: "contacts",
    PrerequisiteKind.THIS_DAY_DISPATCH: "schedule",
    PrerequisiteKind.BUNDLE_GROUPS: "package_2",
}
EDITORS: dict[PrerequisiteKind, Callable[[Store], bool]] = {
    PrerequisiteKind.THIS_DAY_DISPATCH: edit_dispatch,
    PrerequisiteKind.BUNDLE_GROUPS: edit_groups,
}
SELLER_CENTRE = "https://sell.smartstore.naver.com"
_CHANGED = re.compile(r"(?:(?P<name>.*): )?(?P<field>\w+) (?P<before>.*) → (?P<after>.*)")


def fetch(store: Store, kinds: Sequence[PrerequisiteKind] | None = None) -> None:
    """Fetches the kinds (all when None) and draws the page anew."""
    with show_errors(), st.spinner(_("Asking NAVER")):
        get_engine().prerequisites.fetch(store.store_id, kinds)
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
            with row():
                editing = _edits(held)
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
            frame = rows_frame(held.rows)
            st.dataframe(
                frame,
                column_config={
                    name: amount(name) for name in map(str, frame.select_dtypes("number"))
                },
                hide_index=True,
                placeholder=UNKNOWN,
                row_height=36,
                height=min(TALLEST, 40 + 36 * len(held.rows)),
                alt=label(held.kind),
            )
        else:
            st.caption(_("NAVER holds none."))
        if held.kind is PrerequisiteKind.ADDRESS_BOOK:
            _where_edited()
        if editing:
            _edit(store, held.kind)


def _edits(held: Prerequisite) -> bool:
    """The switch that opens the editor of a kind, for those who may write to NAVER."""
    may = held.kind in EDITORS and get_engine().actor.role.may(Role.MANAGER)
    if not may or held.fetched_at is None:
        return False
    version = st.session_state.get("prerequisites.version", 0)
    return st.toggle(
        _("Edit"),
        key=f"prerequisites.edit.{held.kind.value}.{version}",
        help=_("What will change is shown before anything is sent to NAVER."),
    )


def _edit(store: Store, kind: PrerequisiteKind) -> None:
    st.space("xxsmall")
    if EDITORS[kind](store):
        st.session_state["prerequisites.version"] = (
            st.session_state.get("prerequisites.version", 0) + 1
        )
        st.rerun()


def _where_edited() -> None:
    """The address book is NAVER's alone to change."""
    with row():
        st.caption(
            _("Read-only here: NAVER lets nobody else change the address book."), width="content"
        )
        st.link_button(
            _("Edit in the SmartStore centre"),
            SELLER_CENTRE,
            icon=":material/open_in_new:",
            type="tertiary",
            help=_("Opens {host}; the address book is among the seller's own data.").format(
                host=SELLER_CENTRE.removeprefix("https://")
            ),
        )


def _state(held: Prerequisite) -> None:
    if held.fetched_at is None:
        st.badge(_("never fetched"), icon=":material/pending:", color="orange")
        return
    st.badge(
        ngettext("{count} row", "{count} rows", len(held.rows)),
        icon=":material/check_circle:",
        color="green",
    )
    if is_old(held, now()):
        st.badge(_("older than 7 days"), icon=":material/history:", color="orange")
    st.caption(
        _("fetched {when}").format(when=ago(held.fetched_at)),
        width="content",
        help=stamp(held.fetched_at),
    )


def _changes(held: Prerequisite) -> None:
    title = ngettext("{count} change", "{count} changes", len(held.changes))
    with st.expander(f"{title} · {ago(held.changed_at)}", icon=":material/difference:"):
        for line in held.changes:
            st.markdown(_difference_text(line))


def _difference_text(line: str) -> str:
    """A line of difference in the reader's words; what came or went stays as it is."""
    found = _CHANGED.fullmatch(line)
    if found is None or found["field"] not in FIELDS:
        return plain(line)
    name = f"{plain(found['name'])}: " if found["name"] else ""
    before, after = plain(said(found["before"])), plain(said(found["after"]))
    return f"{name}{field(found['field'])} {before} → {after}"
