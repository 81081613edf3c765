"""Reads kept in flight ahead of the work: in order, not too far, and none left running."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from engine.jobs.read_ahead import read_ahead
from tests.builders import wait_for


def numbers(count: int, taken: list[int]) -> Iterator[int]:
    """Numbers, noting each that was asked for."""
    for number in range(count):
        taken.append(number)
        yield number


@pytest.mark.parametrize(("in_flight", "batch"), [(1, 1), (4, 6), (3, 2), (10, 1)])
def test_answers_come_in_the_order_of_the_items(in_flight: int, batch: int) -> None:
    found = list(read_ahead(lambda n: n * n, iter(range(100)), in_flight=in_flight, batch=batch))

    assert [pair for batch in found for pair in batch] == [(n, n * n) for n in range(100)]
    assert max(map(len, found)) <= batch


def test_nothing_to_read_reads_nothing() -> None:
    assert list(read_ahead(lambda n: n, iter(()))) == []


def test_nothing_is_read_further_ahead_than_asked() -> None:
    taken: list[int] = []
    answers = read_ahead(lambda n: n, numbers(100, taken), in_flight=2, batch=3)

    first = next(answers)

    assert len(taken) <= len(first) + 2 + 3
    answers.close()
    assert len(taken) < 20


def test_several_are_in_flight_at_once() -> None:
    together = threading.Barrier(4, timeout=10)  # breaks unless four wait at it

    found = list(read_ahead(lambda n: together.wait(), iter(range(8)), in_flight=4))

    assert not [answer for batch in found for _, answer in batch if isinstance(answer, Exception)]


def test_a_failure_stands_in_its_place_and_the_others_go_on() -> None:
    def read(number: int) -> int:
        if number == 3:
            raise ValueError("no 3")
        return number

    found = dict(pair for batch in read_ahead(read, iter(range(6))) for pair in batch)

    assert isinstance(found.pop(3), ValueError)
    assert found == {n: n for n in (0, 1, 2, 4, 5)}


def test_whoever_stops_listening_leaves_nothing_running() -> None:
    before = threading.active_count()
    answers = read_ahead(lambda n: n, iter(range(1000)))
    next(answers)

    answers.close()

    wait_for(lambda: threading.active_count() <= before)
