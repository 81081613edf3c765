"""A window seller's product has a second listing: each is imported, matched and lost on its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import MatchingMode, MatchKind, Outcome
from tests.builders import sku
from tests.conftest import SHARED_PRODUCTS, SHARED_STORES
from tests.one_store import OneStore, done, open_one_store
from tests.sandbox_process import Sandbox


@pytest.fixture(scope="session")
def window_sellers() -> Iterator[int]:
    """Window sellers of the shared sandbox no test has used."""
    return iter(range(2, SHARED_STORES, 3))


@pytest.fixture
def one_store(
    shared_sandbox: Sandbox, window_sellers: Iterator[int], tmp_path: Path
) -> Iterator[OneStore]:
    opened = open_one_store(shared_sandbox, next(window_sellers), tmp_path / "shop")
    yield opened
    opened.engine.close()


def pair(one_store: OneStore) -> tuple[int, int]:
    """The two listings of one product, by number."""
    origins = Counter(row["origin_product_no"] for row in one_store.rows())
    both = next(origin for origin, count in origins.items() if count == 2)
    first, second = (
        int(row["channel_product_no"])
        for row in one_store.rows()
        if row["origin_product_no"] == both
    )
    return first, second


def test_every_listing_of_a_window_seller_is_imported_in_one_reading(one_store: OneStore) -> None:
    run = one_store.imports()

    assert done(run).imported == len(one_store.listed()) > SHARED_PRODUCTS
    assert run.used.requests == 3  # two pages, and what was modified since
    assert len({row["origin_product_no"] for row in one_store.rows()}) == SHARED_PRODUCTS


def test_one_listing_of_two_can_be_imported_alone(one_store: OneStore) -> None:
    done(one_store.imports())
    first, second = pair(one_store)
    fresh = open_one_store(one_store.sandbox, one_store.index, one_store.folder.parent / "fresh")

    report = done(fresh.imports(numbers=(second,)))

    held = [int(row["channel_product_no"]) for row in fresh.rows()]
    fresh.engine.close()
    assert (report.imported, held) == (1, [second])
    assert first != second


def test_a_choice_for_one_listing_leaves_the_other_alone(one_store: OneStore) -> None:
    done(one_store.imports())
    first, second = pair(one_store)
    one_store.engine.service.tables.skus.save([sku("CHOSEN")])
    (chosen,) = one_store.engine.skus.find("CHOSEN")

    one_store.engine.products.link(one_store.store_id, first, chosen.sku_id, link_stock=True)
    done(one_store.imports(mode=MatchingMode.BY_CODE, link_stock=True))

    other = one_store.engine.products.get(one_store.store_id, second)
    assert other is not None
    assert other.match is MatchKind.NONE


def test_a_window_listing_that_ends_is_gone_while_the_other_stays(one_store: OneStore) -> None:
    done(one_store.imports())
    first, second = pair(one_store)
    one_store.control("products", remove=[second])

    run = one_store.syncs()

    assert done(run).gone == 1
    (line,) = one_store.engine.jobs.report_items(run.job_id, outcome=Outcome.GONE)
    assert line.channel_product_no == second
    stays = one_store.engine.jobs.report_items(run.job_id, outcome=Outcome.UNCHANGED, limit=2000)
    assert first in {one.channel_product_no for one in stays}
