"""Lists that come in pages: read to their end, also where NAVER does not say how many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import msgspec

from engine.api_errors import ListIncomplete
from engine.naver.wire import Call

Row = TypeVar("Row")

FULL_PAGE = 100  # of the address book, and the most a page of bundle groups can be asked for


def read_to_end(
    call: Call, read: Callable[[int], tuple[Sequence[Row], int | None]], key: Callable[[Row], int]
) -> list[Row]:
    """Every row, page after page; one that two pages show while the list changes counts once.

    `read` answers a page's rows and how many pages there are, None where NAVER does not say: then
    the list ends with a page that is empty. Raises ListIncomplete where a full page comes again
    instead, for then nobody knows what follows it.
    """
    found: dict[int, Row] = {}
    page = 1
    while True:
        rows, pages = read(page)
        before = len(found)
        found |= {key(row): row for row in rows}
        if not rows or (pages is not None and page >= pages):
            return list(found.values())
        if pages is None and len(found) == before:
            if len(rows) < FULL_PAGE:
                return list(found.values())
            raise _not_known_to_be_whole(call, len(found))
        page += 1


def unnumbered_rows(
    call: Call, read: Callable[[int], tuple[list[msgspec.Raw], int | None]], full_page: int
) -> Iterator[msgspec.Raw]:
    """Every row of a list whose rows have no number, page after page, as `read_to_end` does."""
    page, shown, before = 1, 0, list[bytes]()
    while True:
        rows, pages = read(page)
        texts = [bytes(row) for row in rows] if pages is None else []
        if pages is None and texts == before:  # an empty page, or the same one again
            if len(rows) < full_page:
                return
            raise _not_known_to_be_whole(call, shown)
        yield from rows
        if not rows or (pages is not None and page >= pages):
            return
        page, shown, before = page + 1, shown + len(rows), texts


def _not_known_to_be_whole(call: Call, shown: int) -> ListIncomplete:
    return ListIncomplete(
        "NAVER shows the same {shown} rows of {call} again and does not say how many there are:"
        " it is not known whether that is all. Try again later.",
        method=call.method,
        path=call.path,
        call=call.name,
        shown=shown,
    )
