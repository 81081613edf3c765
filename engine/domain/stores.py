"""A store and its connection."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

import msgspec

from engine.domain.checks import ConnectionCheck as ConnectionCheck
from engine.domain.checks import Problem as Problem
from engine.domain.fees import FeeTier, StoreType, TaxMode
from engine.domain.hosts import is_loopback, is_metadata, is_plain_host, tidy_host
from engine.domain.storefront import Basics, Storefront
from engine.domain.switches import ApiGroup, Switches, refuse_switched_off
from engine.errors import BadRequest, StoreClosed

VALID_DAYS = 180  # of an own-store application (docs/reference/commerce-api.md section 1)
WARNED_DAYS = 14
_SECRET_LETTERS = 29


class ConnectionState(StrEnum):
    """What the last check of a store's API data said."""

    UNCHECKED = "UNCHECKED"  # 확인 전
    CONNECTED = "CONNECTED"  # 정상
    BROKEN = "BROKEN"  # 연결 끊김


class NewStore(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked to register a store; the client secret travels apart."""

    name: str
    client_id: str
    base_url: str
    fee_tier: FeeTier
    tier_starts_on: date
    store_type: StoreType = StoreType.SMARTSTORE
    tax_mode: TaxMode = TaxMode.GENERAL


class Store(msgspec.Struct, frozen=True, kw_only=True):
    """One SmartStore with its own API credentials. `fee_tier` is the tier of today."""

    store_id: int
    name: str
    client_id: str
    base_url: str
    fee_tier: FeeTier
    tier_starts_on: date  # the first day of that tier
    store_type: StoreType
    tax_mode: TaxMode
    secret_set_at: datetime | None
    account_id: str | None
    connection: ConnectionState
    problem_code: str | None  # why the last check failed
    checked_at: datetime | None
    created_at: datetime
    basics: Basics = Basics()
    storefront: Storefront = Storefront()
    switches: Switches = Switches()
    linked_seller_id: str | None = None
    valid_until: date | None = None  # the application's last day
    approved_at: datetime | None = None  # None: nothing is asked of NAVER but the check
    archived_at: datetime | None = None

    def days_valid(self, today: date) -> int | None:
        """Days until the application ends, below zero afterwards; None where nobody said."""
        return None if self.valid_until is None else (self.valid_until - today).days


def ends_soon(store: Store, today: date) -> bool:
    """Whether the application ends within 14 days or has ended."""
    days = store.days_valid(today)
    return days is not None and days <= WARNED_DAYS


def valid_from(day: date) -> date:
    """The last day of an application made or confirmed anew on `day`."""
    return day + timedelta(days=VALID_DAYS)


def refuse_closed(store: Store, group: ApiGroup) -> None:
    """Raises StoreClosed where nothing of that kind may be asked of NAVER for a store: it is
    archived, switched off, or not approved.
    """
    if store.archived_at is not None:
        raise StoreClosed(
            "The store {store} is archived. Restore it on the page Stores first.", store=store.name
        )
    refuse_switched_off(store.name, store.switches, group)
    if store.approved_at is None:
        raise StoreClosed(
            "The store {store} is not approved: its last check failed."
            " Mend its API data and check it again on the page Stores.",
            store=store.name,
        )


def is_open(store: Store, group: ApiGroup, *, if_checked: bool = False) -> bool:
    """Whether calls of that kind may be made for a store, or might once it is approved."""
    if if_checked:
        store = msgspec.structs.replace(store, approved_at=store.created_at)
    try:
        refuse_closed(store, group)
    except StoreClosed:
        return False
    return True


class SellerAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Who a store's credentials belong to."""

    account_id: str
    account_uid: str | None = None
    grade: str | None = None  # store level 00 platinum .. 05 seed; not the fee tier


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """One sales channel of the account."""

    channel_no: int
    channel_type: str | None = None  # STOREFARM, WINDOW
    name: str | None = None
    url: str | None = None


def tidy_name(text: str) -> str:
    """A name as it is kept: composed letters, single spaces. Raises BadRequest for none."""
    return _given(unicodedata.normalize("NFC", text), "The store needs a name.")


def tidy_client_id(text: str) -> str:
    """The application's id without outer spaces. Raises BadRequest for none."""
    return _given(text, "The store needs its application id.")


def tidy_secret(text: str) -> str:
    """The application's secret without outer spaces. Raises BadRequest for none, and for one that
    is not whole. Source: docs/reference/commerce-api.md section 1 (29 characters, `$2`).
    """
    secret = _given(text, "The store needs its application secret.")
    if len(secret) != _SECRET_LETTERS or not _SECRET.fullmatch(secret):
        raise BadRequest(
            "The application secret is not whole: NAVER's has 29 characters and begins with $2;"
            " here are {length}. Copy it again from the Commerce API centre, in single quotes"
            " where a shell could eat its $.",
            length=len(secret),
        )
    return secret


_SECRET = re.compile(r"\$2[!-~]+")


def _given(text: str, sentence: str) -> str:
    tidy = " ".join(text.split())
    if not tidy:
        raise BadRequest(sentence)
    return tidy


def tidy_address(text: str) -> str:
    """The address without its last slash. Raises BadRequest for one that no call can go to, where
    others could listen in, or that leads to the keys of this machine.
    """
    address = text.strip().rstrip("/")
    parts = _parts(address)
    host = parts.hostname or ""
    if parts.scheme == "http" and not is_loopback(host):
        raise BadRequest(
            "The API address is not encrypted. It begins with https://;"
            " http:// is for a sandbox on this machine alone."
        )
    if is_metadata(host):
        raise BadRequest(
            "The API address leads to {host}, where machines keep what is theirs."
            " Type NAVER's address.",
            host=host,
        )
    return address


def origin(address: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of an API address: who is told the token's signature, of which the
    secret can be read.
    """
    parts = urlsplit(address)
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, tidy_host(parts.hostname or ""), parts.port or usual


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:
        usable = False
    plain = usable and is_plain_host(parts.hostname or "")
    rest = usable and ("@" in parts.netloc or parts.query or parts.fragment)
    if not plain or rest or not address.isprintable() or set(address) & set(" \\"):
        raise BadRequest(
            "The API address is not usable."
            " It begins with https:// (http:// for the sandbox) and names a host."
        )
    return parts
