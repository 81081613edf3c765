"""A store, its connection, and the prerequisites that must be fetched before anything is
imported.
"""

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


class PrerequisiteKind(StrEnum):
    """What NAVER must have told before an import."""

    ADDRESS_BOOK = "ADDRESS_BOOK"  # 주소록
    THIS_DAY_DISPATCH = "THIS_DAY_DISPATCH"  # 오늘출발
    BUNDLE_GROUPS = "BUNDLE_GROUPS"  # 묶음배송그룹


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


class AddressBookEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One address of the seller (주소록): personal data, sealed in the store, masked on screens."""

    address_book_no: int
    name: str | None = None
    address_type: str | None = None  # RELEASE, REFUND_OR_EXCHANGE, ...
    postal_code: str | None = None
    address: str | None = None
    phone_number: str | None = None
    phone_number_2: str | None = None


class ThisDayDispatch(msgspec.Struct, frozen=True, kw_only=True):
    """Cut-off time and days off of same-day shipping (오늘출발)."""

    basis_hour: int | None = None
    basis_minute: int | None = None
    holiday_of_the_week: tuple[str, ...] = ()
    seller_holidays: tuple[str, ...] = ()
    reason: str | None = None


class BundleGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Products that may ship together (묶음배송그룹); fees in won."""

    bundle_group_id: int
    name: str
    usable: bool | None = None
    base_group: bool | None = None
    charge_method: str | None = None  # MIN or MAX
    area_type: str | None = None
    area_2_extra_fee_won: int | None = None
    area_3_extra_fee_won: int | None = None


class Prerequisite(msgspec.Struct, frozen=True, kw_only=True):
    """What was fetched of one kind, when, and what differs from the time before. Rows map field to
    shown text.
    """

    kind: PrerequisiteKind
    fetched_at: datetime | None = None  # None: never fetched
    rows: tuple[dict[str, str], ...] = ()
    changes: tuple[str, ...] = ()  # one line a difference: "+ ...", "- ...", "field: old → new"
    changed_at: datetime | None = None


def missing_prerequisites(
    fetched: dict[PrerequisiteKind, datetime | None],
) -> tuple[PrerequisiteKind, ...]:
    """The kinds that were never fetched, in the order in which they are fetched."""
    return tuple(kind for kind in PrerequisiteKind if fetched.get(kind) is None)


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
