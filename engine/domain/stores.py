"""A store and its connection."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec

from engine.domain.fees import FeeTier, StoreType, TaxMode
from engine.errors import BadRequest


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


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """One reason why a store does not answer; `text` with `params` is the translatable sentence."""

    code: str
    text: str
    params: dict[str, str] = {}
    trace_id: str | None = None


class ConnectionCheck(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome of asking a store's API who it is."""

    store: str
    connected: bool
    account_id: str | None
    problems: tuple[Problem, ...] = ()


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
    """The application's secret without outer spaces. Raises BadRequest for none."""
    return _given(text, "The store needs its application secret.")


def _given(text: str, sentence: str) -> str:
    tidy = " ".join(text.split())
    if not tidy:
        raise BadRequest(sentence)
    return tidy


def tidy_address(text: str) -> str:
    """The address without its last slash. Raises BadRequest for one that no call can go to."""
    address = text.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not address.isprintable() or parts.username or parts.query or parts.fragment:
        raise BadRequest(
            "The API address is not usable."
            " It begins with https:// (http:// for the sandbox) and names a host."
        )
    return address
