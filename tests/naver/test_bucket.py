from __future__ import annotations

import heapq
import random
from dataclasses import dataclass, field

import pytest

from engine.naver.bucket import Bucket, Limits, Start, read_limits


@dataclass
class NaverBucket:
    """A token bucket as NAVER describes it; `tick_seconds` above 0 refills in steps."""

    rate: float
    burst: float
    tick_seconds: float = 0.0
    tokens: float = field(init=False)
    filled_at: float = 0.0

    def __post_init__(self) -> None:
        self.tokens = self.burst

    def take(self, now: float) -> bool:
        upto = now - now % self.tick_seconds if self.tick_seconds else now
        self.tokens = min(self.burst, self.tokens + (upto - self.filled_at) * self.rate)
        self.filled_at = upto
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True

    def limits(self) -> Limits:
        return Limits(rate=self.rate, burst=self.burst, remaining=int(self.tokens))


@dataclass
class Run:
    """What a simulated reading of many pages came to."""

    refusals_at: list[int] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return self.arrivals[-1] - self.arrivals[0]


def read_pages(
    naver: NaverBucket,
    *,
    count: int,
    in_flight: int = 4,
    latency: float = 0.0,
    jitter: float = 0.0,
    drain_at: int | None = None,
    held_up: tuple[float, float] = (0.0, 0.0),
    seed: int = 1,
) -> Run:
    """Send `count` requests through a Bucket, `in_flight` at once, as events in simulated time.

    Half of `latency` is spent on each way, and up to `jitter` more on the way there. `drain_at`
    empties NAVER's bucket before the request of that number, as somebody else would. What would
    arrive between the moments of `held_up` arrives at its end, in any order.
    """
    dice = random.Random(seed)
    bucket, run = Bucket(), Run()
    events: list[tuple[float, int, str, Start | None, Limits]] = [
        (0.0, n, "wish", None, Limits()) for n in range(in_flight)
    ]
    number, sent = in_flight, 0

    def push(at: float, what: str, start: Start | None = None, told: Limits | None = None) -> None:
        nonlocal number
        number += 1
        if what == "arrive" and held_up[0] <= at < held_up[1]:
            at = held_up[1] + dice.random() / 1000
        heapq.heappush(events, (at, number, what, start, told or Limits()))

    while events:
        now, _, what, start, told = heapq.heappop(events)
        if what == "wish" and sent < count:
            wait = bucket.wait_seconds(now, 0)
            if wait > 0:
                push(now + wait, "wish")
                continue
            sent += 1
            delay = latency / 2 + dice.random() * jitter
            push(now + delay, "arrive", bucket.start(now))
        elif what == "arrive":
            run.arrivals.append(now)
            if len(run.arrivals) == drain_at:
                naver.take(now)
                naver.tokens = 0.0
            granted = naver.take(now)
            if not granted:
                run.refusals_at.append(len(run.arrivals))
            what = "answer" if granted else "refusal"
            push(now + latency / 2, what, start, naver.limits())
        elif start is not None:
            if what == "answer":
                bucket.answered(start, now, told)
            else:
                bucket.refused(start, now, told, None)
                sent -= 1  # it is sent again
            push(now, "wish")
    return run


def share_of_quota(run: Run, naver: NaverBucket, count: int) -> float:
    """Requests let through, of those NAVER would have let through from first to last."""
    return count / (naver.burst + naver.rate * run.seconds)


@pytest.mark.parametrize("latency", [0.0, 0.05, 0.15, 0.5])
@pytest.mark.parametrize(("rate", "burst"), [(2, 4), (10, 20), (10, 4)])
def test_at_least_97_percent_of_the_quota_is_used_and_nothing_refused(
    rate: float, burst: float, latency: float
) -> None:
    naver = NaverBucket(rate, burst)
    count = 100 if rate * latency < 5 else 200  # the first answer is awaited before going on

    run = read_pages(naver, count=count, in_flight=8, latency=latency)

    assert run.refusals_at == []
    assert share_of_quota(run, naver, count) >= 0.97


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(("rate", "burst", "jitter"), [(2, 4, 0.3), (10, 20, 0.08)])
def test_jitter_of_less_than_one_refill_is_never_refused(
    rate: float, burst: float, jitter: float, seed: int
) -> None:
    naver = NaverBucket(rate, burst)

    run = read_pages(naver, count=150, latency=0.1, jitter=jitter, seed=seed)

    assert run.refusals_at == []
    assert share_of_quota(run, naver, 150) >= 0.95


@pytest.mark.parametrize("latency", [0.01, 0.15])
@pytest.mark.parametrize("refills", [2, 4, 6, 10])
@pytest.mark.parametrize(("rate", "burst"), [(2, 4), (8, 4), (10, 20)])
def test_requests_that_are_all_held_up_together_are_not_refused_nor_those_behind_them(
    rate: float, burst: float, refills: int, latency: float
) -> None:
    begins = [place / 5 / rate for place in range(100)]

    runs = [
        read_pages(
            NaverBucket(rate, burst),
            count=60,
            latency=latency,
            held_up=(at, at + refills / rate),
            seed=place,
        )
        for place, at in enumerate(begins)
    ]

    assert [run.refusals_at for run in runs if run.refusals_at] == []


