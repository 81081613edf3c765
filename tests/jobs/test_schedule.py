"""The schedule on a real workspace: once a business day over restarts, and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from engine import (
    ALL_STORES,
    Asker,
    BadRequest,
    Config,
    Engine,
    ImportRequest,
    JobKind,
    ScheduleKind,
    Switches,
    now,
    open_engine,
)
from engine.domain.schedule import Entry
from engine.errors import WorkspaceUnusable
from engine.serving import serve
from tests.builders import wait_for
from tests.one_store import done, open_one_store
from tests.sandbox_process import Sandbox, start_sandbox


class Clock:
    """A clock that tests set ahead, NAVER's with it; it begins past noon, whenever tests are run:
    between dawn and six a store is too young for the sync of its first day.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox, self._ahead = sandbox, timedelta()
        self.to_the_next(12)

    def __call__(self) -> datetime:
        return now() + self._ahead

    def to_the_next(self, hour: int, *, after: int | None = None) -> None:
        """Moves to seven minutes past the next `hour` in KST, where no turn falls due for three
        minutes; after that of another hour: a store that was added since then waits for the day's
        next run.
        """
        if after is not None:
            self.to_the_next(after)
        here = self()
        goal = here.replace(hour=hour, minute=7)
        goal += timedelta(days=1) if goal <= here else timedelta()
        self._ahead += goal - here
        self._sandbox.control("clock", {"offset_seconds": self._ahead.total_seconds()})


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with start_sandbox(stores=1, products=30) as running:
        yield running


@pytest.fixture
def clock(sandbox: Sandbox) -> Iterator[Clock]:
    yield Clock(sandbox)
    sandbox.control("clock", {"offset_seconds": 0})


def start(tmp_path: Path, sandbox: Sandbox, clock: Clock) -> Engine:
    if (tmp_path / "storeboard.duckdb").exists():
        return open_engine(Config(workspace=tmp_path), clock=clock)
    one_store = open_one_store(sandbox, 0, tmp_path, clock=clock)
    one_store.engine.stores.check(one_store.store_id)
    done(one_store.imports())
    return one_store.engine


def syncs(engine: Engine) -> list[int]:
    return [run.job_id for run in engine.jobs.latest() if run.kind is JobKind.PRODUCT_SYNC]


def finish(engine: Engine) -> None:
    for job_id in syncs(engine):
        engine.jobs.wait(job_id)


def test_a_dawn_sync_runs_once_a_day_over_ticks_and_restarts(
    tmp_path: Path, sandbox: Sandbox, clock: Clock
) -> None:
    engine = start(tmp_path, sandbox, clock)
    engine.service.schedule.tick()
    assert syncs(engine) == []

    clock.to_the_next(4)
    engine.service.schedule.tick()
    finish(engine)
    engine.service.schedule.tick()
    first = syncs(engine)
    engine.close()
    again = start(tmp_path, sandbox, clock)
    again.service.schedule.tick()

    assert len(first) == 1
    assert syncs(again) == first
    clock.to_the_next(4)
    again.service.schedule.tick()
    finish(again)
    assert len(syncs(again)) == 2
    again.close()


def test_the_next_moments_and_the_last_runs_are_told(
    tmp_path: Path, sandbox: Sandbox, clock: Clock
) -> None:
    engine = start(tmp_path, sandbox, clock)
    clock.to_the_next(6, after=3)
    engine.service.schedule.tick()
    finish(engine)

    lines = {(line.kind, line.store_id): line for line in engine.schedule.upcoming()}

    sync = lines[ScheduleKind.FULL_SYNC, 1]
    assert (sync.next_at.hour, sync.next_at.minute) == (4, 0)
    assert sync.next_at > clock()
    assert sync.last is not None
    assert sync.last.job_id in syncs(engine)
    copy = lines[ScheduleKind.SNAPSHOT, ALL_STORES]
    assert copy.last is not None
    assert copy.last.job_id is None
    assert (tmp_path / "snapshot.duckdb").exists()
    engine.close()


def test_run_now_does_not_use_up_the_days_run(
    tmp_path: Path, sandbox: Sandbox, clock: Clock
) -> None:
    engine = start(tmp_path, sandbox, clock)
    engine.schedule.run(ScheduleKind.FULL_SYNC, 1)
    finish(engine)

    clock.to_the_next(4)
    engine.service.schedule.tick()
    finish(engine)

    assert len(syncs(engine)) == 2
    engine.close()


def test_a_run_by_hand_is_told_as_the_last_one_beside_the_days_own(
    tmp_path: Path, sandbox: Sandbox, clock: Clock
) -> None:
    engine = start(tmp_path, sandbox, clock)
    clock.to_the_next(4)
    engine.service.schedule.tick()
    finish(engine)

    by_hand = engine.schedule.run(ScheduleKind.FULL_SYNC, 1)
    finish(engine)
    engine.service.schedule.tick()

    last = {line.kind: line.last for line in engine.schedule.upcoming()}[ScheduleKind.FULL_SYNC]
    assert last is not None
    assert last.job_id == by_hand == max(syncs(engine))
    assert len(syncs(engine)) == 2
    engine.close()


