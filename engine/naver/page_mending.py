"""Mends a page of listings that does not decode as it stands: odd dates are read, and listings that
cannot be read are taken out, so that the others of their page are.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from engine.domain.products import UnreadListing
from engine.naver.wire import misfit
from engine.naver.wire_products import UNREAD, ListingBody

FEW = 20  # more listings in a row none of which can be read: the answer as such has changed

_DATES = ("saleEndDate", "regDate", "modifiedDate")
_Sifted = tuple[list[Any], list[UnreadListing]]


def mend_page(raw: Any) -> None:
    """Mends a page of which nothing else is known: where none of it can be read it stays as it is,
    for then it is NAVER's answer that has changed.
    """
    _mend(raw, few=0)


def mend_known_page(raw: Any) -> None:
    """Mends a page after others were read: a few listings may be all there is on it."""
    _mend(raw, few=FEW)


def _mend(raw: Any, few: int) -> None:
    contents = raw.get("contents") if isinstance(raw, dict) else None
    if not isinstance(contents, list):
        return
    kept, unread = [], list[UnreadListing]()
    for content in contents:
        good, bad = _sift(content)
        kept.append({"channelProducts": good})  # stays in the count of origin products
        unread += bad
    if len(unread) <= few or any(content["channelProducts"] for content in kept):
        raw["contents"], raw[UNREAD] = kept, unread


def _sift(content: Any) -> _Sifted:
    """The listings of an origin product that can be read, and those that cannot."""
    listings = content.get("channelProducts") if isinstance(content, dict) else None
    if not isinstance(listings, list):
        return [], [_unread(content, "channelProducts")]
    good: list[Any] = []
    bad: list[UnreadListing] = []
    for listing in listings:
        _mend_dates(listing)
        try:
            good.append(msgspec.convert(listing, ListingBody))
        except msgspec.ValidationError as error:
            bad.append(_unread(_over(content, listing), misfit(str(error))))
    return good, bad


def _over(content: Mapping[str, Any], listing: Any) -> Any:
    """A listing with its origin product's number where it does not repeat that."""
    return {**content, **listing} if isinstance(listing, dict) else content


def _unread(told: Any, member: str) -> UnreadListing:
    members = told if isinstance(told, dict) else {}
    name = members.get("name")
    return UnreadListing(
        origin_product_no=_number(members.get("originProductNo")),
        channel_product_no=_number(members.get("channelProductNo")),
        name=name if isinstance(name, str) else None,
        member=member,
        mark=zlib.crc32(msgspec.json.encode(told, order="deterministic")),
    )


def _number(told: Any) -> int | None:
    if isinstance(told, str) and told.isdecimal() and len(told) < 19:
        told = int(told)
    return told if isinstance(told, int) and not isinstance(told, bool) and told > 0 else None


def _mend_dates(listing: Any) -> None:
    """Reads the dates the fast decode does not take: without seconds, without a time, or empty."""
    for name in _DATES:
        if isinstance(listing, dict) and isinstance(told := listing.get(name), str):
            listing[name] = _lenient(told)


def _lenient(told: str) -> datetime | str | None:
    try:
        return datetime.fromisoformat(told) if told else None
    except ValueError:
        return told
