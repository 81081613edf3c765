"""The API section: whose application it is, its secret (never shown), and whether it answers."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard.parts.widgets import show_errors, toast_after_rerun
from dashboard.server.session import get_engine, keep_store
from dashboard.stores.check import connection, forget_check, run_check
from dashboard.stores.section import key, note, version
from dashboard.words.i18n import _
from dashboard.words.phrases import day
from engine import NAVER_BASE_URL, ApiData, Store, today, valid_from


def api_section(store: Store) -> None:
    """The form at the left, what the last check said at the right; saving checks at once."""
    left, right = st.columns([6, 5], gap="large")
    with right:
        place = st.empty()
    with left:
        with st.form(f"stores.form.api.{store.store_id}", border=False):
            typed, secret = _fields(store)
            asked = st.form_submit_button(
                _("Save and check"),
                icon=":material/verified:",
                type="primary",
                key=f"stores.save.api.{store.store_id}",
            )
        if asked:
            with show_errors():
                get_engine().store_sections.save_api(store.store_id, typed, secret)
                toast_after_rerun(_("Saved"))
                st.session_state["stores.version.api"] = version("api") + 1
                forget_check(store.store_id)
                keep_store(store.name)
                run_check(store.store_id, place)
    connection(store, place)


def _fields(store: Store) -> tuple[ApiData, str]:
    linked = st.text_input(
        _("Linked seller ID"), store.linked_seller_id or "", key=key(store, "api", "linked")
    )
    note(
        _(
            "The seller account the application belongs to: Commerce API centre › My applications."
            " Left empty, any account passes the check."
        )
    )
    client_id = st.text_input(
        _("Application ID"), store.client_id, key=key(store, "api", "client_id")
    )
    note(_("Commerce API centre › My applications › application."))
    secret = secret_field(store, "api")
    valid_until = st.date_input(
        _("Application valid until"), store.valid_until, key=key(store, "api", "valid")
    )
    note(
        _(
            "180 days after it was made or confirmed anew, so {day} if that was today: Commerce API"
            " centre › My applications. Storeboard warns 14 days ahead."
        ).format(day=valid_from(today()))
    )
    typed = ApiData(
        client_id=client_id or "",
        base_url=url_field(store, "api"),
        linked_seller_id=linked or "",
        valid_until=valid_until if isinstance(valid_until, date) else None,
    )
    return typed, secret


def secret_field(store: Store | None, section: str) -> str:
    """The write-only field of the secret; its placeholder says whether one is set, and when."""
    secret = st.text_input(
        _("Application secret"),
        type="password",
        autocomplete="off",
        placeholder=_secret_hint(store),
        key=key(store, section, "secret"),
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


def url_field(store: Store | None, section: str) -> str:
    """The address of the API, folded away: only rehearsals need another than NAVER's."""
    with st.expander(_("Advanced · API address"), icon=":material/dns:"):
        url = st.text_input(
            _("API address"),
            store.base_url if store else NAVER_BASE_URL,
            key=key(store, section, "base_url"),
        )
        note(_("Any other address than NAVER's own is called SANDBOX on every page."))
    return url or ""
