"""The minimal store form: name, API data, fee tier; saved, checked, and what the check said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import streamlit as st

from dashboard.i18n import _, language, sentence
from dashboard.labels import label
from dashboard.phrases import ago, plain, stamp
from dashboard.problems import problem_text
from dashboard.session import forget, get_engine, keep_store
from dashboard.widgets import row, say_after, show_errors, tell
from engine import (
    NAVER_BASE_URL,
    BadRequest,
    ConnectionCheck,
    ConnectionState,
    FeeTier,
    NewStore,
    Store,
    StoreType,
    TaxMode,
    is_sandbox,
    today,
)

STATES = {
    ConnectionState.CONNECTED: ("green", "check_circle"),
    ConnectionState.BROKEN: ("red", "error"),
    ConnectionState.UNCHECKED: ("gray", "pending"),
}

Member = TypeVar("Member", FeeTier, StoreType, TaxMode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What stands in the form."""

    name: str
    client_id: str
    secret: str
    base_url: str
    fee_tier: FeeTier
    tier_starts_on: date
    store_type: StoreType
    tax_mode: TaxMode


def store_form(store: Store | None) -> None:
    """The form of a store, or of a new one; saving checks the connection at once."""
    with st.form(f"stores.form.{store.store_id if store else 'new'}", border=False):
        filled = _fields(store)
        saved = st.form_submit_button(
            _("Save and check"),
            icon=":material/verified:",
            type="primary",
            key=f"stores.save.{store.store_id if store else 'new'}",
        )
    if saved:
        with show_errors():
            kept = _save(store, filled)
            check = get_engine().check_store(kept.store_id)
            st.session_state[f"stores.check.{kept.store_id}"] = check
            forget()
            say_after(_("Saved"))
            st.session_state["stores.version"] = form_version() + 1
            keep_store(kept.name)
            st.rerun()


def _fields(store: Store | None) -> Filled:
    name = st.text_input(
        _("Name"), store.name if store else "", max_chars=60, key=_key(store, "name")
    )
    client_id = st.text_input(
        _("Application ID"),
        store.client_id if store else "",
        help=_("Commerce API centre › My applications"),
        key=_key(store, "client_id"),
    )
    secret = st.text_input(
        _("Application secret"),
        type="password",
        autocomplete="off",
        placeholder=_secret_hint(store),
        help=_("It begins with \\$2 and has 29 characters. Once saved it cannot be seen again."),
        key=_key(store, "secret"),
    )
    left, right = st.columns(2)
    with left:
        tier = _pick(store, "tier", _("Fee tier"), FeeTier, store.fee_tier if store else None)
        kind = _pick(
            store, "type", _("Kind of store"), StoreType, store.store_type if store else None
        )
    with right:
        starts_on = st.date_input(
            _("Tier counts from"),
            store.tier_starts_on if store else today(),
            help=_("Counts when the tier changes; the days before keep theirs."),
            key=_key(store, "from"),
        )
        tax_mode = _pick(store, "tax", _("VAT"), TaxMode, store.tax_mode if store else None)
    return Filled(
        name=name or "",
        client_id=client_id or "",
        secret=secret or "",
        base_url=_base_url(store),
        fee_tier=tier or FeeTier.GENERAL,
        tier_starts_on=starts_on or today(),
        store_type=kind or StoreType.SMARTSTORE,
        tax_mode=tax_mode or TaxMode.GENERAL,
    )


def _pick(
    store: Store | None, name: str, title: str, kind: type[Member], held: Member | None
) -> Member | None:
    members = list(kind)
    fitting = held or next((one for one in members if one.value == "GENERAL"), members[0])
    return st.selectbox(
        title,
        members,
        index=members.index(fitting),
        format_func=label,
        help=_("No API tells it: look it up in the SmartStore centre.") if name == "tier" else None,
        key=f"{_key(store, name)}.{language()}",
    )


