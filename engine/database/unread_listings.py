"""Records the listings of a page that could not be read: each is a line of its job's report."""

from __future__ import annotations

from collections.abc import Iterable

from engine.api_errors import ListingUnread
from engine.database.reports import record_failure
from engine.database.transaction import Transaction
from engine.domain.products import UnreadListing

_BEYOND_NUMBERS = 2**60  # no product has so large a number


def record_unread(
    transaction: Transaction, store_id: int, job_id: int, unread: Iterable[UnreadListing]
) -> None:
    """A failed line for each listing; of one whose number is not told, for each listing we hold of
    its origin product, for it may be any of them.
    """
    for one in unread:
        error = unread_error(one)
        for number in _numbers(transaction, store_id, one):
            record_failure(transaction, job_id, number, error)


def unread_error(one: UnreadListing) -> ListingUnread:
    """The reason, as a line of a report says it."""
    if one.channel_product_no is not None:
        return ListingUnread(member=one.member)
    return ListingUnread(
        "NAVER told a listing whose number cannot be read (origin product {origin}, {name}):"
        " {member} is missing or of another type. It was left out; the other listings go on. Look"
        " for it in the SmartStore centre; if all is well there, update Storeboard.",
        member=one.member,
        origin=str(one.origin_product_no or "—"),
        name=one.name or "—",
    )


def _numbers(transaction: Transaction, store_id: int, one: UnreadListing) -> list[int]:
    """The numbers its lines stand under: below zero where NAVER told none (see `Reports`), that of
    its origin product where it is known, so that the line goes once that is read.
    """
    if one.channel_product_no is not None:
        return [one.channel_product_no]
    if one.origin_product_no is None:
        return [-_BEYOND_NUMBERS - one.mark]
    held = transaction.rows(
        "products.of_origin", store_id=store_id, origin_product_no=one.origin_product_no
    )
    return [row["channel_product_no"] for row in held] or [-one.origin_product_no]
