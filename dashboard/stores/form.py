"""The store form: a new store, or the six sections of one that is there, each saved by itself."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import view
from dashboard.parts.draft import Draft, draft
from dashboard.parts.widgets import show_errors, toast_after_rerun
from dashboard.server.session import forget, get_engine, keep_store
from dashboard.stores.api_section import api_section, secret_field, url_field
from dashboard.stores.check import run_check
from dashboard.stores.contacts import contacts_section
from dashboard.stores.section import leave_mode, note, pick
from dashboard.stores.sections import basics_section, integration_section, storefront_section
from dashboard.stores.terms import settlement_section
from dashboard.words.i18n import _, language
from engine import NAVER_BASE_URL, FeeTier, NewStore, Store, StoreType, TaxMode, ends_soon, today

NEW = "new"


def sections(store: Store) -> None:
    """The tabs; a store that is not approved opens at its API data."""
    warn_of_the_end(store)
    titles = {
        "basics": f":material/badge: {_('Basics')}",
        "storefront": f":material/storefront: {_('Storefront')}",
        "api": f":material/key: {_('API')}",
        "settlement": f":material/percent: {_('Settlement')}",
        "contacts": f":material/contacts: {_('Contacts')}",
        "integration": f":material/toggle_on: {_('Integration')}",
    }
    first = "basics" if store.approved_at else "api"
    # Where a visit to the store began stays its first tab, so that a save moves none.
    begun = st.session_state.setdefault(f"stores.opened.{store.store_id}", first)
    key = f"stores.tabs.{store.store_id}.{language()}"
    sections = view.named(titles)
    if key not in st.session_state:
        st.session_state[key] = view.asked("section", sections, titles[begun])
    view.keep("section", sections, st.session_state[key], titles["basics"], narrows=False)
    tabs = st.tabs(list(titles.values()), key=key, on_change="rerun")
    draw = (
        *(basics_section, storefront_section, api_section),
        *(settlement_section, contacts_section, integration_section),
    )
    for tab, section in zip(tabs, draw, strict=True):
        with tab, show_errors():
            section(store)


def warn_of_the_end(store: Store) -> None:
    """Says that the application ends within 14 days, or has ended."""
    days = store.days_valid(today())
    if days is None or not ends_soon(store, today()):
        return
    text = (
        _("The application of this store ends on {day}. Confirm it anew before.")
        if days >= 0
        else _("The application of this store ended on {day}. Confirm it anew.")
    )
    place = _(
        "Commerce API centre › My applications › confirm; waking a dormant one changes the secret."
    )
    st.warning(f"{text.format(day=store.valid_until)} {place}", icon=":material/event_busy:")


def new_store() -> None:
    """The form of a store that is not there yet; saving checks the connection at once."""
    form = draft("stores.new", "new", NEW)
    left, right = st.columns([6, 5], gap="large")
    with right:
        place = st.empty()
    with left:
        typed, secret = _new_fields(form)
        form.note()
        asked = st.button(
            _("Save and check"),
            icon=":material/verified:",
            type="primary",
            key="stores.save.new",
        )
    if asked:
        with show_errors():
            store = get_engine().stores.add(typed, secret)
            forget()
            toast_after_rerun(_("Saved"))
            form.end()
            st.session_state[f"stores.opened.{store.store_id}"] = "api"
            leave_mode()
            keep_store(store.name)
            run_check(store.store_id, place)


def _new_fields(form: Draft[str]) -> tuple[NewStore, str]:
    """What is typed of a new store, and its secret."""
    name = st.text_input(_("Name"), max_chars=60, key=form.field("name", "", _("Name")))
    note(_("As your team calls the store; shoppers never see it."))
    client_id = st.text_input(
        _("Application ID"), key=form.field("client_id", "", _("Application ID"))
    )
    note(_("Commerce API centre › My applications › application."))
    secret = secret_field(form.key("secret"))
    columns = st.columns(2)
    with columns[0]:
        tier = pick(form, "tier", _("Fee tier"), FeeTier, FeeTier.GENERAL)
        kind = pick(form, "type", _("Kind of store"), StoreType, StoreType.SMARTSTORE)
    with columns[1]:
        title = _("Tier counts from")
        starts_on = st.date_input(title, value=None, key=form.field("from", today(), title))
        tax_mode = pick(form, "tax", _("VAT"), TaxMode, TaxMode.GENERAL)
    note(_("No API tells the tier: SmartStore centre › Seller info › Sales grade."))
    new = NewStore(
        name=name or "",
        client_id=client_id or "",
        base_url=url_field(form, NAVER_BASE_URL),
        fee_tier=tier,
        tier_starts_on=starts_on or today(),
        store_type=kind,
        tax_mode=tax_mode,
    )
    return new, secret
