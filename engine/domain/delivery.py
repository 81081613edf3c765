"""Delivery settings as NAVER holds them: what must be fetched before anything is imported."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec


class PrerequisiteKind(StrEnum):
    """What NAVER must have told before an import."""

    ADDRESS_BOOK = "ADDRESS_BOOK"  # 주소록
    THIS_DAY_DISPATCH = "THIS_DAY_DISPATCH"  # 오늘출발
    BUNDLE_GROUPS = "BUNDLE_GROUPS"  # 묶음배송그룹


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
