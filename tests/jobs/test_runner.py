"""Jobs under way: one a store, side by side, cancelled, closed over, resumed, and told apart."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

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
    QuotaExceeded,
    SettlementRequest,
    now,
    open_engine,
    today,
)
from engine.database.database import _connect
from engine.jobs.runner import JobRunner
from tests.builders import new_store, wait_for
from tests.conftest import SHARED_PRODUCTS
from tests.sandbox_process import start_sandbox
from tests.shop import BY_CODE, ORIGIN, SEARCH, Shop, done, open_shop, sku_sheet

WRONG_SECRET = "$2a$04$" + "wrong" * 4 + "zu"


def slow_import(shop: Shop, *, seconds: float = 1.5, **fields: Any) -> int:
    """Starts an import whose second page takes its time; it is under way when this returns."""
    shop.fail("slow", SEARCH, at=2, count=1, seconds=seconds)
    job_id = shop.engine.imports.submit(shop.request(**fields))
    wait_for(lambda: shop.engine.jobs.get(job_id).done >= 500)
    return job_id


def test_a_cancelled_import_keeps_its_pages_and_goes_on_to_the_same_end(shop: Shop) -> None:
    job_id = slow_import(shop)

    shop.engine.jobs.cancel(job_id)
    cancelled = shop.engine.jobs.wait(job_id)

    assert cancelled.state is JobState.CANCELLED
    assert 500 <= cancelled.result.imported == len(shop.rows()) <= SHARED_PRODUCTS
    shop.mend()
    shop.engine.jobs.resume(job_id)
    ended = shop.engine.jobs.wait(job_id)
    assert done(ended).imported == SHARED_PRODUCTS
    assert ended.done == ended.total == SHARED_PRODUCTS
    assert sorted(int(row["channel_product_no"]) for row in shop.rows()) == sorted(shop.listed())


def test_a_job_tells_how_far_it_is_while_it_runs(shop: Shop) -> None:
    job_id = slow_import(shop)

    run = shop.engine.jobs.get(job_id)

    assert (run.state, run.phase, run.done, run.total) == (
        *(JobState.RUNNING, "READING", 500, SHARED_PRODUCTS),
    )
    assert run.rate is not None
    assert run.seconds_left is not None
    assert shop.engine.jobs.active(shop.store_id, JobKind.PRODUCT_IMPORT) is not None
    done(shop.engine.jobs.wait(job_id))
    assert shop.engine.jobs.active(shop.store_id, JobKind.PRODUCT_IMPORT) is None


def test_asking_again_for_what_is_running_gives_the_running_job(shop: Shop) -> None:
    job_id = slow_import(shop)

    again = shop.engine.imports.submit(shop.request())

    assert again == job_id
    done(shop.engine.jobs.wait(job_id))
    assert len(shop.engine.jobs.latest()) == 1


def test_another_job_of_the_same_store_has_to_wait(shop: Shop) -> None:
    job_id = slow_import(shop)

    with pytest.raises(AlreadyRunning):
        shop.engine.imports.submit(shop.request(mode=MatchingMode.BY_CODE))
    with pytest.raises(AlreadyRunning):
        shop.engine.imports.submit_sync(shop.request())

    done(shop.engine.jobs.wait(job_id))
    done(shop.syncs())


def test_stores_are_read_side_by_side(shop: Shop) -> None:
    other = shop.sandbox.stores[shop.index + 1]
    new = new_store(shop.sandbox, shop.index + 1, name="옆 가게")
    store = shop.engine.stores.add(new, other.client_secret)
    shop.engine.prerequisites.fetch(store.store_id)
    job_id = slow_import(shop)

    beside = shop.engine.imports.submit(ImportRequest(store_id=store.store_id))
    done(shop.engine.jobs.wait(beside))

    assert shop.engine.jobs.get(job_id).state in ACTIVE
    done(shop.engine.jobs.wait(job_id))


def test_many_threads_that_ask_for_one_import_start_one(shop: Shop) -> None:
    shop.fail("slow", SEARCH, at=1, count=1, seconds=0.5)
    started: list[int] = []

    def ask() -> None:
        started.append(shop.engine.imports.submit(shop.request()))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(started)) == 1
    assert done(shop.engine.jobs.wait(started[0])).imported == SHARED_PRODUCTS


def test_a_finished_job_cannot_be_resumed(shop: Shop) -> None:
    run = shop.imports(numbers=(shop.listed()[0],))

    with pytest.raises(BadRequest, match="cannot be resumed"):
        shop.engine.jobs.resume(run.job_id)


def test_a_job_that_does_not_exist_is_told_so(shop: Shop) -> None:
    for ask in (
        shop.engine.jobs.get,
        shop.engine.jobs.resume,
        shop.engine.jobs.report_items,
        shop.engine.jobs.cancel,
    ):
        with pytest.raises(BadRequest, match="There is no job 77"):
            ask(77)


def test_a_job_closed_over_goes_on_by_itself_where_the_workspace_is_served(shop: Shop) -> None:
    job_id = slow_import(shop, seconds=0.5)
    shop.engine.close()
    shop.mend()

    served = open_engine(Config(workspace=shop.folder), serve=True)
    ended = served.jobs.wait(job_id)
    rows = served.products.export(shop.store_id, shop.folder / "again.csv")
    served.close()

    assert done(ended).imported == SHARED_PRODUCTS
    assert rows == SHARED_PRODUCTS


def test_a_job_closed_over_goes_on_when_it_is_asked_for_again(shop: Shop) -> None:
    job_id = slow_import(shop, seconds=0.5)
    shop.engine.close()
    shop.mend()

    opened = open_engine(Config(workspace=shop.folder))
    assert opened.jobs.get(job_id).state is JobState.INTERRUPTED
    again = opened.imports.submit(shop.request())
    ended = opened.jobs.wait(again)
    opened.close()

    assert again == job_id
    assert done(ended).imported == SHARED_PRODUCTS


def test_a_job_cancelled_when_the_program_ends_stays_cancelled(shop: Shop) -> None:
    job_id = slow_import(shop, seconds=0.5)
    shop.engine.jobs.cancel(job_id)
    shop.engine.close()
    shop.mend()

    served = open_engine(Config(workspace=shop.folder), serve=True)
    state = served.jobs.get(job_id).state
    served.close()

    assert state is JobState.CANCELLED


def test_a_job_cancelled_before_it_began_stays_cancelled_when_the_program_ends(shop: Shop) -> None:
    tables, clients = shop.engine.service.tables, shop.engine.service.clients
    runner = JobRunner(tables, clients.of, shop.engine._parts.clock, workers=1)
    shop.fail("slow", SEARCH, at=2, count=1, seconds=0.5)
    runner.submit(JobKind.PRODUCT_IMPORT, shop.request())
    today = now().date()
    waits = SettlementRequest(store_id=shop.store_id, first=today, last=today)
    job_id = runner.submit(JobKind.SETTLEMENT_READ, waits)

    runner.cancel(job_id)
    runner.close()
    JobRunner(tables, clients.of, shop.engine._parts.clock, workers=1)

    assert tables.jobs.get(job_id).state is JobState.CANCELLED


def test_a_job_whose_call_hangs_is_left_within_five_seconds_of_the_end(shop: Shop) -> None:
    slow_import(shop, seconds=20)

    began = time.monotonic()
    shop.engine.close()

    assert time.monotonic() - began < 5


def test_a_job_whose_call_is_cut_off_at_the_end_goes_on_and_has_not_failed(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    job_id = slow_import(shop, seconds=4.5)  # longer than the end waits, its client is closed
    runner = shop.engine.service.runner

    shop.engine.close()
    assert runner.wait(job_id, 20) or not runner.busy

    shop.mend()
    assert "unexpected" not in caplog.text
    opened = open_engine(Config(workspace=shop.folder))
    assert opened.jobs.get(job_id).state is JobState.INTERRUPTED
    opened.jobs.resume(job_id)
    assert done(opened.jobs.wait(job_id)).imported == SHARED_PRODUCTS
    opened.close()


def test_a_database_closed_under_a_job_interrupts_it(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    job_id = slow_import(shop)
    runner = shop.engine.service.runner
    future = runner._live[job_id].future

    shop.engine.service.tables.database.close()
    assert future.exception(20) is None

    assert (runner.busy, "failed" in caplog.text) == (False, False)
    shop.engine.close()
    shop.mend()
    served = open_engine(Config(workspace=shop.folder), serve=True)
    assert done(served.jobs.wait(job_id)).imported == SHARED_PRODUCTS
    served.close()


def test_a_job_goes_on_once_a_lost_database_is_back(shop: Shop) -> None:
    job_id = slow_import(shop)
    database, future = (
        shop.engine.service.tables.database,
        shop.engine.service.runner._live[job_id].future,
    )

    database._root.close()  # as a server that goes away does with its connections
    assert future.exception(20) is None
    database._root = _connect(database._file)

    lost = shop.engine.jobs.get(job_id)
    assert (lost.state, lost.error_code) == (JobState.INTERRUPTED, "WORKSPACE_LOST")
    shop.mend()
    shop.engine.jobs.resume(job_id)
    assert done(shop.engine.jobs.wait(job_id)).imported == SHARED_PRODUCTS


def test_only_the_newest_job_of_a_store_goes_on_by_itself(shop: Shop) -> None:
    old = slow_import(shop, seconds=0.5)
    shop.engine.close()
    shop.mend()
    opened = open_engine(Config(workspace=shop.folder))
    opened.jobs.wait(opened.imports.submit(shop.request(mode=MatchingMode.BY_CODE)))
    opened.close()

    served = open_engine(Config(workspace=shop.folder), serve=True)
    state = served.jobs.wait(old).state
    served.close()

    assert state is JobState.INTERRUPTED


def test_a_job_is_parked_where_somebody_else_used_up_the_quota(shop: Shop) -> None:
    shop.engine.service.runner.parks = True
    shop.fail("quota_limit_429", SEARCH, at=1, count=1, retry_after=600)
    with pytest.raises(QuotaExceeded):
        shop.engine.products.preview(shop.store_id, ProductSearch())

    with pytest.raises(QuotaExceeded, match=r"renews in 10 minutes"):
        shop.engine.products.preview(shop.store_id, ProductSearch())
    job_id = shop.engine.imports.submit(shop.request())
    wait_for(lambda: shop.engine.jobs.get(job_id).not_before is not None)
    run = shop.engine.jobs.get(job_id)

    assert run.state is JobState.WAITING
    assert run.not_before is not None
    assert timedelta(minutes=9) < run.not_before - now() <= timedelta(minutes=10)
    assert run.used.requests == 0


def test_a_cancelled_job_whose_quota_is_used_up_meanwhile_is_not_parked(tmp_path: Path) -> None:
    with start_sandbox(stores=1, products=10, latency_ms=400) as sandbox:
        shop = open_shop(sandbox, 0, tmp_path)
        shop.engine.service.runner.parks = True
        shop.fail("quota_limit_429", SEARCH, at=1, count=1, retry_after=600)
        job_id = shop.engine.imports.submit(shop.request())
        wait_for(lambda: bool(sandbox.control("stats", method="GET")["faults"][0]["fired"]))

        shop.engine.jobs.cancel(job_id)  # the refusal is on its way
        told = shop.engine.jobs.get(job_id).state
        ended = shop.engine.jobs.wait(job_id)
        shop.engine.close()

    assert (told, ended.state) == (JobState.CANCELLING, JobState.CANCELLED)
    assert ended.not_before is None


def test_a_job_that_waits_for_its_turn_is_cancelled_at_once(shop: Shop) -> None:
    shop.fail("rate_limit_429", SEARCH, at=2, count=1, retry_after=60)
    job_id = shop.engine.imports.submit(shop.request())
    wait_for(lambda: shop.engine.jobs.get(job_id).result.imported > 0)

    shop.engine.jobs.cancel(job_id)

    assert shop.engine.jobs.wait(job_id, 5).state is JobState.CANCELLED


def test_another_import_does_not_take_up_an_interrupted_one(shop: Shop) -> None:
    job_id = slow_import(shop, seconds=0.5)
    shop.engine.close()
    shop.mend()

    opened = open_engine(Config(workspace=shop.folder))
    other = opened.imports.submit(shop.request(mode=MatchingMode.BY_CODE))
    opened.jobs.wait(other)
    opened.close()

    assert other != job_id


def test_checking_the_connection_does_not_stop_a_running_job(shop: Shop) -> None:
    job_id = slow_import(shop)

    assert shop.engine.stores.check(shop.store_id).connected

    assert done(shop.engine.jobs.wait(job_id)).imported == SHARED_PRODUCTS


@pytest.mark.dated
def test_what_a_running_job_does_not_need_can_be_changed_meanwhile(shop: Shop) -> None:
    job_id = slow_import(shop)

    renamed = shop.engine.stores.update(shop.store_id, name="새 이름")
    shop.engine.terms.set_tier(shop.store_id, FeeTier.GENERAL, today())

    assert renamed.name == "새 이름"
    assert done(shop.engine.jobs.wait(job_id)).imported == SHARED_PRODUCTS


def test_api_data_cannot_be_changed_under_a_running_job(shop: Shop) -> None:
    job_id = slow_import(shop)

    with pytest.raises(AlreadyRunning):
        shop.engine.stores.set_secret(shop.store_id, WRONG_SECRET)
    with pytest.raises(AlreadyRunning):
        shop.engine.stores.update(shop.store_id, base_url="https://example.test/external")
    with pytest.raises(AlreadyRunning):
        shop.engine.stores.update(shop.store_id, client_id="another")

    assert done(shop.engine.jobs.wait(job_id)).imported == SHARED_PRODUCTS
    shop.engine.stores.set_secret(shop.store_id, WRONG_SECRET)


def test_a_cancelled_job_goes_on_among_options_too(shop: Shop) -> None:
    shop.engine.skus.save(shop.engine.skus.plan("s.csv", sku_sheet(shop.index, SHARED_PRODUCTS)))
    shop.fail("slow", ORIGIN, at=30, count=4, seconds=0.5)
    job_id = shop.engine.imports.submit(shop.request(**BY_CODE))
    wait_for(lambda: shop.engine.jobs.get(job_id).phase == "OPTIONS")

    shop.engine.jobs.cancel(job_id)
    cancelled = shop.engine.jobs.wait(job_id)

    assert cancelled.state is JobState.CANCELLED
    shop.mend()
    shop.engine.jobs.resume(job_id)
    ended = done(shop.engine.jobs.wait(job_id))
    before = shop.exported()
    again = done(shop.imports(**BY_CODE))
    assert ended.imported == again.unchanged == SHARED_PRODUCTS
    assert (ended.matched, ended.ambiguous) == (again.matched, again.ambiguous)
    assert shop.exported() == before
