"""What nobody can buy any more is in no margin, no count and no queue, and has no stock link."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from engine.clock import now
from engine.database.boards import Boards
from engine.database.margins import MarginInputs
from engine.domain.fees import FeeTier
from engine.domain.links import LinkPart, NewLink
from engine.domain.margin_table import MarginUnit
from engine.domain.matching import MatchKind
from engine.domain.products import ENDED, SaleStatus
from engine.domain.stores import NewStore
from engine.jobs.context import Tables
from tests.builders import decision, listing, save_page, sku

DAY = date(2026, 11, 23)
STORE = NewStore(
    name="달",
    client_id="client",
    base_url="http://127.0.0.1:9/external",
    fee_tier=FeeTier.SMALL_1,
    tier_starts_on=DAY,
)
SECRET = "$2a$04$abcdefghijklmnopqrstuv"
LINKING = decision(link_stock=True)
LINK = NewLink(channel_product_no=1, parts=(LinkPart(code="CUP"),), stock_linked=True)


@pytest.fixture
def shelf(tables: Tables) -> Tables:
    """Store 1, a SKU with costs, and a matched and an unmatched listing of each sale status."""
    tables.stores.add(STORE, SECRET)
    tables.skus.save([sku("CUP", cost_won=5_000, packaging_won=0, shipping_won=0)])
    for at, status in enumerate(SaleStatus):
        cup = listing(100 + at, "CUP", sale_status=status)
        other = listing(200 + at, "OTHER", sale_status=status)
        save_page(tables, [cup, other], LINKING)
    return tables


NUMBERS = {status: 100 + at for at, status in enumerate(SaleStatus)}
SOLD = {number for status, number in NUMBERS.items() if status not in ENDED}


@pytest.mark.parametrize("unit", MarginUnit)
def test_margins_are_of_what_can_be_bought(shelf: Tables, unit: MarginUnit) -> None:
    margins = MarginInputs(shelf.database)

    found = margins.inputs(1, DAY, unit)

    assert set(np.ma.getdata(found["channel_product_no"]).tolist()) == SOLD
    assert margins.beside(1) == {"unmatched": len(SOLD), "ended": 2 * len(ENDED)}


def test_losses_are_of_what_can_be_bought(shelf: Tables) -> None:
    found = MarginInputs(shelf.database).loss_inputs([1], DAY)

    assert len(found["price_won"]) == len(SOLD)


def test_the_board_counts_them_apart(shelf: Tables) -> None:
    counts, _ = Boards(shelf.database, now).counts()[1]

    assert (counts.imported, counts.matched, counts.unmatched, counts.ended) == (
        2 * len(SaleStatus),
        len(SOLD),
        len(SOLD),
        2 * len(ENDED),
    )
    assert counts.stock_linked == len(SOLD)


def test_they_are_not_among_what_is_to_be_matched(shelf: Tables) -> None:
    found = shelf.products.with_match(1, MatchKind.NONE, limit=100)

    assert not {SaleStatus(one.product.sale_status) for one in found} & ENDED
    assert len(found) == len(SOLD)


@pytest.mark.parametrize("status", sorted(ENDED))
def test_a_sync_that_learns_of_it_takes_the_stock_link(tables: Tables, status: SaleStatus) -> None:
    tables.skus.save([sku("CUP")])
    save_page(tables, [listing(1, "CUP")], LINKING)
    assert _linked(tables)

    save_page(tables, [listing(1, "CUP", sale_status=status)], decision("SYNC", job_id=2))

    assert not _linked(tables)


@pytest.mark.parametrize("status", SaleStatus)
def test_a_choice_by_hand_links_the_stock_of_what_can_be_bought(
    tables: Tables, status: SaleStatus
) -> None:
    tables.skus.save([sku("CUP")])
    save_page(tables, [listing(1, sale_status=status)])

    tables.products.links.save(1, [LINK])

    assert _linked(tables) is (status not in ENDED)


def _linked(tables: Tables) -> bool:
    held = tables.products.get(1, 1)
    assert held is not None
    assert held.sku_code == "CUP"
    return held.stock_linked
