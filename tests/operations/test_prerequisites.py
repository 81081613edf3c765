"""Prerequisites: fetched whole, kept sealed, and what changed since the last time is told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from engine import PrerequisiteKind, now
from engine.operations.prerequisite_fetch import differences
from tests.one_store import OneStore, open_one_store

ADDRESS = {
    "addressBookNo": 100,
    "name": "출고지",
    "addressType": "RELEASE",
    "postalCode": "04524",
    "baseAddress": "서울특별시 중구 세종대로 110",
    "detailAddress": "3층",
    "address": "서울특별시 중구 세종대로 110 3층",
    "phoneNumber1": "02-120-1234",
    "hasLocation": True,
    "roadNameAddress": True,
    "overseasAddress": False,
}


@pytest.fixture
def clock() -> list[datetime]:
    return [now()]


@pytest.fixture
def timed(one_store: OneStore, tmp_path: object, clock: list[datetime]) -> OneStore:
    """The same store in a workspace whose clock the test moves."""
    one_store.control("delivery", addresses=[ADDRESS])
    opened = open_one_store(
        one_store.sandbox,
        one_store.index,
        one_store.folder.parent / "timed",
        clock=lambda: clock[0],
    )
    yield opened
    opened.engine.close()


@pytest.mark.dated
def test_all_three_are_fetched_with_their_moment(timed: OneStore, clock: list[datetime]) -> None:
    fetched = timed.engine.prerequisites.of_store(timed.store_id)

    assert [one.kind for one in fetched] == list(PrerequisiteKind)
    assert {one.fetched_at for one in fetched} == {clock[0]}
    assert [one.changes for one in fetched] == [(), (), ()]
    assert min(len(one.rows) for one in fetched) >= 1


def test_phone_numbers_and_addresses_are_shown_masked(timed: OneStore) -> None:
    (row,) = timed.engine.prerequisites.of_store(timed.store_id)[0].rows

    assert row["phone_number"] == "02-1**-1234"
    assert row["address"] == "서울특별시 중구 세***"
    assert "세종대로" not in str(row)


def test_one_kind_can_be_fetched_alone(timed: OneStore, clock: list[datetime]) -> None:
    before = clock[0]
    clock[0] += timedelta(hours=1)

    timed.engine.prerequisites.fetch(timed.store_id, [PrerequisiteKind.THIS_DAY_DISPATCH])

    moments = [one.fetched_at for one in timed.engine.prerequisites.of_store(timed.store_id)]
    assert moments == [before, clock[0], before]


def test_what_changed_since_the_last_time_is_told_without_personal_data(
    timed: OneStore, clock: list[datetime]
) -> None:
    new = {**ADDRESS, "addressBookNo": 101, "name": "반품지"}
    moved = {**ADDRESS, "phoneNumber1": "02-999-8888", "address": "부산광역시 해운대구 우동 1"}
    timed.control("delivery", addresses=[moved, new])
    clock[0] += timedelta(days=1)

    timed.engine.prerequisites.fetch(timed.store_id)

    book = timed.engine.prerequisites.of_store(timed.store_id)[0]
    assert book.changed_at == clock[0]
    assert book.changes == (
        "출고지: address 서울특별시 중구 세*** → 부산광역시 해운대구***",
        "출고지: phone_number 02-1**-1234 → 02-9**-8888",
        "+ 반품지",
    )


def test_without_a_change_the_last_one_stays_told(timed: OneStore, clock: list[datetime]) -> None:
    timed.control("delivery", addresses=[])
    clock[0] += timedelta(days=1)
    timed.engine.prerequisites.fetch(timed.store_id)
    changed_at = clock[0]

    clock[0] += timedelta(days=1)
    timed.engine.prerequisites.fetch(timed.store_id)

    book = timed.engine.prerequisites.of_store(timed.store_id)[0]
    assert (book.fetched_at, book.changed_at) == (clock[0], changed_at)
    assert book.changes == ("- 출고지",)
    assert book.rows == ()


def test_an_empty_address_book_counts_as_fetched(timed: OneStore) -> None:
    timed.control("delivery", addresses=[], bundle_groups=[])

    timed.engine.prerequisites.fetch(timed.store_id)

    assert timed.engine.boards.cards()[0].missing == ()


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ([], [], ()),
        ([{"id": "1", "name": "가"}], [{"id": "1", "name": "가"}], ()),
        ([], [{"id": "1", "name": "가"}], ("+ 가",)),
        ([{"id": "1", "name": "가"}], [], ("- 가",)),
        (
            [{"id": "1", "name": "가", "fee": "3000"}],
            [{"id": "1", "name": "가", "fee": "3500"}],
            ("가: fee 3000 → 3500",),
        ),
        (
            [{"id": "1", "name": "가"}],
            [{"id": "1", "name": "나", "fee": "0"}],
            ("나: name 가 → 나", "나: fee — → 0"),
        ),
        ([{"id": "1"}], [{"id": "2"}], ("- 1", "+ 2")),
    ],
)
def test_differences_are_told_a_line_each(
    before: list[dict[str, str]], after: list[dict[str, str]], lines: tuple[str, ...]
) -> None:
    assert differences(before, after, "id") == lines
