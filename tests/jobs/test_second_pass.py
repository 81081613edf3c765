"""What changes at NAVER while a job reads its pages is met by its second pass, by day modified."""

from __future__ import annotations

from typing import Any

from engine import JobKind, JobState, Outcome
from tests.between_calls import run_between
from tests.builders import connect
from tests.conftest import SHARED_PRODUCTS
from tests.one_store import SEARCH, OneStore, done


def stock(one_store: OneStore, numbers: list[int], pieces: int) -> None:
    """Changes the stock of listings at NAVER's side."""
    change = [{"channel_product_no": number, "stockQuantity": pieces} for number in numbers]
    one_store.control("products", change=change)


def searches(one_store: OneStore) -> int:
    """How many searches the sandbox met for this store."""
    told = one_store.sandbox.control("stats", method="GET")["stores"][one_store.index]
    return int(told["requests"].get(SEARCH, 0))


def stocks(one_store: OneStore) -> dict[int, str]:
    """The stock held of each listing."""
    return {int(row["channel_product_no"]): row["stock_quantity"] for row in one_store.rows()}


def test_an_import_takes_in_what_changed_on_a_page_it_had_read(one_store: OneStore) -> None:
    changed = one_store.listed()[:3]

    run = run_between(
        one_store, JobKind.PRODUCT_IMPORT, {2: lambda: stock(one_store, changed, 4321)}
    )

    assert done(run).imported == SHARED_PRODUCTS
    assert (run.result.changed, run.result.unchanged) == (0, 0)
    assert [stocks(one_store)[number] for number in changed] == ["4321"] * 3
    states = [
        state.stock_quantity
        for state in one_store.engine.products.history(one_store.store_id, changed[0])
    ]
    assert len(states) == 2
    assert states[-1] == 4321


def test_an_import_meets_what_was_added_without_reading_everything_again(
    one_store: OneStore,
) -> None:
    before = searches(one_store)

    run = run_between(
        one_store, JobKind.PRODUCT_IMPORT, {2: lambda: one_store.control("products", add=3)}
    )

    assert done(run).imported == len(one_store.rows()) == SHARED_PRODUCTS + 3
    assert searches(one_store) - before == 3  # two pages, and one of what was modified


def test_a_sync_tells_a_change_that_came_after_the_page_was_read(one_store: OneStore) -> None:
    done(one_store.imports())
    twice, late, away_and_back = one_store.listed()[:3]
    held = stocks(one_store)
    stock(one_store, [twice, away_and_back], 111)

    def meanwhile() -> None:
        stock(one_store, [twice, late], 222)
        stock(one_store, [away_and_back], int(held[away_and_back]))

    run = run_between(one_store, JobKind.PRODUCT_SYNC, {2: meanwhile})

    report = done(run)
    lines = one_store.engine.jobs.report_items(run.job_id, outcome=Outcome.CHANGED)
    told = {line.channel_product_no: line.changes.get("stock_quantity") for line in lines}
    assert told.pop(twice) == (int(held[twice]), 222)
    assert told.pop(late) == (int(held[late]), 222)
    assert told.get(away_and_back) is None
    assert report.changed + report.unchanged == SHARED_PRODUCTS
    assert [stocks(one_store)[number] for number in (twice, late)] == ["222", "222"]
    assert stocks(one_store)[away_and_back] == held[away_and_back]


def truth(one_store: OneStore) -> set[tuple[str, ...]]:
    """What NAVER tells of every listing it lists, asked apart from everything under test."""
    from engine.domain.products import ProductSearch

    with connect(one_store.sandbox, one_store.index) as api:
        pages = [api.products.search(ProductSearch(), page=n, size=500) for n in (1, 2)]
    return {
        (str(row.channel_product_no), row.name, str(row.sale_price_won), str(row.stock_quantity))
        for page in pages
        for row in page.products
    }


def held(one_store: OneStore) -> set[tuple[str, ...]]:
    """The same of what is held."""
    columns = ("channel_product_no", "name", "sale_price_won", "stock_quantity")
    return {tuple(row[column] for column in columns) for row in one_store.rows()}


def test_an_import_ends_as_naver_is_when_all_kinds_of_change_meet_it(one_store: OneStore) -> None:
    numbers = one_store.listed()
    removed = [numbers[3], numbers[470]]

    def meanwhile() -> None:
        one_store.control("products", add=4, remove=removed)
        stock(one_store, [numbers[0], numbers[499], numbers[505], numbers[619]], 77)

    run = run_between(one_store, JobKind.PRODUCT_IMPORT, {2: meanwhile})

    assert run.state is JobState.DONE
    assert held(one_store) >= truth(one_store)
    assert {int(line[0]) for line in held(one_store) - truth(one_store)} == set(
        removed
    )  # read before


def test_a_sync_ends_as_naver_is_when_all_kinds_of_change_meet_it(one_store: OneStore) -> None:
    numbers = one_store.listed()
    done(one_store.imports())

    def meanwhile() -> None:
        one_store.control("products", add=2, remove=[numbers[7]])
        stock(one_store, [numbers[1], numbers[499], numbers[505], numbers[619]], 78)

    run = run_between(one_store, JobKind.PRODUCT_SYNC, {2: meanwhile})

    added = set(one_store.listed()) - set(numbers)
    expected = {line for line in truth(one_store) if int(line[0]) not in added}
    assert done(run).changed == 4
    assert expected <= held(one_store)
    assert {int(line[0]) for line in held(one_store) - expected} == {numbers[7]}


def test_more_than_a_page_of_changes_is_taken_in_whole(one_store: OneStore) -> None:
    changed = one_store.listed()[:510]

    run = run_between(
        one_store, JobKind.PRODUCT_IMPORT, {2: lambda: stock(one_store, changed, 4321)}
    )

    assert run.state is JobState.DONE
    assert {stocks(one_store)[number] for number in changed} == {"4321"}


def test_the_second_pass_ends_where_the_changes_are_older_than_the_job(one_store: OneStore) -> None:
    numbers = one_store.listed()
    one_store.sandbox.control("clock", {"offset_seconds": -1200})
    stock(one_store, numbers[:600], 5)
    one_store.sandbox.control("clock", {"offset_seconds": 0})
    before = searches(one_store)

    done(one_store.imports())

    assert searches(one_store) - before == 3  # not the second page of today's changes


def test_a_job_stopped_in_its_second_pass_goes_on_with_it_and_reads_no_page_again(
    one_store: OneStore,
) -> None:
    numbers = one_store.listed()
    run = run_between(
        one_store,
        JobKind.PRODUCT_IMPORT,
        {2: lambda: stock(one_store, numbers[:510], 4321)},
        before_modified=lambda: one_store.fail("missing_group", status=403, at=2),
    )
    assert (run.state, run.error_code, run.phase) == (
        JobState.FAILED,
        "PERMISSION_MISSING",
        "MODIFIED",
    )
    one_store.mend()
    stock(one_store, [numbers[0], numbers[619]], 99)
    before = searches(one_store)

    one_store.engine.jobs.resume(run.job_id)
    report = done(one_store.engine.jobs.wait(run.job_id))

    assert searches(one_store) - before == 2  # the two pages of what was modified
    assert report.imported == SHARED_PRODUCTS
    assert held(one_store) == truth(one_store)


def test_one_page_is_of_one_moment_and_needs_no_second_pass(one_store: OneStore) -> None:
    numbers: tuple[Any, ...] = tuple(one_store.listed()[:5])
    before = searches(one_store)

    done(one_store.imports(numbers=numbers))

    assert searches(one_store) - before == 1
