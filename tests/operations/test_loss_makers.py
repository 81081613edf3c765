"""The count of loss-makers is that of the margins, and follows what is written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from engine import Engine, FeeTier, ImportRequest, MatchingMode, today
from tests.builders import new_store
from tests.one_store import OneStore, sku_sheet

FIRST = 130


def _of_the_margins(engine: Engine, store_id: int) -> int:
    table = engine.margins.table(store_id)
    return int((table.tiers[table.store.fee_tier].profit_won < 0).sum())


def _of_the_board(engine: Engine) -> int | None:
    (board,) = engine.boards.cards()
    return board.loss_makers


def _sheet(one_store: OneStore, **changed: str) -> bytes:
    rows = list(csv.DictReader(io.StringIO(sku_sheet(one_store.index, FIRST).decode("utf-8-sig"))))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows({**row, **changed} for row in rows)
    return text.getvalue().encode("utf-8-sig")


@pytest.mark.dated
def test_the_board_counts_the_losses_of_the_margins_and_knows_what_was_written(
    one_store: OneStore,
) -> None:
    engine, store_id = one_store.engine, one_store.store_id
    engine.skus.save(engine.skus.plan("skus.csv", _sheet(one_store)))
    one_store.imports(mode=MatchingMode.BY_CODE)
    first = _of_the_board(engine)
    assert first == _of_the_margins(engine, store_id)

    engine.skus.save(engine.skus.plan("skus.csv", _sheet(one_store, cost_won="9000000")))
    dear = _of_the_board(engine)
    engine.terms.set_tier(store_id, FeeTier.GENERAL, today())
    assert (
        dear
        == _of_the_margins(engine, store_id)
        == len(engine.margins.table(store_id))
        > (first or 0)
    )
    assert _of_the_board(engine) == dear


def test_a_cost_that_becomes_unknown_is_no_loss(one_store: OneStore) -> None:
    engine = one_store.engine
    engine.skus.save(engine.skus.plan("skus.csv", _sheet(one_store, cost_won="9000000")))
    one_store.imports(mode=MatchingMode.BY_CODE)
    assert _of_the_board(engine)

    plan = engine.skus.plan("skus.csv", _sheet(one_store, packaging_won=""))
    engine.skus.save(plan, losses_allowed=True)

    assert _of_the_board(engine) == 0


def test_each_of_several_stores_counts_its_own_losses_at_its_own_tier(
    one_store: OneStore, store_indices: Iterator[int]
) -> None:
    engine = one_store.engine
    engine.skus.save(engine.skus.plan("skus.csv", _sheet(one_store, cost_won="9000000")))
    one_store.imports(mode=MatchingMode.BY_CODE)
    index = next(store_indices)
    other = engine.stores.add(
        new_store(one_store.sandbox, index, fee_tier=FeeTier.GENERAL),
        one_store.sandbox.stores[index].client_secret,
    ).store_id
    engine.stores.check(other)
    engine.prerequisites.fetch(other)
    engine.skus.save(engine.skus.plan("skus.csv", sku_sheet(index, FIRST)))
    engine.jobs.wait(
        engine.imports.submit(ImportRequest(store_id=other, mode=MatchingMode.BY_CODE))
    )

    counts = {board.store.store_id: board.loss_makers for board in engine.boards.cards()}

    assert counts == {one: _of_the_margins(engine, one) for one in (one_store.store_id, other)}
    assert counts[one_store.store_id] != counts[other]


def test_while_a_job_changes_the_listings_the_count_is_that_of_before(one_store: OneStore) -> None:
    engine = one_store.engine
    engine.skus.save(engine.skus.plan("skus.csv", _sheet(one_store, cost_won="9000000")))
    assert _of_the_board(engine) == 0
    job_id = engine.imports.submit(one_store.request(mode=MatchingMode.BY_CODE))
    seen = set()
    while not engine.jobs.ended(job_id, 0.01):
        (board,) = engine.boards.cards()
        if board.running_job_id is not None:
            seen.add(board.loss_makers)

    assert seen == {0}
    assert _of_the_board(engine) == _of_the_margins(engine, one_store.store_id) > 0
