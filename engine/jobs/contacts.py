"""What a screen may show of a contact: masked, until one field is opened."""

from __future__ import annotations

import msgspec

from engine.domain.contacts import Contact
from engine.vault import mask_phone


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
