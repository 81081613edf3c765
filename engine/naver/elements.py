"""The elements of a settlement answer, each read by itself: one that cannot be read ends nothing.

Buyers' names, account numbers and NAVER's word for the merchant are not kept, not even raw.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar, cast

import msgspec

from engine.domain.unread import Source, UnreadElement
from engine.naver.wire import decoder, misfit

T = TypeVar("T")
_NAMES_PEOPLE = re.compile("purchaser|buyer|receiver|merchant|depositor|account|bank", re.I)
_LONGEST_RAW = 4000


class Pagination(msgspec.Struct, frozen=True, rename="camel"):
    """How many pages there are; None where NAVER does not say."""

    total_pages: int | None = None


class Page(msgspec.Struct, frozen=True):
    """One page of an answer; its elements are read one by one."""

    pagination: Pagination = Pagination()
    elements: list[msgspec.Raw] | None = None


def read_elements(
    source: Source, asked_on: date, told: Iterable[msgspec.Raw], kind: type[T], day: str = ""
) -> tuple[list[T], tuple[UnreadElement, ...]]:
    """Every element that is one of `kind`, and those that are not; `day` is the member that says
    which day an element is of, where not all are of the day asked for.
    """
    found: list[T] = []
    unread: list[UnreadElement] = []
    for raw in told:
        try:
            found.append(_element(raw, kind))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            place = len(unread) + 1
            unread.append(_unread(source, asked_on, place, raw, misfit(str(error)), day))
    return found, tuple(unread)


def _element(raw: msgspec.Raw, kind: type[T]) -> T:
    try:
        read: T = decoder(cast(Any, kind)).decode(raw)
        return read
    except msgspec.ValidationError:
        loose = msgspec.json.decode(raw)
        mend_whole(loose)
        return msgspec.convert(loose, kind)


def mend_whole(element: Any) -> None:
    """Reads amounts written with a fraction of zero (1000.0) as the whole won they are."""
    for name, value in element.items() if isinstance(element, dict) else ():
        if isinstance(value, float) and value.is_integer():
            element[name] = int(value)


def _unread(
    source: Source, asked_on: date, place: int, raw: msgspec.Raw, member: str, day: str
) -> UnreadElement:
    text = bytes(raw).decode(errors="replace")
    try:
        loose = msgspec.json.decode(text)
    except msgspec.DecodeError:
        loose = None
    if isinstance(loose, dict):
        kept = {name: value for name, value in loose.items() if not _NAMES_PEOPLE.search(name)}
        text = msgspec.json.encode(kept).decode()
        asked_on = _day_of(loose.get(day)) or asked_on
    return UnreadElement(
        source=source, asked_on=asked_on, place=place, member=member, raw=text[:_LONGEST_RAW]
    )


def _day_of(told: Any) -> date | None:
    try:
        return date.fromisoformat(told)
    except (TypeError, ValueError):
        return None
