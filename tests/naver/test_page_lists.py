"""Where a list in pages ends, and what is said where nobody knows."""

from __future__ import annotations

import msgspec
import pytest

from engine.api_errors import ListIncomplete
from engine.naver.page_lists import FULL_PAGE, read_to_end, unnumbered_rows
from engine.naver.wire import Call

CALL = Call(method="GET", path="/v1/things", group="상품")


def shown(rows: int, *, pages: int | None, page_counts: bool = True) -> list[int]:
    """What is read of so many rows, where NAVER says that many pages and heeds `page` or not."""

    def read(page: int) -> tuple[list[int], int | None]:
        first = FULL_PAGE * (page - 1) if page_counts else 0
        return list(range(rows))[first : first + FULL_PAGE], pages

    return read_to_end(CALL, read, lambda row: row)


def told(rows: int, *, pages: int | None, page_counts: bool = True) -> list[int]:
    """The same of a list whose rows have no number."""

    def read(page: int) -> tuple[list[msgspec.Raw], int | None]:
        first = FULL_PAGE * (page - 1) if page_counts else 0
        shown = list(range(rows))[first : first + FULL_PAGE]
        return [msgspec.Raw(str(row).encode()) for row in shown], pages

    return [int(bytes(row)) for row in unnumbered_rows(CALL, read, FULL_PAGE)]


@pytest.mark.parametrize("rows", [0, 1, 99, 100, 101, 250])
def test_a_list_without_numbers_is_whole_with_a_total_and_without(rows: int) -> None:
    pages = -(-rows // FULL_PAGE)

    assert told(rows, pages=pages) == told(rows, pages=None) == list(range(rows))


def test_a_page_without_numbers_that_comes_again_ends_a_list_or_is_refused() -> None:
    assert told(7, pages=None, page_counts=False) == list(range(7))
    with pytest.raises(ListIncomplete, match="not known whether that is all"):
        told(FULL_PAGE, pages=None, page_counts=False)


@pytest.mark.parametrize("rows", [0, 1, 99, 100, 101, 250])
def test_a_list_is_whole_with_a_total_and_without(rows: int) -> None:
    pages = -(-rows // FULL_PAGE)

    assert shown(rows, pages=pages) == shown(rows, pages=None) == list(range(rows))


def test_a_short_page_that_comes_again_is_all_there_is() -> None:
    assert shown(7, pages=None, page_counts=False) == list(range(7))


def test_a_full_page_that_comes_again_is_not_taken_for_the_whole_list() -> None:
    with pytest.raises(ListIncomplete, match="not known whether that is all"):
        shown(FULL_PAGE, pages=None, page_counts=False)
