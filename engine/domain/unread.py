"""Elements of an answer that could not be read: kept as they were told, while the rest goes on."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class Source(StrEnum):
    """Which of the settlement calls told it."""

    DAYS = "DAYS"
    ROWS = "ROWS"
    COMMISSIONS = "COMMISSIONS"
    VAT = "VAT"


class UnreadElement(msgspec.Struct, frozen=True, kw_only=True):
    """One element as NAVER told it, but for what names people. `asked_on` is its day, else the
    last day that was asked for; `member` is what is missing or of another type.
    """

    source: Source
    asked_on: date
    place: int
    member: str
    raw: str


class Told(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """All that a call told: what could be read of it, and what could not."""

    found: tuple[T, ...]
    unread: tuple[UnreadElement, ...] = ()
