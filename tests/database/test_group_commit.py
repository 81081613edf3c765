"""Saving in one transaction what several threads want to save, each unharmed by the others."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from engine.database.group_commit import GroupCommit
from engine.errors import WorkspaceUnusable

FOREVER = 30.0


class Book:
    """What was saved, transaction by transaction; a work with a zero cannot be."""

    def __init__(self) -> None:
        self.saved: list[list[tuple[int, ...]]] = []

    def save_all(self, works: Sequence[tuple[int, ...]]) -> None:
        if any(0 in work for work in works):
            raise WorkspaceUnusable
        self.saved.append(sorted(works))


@pytest.fixture
def book() -> Book:
    return Book()


def save_at_once(
    group: GroupCommit[tuple[int, ...]], works: Sequence[tuple[int, ...]]
) -> list[Future[None]]:
    """Saves each work from a thread of its own that takes part; all have ended afterwards."""
    ready = threading.Barrier(len(works))

    def save(work: tuple[int, ...]) -> None:
        ready.wait(FOREVER)
        group.save(work)

    with ExitStack() as parts, ThreadPoolExecutor(len(works)) as pool:
        for _ in works:
            parts.enter_context(group.taking_part())
        return [pool.submit(save, work) for work in works]


def test_works_that_come_together_share_a_transaction(book: Book) -> None:
    group = GroupCommit(book.save_all, lambda work: work, linger_seconds=FOREVER)

    saved = save_at_once(group, [(1,), (2,), (3,)])

    assert [one.exception() for one in saved] == [None] * 3
    assert book.saved == [[(1,), (2,), (3,)]]


def test_a_work_that_cannot_be_saved_fails_alone(book: Book) -> None:
    group = GroupCommit(book.save_all, lambda work: work, linger_seconds=FOREVER)

    first, faulty, third = save_at_once(group, [(1,), (0,), (3,)])

    assert isinstance(faulty.exception(), WorkspaceUnusable)
    assert (first.exception(), third.exception()) == (None, None)
    assert sorted(book.saved) == [[(1,)], [(3,)]]


def test_works_that_share_a_number_are_saved_one_after_the_other(book: Book) -> None:
    group = GroupCommit(book.save_all, lambda work: work, linger_seconds=0.01)

    saved = save_at_once(group, [(1, 2), (2, 3)])

    assert [one.exception() for one in saved] == [None] * 2
    assert sorted(book.saved) == [[(1, 2)], [(2, 3)]]


def test_one_that_does_not_come_is_waited_for_a_moment_only(book: Book) -> None:
    group = GroupCommit(book.save_all, lambda work: work, linger_seconds=0.01)

    with group.taking_part(), group.taking_part():
        group.save((1,))

    assert book.saved == [[(1,)]]


def test_one_alone_waits_for_nobody(book: Book) -> None:
    group = GroupCommit(book.save_all, lambda work: work, linger_seconds=FOREVER)

    with group.taking_part():
        group.save((1,))
        group.save((2,))

    assert book.saved == [[(1,)], [(2,)]]
