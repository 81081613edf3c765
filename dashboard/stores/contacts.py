"""The contacts section: masked, opened one field at a time, with an audit line each."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.parts.draft import Draft, draft
from dashboard.parts.widgets import empty, row
from dashboard.server.session import get_engine
from dashboard.stores.section import note, saved
from dashboard.words.i18n import N_, _
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, plain
from engine import AlertKind, AlertWay, Contact, ContactField, Store

FIELDS = {
    ContactField.NAME: N_("Name"),
    ContactField.TITLE: N_("Title or department"),
    ContactField.EMAIL: N_("E-mail"),
    ContactField.PHONE: N_("Phone"),
    ContactField.MOBILE: N_("Mobile"),
    ContactField.CHAT_ADDRESS: N_("Chat address"),
}


def contacts_section(store: Store) -> None:
    """A box a contact, and the button that adds one."""
    held = get_engine().contacts.of_store(store.store_id)
    with row(apart=True):
        st.caption(
            _("Who is told when something is wrong. Kept sealed; opening a field is noted."),
            width="content",
        )
        if st.button(_("Add contact"), icon=":material/person_add:", key="stores.contact.add"):
            _ask(store, None)
    if not held:
        empty(_("No contact yet"), _("Alerts of this store reach nobody by e-mail or chat."))
    for contact in held:
        with st.container(border=True):
            _shown(store, contact)


def _shown(store: Store, contact: Contact) -> None:
    number = contact.contact_id
    with row(apart=True):
        title = f" · {plain(contact.title)}" if contact.title else ""
        st.markdown(f"**{plain(contact.name)}**{title}", width="content")
        with row():
            if st.button(_("Edit"), icon=":material/edit:", key=f"stores.contact.edit.{number}"):
                _ask(store, contact)
            if st.button(
                _("Remove"),
                icon=":material/delete:",
                type="tertiary",
                key=f"stores.contact.remove.{number}",
            ):
                get_engine().contacts.remove(store.store_id, number)
                saved("contacts", store)
    fields = [
        field
        for field in ContactField
        if field is not ContactField.TITLE and getattr(contact, field.value)
    ]
    opened = _opened(store, contact)
    with st.grid(2, min_column_width=220, gap="small"):
        for field in fields:
            _field(store, contact, field, opened.get(field))
    told = ", ".join(label(kind) for kind in contact.alerts) or _("no alerts")
    ways = ", ".join(label(way) for way in contact.ways) or UNKNOWN
    st.caption(f"{_('Alerts')}: {told} · {_('by')} {ways}")


def _opened(store: Store, contact: Contact) -> dict[ContactField, str]:
    """The one field whose button was just pressed, in plain text; gone with the next run."""
    pressed = st.session_state.pop("stores.contact.opening", None)
    if pressed is None:
        return {}
    number, field = pressed
    if number != contact.contact_id:
        st.session_state["stores.contact.opening"] = pressed
        return {}
    return {field: get_engine().contacts.open(store.store_id, number, field)}


def _field(store: Store, contact: Contact, field: ContactField, opened: str | None) -> None:
    with row():
        text = opened if opened is not None else getattr(contact, field.value)
        st.markdown(f":gray[{_(FIELDS[field])}] {plain(text)}", width="content")
        if opened is None:
            st.button(
                _("Show"),
                type="tertiary",
                key=f"stores.contact.open.{contact.contact_id}.{field}",
                on_click=_press,
                args=(contact.contact_id, field),
            )


def _press(number: int, field: ContactField) -> None:
    st.session_state["stores.contact.opening"] = (number, field)


def _ask(store: Store, contact: Contact | None) -> None:
    @st.dialog(_("Add contact") if contact is None else _("Edit contact"))
    def ask() -> None:
        form = draft("stores.contact", f"{store.store_id}.{_number(contact)}", contact)
        typed = _typed(form, store)
        form.note()
        if st.button(_("Save"), type="primary", key="stores.contact.save"):
            with form.saving("fragment"):
                contacts = get_engine().contacts
                if contact is None:
                    contacts.add(store.store_id, typed)
                else:
                    contacts.update(store.store_id, typed, seen=form.shown)
                form.end()
                saved("contacts", store)

    ask()


def _typed(form: Draft[Contact | None], store: Store) -> Contact:
    """What stands in the dialog; a field left as it is shown, masked, stays what it is."""
    contact = form.shown
    texts: dict[str, Any] = {}
    for field, title in FIELDS.items():
        held = getattr(contact, field.value) if contact else None
        texts[field.value] = st.text_input(
            _(title), key=form.field(f"contact.{field}", held or "", _(title))
        )
    note(
        _(
            "The chat address is one of Apprise, such as slack://… or https://…; it holds a token,"
            " so it is kept sealed as well."
        )
    )
    alerts = st.multiselect(
        _("Alerts"),
        list(AlertKind),
        format_func=label,
        placeholder=_("Choose alerts"),
        key=form.field("contact.alerts", list(contact.alerts) if contact else [], _("Alerts")),
    )
    ways = st.multiselect(
        _("How they travel"),
        list(AlertWay),
        format_func=label,
        placeholder=_("Choose ways"),
        key=form.field("contact.ways", list(contact.ways) if contact else [], _("How they travel")),
    )
    return Contact(
        contact_id=contact.contact_id if contact else 0,
        store_id=store.store_id,
        alerts=tuple(alerts),
        ways=tuple(ways),
        **texts,
    )


def _number(contact: Contact | None) -> str:
    return "new" if contact is None else str(contact.contact_id)
