"""What the table has no room for: among options, in a sync, with a new secret, and at a trickle."""

from __future__ import annotations

import time

import pytest

from engine import JobState
from engine.sandbox.faults.identity import NEW_SECRET
from tests.conftest import SHARED_PRODUCTS
from tests.faults.bulk import LISTINGS, Bulk, mend
from tests.faults.cases import IMPATIENCE_SECONDS
from tests.one_store import BY_CODE, ORIGIN, SEARCH, OneStore, done, sku_sheet


@pytest.mark.parametrize("kind", ["missing_member", "null_member", "wrong_type"])
def test_a_product_whose_options_are_misshapen_fails_alone_and_is_right_after_the_next_import(
    bulk: Bulk, kind: str
) -> None:
    with bulk.trial() as trial:
        order = {"kind": kind, "path": ORIGIN, "at": 9, "count": 1, "member": "salePrice"}
        bulk.sandbox.control("faults", order)

        run = trial.imports()

        assert done(run).imported == LISTINGS
        assert len(run.failed) == 1
        assert "salePrice" in run.failed[0].text.format(**run.failed[0].params)
        again = trial.imports()
        done(again)
        assert again.failed == ()
        assert trial.held(run).export == bulk.undisturbed.export


def test_a_redirect_among_options_stops_the_job_and_is_no_products_fault(bulk: Bulk) -> None:
    with bulk.trial() as trial:
        order = {"kind": "redirect_308", "path": ORIGIN, "at": 9, "count": None}
        bulk.sandbox.control("faults", order)

        run = trial.imports()

        assert (run.state, run.error_code) == (JobState.FAILED, "REJECTED")
        assert run.failed == ()
        mend(bulk.sandbox)
        assert trial.held(trial.resumes(run)) == bulk.undisturbed


@pytest.mark.parametrize("kind", ["skip_page", "repeat_page", "total_changes"])
def test_a_sync_over_wrong_pages_takes_nothing_for_gone(bulk: Bulk, kind: str) -> None:
    with bulk.trial() as trial:
        done(trial.imports())
        bulk.sandbox.control("faults", {"kind": kind, "path": SEARCH, "count": None})

        run = trial.syncs()

        assert run.result.gone == 0
        assert run.state is JobState.DONE or run.error_code == "LIST_INCOMPLETE"
        mend(bulk.sandbox)
        ended = run if run.state is JobState.DONE else trial.resumes(run)
        assert (done(ended).unchanged, ended.result.gone) == (LISTINGS, 0)
        assert trial.held(ended).export == bulk.undisturbed.export


def test_a_job_stopped_by_a_replaced_secret_goes_on_with_the_new_one(one_store: OneStore) -> None:
    skus = sku_sheet(one_store.index, SHARED_PRODUCTS)
    one_store.engine.skus.save(one_store.engine.skus.plan("s.csv", skus))
    one_store.fail("secret_replaced", SEARCH, count=1)
    run = one_store.imports(**BY_CODE)
    assert (run.state, run.error_code) == (JobState.FAILED, "AUTH_FAILED")

    one_store.engine.stores.set_secret(one_store.store_id, NEW_SECRET)
    one_store.engine.jobs.resume(run.job_id)

    assert done(one_store.engine.jobs.wait(run.job_id)).imported == SHARED_PRODUCTS
    numbers = [int(row["channel_product_no"]) for row in one_store.rows()]
    assert len(numbers) == len(set(numbers)) == SHARED_PRODUCTS


def test_an_answer_that_trickles_is_given_up_and_asked_for_again(bulk: Bulk) -> None:
    with bulk.trial(patience_seconds=IMPATIENCE_SECONDS) as trial:
        trickle = {"kind": "drip", "bytes": 64, "seconds": 0.5}
        bulk.sandbox.control("faults", {**trickle, "path": SEARCH, "at": 2, "count": 1})
        started = time.monotonic()

        run = trial.imports()

        assert time.monotonic() - started < 40  # whole it would take an hour
        # The token, four pages, one of them again, and two of what was modified since.
        assert run.used.requests == len(bulk.undisturbed.tables["details"]) + 8
        assert trial.held(run) == bulk.undisturbed
