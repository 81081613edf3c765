"""People of a store who are told when something is wrong (담당자)."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

import msgspec

from engine.domain.chat_addresses import tidy_chat_address
from engine.errors import BadRequest


class AlertKind(StrEnum):
    """What an alert is about."""

    CONNECTION = "CONNECTION"  # connection lost, or about to be: secret expiring, IP refused
    JOB_FAILED = "JOB_FAILED"
    PREREQUISITES_CHANGED = "PREREQUISITES_CHANGED"  # changed at NAVER
    REFUSALS = "REFUSALS"  # NAVER refused more calls than the threshold


class AlertWay(StrEnum):
    """How an alert travels."""

    EMAIL = "EMAIL"
    CHAT = "CHAT"  # an address Apprise understands


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """One contact of a store, in plain text: personal data, sealed in the database, masked on
    screens.
    """

    contact_id: int
    store_id: int
    name: str
    title: str | None = None  # title or department
    email: str | None = None
    phone: str | None = None
    mobile: str | None = None
    chat_address: str | None = None  # holds a token: as secret as a password
    alerts: tuple[AlertKind, ...] = ()
    ways: tuple[AlertWay, ...] = ()


class ContactField(StrEnum):
    """A personal field of a contact, as it is opened."""

    NAME = "name"
    TITLE = "title"
    EMAIL = "email"
    PHONE = "phone"
    MOBILE = "mobile"
    CHAT_ADDRESS = "chat_address"


def tidy_contact(contact: Contact) -> Contact:
    """The contact as it is kept. Raises BadRequest for what is no e-mail, phone or chat address,
    and for alerts that have no way to travel.
    """
    tidy = msgspec.structs.replace(
        contact,
        name=_text(contact.name) or "",
        title=_text(contact.title),
        email=tidy_email(contact.email),
        phone=tidy_phone(contact.phone),
        mobile=tidy_phone(contact.mobile),
        chat_address=tidy_chat_address(contact.chat_address),
    )
    if not tidy.name:
        raise BadRequest("The contact needs a name.")
    if AlertWay.EMAIL in tidy.ways and tidy.email is None:
        raise BadRequest("Alerts by e-mail need an e-mail address. Type it, or choose another way.")
    if AlertWay.CHAT in tidy.ways and tidy.chat_address is None:
        raise BadRequest("Alerts by chat need a chat address. Type it, or choose another way.")
    if tidy.alerts and not tidy.ways:
        raise BadRequest("Choose how the alerts travel: by e-mail, by chat, or both.")
    return tidy


def tidy_email(text: str | None) -> str | None:
    """The e-mail address, None for none. Raises BadRequest for one of a wrong form."""
    address = (text or "").strip()
    if not address:
        return None
    if len(address) > 254 or not _EMAIL.fullmatch(address):
        raise BadRequest(
            "The e-mail address has a wrong form. It looks like name@example.com, without spaces."
        )
    return address


def tidy_phone(text: str | None) -> str | None:
    """The phone number with hyphens as people write it, None for none. Raises BadRequest for one of
    a wrong form.
    """
    typed = (text or "").strip()
    if not typed:
        return None
    number = re.sub(r"[\s().\-]", "", unicodedata.normalize("NFKC", typed))
    number = re.sub(r"^\+820?", "0", number)
    if re.fullmatch(r"\+[1-9][0-9]{6,14}", number):
        return number
    for form in _PHONES:
        if found := form.fullmatch(number):
            return "-".join(found.groups())
    raise BadRequest(
        "The phone number has a wrong form."
        " It looks like 010-1234-5678 or 02-123-4567, from abroad like +1 650 555 0100."
    )


def _text(text: str | None) -> str | None:
    return " ".join(unicodedata.normalize("NFC", text or "").split()) or None


_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)
_PHONES = tuple(
    map(
        re.compile,
        (
            r"(02)([0-9]{3,4})([0-9]{4})",  # Seoul
            r"(050[0-9])([0-9]{3,4})([0-9]{4})",  # 안심번호
            r"(0[1-9][0-9])([0-9]{3,4})([0-9]{4})",  # mobile, other places, 070, 080
            r"(1[5-9][0-9]{2})([0-9]{4})",  # 대표번호
        ),
    )
)
