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
from tests.one_store import SEARCH, OneStore, done, open_one_store

CASE = "/v1/pay-settle/settle/case"
DAY = timedelta(days=1)
FIRST, LAST = today() - 9 * DAY, today() - 5 * DAY
DAYS = 5


def slow_reading(one_store: OneStore, *, seconds: float = 1.0) -> int:
    """Starts a reading whose third day takes its time; it is under way when this returns."""
    one_store.fail("slow", CASE, at=3, count=1, seconds=seconds)
    job_id = one_store.engine.settlements.submit(one_store.store_id, first=FIRST, last=LAST)
    wait_for(lambda: one_store.engine.jobs.get(job_id).done >= 2)
    return job_id


def requests(one_store: OneStore, path: str = CASE) -> int:
    """How often the store asked a call."""
    stats = one_store.sandbox.control("stats", method="GET")["stores"]
    return int(stats[one_store.index]["requests"].get(path, 0))


def check(one_store: OneStore) -> SettlementCheck:
    """The rows held of the days, each with its verdict."""
    return one_store.engine.settlements.check(one_store.store_id, first=FIRST, last=LAST)


def held(one_store: OneStore) -> tuple[Any, ...]:
    """All that is held of the days but when it was read: rows, their sums, days of cash."""
    told, cash = (
        check(one_store),
        one_store.engine.settlements.cash(one_store.store_id, first=FIRST, last=LAST),
    )
    assert told.reading is not None
    assert told.checks
    reading = (told.reading.first, told.reading.last, told.reading.next_on)
    return (reading, told.checks, told.tiers, told.shares, cash)


def rows(one_store: OneStore) -> int:
    """How many settlement rows are held of the days."""
    return len(check(one_store).checks)


def test_a_reading_runs_beside_an_import_and_tells_how_far_it_is(one_store: OneStore) -> None:
    one_store.fail("slow", SEARCH, at=2, count=1, seconds=1.0)
    imports = one_store.engine.imports.submit(one_store.request())
    job_id = slow_reading(one_store, seconds=0.5)

    run = one_store.engine.jobs.get(job_id)
    both = [one.job_id for one in one_store.engine.jobs.all_active(one_store.store_id)]

    assert both == [imports, job_id]
    assert (run.kind, run.phase, run.done, run.total) == (
        *(JobKind.SETTLEMENT_READ, "READING", 2, DAYS),
    )
    assert run.request == SettlementRequest(store_id=one_store.store_id, first=FIRST, last=LAST)
    assert run.rate is not None
    ended = one_store.engine.jobs.wait(job_id)
    done(ended)
    assert ended.used.requests > 2 * DAYS
    assert (ended.result.days, ended.result.new) == (DAYS, rows(one_store))
    assert ended.result.vat_months > 0
    done(one_store.engine.jobs.wait(imports))


@pytest.mark.dated
def test_asking_again_gives_the_running_reading_and_other_days_wait(one_store: OneStore) -> None:
    job_id = slow_reading(one_store)

    again = one_store.engine.settlements.submit(one_store.store_id, first=FIRST, last=LAST)
    with pytest.raises(AlreadyRunning):
        one_store.engine.settlements.submit(one_store.store_id)

    assert again == job_id
    done(one_store.engine.jobs.wait(job_id))


def test_a_cancelled_reading_goes_on_after_its_last_day(one_store: OneStore) -> None:
    job_id = slow_reading(one_store, seconds=0.5)
    one_store.engine.jobs.cancel(job_id)
    cancelled = one_store.engine.jobs.wait(job_id)
    kept, asked = rows(one_store), requests(one_store)

    one_store.engine.jobs.resume(job_id)
    ended = one_store.engine.jobs.wait(job_id)

    assert cancelled.state is JobState.CANCELLED
    assert (cancelled.result.new, cancelled.done) == (kept, 2)
    assert requests(one_store) - asked == DAYS - 2
    done(ended)
    assert (ended.result.days, ended.result.new) == (DAYS, rows(one_store))
    anew = one_store.reads(FIRST, LAST)
    assert (anew.days, anew.new, anew.changed, anew.resumed) == (DAYS, 0, 0, False)


def test_a_reading_closed_over_goes_on_where_the_workspace_is_served(one_store: OneStore) -> None:
    job_id = slow_reading(one_store, seconds=0.5)
    one_store.engine.close()

    opened = open_engine(Config(workspace=one_store.folder))
    assert opened.jobs.get(job_id).state is JobState.INTERRUPTED
    assert opened.settlements.submit(one_store.store_id, first=FIRST, last=LAST) == job_id
    opened.close()
    served = open_engine(Config(workspace=one_store.folder), serve=True)
    ended = served.jobs.wait(job_id)
    served.close()

    done(ended)
    assert ended.result.days == DAYS


def test_a_refused_reading_says_why_and_one_asked_for_anew_takes_up_its_days(
    one_store: OneStore,
) -> None:
    one_store.fail("missing_group", CASE, at=3, status=403)
    failed = one_store.engine.jobs.wait(
        one_store.engine.settlements.submit(one_store.store_id, first=FIRST, last=LAST)
    )
    one_store.mend()

    report = one_store.reads(FIRST, LAST)

    assert (failed.state, failed.error_code) == (JobState.FAILED, PermissionMissing.code)
    assert (report.resumed, report.days) == (True, DAYS - 2)
    with pytest.raises(BadRequest, match="no failed items"):
        one_store.engine.jobs.retry_failed(failed.job_id)


def test_a_used_up_quota_parks_a_reading_until_it_renews(one_store: OneStore) -> None:
    one_store.engine.service.runner.parks = True
    one_store.fail("quota_limit_429", CASE, at=3, count=1)
    job_id = one_store.engine.settlements.submit(one_store.store_id, first=FIRST, last=LAST)

    one_store.engine.jobs.ended(job_id, 10)
    parked = one_store.engine.jobs.get(job_id)

    assert (parked.state, parked.state in ACTIVE) == (JobState.WAITING, True)
    assert parked.not_before is not None
    one_store.engine.jobs.cancel(job_id)
    one_store.engine.jobs.resume(job_id)
    done(one_store.engine.jobs.wait(job_id))
    assert one_store.engine.jobs.get(job_id).result is not None
    assert rows(one_store) > 0


class HeldClock:
    """A clock that stands still until it is set ahead."""

    def __init__(self) -> None:
        self.moment = now()

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def served(one_store: OneStore, tmp_path: Path) -> Iterator[tuple[OneStore, HeldClock]]:
    """The same store in another workspace, which is served by a clock of its own."""
    clock = HeldClock()
    opened = open_one_store(one_store.sandbox, one_store.index, tmp_path / "served", clock=clock)
    serve(opened.engine)
    yield opened, clock
    opened.engine.close()


def test_a_parked_reading_wakes_by_itself_and_ends_as_an_undisturbed_one(
    one_store: OneStore, served: tuple[OneStore, HeldClock]
) -> None:
    undisturbed = one_store.reads(FIRST, LAST)
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
    assert held(parked) == held(one_store)
