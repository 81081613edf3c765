from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from engine.errors import Cancelled
from engine.naver.bucket import Limits
from engine.naver.throttle import SLICE_SECONDS, Throttle

SEARCH = "POST /v1/products/search"
LIMITS = Limits(rate=2, burst=4, remaining=3)


class FakeTime:
    """A clock that only sleeping moves; `between` may do something during a sleep."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []
        self.between: Callable[[], None] | None = None

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        if (todo := self.between) is not None:
            self.between = None
            todo()


@pytest.fixture
def time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def stop() -> threading.Event:
    return threading.Event()


@pytest.fixture
def throttle(time: FakeTime, stop: threading.Event) -> Throttle:
    """A throttle whose bucket for SEARCH is known and spent down to the token kept back."""
    throttle = Throttle(monotonic=lambda: time.now, sleep=time.sleep, stop=stop)
    throttle.answered(SEARCH, throttle.start(SEARCH), LIMITS)
    for _ in range(2):
        throttle.start(SEARCH)
    assert time.slept == []
    return throttle


def test_requests_start_at_the_rate_naver_tells(throttle: Throttle, time: FakeTime) -> None:
    for _ in range(10):
        throttle.start(SEARCH)

    assert time.now == pytest.approx(5.0)


def test_apis_do_not_wait_for_each_other(throttle: Throttle, time: FakeTime) -> None:
    throttle.start("GET /v1/seller/account")

    assert time.slept == []


def test_an_urgent_request_starts_before_one_that_waited_longer(
    throttle: Throttle, time: FakeTime
) -> None:
    started: list[str] = []

    def come_urgently() -> None:
        throttle.start(SEARCH, urgent=True)
        started.append("urgent")

    time.between = come_urgently
    throttle.start(SEARCH)
    started.append("bulk")

    assert started == ["urgent", "bulk"]
    assert time.now == pytest.approx(1.0)


def test_requests_of_one_kind_start_in_the_order_they_came(
    throttle: Throttle, time: FakeTime
) -> None:
    started: list[int] = []

    def come_later() -> None:
        throttle.start(SEARCH)
        started.append(2)

    time.between = come_later
    throttle.start(SEARCH)
    started.append(1)

    # The second one slept inside the first one's sleep, and still did not overtake its token.
    assert time.now == pytest.approx(1.0)
    assert started == [2, 1]


def test_long_waits_are_slept_in_slices_and_end_when_told_to_stop(
    throttle: Throttle, time: FakeTime, stop: threading.Event
) -> None:
    time.between = stop.set

    with pytest.raises(Cancelled):
        throttle.start(SEARCH)

    assert len(time.slept) == 1
    assert max(time.slept) <= SLICE_SECONDS


def test_a_request_that_gave_up_is_waited_for_by_nobody(
    throttle: Throttle, time: FakeTime, stop: threading.Event
) -> None:
    time.between = stop.set
    with pytest.raises(Cancelled):
        throttle.start(SEARCH)
    stop.clear()

    throttle.start(SEARCH)

    assert time.now == pytest.approx(0.5)


def test_while_the_first_answer_is_out_nobody_else_starts(
    time: FakeTime, stop: threading.Event
) -> None:
    throttle = Throttle(monotonic=lambda: time.now, sleep=time.sleep, stop=stop)
    probe = throttle.start(SEARCH)
    time.between = lambda: throttle.answered(SEARCH, probe, LIMITS)

    throttle.start(SEARCH)

    assert len(time.slept) == 1
