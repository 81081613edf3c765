"""How alerts travel: what is due, how long a failed one waits, and when nobody is disturbed."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from enum import StrEnum

import msgspec

from engine.domain.contacts import AlertKind, AlertWay, tidy_email
from engine.domain.hosts import is_loopback
from engine.errors import BadRequest

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
GIVES_UP_AFTER = timedelta(days=3)
FRESH = timedelta(days=1)  # what happened before is told to nobody any more
LANGUAGES = ("ko", "en")
_HOST = re.compile(r"[A-Za-z0-9.:\-]+")


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One translatable line of a message."""

    text: str
    params: dict[str, str] = {}


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent, before it is said in a language."""

    title: Line
    lines: tuple[Line, ...] = ()


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """Something the contacts of a store are told once. Alerts with one key are the same alert."""

    kind: AlertKind
    store_id: int
    key: str
    message: Message


class AlertState(StrEnum):
    """Where an alert to one person by one way stands."""

    WAITING = "WAITING"
    SENT = "SENT"
    GIVEN_UP = "GIVEN_UP"


class AlertLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the outbox, without what is sealed of it."""

    alert_id: int
    kind: AlertKind
    store_id: int
    way: AlertWay
    state: AlertState
    tries: int
    next_try_at: datetime
    problem: str | None  # the code of what went wrong the last time
    created_at: datetime
    sent_at: datetime | None


class QuietHours(msgspec.Struct, frozen=True, kw_only=True):
    """From when until when (KST) alerts wait; over midnight where `until` is the earlier one."""

    since: time
    until: time


class AlertRules(msgspec.Struct, frozen=True, kw_only=True):
    """What a team sets of its alerts."""

    language: str = "ko"
    quiet: QuietHours | None = None
    refusals: int = 100  # of one store on one day; more are told

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise BadRequest("Alerts are told in Korean (ko) or English (en).")
        if self.refusals < 1:
            raise BadRequest("The number of refusals must be 1 or more.")


class Security(StrEnum):
    """How the connection to a mail server is kept private."""

    STARTTLS = "STARTTLS"  # port 587
    TLS = "TLS"  # port 465
    NONE = "NONE"  # only without a password, or on this machine


class MailServer(msgspec.Struct, frozen=True, kw_only=True):
    """Where e-mail is handed in; the password travels apart."""

    host: str
    port: int
    security: Security
    user: str
    sender: str  # the address alerts come from
    has_password: bool = False


def tidy_server(server: MailServer) -> MailServer:
    """The server without outer spaces. Raises BadRequest for what no mail can go to, and for a
    password that would travel open.
    """
    host, user, sender = server.host.strip(), server.user.strip(), tidy_email(server.sender)
    if not _HOST.fullmatch(host):
        raise BadRequest("The mail server needs a host name, such as smtp.example.com.")
    if not 0 < server.port < 65536:
        raise BadRequest("The port of the mail server is a number from 1 to 65535.")
    if sender is None:
        raise BadRequest("Alerts need a sender. Type the e-mail address they come from.")
    if server.security is Security.NONE and user and not is_loopback(host):
        raise BadRequest("A password is only sent over STARTTLS or TLS. Choose one of them.")
    return msgspec.structs.replace(server, host=host, user=user, sender=sender)


def quiet_until(now: datetime, quiet: QuietHours | None) -> datetime | None:
    """When the quiet hours that hold at `now` (KST) end; None outside of them."""
    if quiet is None or quiet.since == quiet.until:
        return None
    at, over_midnight = now.time(), quiet.until < quiet.since
    inside = (
        at >= quiet.since or at < quiet.until if over_midnight else quiet.since <= at < quiet.until
    )
    if not inside:
        return None
    day = now.date() + timedelta(days=1 if over_midnight and at >= quiet.since else 0)
    return datetime.combine(day, quiet.until, now.tzinfo)


def next_try(tries: int, created_at: datetime, now: datetime) -> datetime | None:
    """When an alert is tried again after `tries` failures; None when it is given up."""
    if now - created_at >= GIVES_UP_AFTER:
        return None
    return now + WAITS[min(tries, len(WAITS)) - 1]


def outbox_key(alert: Alert, contact_id: int, way: AlertWay) -> str:
    """The same alert goes once to one contact by one way."""
    return f"{alert.key}/{contact_id}/{way}"
