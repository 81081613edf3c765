"""What goes wrong at NAVER stops a job with one clear reason, and resuming it loses nothing."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from engine import JobRun, JobState
from engine.clock import now
from engine.domain.products import ENDED
from engine.errors import StoreClosed
from engine.jobs.store_check import StoreCheck
from tests.builders import connect
from tests.conftest import SHARED_PRODUCTS
from tests.impatient_worker import Worker
from tests.one_store import BY_CODE, ORIGIN, OneStore, sku_sheet

WRONG_SECRET = "$2a$04$" + "wrong" * 4 + "zu"


@pytest.fixture
def worker(one_store: OneStore) -> Any:
    made = Worker(one_store)
    yield made
    made.close()


def sums(run: JobRun) -> tuple[int, ...]:
    """What a report counts, apart from what it took."""
    told = run.result
    return (
        *(told.imported, told.changed, told.unchanged, told.gone),
        *(told.matched, told.unmatched, told.ambiguous, told.stock_linked, len(run.failed)),
    )


def said(run: JobRun) -> str:
    """The sentence a person reads."""
    return (run.error_text or "").format(**run.error_params)


EVERY = {"all": True}  # one listing that cannot be read is a line of the report
FAULTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("rate_limit_429", {}, "RATE_LIMITED", "slow down"),
    ("internal_500", {}, "API_DOWN", "Try again later"),
    ("block_503", {}, "API_DOWN", "maintenance"),
    ("html", {}, "SHAPE_CHANGED", "is not JSON"),
    ("truncated_json", {}, "SHAPE_CHANGED", "is not JSON"),
    ("missing_member", EVERY, "SHAPE_CHANGED", "channelProductNo is missing or of another type"),
    ("wrong_type", EVERY, "SHAPE_CHANGED", "salePrice is missing or of another type"),
    ("ip_not_allowed", {}, "IP_NOT_ALLOWED", "Add its public IP"),
    ("missing_group", {}, "PERMISSION_MISSING", "lacks the API group 상품"),
    ("reset", {}, "UNREACHABLE", "broke off"),
]


@pytest.mark.parametrize(
    ("kind", "details", "code", "words"), FAULTS, ids=[fault[0] for fault in FAULTS]
)
def test_a_fault_between_pages_fails_the_job_which_goes_on_to_the_same_end(
    one_store: OneStore, worker: Worker, kind: str, details: dict[str, Any], code: str, words: str
) -> None:
    one_store.fail(kind, at=2, **details)

    run = worker.imports()

    assert (run.state, run.error_code) == (JobState.FAILED, code)
    assert words in said(run)
    assert said(run).endswith(".") or kind == "missing_group"
    assert run.result.imported == len(one_store.rows()) == 500  # the page before it is kept
    one_store.mend()
    again = worker.resumes(run)
    assert (again.state, again.error_code, again.error_text) == (JobState.DONE, None, None)
    sold = sum(1 for row in one_store.rows() if row["sale_status"] not in ENDED)
    assert sums(again) == (SHARED_PRODUCTS, 0, 0, 0, 0, sold, 0, 0, 0)
    assert sorted(int(row["channel_product_no"]) for row in one_store.rows()) == sorted(
        one_store.listed()
    )


def test_a_fault_that_passes_is_not_noticed_but_counted(
    one_store: OneStore, worker: Worker
) -> None:
    one_store.fail("rate_limit_429", count=3)

    run = worker.imports()

    assert run.state is JobState.DONE
    assert (run.result.imported, run.used.refused) == (SHARED_PRODUCTS, 3)
    assert run.used.requests == 7  # the token, two pages, three in vain, what was modified since


def test_a_failed_job_tells_navers_trace_id(one_store: OneStore, worker: Worker) -> None:
    one_store.fail("missing_group")

    run = worker.imports()

    assert run.trace_id


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("rate_limit_429", "RATE_LIMITED"),
        ("ip_not_allowed", "IP_NOT_ALLOWED"),
        ("reset", "UNREACHABLE"),
        ("html", "SHAPE_CHANGED"),
    ],
)
def test_a_fault_among_options_fails_the_job_which_goes_on_to_the_same_end(
    one_store: OneStore, worker: Worker, kind: str, code: str
) -> None:
    one_store.engine.skus.save(
        one_store.engine.skus.plan("s.csv", sku_sheet(one_store.index, SHARED_PRODUCTS))
    )
    one_store.fail(kind, ORIGIN, at=40)

    run = worker.imports(**BY_CODE)

    assert (run.state, run.error_code) == (JobState.FAILED, code)
    assert run.failed == ()
    one_store.mend()
    again = worker.resumes(run)
    broken_off, told = one_store.exported(), sums(again)
    undisturbed = worker.imports(**BY_CODE)
    assert again.state is JobState.DONE
    assert told[0] == SHARED_PRODUCTS
    assert sums(undisturbed) == (0, 0, SHARED_PRODUCTS, *told[3:])
    assert one_store.exported() == broken_off


def test_a_wrong_secret_fails_the_job_before_anything_is_read(
    one_store: OneStore, worker: Worker
) -> None:
    worker.options["client_secret"] = WRONG_SECRET

    run = worker.imports()

    assert (run.state, run.error_code) == (JobState.FAILED, "AUTH_FAILED")
    assert "secret is wrong" in said(run)
    assert WRONG_SECRET not in repr(run)
    assert one_store.rows() == []


@pytest.mark.parametrize("minutes", [-6, 6])
def test_a_clock_that_is_off_is_told_as_that(
    one_store: OneStore, worker: Worker, minutes: int
) -> None:
    one_store.sandbox.control("clock", {"offset_seconds": minutes * 60})

    run = worker.imports()

    assert (run.state, run.error_code) == (JobState.FAILED, "CLOCK_OFF")
    assert "6 minutes " + ("slow" if minutes > 0 else "fast") in said(run)


def test_an_unreachable_host_is_told_by_its_name(one_store: OneStore, worker: Worker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    worker.options["base_url"] = f"http://127.0.0.1:{port}/external"

    run = worker.imports()

    assert (run.state, run.error_code) == (JobState.FAILED, "UNREACHABLE")
    assert said(run).startswith("127.0.0.1 cannot be reached.")


def test_a_missing_group_is_told_by_check_import_and_prerequisites_alike(
    one_store: OneStore,
) -> None:
    one_store.control("application", missing_groups=["product"])

    run = one_store.imports()
    check = one_store.engine.stores.check(one_store.store_id)

    with pytest.raises(StoreClosed, match="not approved"):
        one_store.imports()
    one_store.control("application", missing_groups=[])
    assert not check.connected
    assert check.account_id == one_store.sandbox.stores[one_store.index].account_id
    assert [problem.code for problem in check.problems] == ["PERMISSION_MISSING"]
    assert (run.state, run.error_code) == (JobState.FAILED, "PERMISSION_MISSING")
    assert one_store.engine.stores.check(one_store.store_id).connected


def test_an_unknown_status_is_kept_and_shown(one_store: OneStore, worker: Worker) -> None:
    one_store.fail("unknown_status", at=2, count=1, value="PAUSED")

    run = worker.imports()

    assert run.state is JobState.DONE
    assert sum(row["sale_status"] == "PAUSED" for row in one_store.rows()) == 1


def test_a_token_that_ends_during_a_job_is_renewed_unnoticed(
    one_store: OneStore, worker: Worker
) -> None:
    one_store.fail("token_revoked_401", at=2, count=1)

    run = worker.imports()

    assert (run.state, run.result.imported) == (JobState.DONE, SHARED_PRODUCTS)


def test_a_wrong_secret_is_kept_with_the_store_as_broken(one_store: OneStore) -> None:
    one_store.engine.stores.set_secret(one_store.store_id, WRONG_SECRET)

    check = one_store.engine.stores.check(one_store.store_id)

    store = one_store.engine.stores.get(one_store.store_id)
    assert not check.connected
    assert (store.connection, store.problem_code) == ("BROKEN", "AUTH_FAILED")
    assert one_store.engine.boards.cards()[0].store == store


def test_prerequisites_that_arrived_are_kept_when_a_later_one_fails(one_store: OneStore) -> None:
    before = one_store.engine.prerequisites.of_store(one_store.store_id)
    one_store.fail("ip_not_allowed", "/v1/product-delivery-info/bundle-groups")

    with pytest.raises(Exception, match="public IP"):
        one_store.engine.prerequisites.fetch(one_store.store_id)

    after = one_store.engine.prerequisites.of_store(one_store.store_id)
    fetched = [(old.fetched_at, new.fetched_at) for old, new in zip(before, after, strict=True)]
    assert [old != new for old, new in fetched] == [True, True, False]


def test_a_check_without_an_answer_says_so_and_keeps_the_account(one_store: OneStore) -> None:
    assert one_store.engine.stores.check(one_store.store_id).connected
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with connect(one_store.sandbox, one_store.index, base_url=f"http://127.0.0.1:{port}") as api:
        store, stores = (
            one_store.engine.stores.get(one_store.store_id),
            one_store.engine.service.tables.stores,
        )
        check = StoreCheck(store, stores, now).run(lambda: api)

    assert check.problems[0].code == "UNREACHABLE"
    assert one_store.engine.stores.get(one_store.store_id).account_id is not None
