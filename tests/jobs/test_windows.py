"""A window seller's product has a second listing: each is imported, matched and lost on its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import MatchingMode, MatchKind, Outcome
from tests.builders import sku
from tests.conftest import SHARED_PRODUCTS, SHARED_STORES
from tests.sandbox_process import Sandbox
from tests.shop import Shop, done, open_shop


@pytest.fixture(scope="session")
def window_sellers() -> Iterator[int]:
    """Window sellers of the shared sandbox no test has used."""
    return iter(range(2, SHARED_STORES, 3))


@pytest.fixture
def shop(shared_sandbox: Sandbox, window_sellers: Iterator[int], tmp_path: Path) -> Iterator[Shop]:
    opened = open_shop(shared_sandbox, next(window_sellers), tmp_path / "shop")
    yield opened
    opened.engine.close()


def pair(shop: Shop) -> tuple[int, int]:
    """The two listings of one product, by number."""
    origins = Counter(row["origin_product_no"] for row in shop.rows())
    both = next(origin for origin, count in origins.items() if count == 2)
    first, second = (
        int(row["channel_product_no"]) for row in shop.rows() if row["origin_product_no"] == both
    )
    return first, second


def test_every_listing_of_a_window_seller_is_imported_in_one_reading(shop: Shop) -> None:
    run = shop.imports()

    assert done(run).imported == len(shop.listed()) > SHARED_PRODUCTS
    assert run.used.requests == 3  # two pages, and what was modified since
    assert len({row["origin_product_no"] for row in shop.rows()}) == SHARED_PRODUCTS


def test_one_listing_of_two_can_be_imported_alone(shop: Shop) -> None:
    done(shop.imports())
    first, second = pair(shop)
    fresh = open_shop(shop.sandbox, shop.index, shop.folder.parent / "fresh")

    report = done(fresh.imports(numbers=(second,)))

    held = [int(row["channel_product_no"]) for row in fresh.rows()]
    fresh.engine.close()
    assert (report.imported, held) == (1, [second])
    assert first != second


def test_a_choice_for_one_listing_leaves_the_other_alone(shop: Shop) -> None:
    done(shop.imports())
    first, second = pair(shop)
    shop.engine.service.tables.skus.save([sku("CHOSEN")])
    (chosen,) = shop.engine.skus.find("CHOSEN")

    shop.engine.products.link(shop.store_id, first, chosen.sku_id, link_stock=True)
    done(shop.imports(mode=MatchingMode.BY_CODE, link_stock=True))

    other = shop.engine.products.get(shop.store_id, second)
    assert other is not None
    assert other.match is MatchKind.NONE


def test_a_window_listing_that_ends_is_gone_while_the_other_stays(shop: Shop) -> None:
    done(shop.imports())
    first, second = pair(shop)
    shop.control("products", remove=[second])

    run = shop.syncs()

    assert done(run).gone == 1
    (line,) = shop.engine.jobs.report_items(run.job_id, outcome=Outcome.GONE)
    assert line.channel_product_no == second
    stays = shop.engine.jobs.report_items(run.job_id, outcome=Outcome.UNCHANGED, limit=2000)
    assert first in {one.channel_product_no for one in stays}
