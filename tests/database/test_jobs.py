"""Reports of ended jobs: their sums stay, the lines of the oldest go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from engine.api_errors import NotFound
from engine.clock import now
from engine.database import database as module
from engine.database.database import Database
from engine.database.jobs import KEPT_REPORTS, Jobs
from engine.database.reports import record_failure
from engine.domain.job_kinds import JobKind
from engine.domain.jobs import Asker, JobState
from engine.domain.product_jobs import ImportRequest, ImportResult
from engine.domain.settlement import SettlementReading
from engine.domain.settlement_jobs import SettlementRequest, SettlementResult
from engine.domain.unread import Told
from engine.errors import BadRequest
from engine.jobs.context import Tables
from tests.builders import NOON

LINES = 25
MIGRATIONS = sorted((Path(module.__file__).parent / "sql" / "migrations").glob("*.sql"))


@pytest.fixture
def database() -> Iterator[Database]:
    database = Database(":memory:")
    yield database
    database.close()


def ended(jobs: Jobs, database: Database) -> int:
    """A job with some lines, one of them a failure."""
    job_id = jobs.add(JobKind.PRODUCT_SYNC, ImportRequest(store_id=1), Asker.SCREEN)
    jobs.start(job_id)
    with database.write() as cursor:
        cursor.execute(
            "insert into job_item (job_id, channel_product_no, outcome, match_kind, stock_linked)"
            " select $job_id, range, 'UNCHANGED', 'EXACT', true from range($lines)",
            {"job_id": job_id, "lines": LINES},
        )
        record_failure(cursor, job_id, 999, NotFound())
    jobs.finish(job_id, JobState.DONE)
    return job_id


def test_old_reports_keep_their_sums_and_failures_but_not_their_lines(database: Database) -> None:
    jobs = Jobs(database, now)
    numbers = [ended(jobs, database) for _ in range(KEPT_REPORTS + 3)]
    jobs.add(JobKind.PRODUCT_SYNC, ImportRequest(store_id=1), Asker.SCREEN)

    kept = [len(jobs.reports.items(job_id)) for job_id in numbers]
    runs = [jobs.get(job_id) for job_id in numbers]

    assert kept == [1, 1, 1] + [LINES + 1] * KEPT_REPORTS
    assert {run.result.unchanged for run in runs} == {LINES}
    assert {run.result.stock_linked for run in runs} == {LINES}
    assert {len(run.failed) for run in runs} == {1}


def test_a_job_that_goes_on_counts_its_lines_anew(database: Database) -> None:
    jobs = Jobs(database, now)
    job_id = ended(jobs, database)
    jobs.start(job_id)
    with database.write() as cursor:
        cursor.execute(
            "insert into job_item (job_id, channel_product_no, outcome, match_kind, stock_linked)"
            " values ($job_id, 5000, 'IMPORTED', 'NONE', false)",
            {"job_id": job_id},
        )

    assert jobs.get(job_id).result.imported == 1


@pytest.mark.dated
def test_a_job_of_an_earlier_version_is_still_told(tmp_path: Path) -> None:
    file = tmp_path / "earlier.duckdb"
    with duckdb.connect(str(file)) as earlier:
        earlier.execute(
            "create table migration (number integer primary key, name varchar not null)"
        )
        for number, migration in enumerate(MIGRATIONS[:18], start=1):
            earlier.execute(migration.read_text("utf-8"))
            earlier.execute("insert into migration values (?, ?)", [number, migration.stem])
        earlier.execute(
            "insert into job by name select 7 as job_id, 'PRODUCT_SYNC' as kind, 1 as store_id,"
            " 'SCREEN' as asked_by, 'kim' as person, 'DONE' as state,"
            " '{\"store_id\":1}' as request,"
            " '' as phase, 1 as next_page, 1 as pass, false as shrank, 5 as done, 0 as requests,"
            " 0 as refused, 0 as running_seconds, now()::timestamp as created_at"
        )
        earlier.execute(
            "insert into job_item (job_id, channel_product_no, outcome, match_kind, stock_linked)"
            " values (7, 5000, 'CHANGED', 'NONE', false), (7, 5001, 'GONE', 'NONE', false)"
        )
    migrated = Database(file)
    jobs = Jobs(migrated, now)

    run = jobs.get(7)
    days = SettlementRequest(store_id=1, first=now().date(), last=now().date())
    new = jobs.add(JobKind.SETTLEMENT_READ, days, Asker.SCHEDULE)

    assert (run.person, run.done, run.request) == ("kim", 5, ImportRequest(store_id=1))
    assert (run.result, run.failed) == (ImportResult(changed=1, gone=1, unmatched=1), ())
    assert (new, jobs.get(new).request, jobs.get(new).result) == (8, days, SettlementResult())
    with pytest.raises(duckdb.ConstraintException), migrated.write() as cursor:
        cursor.execute("update job set state = 'COFFEE' where job_id = 8")
    migrated.close()


def brew(database: Database, job_id: int) -> None:
    """Makes a job one of a kind that a later version has."""
    with database.write() as cursor:
        cursor.execute(
            "update job set kind = 'COFFEE', request = '{\"store_id\":1,\"cups\":3}'"
            " where job_id = $job_id",
            {"job_id": job_id},
        )


def test_a_job_of_an_unknown_kind_is_left_out_and_told_of_in_a_sentence(database: Database) -> None:
    jobs = Jobs(database, now)
    numbers = [ended(jobs, database) for _ in range(3)]
    brew(database, numbers[1])

    known = [numbers[2], numbers[0]]
    assert [run.job_id for run in jobs.latest(None, 10)] == known
    assert [run.job_id for run in jobs.ended(1, 10)] == known
    assert [jobs.of_unknown_kind(store_id) for store_id in (None, 1, 2)] == [1, 1, 0]
    with pytest.raises(BadRequest, match=r"2 is of a kind this version does not know \(COFFEE\)"):
        jobs.get(numbers[1])


def test_a_job_of_an_unknown_kind_is_neither_resumed_nor_in_the_way(database: Database) -> None:
    jobs = Jobs(database, now)
    request = ImportRequest(store_id=1)
    ours, theirs = (jobs.add(JobKind.PRODUCT_SYNC, request, Asker.SCREEN) for _ in range(2))
    brew(database, theirs)

    jobs.interrupt_all()

    assert jobs.interrupted() == (ours,)
    assert jobs.is_newest(ours)
    assert jobs.active(1) is None
    assert jobs.all_active(1) == ()
    assert jobs.newest(1) == (theirs, JobState.INTERRUPTED)  # it began: pages are read anew


def test_what_a_reading_of_settlements_came_to_is_told_while_it_runs(tables: Tables) -> None:
    on = NOON.date()
    request = SettlementRequest(store_id=1, first=on, last=on)
    job_id = tables.jobs.add(JobKind.SETTLEMENT_READ, request, Asker.SCREEN)
    assert tables.jobs.get(job_id).result == SettlementResult()
    (before,) = tables.jobs.all_active(1)
    reading = SettlementReading(first=on, last=on, next_on=on, started_at=NOON)
    report = SettlementResult(days=1, new=3)

    tables.settlements.save_day(
        1,
        on,
        Told(found=()),
        Told(found=()),
        reading,
        in_transaction=lambda cursor, kept: tables.jobs.save_came_to(cursor, job_id, report),
    )

    assert before.result == SettlementResult()
    assert tables.jobs.get(job_id).result == report
    assert [run.result for run in tables.jobs.all_active(1)] == [report]
