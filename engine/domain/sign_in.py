"""Rules of signing in: what a password must be, how long wrong tries lock, when a session ends."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from ipaddress import IPv4Address, ip_address, ip_network

from engine.domain.weak_passwords import is_weak
from engine.errors import BadRequest

LEAST_PASSWORD = 10  # characters; length counts for more than kinds of signs (NIST SP 800-63B)
MOST_PASSWORD = 1024
IDLE = timedelta(hours=12)  # a session without a click ends
ABSOLUTE = timedelta(days=7)  # every session ends
FREE_TRIES = {"account": 4, "address": 20}  # one address may be a whole office
FIRST_LOCK = timedelta(seconds=30)
LONGEST_LOCK = timedelta(hours=1)
FORGOTTEN = timedelta(days=1)  # after a day without a wrong try the count begins anew


def tidy_email(text: str) -> str:
    """An e-mail address as it is compared: trimmed, lower case. Raises BadRequest for none."""
    email = unicodedata.normalize("NFC", text).strip().lower()
    local, at, host = email.rpartition("@")
    labels = host.split(".")
    usable = (
        at
        and local
        and len(email) <= 254
        and len(labels) > 1
        and all(label and not label.startswith("-") for label in labels)
        and not any(
            sign.isspace() or not sign.isprintable() or sign in '<>"(),;:@' for sign in local
        )
        and all(sign.isalnum() or sign in ".-" for sign in host)
    )
    if not usable:
        raise BadRequest("That is no e-mail address. Write it like kim@example.com.")
    return email


def tidy_password(text: str, *own: str) -> str:
    """A password as it is hashed: composed letters, so that two keyboards agree. Raises BadRequest
    for one too short, or that is guessed first; `own` is what everybody knows of who has it.
    """
    password = unicodedata.normalize("NFC", text)
    if len(password) < LEAST_PASSWORD:
        raise BadRequest(
            "The password is too short. Use at least {least} characters.", least=str(LEAST_PASSWORD)
        )
    if len(password) > MOST_PASSWORD:
        raise BadRequest(
            "The password is too long. Use at most {most} characters.", most=str(MOST_PASSWORD)
        )
    if is_weak(password, own):
        raise BadRequest(
            "This password is among the first that are guessed: digits alone, a known word, the own"
            " name or address. Use some words that do not belong together."
        )
    return password


def locked_until(
    kind: str, failures: int, last_at: datetime | None, now: datetime
) -> datetime | None:
    """Until when nobody may try, after that many wrong tries in a row; None where one may. A last
    try that is yet to come was noted by a clock that was ahead: it locks nobody.

    `kind` is "account" (from one address) or "address" (for every account). The first tries are
    free, then each wrong one doubles the wait: 30 seconds, one minute, two, ... up to an hour.
    """
    over = failures - FREE_TRIES[kind]
    if over <= 0 or last_at is None or last_at > now:
        return None
    until: datetime = last_at + min(FIRST_LOCK * int(2 ** min(over - 1, 16)), LONGEST_LOCK)
    return until if until > now else None


def network_of(address: str) -> str:
    """Who stands behind an address: of the new kind everybody has a whole network of them."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv4Address):
        return str(ip)
    mapped = ip.ipv4_mapped
    return str(mapped) if mapped else str(ip_network((ip, 64), strict=False))


def has_ended(created_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session is over: too long idle, or simply old."""
    return now - seen_at >= IDLE or now - created_at >= ABSOLUTE
