"""Contacts are sealed field by field, bound to their row, and come back whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.database.contacts import Contacts
from engine.database.database import Database
from engine.domain.contacts import AlertKind, AlertWay, Contact
from engine.errors import BadRequest, CannotDecrypt
from engine.vault import Vault
from tests.builders import KEY

HONG = Contact(
    contact_id=0,
    store_id=1,
    name="홍길동",
    title="물류팀",
    email="hong@example.com",
    phone="02-123-4567",
    mobile="010-9876-5432",
    chat_address="slack://token-abc/def",
    alerts=(AlertKind.CONNECTION, AlertKind.JOB_FAILED),
    ways=(AlertWay.EMAIL, AlertWay.CHAT),
)


def numbered(contact: Contact, contact_id: int, **fields: str) -> Contact:
    import msgspec

    return msgspec.structs.replace(contact, contact_id=contact_id, **fields)


def test_a_contact_comes_back_whole_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "contacts.duckdb"
    database = Database(file)
    contact_id = Contacts(database, Vault(KEY)).add(HONG)
    database.close()

    again = Database(file)
    held = Contacts(again, Vault(KEY)).of_store(1)
    again.close()

    assert held == (numbered(HONG, contact_id),)
    written = file.read_bytes()
    for text in ("홍길동", "물류팀", "hong@example.com", "123-4567", "9876", "token-abc"):
        assert text.encode() not in written


def test_a_sealed_field_moved_to_another_contact_does_not_open() -> None:
    database = Database(":memory:")
    contacts = Contacts(database, Vault(KEY))
    first, second = contacts.add(HONG), contacts.add(HONG)
    with database.write() as cursor:
        cursor.execute(
            "update contact set email_sealed ="
            " (select email_sealed from contact where contact_id = ?) where contact_id = ?",
            [first, second],
        )

    with pytest.raises(CannotDecrypt):
        contacts.get(1, second)


def test_a_contact_is_changed_and_forgotten() -> None:
    contacts = Contacts(Database(":memory:"), Vault(KEY))
    contact_id = contacts.add(HONG)

    contacts.save(numbered(HONG, contact_id, name="김하늘"))
    assert [one.name for one in contacts.of_store(1)] == ["김하늘"]

    contacts.remove(1, contact_id)
    assert contacts.of_store(1) == ()
    with pytest.raises(BadRequest, match="no contact"):
        contacts.save(numbered(HONG, contact_id))


def test_the_number_of_a_forgotten_contact_is_not_given_again() -> None:
    contacts = Contacts(Database(":memory:"), Vault(KEY))
    first = contacts.add(HONG)
    contacts.remove(1, first)

    assert contacts.add(HONG) == first + 1


def test_a_contact_of_another_store_is_not_there() -> None:
    contacts = Contacts(Database(":memory:"), Vault(KEY))
    contact_id = contacts.add(HONG)

    with pytest.raises(BadRequest, match="no contact"):
        contacts.get(2, contact_id)
