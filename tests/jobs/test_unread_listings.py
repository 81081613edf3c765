"""A listing NAVER tells in a form that cannot be read is one line of the report; others go on."""

from __future__ import annotations

from typing import Any

import pytest

from engine import JobRun, JobState, KeywordType, Outcome, ProductSearch
from tests.conftest import SHARED_PRODUCTS
from tests.one_store import SEARCH, OneStore, done

MISSHAPEN: list[tuple[str, dict[str, Any]]] = [
    ("missing_member", {"member": "salePrice"}),
    ("missing_member", {"member": "name"}),
    ("null_member", {"member": "statusType"}),
    ("wrong_type", {"member": "salePrice"}),
    ("wrong_type", {"member": "stockQuantity", "value": [1]}),
]
NUMBERLESS: list[tuple[str, dict[str, Any]]] = [
    ("missing_member", {"member": "channelProductNo"}),
    ("missing_member", {"member": "channelProducts"}),
    ("wrong_type", {"member": "channelProducts", "value": "none"}),
]


def failed(run: JobRun) -> list[int | None]:
    """The numbers of the lines that failed."""
    return [item.channel_product_no for item in run.failed]


@pytest.mark.parametrize(("kind", "how"), MISSHAPEN)
def test_an_import_leaves_out_one_listing_and_says_why(
    one_store: OneStore, kind: str, how: dict[str, Any]
) -> None:
    bad = one_store.listed()[500]
    one_store.fail(kind, at=2, count=1, **how)

    run = one_store.imports()

    assert done(run).imported == len(one_store.rows()) == SHARED_PRODUCTS - 1
    assert failed(run) == [bad]
    assert run.failed[0].params["member"] == how["member"]
    again = one_store.engine.jobs.wait(one_store.engine.jobs.retry_failed(run.job_id))
    assert (done(again).imported, again.failed) == (1, ())
    assert len(one_store.rows()) == SHARED_PRODUCTS


@pytest.mark.parametrize(("kind", "how"), NUMBERLESS)
def test_a_listing_without_its_number_is_a_line_all_the_same(
    one_store: OneStore, kind: str, how: dict[str, Any]
) -> None:
    one_store.fail(kind, at=2, count=1, **how)

    run = one_store.imports()

    assert done(run).imported == len(one_store.rows()) == SHARED_PRODUCTS - 1
    assert failed(run) == [None]
    assert int(run.failed[0].params["origin"]) > 0
    [line] = one_store.engine.jobs.report_items(run.job_id, outcome=Outcome.FAILED)
    assert line.channel_product_no is None
    again = one_store.engine.jobs.wait(one_store.engine.jobs.retry_failed(run.job_id))
    assert (done(again).imported, again.failed) == (1, ())  # nobody knows which: all is read


@pytest.mark.parametrize(("kind", "how"), [*MISSHAPEN, *NUMBERLESS])
def test_a_listing_that_cannot_be_read_is_not_gone_to_a_sync(
    one_store: OneStore, kind: str, how: dict[str, Any]
) -> None:
    done(one_store.imports())
    before = one_store.exported()
    bad = one_store.listed()[500]
    one_store.fail(kind, at=2, count=1, **how)

    run = one_store.syncs()

    report = done(run)
    assert (report.gone, report.changed, report.unchanged) == (0, 0, SHARED_PRODUCTS - 1)
    assert failed(run) == [bad]
    assert one_store.exported() == before


def test_what_is_asked_for_by_number_and_told_without_one_is_not_gone(one_store: OneStore) -> None:
    done(one_store.imports())
    removed = one_store.listed()[3]
    one_store.control("products", remove=[removed])
    by_number = 4  # after two pages and what was modified
    one_store.fail("wrong_type", at=by_number, count=1, member="contents", value=[None])

    run = one_store.syncs()

    assert done(run).gone == 0
    assert failed(run) == [removed]
    assert done(one_store.syncs()).gone == 1


def test_of_chosen_numbers_one_that_cannot_be_read_is_a_line(one_store: OneStore) -> None:
    numbers = tuple(one_store.listed()[:3])
    one_store.fail("missing_member", count=1, member="name")

    run = one_store.imports(numbers=numbers)

    assert done(run).imported == 2
    assert len(run.failed) == 1
    one_store.fail("missing_member", count=1, member="name")
    alone = one_store.imports(numbers=numbers[:1])
    assert (done(alone).imported, failed(alone)) == (0, [numbers[0]])


@pytest.mark.parametrize("member", ["salePrice", "channelProductNo"])
def test_a_listing_that_can_be_read_later_in_the_same_job_is_no_failure(
    one_store: OneStore, member: str
) -> None:
    first = one_store.listed()[0]
    change = {"channel_product_no": first, "salePrice": 77_000}
    one_store.control("products", change=[change])  # so the second pass reads it again
    one_store.fail("missing_member", at=1, count=1, member=member)

    run = one_store.imports()

    assert (done(run).imported, run.failed) == (SHARED_PRODUCTS, ())


def test_a_page_of_which_nothing_can_be_read_stops_the_job(one_store: OneStore) -> None:
    one_store.fail("missing_member", member="salePrice", all=True)

    run = one_store.imports()

    assert (run.state, run.error_code) == (JobState.FAILED, "SHAPE_CHANGED")
    assert run.trace_id


def test_a_preview_shows_the_others_and_what_it_leaves_out(one_store: OneStore) -> None:
    bad = one_store.listed()[0]
    one_store.fail("missing_member", SEARCH, member="salePrice")

    page = one_store.engine.products.preview(one_store.store_id, ProductSearch(), size=50)

    assert len(page.rows) == 49
    assert [(one.channel_product_no, one.member) for one in page.unread] == [(bad, "salePrice")]
    search = ProductSearch(keyword_type=KeywordType.CHANNEL_PRODUCT_NO, keywords=(str(bad),))
    alone = one_store.engine.products.preview(one_store.store_id, search, size=50)
    assert (alone.rows, len(alone.unread)) == ((), 1)


def test_a_connection_is_checked_whatever_the_first_listing_says(one_store: OneStore) -> None:
    one_store.fail("missing_member", member="salePrice")

    assert one_store.engine.stores.check(one_store.store_id).connected
