"""People of a store who are told when something is wrong (담당자)."""

from __future__ import annotations

from enum import StrEnum

import msgspec


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
