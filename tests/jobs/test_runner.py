"""Jobs under way: one a store, side by side, cancelled, closed over, resumed, and told apart."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.words.job_faces import undone
from engine import (
    ACTIVE,
    AlreadyRunning,
    BadRequest,
    Config,
    FeeTier,
    ImportRequest,
    JobKind,
    JobState,
    MatchingMode,
    ProductSearch,
    SettlementRequest,
    now,
    open_engine,
    today,
)
from engine.api_errors import QuotaExceeded
from engine.database.database import _connect
from engine.jobs.runner import JobRunner
from tests.builders import new_store, wait_for
from tests.conftest import SHARED_PRODUCTS
from tests.one_store import BY_CODE, ORIGIN, SEARCH, OneStore, done, open_one_store, sku_sheet
from tests.sandbox_process import start_sandbox

WRONG_SECRET = "$2a$04$" + "wrong" * 4 + "zu"


def slow_import(one_store: OneStore, *, seconds: float = 1.5, **fields: Any) -> int:
    """Starts an import whose second page takes its time; it is under way when this returns."""
    one_store.fail("slow", SEARCH, at=2, count=1, seconds=seconds)
    job_id = one_store.engine.imports.submit(one_store.request(**fields))
    wait_for(lambda: one_store.engine.jobs.get(job_id).done >= 500)
    return job_id


def test_a_cancelled_import_keeps_its_pages_and_goes_on_to_the_same_end(
    one_store: OneStore,
) -> None:
    job_id = slow_import(one_store)

    one_store.engine.jobs.cancel(job_id)
    cancelled = one_store.engine.jobs.wait(job_id)

    assert cancelled.state is JobState.CANCELLED
    assert 500 <= cancelled.result.imported == len(one_store.rows()) <= SHARED_PRODUCTS
    one_store.mend()
    one_store.engine.jobs.resume(job_id)
    ended = one_store.engine.jobs.wait(job_id)
    assert done(ended).imported == SHARED_PRODUCTS
    assert ended.done == ended.total == SHARED_PRODUCTS
    assert sorted(int(row["channel_product_no"]) for row in one_store.rows()) == sorted(
        one_store.listed()
    )


def test_a_job_tells_how_far_it_is_while_it_runs(one_store: OneStore) -> None:
    job_id = slow_import(one_store)

    run = one_store.engine.jobs.get(job_id)

    assert (run.state, run.phase, run.done, run.total) == (
        *(JobState.RUNNING, "READING", 500, SHARED_PRODUCTS),
    )
    assert run.rate is not None
    assert run.seconds_left is not None
    assert one_store.engine.jobs.active(one_store.store_id, JobKind.PRODUCT_IMPORT) is not None
    done(one_store.engine.jobs.wait(job_id))
    assert one_store.engine.jobs.active(one_store.store_id, JobKind.PRODUCT_IMPORT) is None


def test_asking_again_for_what_is_running_gives_the_running_job(one_store: OneStore) -> None:
    job_id = slow_import(one_store)

    again = one_store.engine.imports.submit(one_store.request())

    assert again == job_id
    done(one_store.engine.jobs.wait(job_id))
    assert len(one_store.engine.jobs.latest()) == 1


def test_another_job_of_the_same_store_has_to_wait(one_store: OneStore) -> None:
    job_id = slow_import(one_store)

    with pytest.raises(AlreadyRunning):
        one_store.engine.imports.submit(one_store.request(mode=MatchingMode.BY_CODE))
    with pytest.raises(AlreadyRunning):
        one_store.engine.imports.submit_sync(one_store.request())

    done(one_store.engine.jobs.wait(job_id))
    done(one_store.syncs())


def test_stores_are_read_side_by_side(one_store: OneStore) -> None:
    other = one_store.sandbox.stores[one_store.index + 1]
    new = new_store(one_store.sandbox, one_store.index + 1, name="옆 가게")
    store = one_store.engine.stores.add(new, other.client_secret)
    one_store.engine.prerequisites.fetch(store.store_id)
    job_id = slow_import(one_store)

    beside = one_store.engine.imports.submit(ImportRequest(store_id=store.store_id))
    done(one_store.engine.jobs.wait(beside))

    assert one_store.engine.jobs.get(job_id).state in ACTIVE
    done(one_store.engine.jobs.wait(job_id))


def test_many_threads_that_ask_for_one_import_start_one(one_store: OneStore) -> None:
    one_store.fail("slow", SEARCH, at=1, count=1, seconds=0.5)
    started: list[int] = []

    def ask() -> None:
        started.append(one_store.engine.imports.submit(one_store.request()))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(started)) == 1
    assert done(one_store.engine.jobs.wait(started[0])).imported == SHARED_PRODUCTS


def test_a_finished_job_cannot_be_resumed(one_store: OneStore) -> None:
    run = one_store.imports(numbers=(one_store.listed()[0],))

    with pytest.raises(BadRequest, match="cannot be resumed"):
        one_store.engine.jobs.resume(run.job_id)


def test_a_job_that_does_not_exist_is_told_so(one_store: OneStore) -> None:
    for ask in (
        one_store.engine.jobs.get,
        one_store.engine.jobs.resume,
        one_store.engine.jobs.report_items,
        one_store.engine.jobs.cancel,
    ):
        with pytest.raises(BadRequest, match="There is no job 77"):
            ask(77)


def test_a_job_closed_over_goes_on_by_itself_where_the_workspace_is_served(
    one_store: OneStore,
) -> None:
    job_id = slow_import(one_store, seconds=0.5)
    one_store.engine.close()
    one_store.mend()

    served = open_engine(Config(workspace=one_store.folder), serve=True)
    ended = served.jobs.wait(job_id)
    rows = served.products.export(one_store.store_id, one_store.folder / "again.csv")
    served.close()

    assert done(ended).imported == SHARED_PRODUCTS
    assert rows == SHARED_PRODUCTS


def test_a_job_closed_over_goes_on_when_it_is_asked_for_again(one_store: OneStore) -> None:
    job_id = slow_import(one_store, seconds=0.5)
    one_store.engine.close()
    one_store.mend()

    opened = open_engine(Config(workspace=one_store.folder))
    assert opened.jobs.get(job_id).state is JobState.INTERRUPTED
    again = opened.imports.submit(one_store.request())
    ended = opened.jobs.wait(again)
    opened.close()

    assert again == job_id
    assert done(ended).imported == SHARED_PRODUCTS


def test_a_job_cancelled_when_the_program_ends_stays_cancelled(one_store: OneStore) -> None:
    job_id = slow_import(one_store, seconds=0.5)
    one_store.engine.jobs.cancel(job_id)
    one_store.engine.close()
    one_store.mend()

    served = open_engine(Config(workspace=one_store.folder), serve=True)
    state = served.jobs.get(job_id).state
    served.close()

    assert state is JobState.CANCELLED


def test_a_job_cancelled_before_it_began_stays_cancelled_when_the_program_ends(
    one_store: OneStore,
) -> None:
    tables, clients = one_store.engine.service.tables, one_store.engine.service.clients
    runner = JobRunner(tables, clients.of, one_store.engine._parts.clock, workers=1)
    one_store.fail("slow", SEARCH, at=2, count=1, seconds=0.5)
    runner.submit(JobKind.PRODUCT_IMPORT, one_store.request())
    today = now().date()
    waits = SettlementRequest(store_id=one_store.store_id, first=today, last=today)
    job_id = runner.submit(JobKind.SETTLEMENT_READ, waits)

    runner.cancel(job_id)
    runner.close()
    JobRunner(tables, clients.of, one_store.engine._parts.clock, workers=1)

    assert tables.jobs.get(job_id).state is JobState.CANCELLED


def test_a_job_whose_call_hangs_is_left_within_five_seconds_of_the_end(one_store: OneStore) -> None:
    slow_import(one_store, seconds=20)

    began = time.monotonic()
    one_store.engine.close()

    assert time.monotonic() - began < 5


def test_a_job_whose_call_is_cut_off_at_the_end_goes_on_and_has_not_failed(
    one_store: OneStore, caplog: pytest.LogCaptureFixture
) -> None:
    job_id = slow_import(one_store, seconds=4.5)  # longer than the end waits, its client is closed
    runner = one_store.engine.service.runner

    one_store.engine.close()
    assert runner.wait(job_id, 20) or not runner.busy

    one_store.mend()
    assert "unexpected" not in caplog.text
    opened = open_engine(Config(workspace=one_store.folder))
    assert opened.jobs.get(job_id).state is JobState.INTERRUPTED
    opened.jobs.resume(job_id)
    assert done(opened.jobs.wait(job_id)).imported == SHARED_PRODUCTS
    opened.close()


def test_a_database_closed_under_a_job_interrupts_it(
    one_store: OneStore, caplog: pytest.LogCaptureFixture
) -> None:
    job_id = slow_import(one_store)
    runner = one_store.engine.service.runner
    future = runner._live[job_id].future

    one_store.engine.service.tables.database.close()
    assert future.exception(20) is None

    assert (runner.busy, "failed" in caplog.text) == (False, False)
    one_store.engine.close()
    one_store.mend()
    served = open_engine(Config(workspace=one_store.folder), serve=True)
    assert done(served.jobs.wait(job_id)).imported == SHARED_PRODUCTS
    served.close()


def test_a_job_goes_on_once_a_lost_database_is_back(one_store: OneStore) -> None:
    job_id = slow_import(one_store)
    database, future = (
        one_store.engine.service.tables.database,
        one_store.engine.service.runner._live[job_id].future,
    )

    database._root.close()  # as a server that goes away does with its connections
    assert future.exception(20) is None
    database._root = _connect(database._file)

    lost = one_store.engine.jobs.get(job_id)
    assert (lost.state, lost.error_code) == (JobState.INTERRUPTED, "WORKSPACE_LOST")
    one_store.mend()
    one_store.engine.jobs.resume(job_id)
    assert done(one_store.engine.jobs.wait(job_id)).imported == SHARED_PRODUCTS


def test_only_the_newest_job_of_a_store_goes_on_by_itself(one_store: OneStore) -> None:
    old = slow_import(one_store, seconds=0.5)
    one_store.engine.close()
    one_store.mend()
    opened = open_engine(Config(workspace=one_store.folder))
    opened.jobs.wait(opened.imports.submit(one_store.request(mode=MatchingMode.BY_CODE)))
    opened.close()

    served = open_engine(Config(workspace=one_store.folder), serve=True)
    state = served.jobs.wait(old).state
    served.close()

    assert state is JobState.INTERRUPTED


def test_a_job_is_parked_where_somebody_else_used_up_the_quota(one_store: OneStore) -> None:
    one_store.engine.service.runner.parks = True
    one_store.fail("quota_limit_429", SEARCH, at=1, count=1, retry_after=600)
    with pytest.raises(QuotaExceeded):
        one_store.engine.products.preview(one_store.store_id, ProductSearch())

    with pytest.raises(QuotaExceeded, match=r"renews in 10 minutes"):
        one_store.engine.products.preview(one_store.store_id, ProductSearch())
    job_id = one_store.engine.imports.submit(one_store.request())
    wait_for(lambda: one_store.engine.jobs.get(job_id).not_before is not None)
    run = one_store.engine.jobs.get(job_id)

    assert run.state is JobState.WAITING
    assert run.not_before is not None
    assert timedelta(minutes=9) < run.not_before - now() <= timedelta(minutes=10)
    assert run.used.requests == 0


def test_a_cancelled_job_whose_quota_is_used_up_meanwhile_is_not_parked(tmp_path: Path) -> None:
    with start_sandbox(stores=1, products=10, latency_ms=400) as sandbox:
        one_store = open_one_store(sandbox, 0, tmp_path)
        one_store.engine.service.runner.parks = True
        one_store.fail("quota_limit_429", SEARCH, at=1, count=1, retry_after=600)
        job_id = one_store.engine.imports.submit(one_store.request())
        wait_for(lambda: bool(sandbox.control("stats", method="GET")["faults"][0]["fired"]))

        one_store.engine.jobs.cancel(job_id)  # the refusal is on its way
        told = one_store.engine.jobs.get(job_id).state
        ended = one_store.engine.jobs.wait(job_id)
        one_store.engine.close()

    assert (told, ended.state) == (JobState.CANCELLING, JobState.CANCELLED)
    assert ended.not_before is None


def test_a_job_that_waits_for_its_turn_is_cancelled_at_once(one_store: OneStore) -> None:
    one_store.fail("rate_limit_429", SEARCH, at=2, count=1, retry_after=60)
    job_id = one_store.engine.imports.submit(one_store.request())
    wait_for(lambda: one_store.engine.jobs.get(job_id).result.imported > 0)

    one_store.engine.jobs.cancel(job_id)

    assert one_store.engine.jobs.wait(job_id, 5).state is JobState.CANCELLED


def test_another_import_does_not_take_up_an_interrupted_one(one_store: OneStore) -> None:
    job_id = slow_import(one_store, seconds=0.5)
    one_store.engine.close()
    one_store.mend()

    opened = open_engine(Config(workspace=one_store.folder))
    other = opened.imports.submit(one_store.request(mode=MatchingMode.BY_CODE))
    opened.jobs.wait(other)
    opened.close()

    assert other != job_id


def test_checking_the_connection_does_not_stop_a_running_job(one_store: OneStore) -> None:
    job_id = slow_import(one_store)

    assert one_store.engine.stores.check(one_store.store_id).connected

    assert done(one_store.engine.jobs.wait(job_id)).imported == SHARED_PRODUCTS


@pytest.mark.dated
def test_what_a_running_job_does_not_need_can_be_changed_meanwhile(one_store: OneStore) -> None:
    job_id = slow_import(one_store)

    renamed = one_store.engine.stores.update(one_store.store_id, name="새 이름")
    one_store.engine.terms.set_tier(one_store.store_id, FeeTier.GENERAL, today())

    assert renamed.name == "새 이름"
    assert done(one_store.engine.jobs.wait(job_id)).imported == SHARED_PRODUCTS


def test_api_data_cannot_be_changed_under_a_running_job(one_store: OneStore) -> None:
    job_id = slow_import(one_store)

    with pytest.raises(AlreadyRunning):
        one_store.engine.stores.set_secret(one_store.store_id, WRONG_SECRET)
    with pytest.raises(AlreadyRunning):
        one_store.engine.stores.update(one_store.store_id, base_url="https://example.test/external")
    with pytest.raises(AlreadyRunning):
        one_store.engine.stores.update(one_store.store_id, client_id="another")

    assert done(one_store.engine.jobs.wait(job_id)).imported == SHARED_PRODUCTS
    one_store.engine.stores.set_secret(one_store.store_id, WRONG_SECRET)


def test_a_cancelled_job_goes_on_among_options_too(one_store: OneStore) -> None:
    one_store.engine.skus.save(
        one_store.engine.skus.plan("s.csv", sku_sheet(one_store.index, SHARED_PRODUCTS))
    )
    one_store.fail("slow", ORIGIN, at=30, count=4, seconds=0.5)
    job_id = one_store.engine.imports.submit(one_store.request(**BY_CODE))
    wait_for(lambda: one_store.engine.jobs.get(job_id).phase == "OPTIONS")

    one_store.engine.jobs.cancel(job_id)
    cancelled = one_store.engine.jobs.wait(job_id)

    assert cancelled.state is JobState.CANCELLED
    assert cancelled.phase == "OPTIONS"
    assert cancelled.undone  # the listings are all read, the checks are not
    told = undone(cancelled)
    assert told == f"옵션 확인 {cancelled.undone}건 남음"
    one_store.mend()
    one_store.engine.jobs.resume(job_id)
    over = one_store.engine.jobs.wait(job_id)
    ended = done(over)
    assert (over.undone, undone(over)) == (None, "")
    before = one_store.exported()
    again = done(one_store.imports(**BY_CODE))
    assert ended.imported == again.unchanged == SHARED_PRODUCTS
    assert (ended.matched, ended.ambiguous) == (again.matched, again.ambiguous)
    assert one_store.exported() == before
