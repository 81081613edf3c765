"""The API section: whose application it is, its secret (never shown), and whether it answers."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from dashboard.parts.draft import Draft
from dashboard.parts.widgets import toast_after_rerun
from dashboard.server.session import get_engine, keep_store
from dashboard.stores.check import connection, forget_check, run_check
from dashboard.stores.section import form, note, save_button
from dashboard.words.i18n import _
from dashboard.words.phrases import day
from engine import ApiData, Store, today, valid_from


def api_section(store: Store) -> None:
    """The form at the left, what the last check said at the right; saving checks at once."""
    left, right = st.columns([6, 5], gap="large")
    with right:
        place = st.empty()
    draft = form(store, "api")
    with left:
        typed, secret = _fields(draft)
        asked = save_button(draft, store, "api", _("Save and check"), icon=":material/verified:")
        if asked:
            with draft.saving():
                save = get_engine().store_sections.save_api
                save(store.store_id, typed, secret, shown=draft.shown)
                toast_after_rerun(_("Saved"))
                draft.end()
                forget_check(store.store_id)
                keep_store(store.name)
                run_check(store.store_id, place)
    connection(store, place)


def _fields(draft: Draft[Store]) -> tuple[ApiData, str]:
    store = draft.shown
    linked = st.text_input(
        _("Linked seller ID"),
        key=draft.field("linked_seller_id", store.linked_seller_id or "", _("Linked seller ID")),
    )
    note(
        _(
            "The seller account the application belongs to: Commerce API centre › My applications."
            " Left empty, any account passes the check."
        )
    )
    client_id = st.text_input(
        _("Application ID"),
        key=draft.field("client_id", store.client_id, _("Application ID")),
    )
    note(_("Commerce API centre › My applications › application."))
    secret = secret_field(draft.key("secret"), store)
    valid_until = st.date_input(
        _("Application valid until"),
        value=None,
        key=draft.field("valid_until", store.valid_until, _("Application valid until")),
    )
    note(
        _(
            "180 days after it was made or confirmed anew, so {day} if that was today: Commerce API"
            " centre › My applications. Storeboard warns 14 days ahead."
        ).format(day=valid_from(today()))
    )
    typed = ApiData(
        client_id=client_id or "",
        base_url=url_field(draft, store.base_url),
        linked_seller_id=linked or "",
        valid_until=valid_until if isinstance(valid_until, date) else None,
    )
    return typed, secret


def secret_field(key: str, store: Store | None = None) -> str:
    """The write-only field of the secret; its placeholder says whether one is set, and when."""
    secret = st.text_input(
        _("Application secret"),
        type="password",
        autocomplete="off",
        placeholder=_secret_hint(store),
        key=key,
    )
    note(
        _(
            "Commerce API centre › My applications › application. It begins with \\$2 and has 29"
            " characters. Once saved it cannot be seen again."
        )
    )
    return secret or ""


def _secret_hint(store: Store | None) -> str:
    if store is None or store.secret_set_at is None:
        return _("Paste the secret")
    return _("Set · {day} · paste a new value to replace it").format(
        day=day(store.secret_set_at.date())
    )


def url_field(draft: Draft[Any], held: str) -> str:
    """The address of the API, folded away: only rehearsals need another than NAVER's."""
    with st.expander(_("Advanced · API address"), icon=":material/dns:"):
        url = st.text_input(_("API address"), key=draft.field("base_url", held, _("API address")))
        note(_("Any other address than NAVER's own is called SANDBOX on every page."))
        note(_("Another scheme, host or port forgets the secret: type it again."))
    return url or ""
