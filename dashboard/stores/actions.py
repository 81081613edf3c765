"""What is done with whole stores: duplicate, archive, restore, delete, from a sheet."""

from __future__ import annotations

import streamlit as st

from dashboard.parts.widgets import row, show_errors, toast_after_rerun
from dashboard.server.session import forget, get_engine, keep_store
from dashboard.words.i18n import _
from dashboard.words.phrases import near, plain
from engine import Store


def menu(store: Store) -> None:
    """The menu at the right of the head."""
    actions = {
        "duplicate": (_("Duplicate settings"), _duplicate),
        "archive": (_("Archive"), _archive),
        "delete": (_("Delete"), _delete),
    }
    chosen = st.menu_button(
        _("More"),
        list(actions),
        format_func=lambda name: actions[name][0],
        icon=":material/more_horiz:",
        key="stores.menu",
    )
    if chosen:
        actions[chosen][1](store)


def _duplicate(store: Store) -> None:
    @st.dialog(_("Duplicate the settings of {name}").format(name=plain(store.name)))
    def ask() -> None:
        st.caption(
            _(
                "Copied are kind, VAT, category, business number, switches and fee tier. Secret,"
                " address, channel, seller ids and contacts are each store's own."
            )
        )
        name = st.text_input(_("Name"), key="stores.duplicate.name", max_chars=60)
        client_id = st.text_input(_("Application ID"), key="stores.duplicate.client_id")
        if st.button(_("Duplicate"), type="primary", key="stores.duplicate.save"):
            with show_errors():
                made = get_engine().stores.duplicate(
                    store.store_id, name=name or "", client_id=client_id or ""
                )
                _done(_("Duplicated. Enter its secret next."), made.name)

    ask()


def _archive(store: Store) -> None:
    @st.dialog(_("Archive {name}").format(name=plain(store.name)))
    def ask() -> None:
        st.markdown(
            _("Its data stay and can be restored; nothing is asked of NAVER for it any more.")
        )
        if st.button(_("Archive"), type="primary", key="stores.archive"):
            with show_errors():
                get_engine().stores.archive(store.store_id)
                _done(_("Archived"))

    ask()


def _delete(store: Store) -> None:
    @st.dialog(_("Delete {name}").format(name=plain(store.name)))
    def ask() -> None:
        st.warning(
            _(
                "Everything of this store in this workspace is removed for good: products, links,"
                " history, jobs, contacts, secret. At NAVER nothing changes."
            ),
            icon=":material/warning:",
        )
        typed = st.text_input(
            _("Type the name of the store to delete it"), key="stores.delete.name"
        )
        if st.button(
            _("Delete for good"),
            type="primary",
            key="stores.delete",
            disabled=(typed or "").strip() != store.name,
        ):
            with show_errors():
                get_engine().stores.delete(store.store_id, typed or "")
                _done(_("Deleted"))

    ask()


def archived() -> None:
    """The archived stores, each with the button that restores it."""
    stores = get_engine().stores.archived()
    if not stores:
        return
    with st.expander(_("Archived stores"), icon=":material/archive:"):
        for store in stores:
            with row(apart=True):
                when = _("since {moment}").format(moment=near(store.archived_at))
                st.markdown(f"**{plain(store.name)}** :gray[{when}]", width="content")
                with row():
                    if st.button(
                        _("Restore"),
                        icon=":material/unarchive:",
                        key=f"stores.restore.{store.store_id}",
                    ):
                        get_engine().stores.restore(store.store_id)
                        _done(_("Restored"), store.name)
                    if st.button(
                        _("Delete"), type="tertiary", key=f"stores.delete.{store.store_id}"
                    ):
                        _delete(store)


def _done(text: str, name: str | None = None) -> None:
    forget()
    toast_after_rerun(text)
    if name is None:
        st.session_state.pop("store.chosen", None)
        st.query_params.pop("store", None)
    else:
        keep_store(name)
    st.rerun()