@pytest.mark.parametrize("latency", [0.0, 0.1, 0.4])
def test_a_bucket_refilled_once_a_second_is_not_overdrawn_at_two_a_second(latency: float) -> None:
    naver = NaverBucket(2, 4, tick_seconds=1.0)

    run = read_pages(naver, count=100, latency=latency)

    assert run.refusals_at == []
    assert share_of_quota(run, naver, 100) >= 0.95


@pytest.mark.parametrize("latency", [0.0, 0.15])
@pytest.mark.parametrize(("rate", "burst"), [(2, 4), (10, 20)])
def test_after_somebody_else_emptied_the_bucket_it_goes_on_at_95_percent_with_one_refusal(
    rate: float, burst: float, latency: float
) -> None:
    naver = NaverBucket(rate, burst)

    run = read_pages(naver, count=200, latency=latency, drain_at=60)

    assert len(run.refusals_at) <= 2  # those under way when it happened
    assert run.refusals_at[-1] - 60 <= 1
    assert share_of_quota(run, naver, 200) >= 0.95


def test_a_bucket_of_one_is_paced_a_little_slower_because_nothing_can_be_kept_back() -> None:
    run = read_pages(NaverBucket(2, 1), count=50, latency=0.1, jitter=0.04)

    assert run.refusals_at == []


def test_an_unlimited_bucket_never_waits() -> None:
    run = read_pages(NaverBucket(1_000_000, 2_000_000), count=1_000, in_flight=8)

    assert run.seconds < 0.1


def started_bucket(rate: float = 2, burst: float = 4) -> Bucket:
    """A bucket that knows its limits and is full."""
    bucket = Bucket()
    bucket.answered(bucket.start(0), 0, Limits(rate=rate, burst=burst, remaining=burst - 1))
    bucket.wait_seconds(100, 0)
    return bucket


def test_until_the_first_answer_one_request_goes_alone() -> None:
    bucket = Bucket()
    free = bucket.wait_seconds(0, 0)
    start = bucket.start(0)

    meanwhile = bucket.wait_seconds(0.2, 0)
    bucket.answered(start, 0.5, Limits(rate=10, burst=20, remaining=19))

    assert free == 0
    assert meanwhile > 0
    assert bucket.wait_seconds(0.5, 0) == 0


def test_a_probe_without_an_answer_lets_the_next_one_go() -> None:
    bucket = Bucket()
    bucket.lost(bucket.start(0))

    assert bucket.wait_seconds(0, 0) == 0


def test_the_time_a_probe_was_on_its_way_counts_as_no_refill() -> None:
    bucket = Bucket()
    bucket.answered(bucket.start(0), 2, Limits(rate=2, burst=4, remaining=3))
    bucket.start(2)
    bucket.start(2)

    assert bucket.wait_seconds(2, 0) == pytest.approx(0.5)


def test_without_headers_two_a_second_and_a_burst_of_four_are_assumed() -> None:
    bucket = Bucket()
    bucket.answered(bucket.start(0), 0, Limits())
    bucket.start(0)
    bucket.start(0)

    assert bucket.wait_seconds(0, 0) == pytest.approx(0.5)


def test_one_token_stays_in_the_bucket() -> None:
    bucket = started_bucket()
    for _ in range(3):
        assert bucket.wait_seconds(100, 0) == 0
        bucket.start(100)

    assert bucket.wait_seconds(100, 0) == pytest.approx(0.5)
    assert bucket.wait_seconds(100, 2) == pytest.approx(1.5)


def test_less_left_than_we_thought_lowers_the_picture() -> None:
    bucket = started_bucket(burst=20)
    start = bucket.start(100)  # we think 19 are left

    bucket.answered(start, 100, Limits(rate=2, burst=20, remaining=5))

    assert bucket.wait_seconds(100, 4) == 0
    assert bucket.wait_seconds(100, 5) > 0


def test_a_refusal_holds_for_one_refill_and_longer_each_time_in_a_row() -> None:
    bucket = started_bucket()
    waits = []
    now = 100.0
    for _ in range(3):
        bucket.refused(bucket.start(now), now, Limits(rate=2, burst=4, remaining=0), None)
        waits.append(bucket.wait_seconds(now, 0))
        now += 60

    assert waits[0] >= 0.5
    assert waits == sorted(waits)
    assert waits[2] >= 2.0


def test_retry_after_is_honoured() -> None:
    bucket = started_bucket()

    bucket.refused(bucket.start(100), 100, Limits(rate=2, burst=4, remaining=0), 7.0)

    assert bucket.wait_seconds(100, 0) == pytest.approx(7.0)
    assert bucket.wait_seconds(107.1, 0) == 0


def test_several_refusals_of_requests_sent_together_count_as_one() -> None:
    bucket = started_bucket()
    starts = [bucket.start(100) for _ in range(3)]
    for start in starts:
        bucket.refused(start, 100.1, Limits(rate=2, burst=4, remaining=0), None)

    assert bucket.wait_seconds(100.1, 0) <= 2.0


def test_the_headers_of_an_answer_are_read_and_nonsense_is_not() -> None:
    told = {
        "GNCP-GW-RateLimit-Replenish-Rate": "2",
        "GNCP-GW-RateLimit-Burst-Capacity": "4",
        "GNCP-GW-RateLimit-Remaining": "0",
    }
    nonsense = dict.fromkeys(told, "-1")

    assert read_limits(told) == Limits(rate=2, burst=4, remaining=0)
    assert read_limits(nonsense) == Limits()
    assert read_limits({"GNCP-GW-RateLimit-Replenish-Rate": "0"}) == Limits()
