"""Delivery settings as NAVER holds them: what must be fetched before anything is imported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

import msgspec

FRESH_FOR = timedelta(days=7)  # what was fetched longer ago is marked
_SEVERAL = frozenset({"holiday_of_the_week", "seller_holidays"})  # fields of several texts
Record = TypeVar("Record", bound=msgspec.Struct)


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


class BundleGroupSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What can be set of a bundle delivery group; fees in won."""

    name: str
    usable: bool | None = None
    base_group: bool | None = None
    charge_method: str | None = None  # MIN or MAX: which of the products' fees a bundle pays
    area_type: str | None = None  # AREA_2 or AREA_3; None: no extra fees by area
    area_2_extra_fee_won: int | None = None
    area_3_extra_fee_won: int | None = None


class BundleGroup(BundleGroupSettings, frozen=True, kw_only=True):
    """Products that may ship together (묶음배송그룹)."""

    bundle_group_id: int

    @property
    def settings(self) -> BundleGroupSettings:
        """The same without its number."""
        values = msgspec.structs.asdict(self)
        del values["bundle_group_id"]
        return BundleGroupSettings(**values)


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


def facts(record: msgspec.Struct) -> dict[str, str]:
    """A record as shown text by field; what is not known is left out."""
    return {
        field: ", ".join(value) if isinstance(value, tuple) else str(value)
        for field, value in msgspec.structs.asdict(record).items()
        if value not in (None, (), "")
    }


def record_of(kind: type[Record], held: Mapping[str, str]) -> Record:
    """The record that was kept as `facts`."""
    values = {
        field: text.split(", ") if field in _SEVERAL else text for field, text in held.items()
    }
    return msgspec.convert(values, kind, strict=False)


def is_old(fetched: Prerequisite, now: datetime) -> bool:
    """Whether it was fetched more than seven days ago."""
    return fetched.fetched_at is not None and now - fetched.fetched_at > FRESH_FOR
