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
from tests.builders import sku
from tests.conftest import SHARED_PRODUCTS
from tests.meanwhile import run_between
from tests.shop import Shop, done


def changes(shop: Shop, run: JobRun) -> dict[int, dict[str, tuple[Any, Any]]]:
    """What the report says changed, by number."""
    lines = shop.engine.jobs.report_items(run.job_id, outcome=Outcome.CHANGED)
    return {line.channel_product_no: line.changes for line in lines}


def test_a_sync_tells_each_change_with_what_was_before(shop: Shop) -> None:
    on_sale = shop.engine.products.preview(
        shop.store_id, ProductSearch(statuses=(SaleStatus.SALE,))
    )
    first, second, third = (row.product.channel_product_no for row in on_sale.rows[:3])
    done(shop.imports())
    before = shop.engine.products.get(shop.store_id, first)
    assert before is not None
    was_won, was_discounted_won = before.product.sale_price_won, before.product.discounted_price_won
    assert was_discounted_won is not None
    shop.control(
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

    run = shop.syncs()

    report = done(run)
    assert (report.changed, report.unchanged) == (2, SHARED_PRODUCTS - 2)
    told = changes(shop, run)
    assert set(told) == {first, second}
    assert told[first]["name"] == (before.product.name, "새 이름")
    assert told[first]["sale_price_won"] == (was_won, was_won + 7_000)
    discounted = told[first]["discounted_price_won"]
    assert discounted == (was_discounted_won, was_discounted_won + 1_000)
    assert told[first]["stock_quantity"] == (before.product.stock_quantity, 0)
    assert told[second]["sale_status"][1] == "SUSPENSION"
    assert not {"name", "sale_price_won", "stock_quantity", "match_kind"} & set(told[second])
    held = shop.engine.products.get(shop.store_id, first)
    assert held is not None
    assert (held.product.name, held.product.stock_quantity) == ("새 이름", 0)
    assert shop.engine.products.get(shop.store_id, third) is not None


def test_a_sync_again_changes_nothing(shop: Shop) -> None:
    done(shop.imports(numbers=tuple(shop.listed()[:5])))
    done(shop.syncs())
    before = shop.exported()

    report = done(shop.syncs())

    assert shop.exported() == before
    assert (report.changed, report.unchanged, report.gone) == (0, 5, 0)


def test_a_sync_imports_nothing_new(shop: Shop) -> None:
    done(shop.imports(numbers=tuple(shop.listed()[:5])))

    report = done(shop.syncs())

    assert (report.imported, report.unchanged, len(shop.rows())) == (0, 5, 5)


def test_a_sync_keeps_every_link(shop: Shop) -> None:
    numbers = shop.listed()[:2]
    done(shop.imports(numbers=tuple(numbers)))
    shop.engine.service.tables.skus.save([sku("LINKED")])
    (linked,) = shop.engine.skus.find("LINKED")
    shop.engine.products.link(shop.store_id, numbers[0], linked.sku_id, link_stock=True)

    done(shop.syncs())
    done(shop.syncs(numbers=tuple(numbers)))

    held = shop.engine.products.get(shop.store_id, numbers[0])
    assert held is not None
    assert (held.match, held.sku_code, held.stock_linked) == (MatchKind.CHOICE, "LINKED", True)


def test_what_naver_deleted_is_told_as_gone_and_kept_without_its_stock_link(shop: Shop) -> None:
    numbers = shop.listed()[:4]
    done(shop.imports(numbers=tuple(numbers)))
    shop.engine.service.tables.skus.save([sku("LINKED")])
    (linked,) = shop.engine.skus.find("LINKED")
    shop.engine.products.link(shop.store_id, numbers[0], linked.sku_id, link_stock=True)
    shop.control("products", remove=[numbers[0]])

    run = shop.syncs()

    report = done(run)
    assert (report.gone, report.unchanged) == (1, 3)
    (line,) = shop.engine.jobs.report_items(run.job_id, outcome=Outcome.GONE)
    assert line.channel_product_no == numbers[0]
    held = shop.engine.products.get(shop.store_id, numbers[0])
    assert held is not None
    assert (held.sku_code, held.stock_linked) == ("LINKED", False)
    assert len(shop.rows()) == 4
    assert done(shop.syncs()).gone == 0  # told once


def test_chosen_numbers_are_synced_alone(shop: Shop) -> None:
    numbers = shop.listed()[:4]
    done(shop.imports(numbers=tuple(numbers)))
    shop.control("products", remove=[numbers[0]])
    shop.control(
        "products", change=[{"channel_product_no": n, "stockQuantity": 1} for n in numbers]
    )

    run = shop.syncs(numbers=(numbers[0], numbers[1]))

    assert (done(run).gone, done(run).changed, run.failed) == (1, 1, ())


def test_a_gone_listing_that_comes_back_is_told(shop: Shop) -> None:
    number = shop.listed()[0]
    done(shop.imports(numbers=(number,)))
    with shop.engine.service.tables.database.write() as cursor:
        products = shop.engine.service.tables.products
        products.mark_gone(cursor, shop.store_id, 1, [number])

    run = shop.syncs()

    assert done(run).changed == 1
    assert changes(shop, run) == {number: {"gone": (True, False)}}


@pytest.mark.parametrize("removed", [1, 60, 130])
def test_an_import_loses_nothing_when_the_list_shrinks_while_it_is_read(
    shop: Shop, removed: int
) -> None:
    numbers = shop.listed()

    run = run_between(
        shop,
        JobKind.PRODUCT_IMPORT,
        {2: lambda: shop.control("products", remove=numbers[:removed])},
    )

    held = {int(row["channel_product_no"]) for row in shop.rows()}
    assert run.state is JobState.DONE
    assert held >= set(shop.listed())
    assert held == set(numbers)  # what was read before it was removed is kept as well


def test_a_sync_loses_nothing_when_the_list_shrinks_while_it_is_read(shop: Shop) -> None:
    numbers = shop.listed()
    done(shop.imports())
    change = [{"channel_product_no": number, "stockQuantity": 4321} for number in numbers[450:560]]
    shop.control("products", change=change)

    run = run_between(
        shop, JobKind.PRODUCT_SYNC, {2: lambda: shop.control("products", remove=numbers[:60])}
    )

    stock = {int(row["channel_product_no"]): row["stock_quantity"] for row in shop.rows()}
    assert {stock[number] for number in numbers[450:560]} == {"4321"}
    assert done(run).changed == 110
    assert run.result.gone == 0  # they were there when they were read
    assert done(shop.syncs()).gone == 60


def test_an_import_meets_what_is_added_while_it_is_read(shop: Shop) -> None:
    added = 3

    run = run_between(
        shop, JobKind.PRODUCT_IMPORT, {2: lambda: shop.control("products", add=added)}
    )

    assert run.state is JobState.DONE
    assert len(shop.rows()) == SHARED_PRODUCTS + added
    assert run.result.imported == SHARED_PRODUCTS + added


def test_an_import_that_ends_while_the_list_shrinks_to_nothing_ends(shop: Shop) -> None:
    numbers = shop.listed()

    run = run_between(
        shop, JobKind.PRODUCT_IMPORT, {2: lambda: shop.control("products", remove=numbers)}
    )

    assert run.state is JobState.DONE
    assert len(shop.rows()) == 500
