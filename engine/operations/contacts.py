"""Contacts of a store: shown masked, opened one field at a time, never without an audit line."""

from __future__ import annotations

import msgspec

from engine.database.contacts import Contacts
from engine.domain.contacts import Contact, ContactField, tidy_contact
from engine.domain.meanwhile import merged
from engine.domain.people import Role
from engine.domain.store_facts import contact_facts
from engine.errors import BadRequest
from engine.operations.access import Access, needs
from engine.vault import mask_phone


class ContactOperations:
    """What is asked of contacts."""

    def __init__(self, access: Access, contacts: Contacts) -> None:
        self._access, self._contacts = access, contacts

    @needs(Role.OPERATOR)
    def of_store(self, store_id: int) -> tuple[Contact, ...]:
        """The contacts of a store, oldest first, their personal fields masked."""
        return tuple(map(masked, self._contacts.of_store(self._access.held(store_id).store_id)))

    @needs(Role.MANAGER)
    def add(self, store_id: int, contact: Contact) -> Contact:
        """Saves a new contact, whatever numbers it carries; masked. Raises BadRequest."""
        tidy = msgspec.structs.replace(
            tidy_contact(contact), store_id=self._access.held(store_id).store_id
        )
        contact_id = self._contacts.add(tidy)
        added = masked(self._contacts.get(store_id, contact_id))
        self._note_contact("contact.add", None, added)
        return added

    @needs(Role.MANAGER)
    def update(self, store_id: int, contact: Contact, *, seen: Contact | None = None) -> Contact:
        """Saves a contact; a personal field that comes as it is shown, masked, stays as it is.
        `seen` is the contact, masked, as who changes it saw it.

        Raises BadRequest for what cannot be kept, or for a contact that is not there,
        ChangedMeanwhile where somebody else changed the same since it was seen.
        """
        held = self._contacts.get(store_id, contact.contact_id)
        shown = masked(held)
        wanted = merged(seen or shown, contact, shown)
        same = {
            field.value: getattr(held, field.value)
            for field in ContactField
            if getattr(wanted, field.value) == getattr(shown, field.value)
        }
        whole = msgspec.structs.replace(wanted, store_id=store_id, **same)
        self._contacts.save(tidy_contact(whole))
        saved = masked(self._contacts.get(store_id, contact.contact_id))
        self._note_contact("contact.update", shown, saved)
        return saved

    @needs(Role.MANAGER)
    def remove(self, store_id: int, contact_id: int) -> None:
        """Forgets a contact. Raises BadRequest for one that is not there."""
        held = masked(self._contacts.get(store_id, contact_id))
        self._contacts.remove(store_id, contact_id)
        self._note_contact("contact.remove", held, None)

    @needs(Role.MANAGER)
    def open(self, store_id: int, contact_id: int, field: ContactField) -> str:
        """One personal field in plain text; the audit says who opened which. Raises BadRequest."""
        held = self._contacts.get(store_id, contact_id)
        text: str | None = getattr(held, field.value)
        if text is None:
            raise BadRequest("The contact has no such entry. Type one, then save it.")
        self._access.note(
            "contact.open",
            store_id=store_id,
            subject=f"{masked(held).name} · {field.value}",
        )
        return text

    def _note_contact(self, action: str, before: Contact | None, after: Contact | None) -> None:
        told = after or before
        assert told is not None
        self._access.note(
            action,
            store_id=told.store_id,
            subject=told.name,
            before=None if before is None else contact_facts(before),
            after=None if after is None else contact_facts(after),
        )


def masked(contact: Contact) -> Contact:
    """The contact with its personal fields hidden but for what tells people apart."""
    return msgspec.structs.replace(
        contact,
        name=mask_name(contact.name),
        email=None if contact.email is None else mask_email(contact.email),
        phone=None if contact.phone is None else mask_phone(contact.phone),
        mobile=None if contact.mobile is None else mask_phone(contact.mobile),
        chat_address=None if contact.chat_address is None else _service(contact.chat_address),
    )


def _service(chat_address: str) -> str:
    """The service of a chat address: all behind it may be its token."""
    return chat_address.partition("://")[0] + "://***"


def mask_name(text: str) -> str:
    """A name with all but its first and last letter hidden: 홍길동 becomes 홍*동."""
    if len(text) <= 2:
        return text[:1] + "*"
    return text[0] + "*" * (len(text) - 2) + text[-1]


def mask_email(text: str) -> str:
    """An e-mail address with its name hidden but for the first letter: h***@example.com."""
    _name, at, domain = text.rpartition("@")
    return f"{text[:1]}***{at}{domain}" if at else "***"