def test_a_line_nothing_is_registered_for_is_told_so_and_never_runs(
    tmp_path: Path, sandbox: Sandbox, clock: Clock
) -> None:
    engine = start(tmp_path, sandbox, clock)
    clock.to_the_next(6)
    engine.service.schedule.tick()
    finish(engine)

    lines = {line.kind: line for line in engine.schedule.upcoming()}

    orders = lines[ScheduleKind.ORDERS]
    assert (orders.store_id, orders.next_at, orders.last) == (ALL_STORES, None, None)
    with pytest.raises(BadRequest, match="not in use yet"):
        engine.schedule.run(ScheduleKind.ORDERS, ALL_STORES)
    assert {line.kind: line for line in engine.schedule.upcoming()}[
        ScheduleKind.ORDERS
    ].last is None
    engine.close()


POLL = Entry(  # as orders will be collected, of a kind of job there is
    kind=ScheduleKind.ORDERS,
    job=JobKind.SETTLEMENT_READ,
    per_store=True,
    every=timedelta(minutes=5),
    jitter=timedelta(minutes=1),
)


def polls(engine: Engine) -> list[int]:
    """Makes what is due of a line that runs more often than daily; its jobs so far, ended."""
    engine.service.schedule.entries = (POLL,)
    engine.service.schedule.tick()
    for job_id in readings(engine):
        engine.jobs.wait(job_id)
    return readings(engine)


def test_a_line_of_a_job_runs_once_a_turn_over_restarts(
    tmp_path: Path, sandbox: Sandbox, clock: Clock
) -> None:
    engine = start(tmp_path, sandbox, clock)
    clock.to_the_next(12)
    assert len(polls(engine)) == len(polls(engine)) == 1
    engine.close()
    again = start(tmp_path, sandbox, clock)
    assert len(polls(again)) == 1

    clock.to_the_next(13)

    assert len(polls(again)) == 2
    (line,) = again.schedule.upcoming()
    assert line.last is not None
    assert line.last.job_id == readings(again)[0]
    assert line.next_at is not None
    assert line.next_at > clock()
    again.close()


def test_a_run_that_fails_stays_due(tmp_path: Path, sandbox: Sandbox, clock: Clock) -> None:
    tries: list[bool] = []

    def back_up() -> None:
        tries.append(True)
        if len(tries) == 1:
            raise WorkspaceUnusable

    engine = start(tmp_path, sandbox, clock)
    engine.service.schedule.use(ScheduleKind.BACKUP, back_up)
    clock.to_the_next(6, after=4)
    for _ in range(3):
        engine.service.schedule.tick()
    finish(engine)

    assert len(tries) == 2
    engine.close()


def test_the_copy_follows_each_job(tmp_path: Path, sandbox: Sandbox, clock: Clock) -> None:
    engine = start(tmp_path, sandbox, clock)
    serve(engine)
    copy = tmp_path / "snapshot.duckdb"

    for _ in range(2):
        copy.unlink(missing_ok=True)
        engine.jobs.wait(engine.imports.submit_sync(ImportRequest(store_id=1)))
        wait_for(copy.exists)

    engine.close()


def readings(engine: Engine) -> list[int]:
    return [run.job_id for run in engine.jobs.latest() if run.kind is JobKind.SETTLEMENT_READ]


@pytest.mark.dated
def test_settlements_are_read_once_a_morning_where_their_switch_is_on(
    tmp_path: Path, sandbox: Sandbox, clock: Clock
) -> None:
    engine = start(tmp_path, sandbox, clock)
    engine.store_sections.save_switches(1, Switches(settlement=False))
    clock.to_the_next(7, after=6)
    engine.service.schedule.tick()
    lines = {line.kind for line in engine.schedule.upcoming() if line.store_id == 1}
    assert (readings(engine), lines) == ([], {ScheduleKind.FULL_SYNC})

    engine.store_sections.save_switches(1, Switches(product=False))
    engine.service.schedule.tick()
    done(engine.jobs.wait(*readings(engine)))
    engine.service.schedule.tick()
    (line,) = [line for line in engine.schedule.upcoming() if line.store_id == 1]
    again = engine.schedule.run(ScheduleKind.SETTLEMENTS, 1)
    done(engine.jobs.wait(again))

    assert readings(engine) == [again, line.last.job_id]
    assert line.kind is ScheduleKind.SETTLEMENTS
    assert time(6, 30) <= line.next_at.time() <= time(6, 40)  # late by chance, as its day has it
    assert engine.jobs.get(line.last.job_id).asked_by is Asker.SCHEDULE
    finish(engine)
    engine.close()
