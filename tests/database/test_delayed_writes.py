"""What several owners leave is saved together after a while, each unharmed by the others."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.database.delayed_writes import DelayedWrites
from engine.errors import WorkspaceUnusable

SECONDS, MOST = 8.0, 5


class Book:
    """What was saved, transaction by transaction; "torn" cannot be."""

    def __init__(self) -> None:
        self.saved: list[list[str]] = []
        self.full = False

    def save_all(self, works: Sequence[str]) -> None:
        if self.full or "torn" in works:
            raise WorkspaceUnusable
        self.saved.append(sorted(works))


class Watch:
    """A clock that goes when it is told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def delayed(book: Book, watch: Watch) -> DelayedWrites[str]:
    return DelayedWrites(book.save_all, SECONDS, MOST, watch)


def test_works_wait_until_the_oldest_has_waited_long_enough(
    delayed: DelayedWrites[str], book: Book, watch: Watch
) -> None:
    delayed.leave(1, "a")
    watch.now = SECONDS - 0.1
    delayed.leave(2, "b")
    assert book.saved == []

    watch.now = SECONDS
    delayed.leave(2, "c")

    assert book.saved == [["a", "b", "c"]]


def test_many_works_do_not_wait(delayed: DelayedWrites[str], book: Book) -> None:
    for work in "abcdef":
        delayed.leave(ord(work) % 2, work)

    assert book.saved == [["a", "b", "c", "d", "e"]]


def test_the_wait_begins_anew_with_the_next_work(
    delayed: DelayedWrites[str], book: Book, watch: Watch
) -> None:
    delayed.leave(1, "a")
    watch.now = SECONDS
    delayed.leave(1, "b")

    watch.now = 2 * SECONDS - 0.1
    delayed.leave(1, "c")
    delayed.leave(1, "d")

    assert book.saved == [["a", "b"]]


def test_one_that_is_done_saves_what_all_left(delayed: DelayedWrites[str], book: Book) -> None:
    delayed.leave(2, "b")

    with delayed.taking_part(1):
        delayed.leave(1, "a")

    assert book.saved == [["a", "b"]]


def test_nothing_is_saved_twice(delayed: DelayedWrites[str], book: Book) -> None:
    with delayed.taking_part(1):
        delayed.leave(1, "a")
        delayed.leave(2, "b")
        delayed.settle(2)

    assert book.saved == [["a", "b"]]


def test_one_that_left_nothing_saves_nothing(delayed: DelayedWrites[str], book: Book) -> None:
    delayed.leave(2, "b")

    delayed.settle(1)

    assert book.saved == []


def test_a_work_that_cannot_be_saved_stops_its_owner_alone(
    delayed: DelayedWrites[str], book: Book
) -> None:
    delayed.leave(1, "torn")
    delayed.leave(2, "b")

    delayed.settle(2)
    with pytest.raises(WorkspaceUnusable):
        delayed.settle(1)
    delayed.leave(3, "c")
    delayed.settle(3)

    assert book.saved == [["b"], ["c"]]


def test_others_works_wait_on_when_an_owner_fails(delayed: DelayedWrites[str], book: Book) -> None:
    delayed.leave(1, "torn")
    delayed.leave(2, "b")

    with pytest.raises(WorkspaceUnusable):
        delayed.settle(1)
    delayed.leave(2, "c")
    delayed.settle(2)

    assert book.saved == [["b", "c"]]


def test_works_of_a_full_disk_are_saved_once_there_is_room(
    delayed: DelayedWrites[str], book: Book
) -> None:
    book.full = True
    delayed.leave(1, "a")
    delayed.leave(2, "b")
    with pytest.raises(WorkspaceUnusable):
        delayed.settle(1)

    book.full = False
    delayed.settle(2)

    assert book.saved == [["b"]]  # what the first left is for it to do again: it was told so


def test_what_one_left_that_was_stopped_is_saved_all_the_same(
    delayed: DelayedWrites[str], book: Book
) -> None:
    def stops() -> None:
        with delayed.taking_part(1):
            delayed.leave(1, "a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stops()

    assert book.saved == [["a"]]


def test_many_owners_at_once_lose_and_double_nothing() -> None:
    lock, saved = threading.Lock(), list[int]()

    def save_all(works: Sequence[int]) -> None:
        with lock:
            saved.extend(works)

    shared = DelayedWrites(save_all, 0.001, MOST)

    def work(owner: int) -> None:
        with shared.taking_part(owner):
            for number in range(owner * 200, owner * 200 + 200):
                shared.leave(owner, number)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))

    assert sorted(saved) == list(range(1600))
    assert all(
        [one for one in saved if one // 200 == owner] == list(range(owner * 200, owner * 200 + 200))
        for owner in range(8)
    )
