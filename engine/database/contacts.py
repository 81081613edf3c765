"""Contacts of the stores: every personal field sealed and bound to its row."""

from __future__ import annotations

from typing import Any

import msgspec

from engine.database.database import ELSEWHERE, Database
from engine.database.numbers import Noun, next_number
from engine.domain.contacts import AlertKind, AlertWay, Contact
from engine.errors import BadRequest
from engine.vault import Vault

SEALED = ("name", "title", "email", "phone", "mobile", "chat_address")


class Contacts:
    """Loads and saves contacts; what it hands out is open, for the engine's own use."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._db, self._vault = database, vault

    def of_store(self, store_id: int) -> tuple[Contact, ...]:
        """The contacts of a store in plain text, oldest first. Raises CannotDecrypt."""
        return tuple(map(self._opened, self._db.rows("contacts.of_store", store_id=store_id)))

    def get(self, store_id: int, contact_id: int) -> Contact:
        """One contact of a store. Raises BadRequest where there is none."""
        for contact in self.of_store(store_id):
            if contact.contact_id == contact_id:
                return contact
        raise BadRequest(
            "There is no contact {contact_id} of this store. Load the page again.",
            contact_id=str(contact_id),
        )

    def add(self, contact: Contact) -> int:
        """Saves a new contact, whatever number it carries; its own number."""
        with self._db.write(ELSEWHERE) as transaction:
            contact_id = next_number(transaction, Noun.CONTACT)
            numbered = msgspec.structs.replace(contact, contact_id=contact_id)
            transaction.run("contacts.save", **self._sealed(numbered))
        return contact_id

    def save(self, contact: Contact) -> None:
        """Saves what is changed of a contact that is there. Raises BadRequest where it is not."""
        self.get(contact.store_id, contact.contact_id)
        with self._db.write(ELSEWHERE) as transaction:
            transaction.run("contacts.save", **self._sealed(contact))

    def remove(self, store_id: int, contact_id: int) -> None:
        """Forgets a contact."""
        params = {"store_id": store_id, "contact_id": contact_id}
        with self._db.write(ELSEWHERE) as transaction:
            transaction.run("contacts.remove", **params)

    def _sealed(self, contact: Contact) -> dict[str, Any]:
        def seal(field: str) -> str | None:
            text: str | None = getattr(contact, field)
            return None if text is None else self._vault.seal(text, _place(contact, field))

        return {
            "contact_id": contact.contact_id,
            "store_id": contact.store_id,
            "alerts": msgspec.json.encode(contact.alerts).decode(),
            "ways": msgspec.json.encode(contact.ways).decode(),
            **{f"{field}_sealed": seal(field) for field in SEALED},
        }

    def _opened(self, row: dict[str, Any]) -> Contact:
        bare = Contact(
            contact_id=row["contact_id"],
            store_id=row["store_id"],
            name="",
            alerts=msgspec.json.decode(row["alerts"], type=tuple[AlertKind, ...]),
            ways=msgspec.json.decode(row["ways"], type=tuple[AlertWay, ...]),
        )
        texts = {
            field: self._vault.open(row[f"{field}_sealed"], _place(bare, field))
            for field in SEALED
            if row[f"{field}_sealed"] is not None
        }
        return msgspec.structs.replace(bare, **texts)


def _place(contact: Contact, field: str) -> str:
    """What a sealed field is bound to."""
    return f"contact/{contact.contact_id}/{field}"