def _base_url(store: Store | None) -> str:
    with st.expander(_("Advanced · API address"), icon=":material/dns:"):
        url = st.text_input(
            _("API address"),
            store.base_url if store else NAVER_BASE_URL,
            help=_("Any other address than NAVER's own is called SANDBOX on every page."),
            key=_key(store, "base_url"),
        )
    return url or ""


def _key(store: Store | None, name: str) -> str:
    return f"stores.{name}.{store.store_id if store else 'new'}.{form_version()}"


def form_version() -> int:
    """Counts the saves of this visit: each draws the form anew, with an empty secret field."""
    return int(st.session_state.get("stores.version", 0))


def _secret_hint(store: Store | None) -> str:
    if store is None or store.secret_set_at is None:
        return _("Paste the secret")
    return _("Set · {day} · paste a new value to replace it").format(
        day=f"{store.secret_set_at:%Y-%m-%d}"
    )


def _save(store: Store | None, filled: Filled) -> Store:
    engine = get_engine()
    if store is None:
        return engine.add_store(_new(filled), filled.secret)
    if not filled.name.strip() or not filled.client_id.strip():
        raise BadRequest("The store needs a name and its application id.")
    kept = engine.update_store(
        store.store_id,
        name=filled.name,
        client_id=filled.client_id,
        base_url=filled.base_url,
        store_type=filled.store_type,
        tax_mode=filled.tax_mode,
    )
    if filled.secret.strip():
        kept = engine.set_secret(store.store_id, filled.secret)
    if (filled.fee_tier, filled.tier_starts_on) != (store.fee_tier, store.tier_starts_on):
        kept = engine.set_fee_tier(store.store_id, filled.fee_tier, filled.tier_starts_on)
    return kept


def _new(filled: Filled) -> NewStore:
    return NewStore(
        name=filled.name,
        client_id=filled.client_id,
        base_url=filled.base_url,
        fee_tier=filled.fee_tier,
        tier_starts_on=filled.tier_starts_on,
        store_type=filled.store_type,
        tax_mode=filled.tax_mode,
    )


def connection(store: Store) -> None:
    """What the last check of a store said, and the button to check again."""
    tone, icon = STATES[store.connection]
    with st.container(border=True):
        with row(apart=True):
            with row():
                st.markdown(f"**{_('Connection')}**", width="content")
                st.badge(label(store.connection), icon=f":material/{icon}:", color=tone)  # type: ignore[arg-type]
            if st.button(
                _("Check again"), icon=":material/refresh:", type="tertiary", key="stores.check"
            ):
                _check(store)
        for name, value in _facts(store).items():
            left, right = st.columns([2, 3])
            left.markdown(f":gray[{name}]")
            right.markdown(value)
        _problems(store)


def _check(store: Store) -> None:
    with show_errors():
        check = get_engine().check_store(store.store_id)
        st.session_state[f"stores.check.{store.store_id}"] = check
        forget()
        st.rerun()


def _facts(store: Store) -> dict[str, str]:
    host = store.base_url.split("//", 1)[-1].split("/", 1)[0]
    return {
        _("Seller"): plain(store.account_id or "—"),
        _("Address"): plain(host) + (f" · {_('SANDBOX')}" if is_sandbox(store.base_url) else ""),
        _("Checked"): ago(store.checked_at),
        _("Secret set"): stamp(store.secret_set_at),
    }


def _problems(store: Store) -> None:
    """The problems of the check made in this visit, else the one kept with the store."""
    check: ConnectionCheck | None = st.session_state.get(f"stores.check.{store.store_id}")
    if store.connection is not ConnectionState.BROKEN:
        return
    for problem in check.problems if check else ():
        tell(sentence(problem.text, problem.params))
        st.caption(_told(problem.code, problem.trace_id))
    if check is None:
        tell(sentence(problem_text(store.problem_code)))


def _told(code: str, trace_id: str | None) -> str:
    trace = _("Trace id {trace_id}").format(trace_id=trace_id) if trace_id else ""
    return " · ".join(part for part in (trace, code) if part)
