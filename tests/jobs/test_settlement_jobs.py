"""Readings of settlements as jobs: beside imports, stopped and gone on with, parked, told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine import (
    ACTIVE,
    AlreadyRunning,
    BadRequest,
    Config,
    JobKind,
    JobState,
    PermissionMissing,
    SettlementCheck,
    SettlementRequest,
    now,
    open_engine,
    today,
)
from engine.serving import serve
from tests.builders import wait_for
from tests.shop import SEARCH, Shop, done, open_shop

CASE = "/v1/pay-settle/settle/case"
DAY = timedelta(days=1)
FIRST, LAST = today() - 9 * DAY, today() - 5 * DAY
DAYS = 5


def slow_reading(shop: Shop, *, seconds: float = 1.0) -> int:
    """Starts a reading whose third day takes its time; it is under way when this returns."""
    shop.fail("slow", CASE, at=3, count=1, seconds=seconds)
    job_id = shop.engine.settlements.submit(shop.store_id, first=FIRST, last=LAST)
    wait_for(lambda: shop.engine.jobs.get(job_id).done >= 2)
    return job_id


def requests(shop: Shop, path: str = CASE) -> int:
    """How often the store asked a call."""
    stats = shop.sandbox.control("stats", method="GET")["stores"]
    return int(stats[shop.index]["requests"].get(path, 0))


def check(shop: Shop) -> SettlementCheck:
    """The rows held of the days, each with its verdict."""
    return shop.engine.settlements.check(shop.store_id, first=FIRST, last=LAST)


def held(shop: Shop) -> tuple[Any, ...]:
    """All that is held of the days but when it was read: rows, their sums, days of cash."""
    told, cash = check(shop), shop.engine.settlements.cash(shop.store_id, first=FIRST, last=LAST)
    assert told.reading is not None
    assert told.checks
    reading = (told.reading.first, told.reading.last, told.reading.next_on)
    return (reading, told.checks, told.tiers, told.shares, cash)


def rows(shop: Shop) -> int:
    """How many settlement rows are held of the days."""
    return len(check(shop).checks)


def test_a_reading_runs_beside_an_import_and_tells_how_far_it_is(shop: Shop) -> None:
    shop.fail("slow", SEARCH, at=2, count=1, seconds=1.0)
    imports = shop.engine.imports.submit(shop.request())
    job_id = slow_reading(shop, seconds=0.5)

    run = shop.engine.jobs.get(job_id)
    both = [one.job_id for one in shop.engine.jobs.all_active(shop.store_id)]

    assert both == [imports, job_id]
    assert (run.kind, run.phase, run.done, run.total) == (
        *(JobKind.SETTLEMENT_READ, "READING", 2, DAYS),
    )
    assert run.request == SettlementRequest(store_id=shop.store_id, first=FIRST, last=LAST)
    assert run.rate is not None
    ended = shop.engine.jobs.wait(job_id)
    done(ended)
    assert ended.used.requests > 2 * DAYS
    assert (ended.result.days, ended.result.new) == (DAYS, rows(shop))
    assert ended.result.vat_months > 0
    done(shop.engine.jobs.wait(imports))


@pytest.mark.dated
def test_asking_again_gives_the_running_reading_and_other_days_wait(shop: Shop) -> None:
    job_id = slow_reading(shop)

    again = shop.engine.settlements.submit(shop.store_id, first=FIRST, last=LAST)
    with pytest.raises(AlreadyRunning):
        shop.engine.settlements.submit(shop.store_id)

    assert again == job_id
    done(shop.engine.jobs.wait(job_id))


def test_a_cancelled_reading_goes_on_after_its_last_day(shop: Shop) -> None:
    job_id = slow_reading(shop, seconds=0.5)
    shop.engine.jobs.cancel(job_id)
    cancelled = shop.engine.jobs.wait(job_id)
    kept, asked = rows(shop), requests(shop)

    shop.engine.jobs.resume(job_id)
    ended = shop.engine.jobs.wait(job_id)

    assert cancelled.state is JobState.CANCELLED
    assert (cancelled.result.new, cancelled.done) == (kept, 2)
    assert requests(shop) - asked == DAYS - 2
    done(ended)
    assert (ended.result.days, ended.result.new) == (DAYS, rows(shop))
    anew = shop.reads(FIRST, LAST)
    assert (anew.days, anew.new, anew.changed, anew.resumed) == (DAYS, 0, 0, False)


def test_a_reading_closed_over_goes_on_where_the_workspace_is_served(shop: Shop) -> None:
    job_id = slow_reading(shop, seconds=0.5)
    shop.engine.close()

    opened = open_engine(Config(workspace=shop.folder))
    assert opened.jobs.get(job_id).state is JobState.INTERRUPTED
    assert opened.settlements.submit(shop.store_id, first=FIRST, last=LAST) == job_id
    opened.close()
    served = open_engine(Config(workspace=shop.folder), serve=True)
    ended = served.jobs.wait(job_id)
    served.close()

    done(ended)
    assert ended.result.days == DAYS


def test_a_refused_reading_says_why_and_one_asked_for_anew_takes_up_its_days(shop: Shop) -> None:
    shop.fail("missing_group", CASE, at=3, status=403)
    failed = shop.engine.jobs.wait(
        shop.engine.settlements.submit(shop.store_id, first=FIRST, last=LAST)
    )
    shop.mend()

    report = shop.reads(FIRST, LAST)

    assert (failed.state, failed.error_code) == (JobState.FAILED, PermissionMissing.code)
    assert (report.resumed, report.days) == (True, DAYS - 2)
    with pytest.raises(BadRequest, match="no failed items"):
        shop.engine.jobs.retry_failed(failed.job_id)


def test_a_used_up_quota_parks_a_reading_until_it_renews(shop: Shop) -> None:
    shop.engine.service.runner.parks = True
    shop.fail("quota_limit_429", CASE, at=3, count=1)
    job_id = shop.engine.settlements.submit(shop.store_id, first=FIRST, last=LAST)

    shop.engine.jobs.ended(job_id, 10)
    parked = shop.engine.jobs.get(job_id)

    assert (parked.state, parked.state in ACTIVE) == (JobState.WAITING, True)
    assert parked.not_before is not None
    shop.engine.jobs.cancel(job_id)
    shop.engine.jobs.resume(job_id)
    done(shop.engine.jobs.wait(job_id))
    assert shop.engine.jobs.get(job_id).result is not None
    assert rows(shop) > 0


class HeldClock:
    """A clock that stands still until it is set ahead."""

    def __init__(self) -> None:
        self.moment = now()

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def served(shop: Shop, tmp_path: Path) -> Iterator[tuple[Shop, HeldClock]]:
    """The same store in another workspace, which is served by a clock of its own."""
    clock = HeldClock()
    opened = open_shop(shop.sandbox, shop.index, tmp_path / "served", clock=clock)
    serve(opened.engine)
    yield opened, clock
    opened.engine.close()


def test_a_parked_reading_wakes_by_itself_and_ends_as_an_undisturbed_one(
    shop: Shop, served: tuple[Shop, HeldClock]
) -> None:
    undisturbed = shop.reads(FIRST, LAST)
    parked, clock = served
    parked.fail("quota_limit_429", CASE, at=3, count=1, retry_after=1)
    job_id = parked.engine.settlements.submit(parked.store_id, first=FIRST, last=LAST)
    parked.engine.jobs.ended(job_id, 20)
    waits = parked.engine.jobs.get(job_id)

    parked.engine.service.schedule.tick()  # as the clock of the schedule does every twenty seconds
    early = parked.engine.jobs.get(job_id)

    def woken() -> bool:
        clock.moment += timedelta(seconds=1)
        parked.engine.service.schedule.tick()
        return parked.engine.jobs.wait(job_id, 20).state is not JobState.WAITING

    wait_for(woken)  # the second passes in truth, too: until then nothing is asked
    ended = parked.engine.jobs.wait(job_id)

    assert (waits.state, waits.done) == (JobState.WAITING, 2)
    assert (early.state, early.not_before) == (JobState.WAITING, waits.not_before)
    assert waits.not_before is not None
    assert waits.not_before <= clock()
    done(ended)
    assert (ended.error_code, ended.not_before) == (None, None)
    told = ended.result
    assert (told.days, told.new, told.vat_months) == (
        *(undisturbed.days, undisturbed.new, undisturbed.vat_months),
    )
    assert held(parked) == held(shop)
