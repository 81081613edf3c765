"""The schedule on a real workspace: once a business day over restarts, and never twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from engine import (
    ALL_STORES,
    Config,
    Engine,
    FeeTier,
    ImportRequest,
    JobKind,
    NewStore,
    ScheduleKind,
    now,
    open_engine,
)
from tests.sandbox_process import Sandbox, start_sandbox


class Clock:
    """A clock that tests set ahead, NAVER's with it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox, self._ahead = sandbox, timedelta()

    def __call__(self) -> datetime:
        return now() + self._ahead

    def to_the_next(self, hour: int) -> None:
        """Moves to five minutes past the next `hour` in KST."""
        here = self()
        goal = here.replace(hour=hour, minute=5)
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
    engine = open_engine(Config(workspace=tmp_path), clock=clock)
    if not engine.stores():
        given = sandbox.stores[0]
        new = NewStore(
            name="온결",
            client_id=given.client_id,
            base_url=sandbox.base_url,
            fee_tier=FeeTier.MICRO,
            tier_starts_on=date(2026, 8, 14),
        )
        engine.add_store(new, given.client_secret)
        engine.check_store(1)
        engine.fetch_prerequisites(1)
        engine.wait(engine.submit_import(ImportRequest(store_id=1)))
    return engine


def syncs(engine: Engine) -> list[int]:
    return [run.job_id for run in engine.jobs() if run.kind is JobKind.PRODUCT_SYNC]


def finish(engine: Engine) -> None:
    for job_id in syncs(engine):
        engine.wait(job_id)


def test_a_dawn_sync_runs_once_a_day_over_ticks_and_restarts(
    tmp_path: Path, sandbox: Sandbox, clock: Clock
) -> None:
    engine = start(tmp_path, sandbox, clock)
    engine.run_due()
    assert syncs(engine) == []

    clock.to_the_next(4)
    engine.run_due()
    finish(engine)
    engine.run_due()
    first = syncs(engine)
    engine.close()
    again = start(tmp_path, sandbox, clock)
    again.run_due()

    assert len(first) == 1
    assert syncs(again) == first
    clock.to_the_next(4)
    again.run_due()
    finish(again)
    assert len(syncs(again)) == 2
    again.close()


def test_the_next_moments_and_the_last_runs_are_told(
    tmp_path: Path, sandbox: Sandbox, clock: Clock
) -> None:
    engine = start(tmp_path, sandbox, clock)
    clock.to_the_next(6)
    engine.run_due()
    finish(engine)

    lines = {(line.kind, line.store_id): line for line in engine.upcoming()}

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
    engine.run_scheduled(ScheduleKind.FULL_SYNC, 1)
    finish(engine)

    clock.to_the_next(4)
    engine.run_due()
    finish(engine)

    assert len(syncs(engine)) == 2
    engine.close()
