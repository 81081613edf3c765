"""What changes at NAVER while a job reads its pages is met by its second pass, by day modified."""

from __future__ import annotations

from typing import Any

from engine import JobKind, JobState, Outcome
from tests.builders import connect
from tests.conftest import SHARED_PRODUCTS
from tests.meanwhile import run_between
from tests.shop import SEARCH, Shop, done


def stock(shop: Shop, numbers: list[int], pieces: int) -> None:
    """Changes the stock of listings at NAVER's side."""
    change = [{"channel_product_no": number, "stockQuantity": pieces} for number in numbers]
    shop.control("products", change=change)


def searches(shop: Shop) -> int:
    """How many searches the sandbox met for this store."""
    told = shop.sandbox.control("stats", method="GET")["stores"][shop.index]
    return int(told["requests"].get(SEARCH, 0))


def stocks(shop: Shop) -> dict[int, str]:
    """The stock held of each listing."""
    return {int(row["channel_product_no"]): row["stock_quantity"] for row in shop.rows()}


def test_an_import_takes_in_what_changed_on_a_page_it_had_read(shop: Shop) -> None:
    changed = shop.listed()[:3]

    run = run_between(shop, JobKind.PRODUCT_IMPORT, {2: lambda: stock(shop, changed, 4321)})

    assert done(run).imported == SHARED_PRODUCTS
    assert (run.result.changed, run.result.unchanged) == (0, 0)
    assert [stocks(shop)[number] for number in changed] == ["4321"] * 3
    states = [
        state.stock_quantity for state in shop.engine.products.history(shop.store_id, changed[0])
    ]
    assert len(states) == 2
    assert states[-1] == 4321


def test_an_import_meets_what_was_added_without_reading_everything_again(shop: Shop) -> None:
    before = searches(shop)

    run = run_between(shop, JobKind.PRODUCT_IMPORT, {2: lambda: shop.control("products", add=3)})

    assert done(run).imported == len(shop.rows()) == SHARED_PRODUCTS + 3
    assert searches(shop) - before == 3  # two pages, and one of what was modified


def test_a_sync_tells_a_change_that_came_after_the_page_was_read(shop: Shop) -> None:
    done(shop.imports())
    twice, late, away_and_back = shop.listed()[:3]
    held = stocks(shop)
    stock(shop, [twice, away_and_back], 111)

    def meanwhile() -> None:
        stock(shop, [twice, late], 222)
        stock(shop, [away_and_back], int(held[away_and_back]))

    run = run_between(shop, JobKind.PRODUCT_SYNC, {2: meanwhile})

    report = done(run)
    lines = shop.engine.jobs.report_items(run.job_id, outcome=Outcome.CHANGED)
    told = {line.channel_product_no: line.changes.get("stock_quantity") for line in lines}
    assert told.pop(twice) == (int(held[twice]), 222)
    assert told.pop(late) == (int(held[late]), 222)
    assert told.get(away_and_back) is None
    assert report.changed + report.unchanged == SHARED_PRODUCTS
    assert [stocks(shop)[number] for number in (twice, late)] == ["222", "222"]
    assert stocks(shop)[away_and_back] == held[away_and_back]


def truth(shop: Shop) -> set[tuple[str, ...]]:
    """What NAVER tells of every listing it lists, asked apart from everything under test."""
    from engine.domain.products import ProductSearch

    with connect(shop.sandbox, shop.index) as api:
        pages = [api.products.search(ProductSearch(), page=n, size=500) for n in (1, 2)]
    return {
        (str(row.channel_product_no), row.name, str(row.sale_price_won), str(row.stock_quantity))
        for page in pages
        for row in page.products
    }


def held(shop: Shop) -> set[tuple[str, ...]]:
    """The same of what is held."""
    columns = ("channel_product_no", "name", "sale_price_won", "stock_quantity")
    return {tuple(row[column] for column in columns) for row in shop.rows()}


def test_an_import_ends_as_naver_is_when_all_kinds_of_change_meet_it(shop: Shop) -> None:
    numbers = shop.listed()
    removed = [numbers[3], numbers[470]]

    def meanwhile() -> None:
        shop.control("products", add=4, remove=removed)
        stock(shop, [numbers[0], numbers[499], numbers[505], numbers[619]], 77)

    run = run_between(shop, JobKind.PRODUCT_IMPORT, {2: meanwhile})

    assert run.state is JobState.DONE
    assert held(shop) >= truth(shop)
    assert {int(line[0]) for line in held(shop) - truth(shop)} == set(removed)  # read before


def test_a_sync_ends_as_naver_is_when_all_kinds_of_change_meet_it(shop: Shop) -> None:
    numbers = shop.listed()
    done(shop.imports())

    def meanwhile() -> None:
        shop.control("products", add=2, remove=[numbers[7]])
        stock(shop, [numbers[1], numbers[499], numbers[505], numbers[619]], 78)

    run = run_between(shop, JobKind.PRODUCT_SYNC, {2: meanwhile})

    added = set(shop.listed()) - set(numbers)
    expected = {line for line in truth(shop) if int(line[0]) not in added}
    assert done(run).changed == 4
    assert expected <= held(shop)
    assert {int(line[0]) for line in held(shop) - expected} == {numbers[7]}


def test_more_than_a_page_of_changes_is_taken_in_whole(shop: Shop) -> None:
    changed = shop.listed()[:510]

    run = run_between(shop, JobKind.PRODUCT_IMPORT, {2: lambda: stock(shop, changed, 4321)})

    assert run.state is JobState.DONE
    assert {stocks(shop)[number] for number in changed} == {"4321"}


def test_the_second_pass_ends_where_the_changes_are_older_than_the_job(shop: Shop) -> None:
    numbers = shop.listed()
    shop.sandbox.control("clock", {"offset_seconds": -1200})
    stock(shop, numbers[:600], 5)
    shop.sandbox.control("clock", {"offset_seconds": 0})
    before = searches(shop)

    done(shop.imports())

    assert searches(shop) - before == 3  # not the second page of today's changes


def test_a_job_stopped_in_its_second_pass_goes_on_with_it_and_reads_no_page_again(
    shop: Shop,
) -> None:
    numbers = shop.listed()
    run = run_between(
        shop,
        JobKind.PRODUCT_IMPORT,
        {2: lambda: stock(shop, numbers[:510], 4321)},
        before_modified=lambda: shop.fail("missing_group", status=403, at=2),
    )
    assert (run.state, run.error_code, run.phase) == (
        JobState.FAILED,
        "PERMISSION_MISSING",
        "MODIFIED",
    )
    shop.mend()
    stock(shop, [numbers[0], numbers[619]], 99)
    before = searches(shop)

    shop.engine.jobs.resume(run.job_id)
    report = done(shop.engine.jobs.wait(run.job_id))

    assert searches(shop) - before == 2  # the two pages of what was modified
    assert report.imported == SHARED_PRODUCTS
    assert held(shop) == truth(shop)


def test_one_page_is_of_one_moment_and_needs_no_second_pass(shop: Shop) -> None:
    numbers: tuple[Any, ...] = tuple(shop.listed()[:5])
    before = searches(shop)

    done(shop.imports(numbers=numbers))

    assert searches(shop) - before == 1
