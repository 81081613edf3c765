"""Syncing what is imported to NAVER's state, while NAVER's list grows and shrinks under it."""

from __future__ import annotations

from typing import Any

import pytest

from engine import (
    JobKind,
    JobRun,
    JobState,
    MatchKind,
    Outcome,
    SaleStatus,
)
from engine.domain.products import ProductSearch
from tests.between_calls import run_between
from tests.builders import sku
from tests.conftest import SHARED_PRODUCTS
from tests.one_store import OneStore, done


def changes(one_store: OneStore, run: JobRun) -> dict[int, dict[str, tuple[Any, Any]]]:
    """What the report says changed, by number."""
    lines = one_store.engine.jobs.report_items(run.job_id, outcome=Outcome.CHANGED)
    return {line.channel_product_no: line.changes for line in lines}


def test_a_sync_tells_each_change_with_what_was_before(one_store: OneStore) -> None:
    on_sale = one_store.engine.products.preview(
        one_store.store_id, ProductSearch(statuses=(SaleStatus.SALE,))
    )
    first, second, third = (row.product.channel_product_no for row in on_sale.rows[:3])
    done(one_store.imports())
    before = one_store.engine.products.get(one_store.store_id, first)
    assert before is not None
    was_won, was_discounted_won = before.product.sale_price_won, before.product.discounted_price_won
    assert was_discounted_won is not None
    one_store.control(
        "products",
        change=[
            {
                "channel_product_no": first,
                "name": "새 이름",
                "salePrice": was_won + 7_000,
                "discountedPrice": was_discounted_won + 1_000,
                "stockQuantity": 0,
                "statusType": "OUTOFSTOCK",
            },
            {"channel_product_no": second, "statusType": "SUSPENSION"},
        ],
    )

    run = one_store.syncs()

    report = done(run)
    assert (report.changed, report.unchanged) == (2, SHARED_PRODUCTS - 2)
    told = changes(one_store, run)
    assert set(told) == {first, second}
    assert told[first]["name"] == (before.product.name, "새 이름")
    assert told[first]["sale_price_won"] == (was_won, was_won + 7_000)
    discounted = told[first]["discounted_price_won"]
    assert discounted == (was_discounted_won, was_discounted_won + 1_000)
    assert told[first]["stock_quantity"] == (before.product.stock_quantity, 0)
    assert told[second]["sale_status"][1] == "SUSPENSION"
    assert not {"name", "sale_price_won", "stock_quantity", "match_kind"} & set(told[second])
    held = one_store.engine.products.get(one_store.store_id, first)
    assert held is not None
    assert (held.product.name, held.product.stock_quantity) == ("새 이름", 0)
    assert one_store.engine.products.get(one_store.store_id, third) is not None


def test_a_sync_again_changes_nothing(one_store: OneStore) -> None:
    done(one_store.imports(numbers=tuple(one_store.listed()[:5])))
    done(one_store.syncs())
    before = one_store.exported()

    report = done(one_store.syncs())

    assert one_store.exported() == before
    assert (report.changed, report.unchanged, report.gone) == (0, 5, 0)


def test_a_sync_imports_nothing_new(one_store: OneStore) -> None:
    done(one_store.imports(numbers=tuple(one_store.listed()[:5])))

    report = done(one_store.syncs())

    assert (report.imported, report.unchanged, len(one_store.rows())) == (0, 5, 5)


def test_a_sync_keeps_every_link(one_store: OneStore) -> None:
    numbers = one_store.listed()[:2]
    done(one_store.imports(numbers=tuple(numbers)))
    one_store.engine.service.tables.skus.save([sku("LINKED")])
    (linked,) = one_store.engine.skus.find("LINKED")
    one_store.engine.products.link(one_store.store_id, numbers[0], linked.sku_id, link_stock=True)

    done(one_store.syncs())
    done(one_store.syncs(numbers=tuple(numbers)))

    held = one_store.engine.products.get(one_store.store_id, numbers[0])
    assert held is not None
    assert (held.match, held.sku_code, held.stock_linked) == (MatchKind.CHOICE, "LINKED", True)


