"""Contacts of a store: shown masked, opened one field at a time, never without an audit line."""

from __future__ import annotations

import msgspec

from engine.database.contacts import Contacts
from engine.domain.contacts import Contact, ContactField, tidy_contact
from engine.domain.people import Role
from engine.domain.store_facts import contact_facts
from engine.doors.door import Door, needs
from engine.errors import BadRequest
from engine.jobs.contacts import masked


class ContactDoor(Door):
    """What is asked of contacts."""

    _contacts: Contacts

    @needs(Role.OPERATOR)
    def contacts(self, store_id: int) -> tuple[Contact, ...]:
        """The contacts of a store, oldest first, their personal fields masked."""
        return tuple(map(masked, self._contacts.of_store(self._held(store_id).store_id)))

    @needs(Role.MANAGER)
    def add_contact(self, store_id: int, contact: Contact) -> Contact:
        """Saves a new contact, whatever numbers it carries; masked. Raises BadRequest."""
        tidy = msgspec.structs.replace(
            tidy_contact(contact), store_id=self._held(store_id).store_id
        )
        contact_id = self._contacts.add(tidy)
        added = masked(self._contacts.get(store_id, contact_id))
        self._note_contact("contact.add", None, added)
        return added

    @needs(Role.MANAGER)
    def update_contact(self, store_id: int, contact: Contact) -> Contact:
        """Saves a contact; a personal field that comes as it is shown, masked, stays as it is.

        Raises BadRequest for what cannot be kept, or for a contact that is not there.
        """
        held = self._contacts.get(store_id, contact.contact_id)
        shown = masked(held)
        same = {
            field.value: getattr(held, field.value)
            for field in ContactField
            if getattr(contact, field.value) == getattr(shown, field.value)
        }
        whole = msgspec.structs.replace(contact, store_id=store_id, **same)
        self._contacts.save(tidy_contact(whole))
        saved = masked(self._contacts.get(store_id, contact.contact_id))
        self._note_contact("contact.update", shown, saved)
        return saved

    @needs(Role.MANAGER)
    def remove_contact(self, store_id: int, contact_id: int) -> None:
        """Forgets a contact. Raises BadRequest for one that is not there."""
        held = masked(self._contacts.get(store_id, contact_id))
        self._contacts.remove(store_id, contact_id)
        self._note_contact("contact.remove", held, None)

    @needs(Role.MANAGER)
    def open_contact(self, store_id: int, contact_id: int, field: ContactField) -> str:
        """One personal field in plain text; the audit says who opened which. Raises BadRequest."""
        held = self._contacts.get(store_id, contact_id)
        text: str | None = getattr(held, field.value)
        if text is None:
            raise BadRequest("The contact has no such entry. Type one, then save it.")
        self._note(
            "contact.open",
            store_id=store_id,
            subject=f"{masked(held).name} · {field.value}",
        )
        return text

    def _note_contact(self, action: str, before: Contact | None, after: Contact | None) -> None:
        told = after or before
        assert told is not None
        self._note(
            action,
            store_id=told.store_id,
            subject=told.name,
            before=None if before is None else contact_facts(before),
            after=None if after is None else contact_facts(after),
        )
