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
from tests.shop import Shop


def test_contacts_are_opened_one_field_at_a_time_with_an_audit_line(shop: Shop) -> None:
    added = shop.engine.contacts.add(shop.store_id, contact())

    assert shop.engine.contacts.open(shop.store_id, added.contact_id, ContactField.NAME) == "홍길동"

    lines = shop.engine.audit.find(AuditSearch())
    assert (lines[0].action, lines[0].subject) == ("contact.open", "홍*동 · name")
    told = str(lines)
    assert all(text not in told for text in ("홍길동", "hong@", "9876"))


@pytest.mark.parametrize("role", [Role.ANALYST, Role.OPERATOR])
def test_only_a_manager_opens_a_contact(shop: Shop, role: Role) -> None:
    added = shop.engine.contacts.add(shop.store_id, contact())

    with pytest.raises(NotAllowed):
        shop.engine.acting_as(Actor(name="kim", role=role)).contacts.open(
            shop.store_id, added.contact_id, ContactField.NAME
        )


def test_a_contact_saved_as_it_is_shown_keeps_what_is_behind_the_mask(shop: Shop) -> None:
    added = shop.engine.contacts.add(shop.store_id, contact())

    changed = msgspec.structs.replace(added, title="영업팀", mobile="010-1111-2222")
    shop.engine.contacts.update(shop.store_id, changed)

    opened = {
        field: shop.engine.contacts.open(shop.store_id, added.contact_id, field)
        for field in (ContactField.NAME, ContactField.EMAIL, ContactField.MOBILE)
    }
    assert list(opened.values()) == ["홍길동", "hong@example.com", "010-1111-2222"]
    shop.engine.contacts.remove(shop.store_id, added.contact_id)
    assert shop.engine.contacts.of_store(shop.store_id) == ()
