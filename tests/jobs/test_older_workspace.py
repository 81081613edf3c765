"""A workspace of an earlier version: it opens, is migrated, and a job of each kind goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest

from engine import Config, Engine, JobKind, JobRun, JobState, now, open_engine, today
from engine.clock import to_utc
from tests.older import go_back
from tests.one_store import OneStore, done

BEFORE = "open_job_kinds"  # from here on the table names no kinds
ASKED, READ = 150, 100  # numbers of a job, and those it had read when the process was killed
FIRST, LAST = today() - timedelta(days=9), today() - timedelta(days=5)


def add_killed_job(file: Path, job_id: int, kind: JobKind, request: str, **place: Any) -> None:
    """A job as the version before left it when it was killed."""
    row = {
        "job_id": job_id,
        "kind": kind,
        "store_id": 1,
        "asked_by": "SCREEN",
        "person": "kim",
        "state": "RUNNING",
        "request": request,
        "phase": "READING",
        "next_page": 1,
        "pass": 1,
        "shrank": False,
        "done": 0,
        "total": None,
        "requests": 3,
        "refused": 0,
        "running_seconds": 1.5,
        "came_to": None,
        "created_at": to_utc(now()) - timedelta(minutes=5),
        "cancel_asked": False,
    } | place
    with duckdb.connect(str(file)) as older:
        names, marks = ", ".join(row), ", ".join(f"${name}" for name in row)
        older.execute(f"insert into job ({names}) values ({marks})", row)
        older.execute("update counter set last_number = ? where noun = 'job'", [job_id])


def numbers_request(numbers: list[int], mode: str = "NONE") -> str:
    """A request for chosen listings as the version before kept it."""
    return (
        f'{{"store_id":1,"numbers":{msgspec.json.encode(numbers).decode()},"search":null,'
        f'"mode":"{mode}","link_stock":false,"sku_id":null}}'
    )


@pytest.fixture
def older(one_store: OneStore) -> Iterator[Engine]:
    """A workspace of the version before with a killed job of each kind, opened by this one."""
    done(one_store.imports())
    numbers = one_store.listed()[:ASKED]
    one_store.engine.close()
    file = Config(workspace=one_store.folder).database_file
    go_back(file, BEFORE)
    halfway = {"next_page": 2, "done": READ, "total": ASKED}
    add_killed_job(file, 11, JobKind.PRODUCT_IMPORT, numbers_request(numbers, "BY_CODE"), **halfway)
    add_killed_job(file, 12, JobKind.PRODUCT_SYNC, numbers_request(numbers), **halfway)
    add_killed_job(
        *(file, 13, JobKind.SETTLEMENT_READ),
        f'{{"store_id":1,"first":"{FIRST}","last":"{LAST}"}}',
        **{"next_page": 3, "done": 2, "total": 5},
        came_to='{"days":2,"new":40,"changed":0,"gone":0,"vat_months":0,"resumed":false}',
    )
    engine = open_engine(Config(workspace=one_store.folder))
    yield engine
    engine.close()


def resumed(engine: Engine, job_id: int) -> JobRun:
    """A job that was interrupted and went on to its end."""
    assert engine.jobs.get(job_id).state is JobState.INTERRUPTED
    engine.jobs.resume(job_id)
    run = engine.jobs.wait(job_id)
    done(run)
    return run


def test_an_import_goes_on_where_it_was_killed(older: Engine) -> None:
    run = resumed(older, 11)

    assert run.kind is JobKind.PRODUCT_IMPORT
    assert (run.done, run.total, run.person) == (ASKED, ASKED, "kim")
    assert run.result.unchanged == ASKED - READ


def test_a_sync_goes_on_where_it_was_killed(older: Engine) -> None:
    run = resumed(older, 12)

    assert run.kind is JobKind.PRODUCT_SYNC
    assert (run.done, run.total) == (ASKED, ASKED)
    assert run.result.unchanged == ASKED - READ
    assert run.used.requests > 3  # those of before are counted with it


@pytest.mark.dated
def test_a_reading_of_settlements_goes_on_where_it_was_killed(older: Engine) -> None:
    run = resumed(older, 13)
    rows = len(older.settlements.check(1, first=FIRST, last=LAST).checks)

    assert run.kind is JobKind.SETTLEMENT_READ
    assert (run.done, run.total) == (5, 5)
    assert run.result.days == 5
    assert run.result.new == 40 + rows


def test_the_newest_job_of_each_lane_goes_on_by_itself(older: Engine) -> None:
    older.service.runner.resume_interrupted()

    states = {job_id: older.jobs.wait(job_id).state for job_id in (11, 12, 13)}

    assert states == {11: JobState.INTERRUPTED, 12: JobState.DONE, 13: JobState.DONE}


def test_a_new_job_is_numbered_after_those_of_before(older: Engine) -> None:
    job_id = older.settlements.submit(1, first=FIRST, last=FIRST)

    assert (job_id, older.jobs.get(job_id).kind) == (14, JobKind.SETTLEMENT_READ)
    done(older.jobs.wait(job_id))
