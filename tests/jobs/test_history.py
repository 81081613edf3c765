"""The past of a listing: what syncs saw change, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from engine import (
    Engine,
    ImportRequest,
    JobState,
    ProductSearch,
    today,
)
from tests.one_store import open_one_store
from tests.sandbox_process import Sandbox, start_sandbox


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with start_sandbox(stores=1, products=40) as running:
        yield running


@pytest.fixture
def engine(sandbox: Sandbox, tmp_path: Path) -> Iterator[Engine]:
    one_store = open_one_store(sandbox, 0, tmp_path)
    yield one_store.engine
    one_store.engine.close()


def sync(engine: Engine) -> None:
    run = engine.jobs.wait(engine.imports.submit_sync(ImportRequest(store_id=1)))
    assert run.state is JobState.DONE


def test_a_changed_price_is_kept_beside_the_price_before(engine: Engine, sandbox: Sandbox) -> None:
    engine.jobs.wait(engine.imports.submit(ImportRequest(store_id=1)))
    listing = engine.products.preview(1, ProductSearch(), size=1).rows[0].product
    number, dearer = listing.channel_product_no, listing.sale_price_won + 1000
    change = {"channel_product_no": number, "salePrice": dearer}
    sandbox.control("products", {"store": 0, "change": [change]})

    sync(engine)

    states = engine.products.history(1, number)
    assert [state.sale_price_won for state in states] == [listing.sale_price_won, dearer]
    assert states[0].seen_at < states[1].seen_at
    tomorrow = today() + timedelta(days=1)
    changes = engine.products.changes(1, from_on=today(), to_on=tomorrow)
    assert [one.channel_product_no for one in changes] == [number]
    assert changes[0].changes["sale_price_won"] == (listing.sale_price_won, dearer)
    assert engine.products.changes(1, from_on=tomorrow, to_on=tomorrow + timedelta(days=1)) == ()


def test_unchanged_listings_add_nothing(engine: Engine, sandbox: Sandbox) -> None:
    engine.jobs.wait(engine.imports.submit(ImportRequest(store_id=1)))
    numbers = [
        row.product.channel_product_no
        for row in engine.products.preview(1, ProductSearch(), size=100).rows
    ]

    sync(engine)
    sync(engine)

    assert {len(engine.products.history(1, number)) for number in numbers} == {1}


@pytest.mark.dated
def test_a_sync_of_changes_asks_only_for_what_was_modified(
    engine: Engine, sandbox: Sandbox
) -> None:
    engine.jobs.wait(engine.imports.submit(ImportRequest(store_id=1)))
    sync(engine)
    listing = engine.products.preview(1, ProductSearch(), size=40).rows[-1].product
    number = listing.channel_product_no
    change = {"channel_product_no": number, "stockQuantity": 7_777}
    sandbox.control("products", {"store": 0, "change": [change]})

    job_id = engine.imports.submit_sync(ImportRequest(store_id=1), changed_only=True)
    report = engine.jobs.wait(job_id).result

    assert report.changed >= 1
    assert report.changed + report.unchanged < 40
    held = engine.products.get(1, number)
    assert held is not None
    assert held.product.stock_quantity == 7_777
    assert report.gone == 0