def test_what_naver_deleted_is_told_as_gone_and_kept_without_its_stock_link(
    one_store: OneStore,
) -> None:
    numbers = one_store.listed()[:4]
    done(one_store.imports(numbers=tuple(numbers)))
    one_store.engine.service.tables.skus.save([sku("LINKED")])
    (linked,) = one_store.engine.skus.find("LINKED")
    one_store.engine.products.link(one_store.store_id, numbers[0], linked.sku_id, link_stock=True)
    one_store.control("products", remove=[numbers[0]])

    run = one_store.syncs()

    report = done(run)
    assert (report.gone, report.unchanged) == (1, 3)
    (line,) = one_store.engine.jobs.report_items(run.job_id, outcome=Outcome.GONE)
    assert line.channel_product_no == numbers[0]
    held = one_store.engine.products.get(one_store.store_id, numbers[0])
    assert held is not None
    assert (held.sku_code, held.stock_linked) == ("LINKED", False)
    assert len(one_store.rows()) == 4
    assert done(one_store.syncs()).gone == 0  # told once


def test_chosen_numbers_are_synced_alone(one_store: OneStore) -> None:
    numbers = one_store.listed()[:4]
    done(one_store.imports(numbers=tuple(numbers)))
    one_store.control("products", remove=[numbers[0]])
    one_store.control(
        "products", change=[{"channel_product_no": n, "stockQuantity": 1} for n in numbers]
    )

    run = one_store.syncs(numbers=(numbers[0], numbers[1]))

    assert (done(run).gone, done(run).changed, run.failed) == (1, 1, ())


def test_a_gone_listing_that_comes_back_is_told(one_store: OneStore) -> None:
    number = one_store.listed()[0]
    done(one_store.imports(numbers=(number,)))
    with one_store.engine.service.tables.database.write() as cursor:
        products = one_store.engine.service.tables.products
        products.mark_gone(cursor, one_store.store_id, 1, [number])

    run = one_store.syncs()

    assert done(run).changed == 1
    assert changes(one_store, run) == {number: {"gone": (True, False)}}


@pytest.mark.parametrize("removed", [1, 60, 130])
def test_an_import_loses_nothing_when_the_list_shrinks_while_it_is_read(
    one_store: OneStore, removed: int
) -> None:
    numbers = one_store.listed()

    run = run_between(
        one_store,
        JobKind.PRODUCT_IMPORT,
        {2: lambda: one_store.control("products", remove=numbers[:removed])},
    )

    held = {int(row["channel_product_no"]) for row in one_store.rows()}
    assert run.state is JobState.DONE
    assert held >= set(one_store.listed())
    assert held == set(numbers)  # what was read before it was removed is kept as well


def test_a_sync_loses_nothing_when_the_list_shrinks_while_it_is_read(one_store: OneStore) -> None:
    numbers = one_store.listed()
    done(one_store.imports())
    change = [{"channel_product_no": number, "stockQuantity": 4321} for number in numbers[450:560]]
    one_store.control("products", change=change)

    run = run_between(
        one_store,
        JobKind.PRODUCT_SYNC,
        {2: lambda: one_store.control("products", remove=numbers[:60])},
    )

    stock = {int(row["channel_product_no"]): row["stock_quantity"] for row in one_store.rows()}
    assert {stock[number] for number in numbers[450:560]} == {"4321"}
    assert done(run).changed == 110
    assert run.result.gone == 0  # they were there when they were read
    assert done(one_store.syncs()).gone == 60


def test_an_import_meets_what_is_added_while_it_is_read(one_store: OneStore) -> None:
    added = 3

    run = run_between(
        one_store, JobKind.PRODUCT_IMPORT, {2: lambda: one_store.control("products", add=added)}
    )

    assert run.state is JobState.DONE
    assert len(one_store.rows()) == SHARED_PRODUCTS + added
    assert run.result.imported == SHARED_PRODUCTS + added


def test_an_import_that_ends_while_the_list_shrinks_to_nothing_ends(one_store: OneStore) -> None:
    numbers = one_store.listed()

    run = run_between(
        one_store,
        JobKind.PRODUCT_IMPORT,
        {2: lambda: one_store.control("products", remove=numbers)},
    )

    assert run.state is JobState.DONE
    assert len(one_store.rows()) == 500
