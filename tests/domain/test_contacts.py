"""What is kept of a contact, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from engine.domain.contacts import AlertKind, AlertWay, Contact, tidy_contact
from engine.errors import BadRequest


def contact(**fields: Any) -> Contact:
    defaults: dict[str, Any] = {"contact_id": 1, "store_id": 1, "name": "홍길동"}
    return Contact(**(defaults | fields))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("01012345678", "010-1234-5678"),
        ("010 1234 5678", "010-1234-5678"),
        ("+82 10-1234-5678", "010-1234-5678"),
        ("０１０-1234-5678", "010-1234-5678"),
        ("(02) 123 4567", "02-123-4567"),
        ("031.1234.5678", "031-1234-5678"),
        ("0505-123-4567", "0505-123-4567"),
        ("15881234", "1588-1234"),
        ("+1 650 555 0100", "+16505550100"),
        ("  ", None),
    ],
)
def test_a_phone_number_is_kept_as_people_write_it(typed: str, kept: str | None) -> None:
    assert tidy_contact(contact(phone=typed, mobile=typed)).mobile == kept


@pytest.mark.parametrize(
    "typed", ["1234", "010-1234-56", "010-12345-6789", "공일공", "=1+2", "010-1234-56789", "+0123"]
)
def test_a_phone_number_of_a_wrong_form_is_refused(typed: str) -> None:
    with pytest.raises(BadRequest, match="phone number has a wrong form"):
        tidy_contact(contact(phone=typed))


@pytest.mark.parametrize(
    "typed",
    ["hong", "hong@", "@example.com", "hong@example", "a b@example.com", "a@b@c.kr", "a@.kr"],
)
def test_an_email_address_of_a_wrong_form_is_refused(typed: str) -> None:
    with pytest.raises(BadRequest, match="e-mail address has a wrong form"):
        tidy_contact(contact(email=typed))


@pytest.mark.parametrize("typed", ["hong@example.com", "a.b+c@mail.example.co.kr"])
def test_an_email_address_stays_as_typed(typed: str) -> None:
    assert tidy_contact(contact(email=f" {typed} ")).email == typed


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "  "}, "needs a name"),
        ({"chat_address": "my room"}, "chat address has a wrong form"),
        ({"ways": (AlertWay.EMAIL,)}, "need an e-mail address"),
        ({"ways": (AlertWay.CHAT,)}, "need a chat address"),
        ({"alerts": (AlertKind.CONNECTION,)}, "how the alerts travel"),
    ],
)
def test_a_contact_that_could_not_be_told_anything_is_refused(
    fields: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadRequest, match=words):
        tidy_contact(contact(**fields))


def test_formulas_and_markup_in_a_name_stay_text() -> None:
    kept = tidy_contact(contact(name="=1+1", title="<b>물류</b>  팀"))

    assert (kept.name, kept.title) == ("=1+1", "<b>물류</b> 팀")
