"""Contacts of a store: opened one field at a time by a manager, and told in the audit."""

from __future__ import annotations

import msgspec
import pytest

from engine import (
    Actor,
    AuditSearch,
    ContactField,
    NotAllowed,
    Role,
)
from tests.builders import contact
from tests.one_store import OneStore


def test_contacts_are_opened_one_field_at_a_time_with_an_audit_line(one_store: OneStore) -> None:
    added = one_store.engine.contacts.add(one_store.store_id, contact())

    assert (
        one_store.engine.contacts.open(one_store.store_id, added.contact_id, ContactField.NAME)
        == "홍길동"
    )

    lines = one_store.engine.audit.find(AuditSearch())
    assert (lines[0].action, lines[0].subject) == ("contact.open", "홍*동 · name")
    told = str(lines)
    assert all(text not in told for text in ("홍길동", "hong@", "9876"))


@pytest.mark.parametrize("role", [Role.ANALYST, Role.OPERATOR])
def test_only_a_manager_opens_a_contact(one_store: OneStore, role: Role) -> None:
    added = one_store.engine.contacts.add(one_store.store_id, contact())

    with pytest.raises(NotAllowed):
        one_store.engine.acting_as(Actor(name="kim", role=role)).contacts.open(
            one_store.store_id, added.contact_id, ContactField.NAME
        )


def test_a_contact_saved_as_it_is_shown_keeps_what_is_behind_the_mask(one_store: OneStore) -> None:
    added = one_store.engine.contacts.add(one_store.store_id, contact())

    changed = msgspec.structs.replace(added, title="영업팀", mobile="010-1111-2222")
    one_store.engine.contacts.update(one_store.store_id, changed)

    opened = {
        field: one_store.engine.contacts.open(one_store.store_id, added.contact_id, field)
        for field in (ContactField.NAME, ContactField.EMAIL, ContactField.MOBILE)
    }
    assert list(opened.values()) == ["홍길동", "hong@example.com", "010-1111-2222"]
    one_store.engine.contacts.remove(one_store.store_id, added.contact_id)
    assert one_store.engine.contacts.of_store(one_store.store_id) == ()
