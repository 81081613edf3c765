"""That a listing needs no SKU is a decision that lasts, and can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.clock import now
from engine.database.boards import Boards
from engine.database.margins import MarginInputs
from engine.domain.boards import LeftWithoutSku
from engine.domain.links import LinkPart, NewLink
from engine.domain.matching import MatchKind
from engine.jobs.context import Tables
from tests.builders import NOON, decision, listing, save_page, sku
from tests.database.test_ended import SECRET, STORE
from tests.database.test_option_costs import option
from tests.database.test_options import ORIGIN, new_job, read, save

LINKING = decision(link_stock=True)
LINK = NewLink(channel_product_no=1, parts=(LinkPart(code="A-1"),), stock_linked=True)


@pytest.fixture
def store(tables: Tables) -> Tables:
    """Store 1 with two unmatched listings."""
    tables.stores.add(STORE, SECRET)
    save_page(tables, [listing(1, "A-1"), listing(2, "B-1")])
    return tables


def waiting(tables: Tables) -> list[int]:
    held = tables.products.with_match(1, MatchKind.NONE, limit=10)
    return [one.product.channel_product_no for one in held]


def counted(tables: Tables) -> tuple[int, int]:
    counts, _ = Boards(tables.database, now).counts()[1]
    return counts.unmatched, MarginInputs(tables.database).beside(1)["unmatched"]


def link(tables: Tables, number: int) -> tuple[str, str | None, bool]:
    held = tables.products.get(1, number)
    assert held is not None
    return held.match, held.sku_code, held.stock_linked


def test_it_leaves_the_queue_and_the_counts_and_says_who_and_when(store: Tables) -> None:
    store.products.leave_without_sku(1, 1, "kim")

    assert waiting(store) == [2]
    assert counted(store) == (1, 1)
    left = LeftWithoutSku(
        channel_product_no=1,
        name="상품 1",
        seller_management_code="A-1",
        decided_by="kim",
        decided_at=NOON,
    )
    assert store.products.left_without_sku(1, limit=10) == (left,)


def test_taken_back_it_waits_again(store: Tables) -> None:
    store.products.leave_without_sku(1, 1, "kim")

    store.products.want_sku(1, 1)

    assert waiting(store) == [1, 2]
    assert counted(store) == (2, 2)
    assert store.products.left_without_sku(1, limit=10) == ()


def test_no_import_matches_it_by_its_code(store: Tables) -> None:
    store.products.leave_without_sku(1, 1, "kim")
    store.skus.save([sku("A-1"), sku("B-1")])

    save_page(store, [listing(1, "A-1"), listing(2, "B-1")], LINKING)

    assert link(store, 1) == ("NONE", None, False)
    assert link(store, 2) == ("EXACT", "B-1", True)


def test_no_import_matches_it_by_its_options(store: Tables) -> None:
    store.skus.save([sku("S-1")])
    job_id = new_job(store, 1)
    save_page(store, [listing(7, origin_product_no=ORIGIN)], decision(job_id=job_id))
    store.products.leave_without_sku(1, 7, "kim")
    unread = store.products.options.unread(1, job_id)
    assert [one.origin_product_no for one in unread] == [1, 2]
    save(store, read(1, job_id, option(1, "S-1")))

    with store.database.write() as transaction:
        store.products.options.match(transaction, 1, job_id, link_stock=True)

    assert link(store, 7) == ("NONE", None, False)


def test_a_link_ends_with_it_and_a_choice_by_hand_ends_it(store: Tables) -> None:
    store.skus.save([sku("A-1")])
    save_page(store, [listing(1, "A-1")], LINKING)

    store.products.leave_without_sku(1, 1, "kim")
    assert link(store, 1) == ("NONE", None, False)

    store.products.links.save(1, [LINK])
    assert link(store, 1) == ("CHOICE", "A-1", True)
    assert store.products.left_without_sku(1, limit=10) == ()


def test_a_listing_that_is_not_held_cannot_be_left(store: Tables) -> None:
    store.products.leave_without_sku(1, 99, "kim")

    assert store.products.left_without_sku(1, limit=10) == ()


@pytest.mark.parametrize("kind", ["EXACT", "OPTION", "CHOICE"])
def test_importing_again_without_matching_leaves_the_links(store: Tables, kind: str) -> None:
    store.skus.save([sku("A-1")])
    save_page(store, [listing(1, "A-1")], LINKING)
    with store.database.write() as transaction:
        transaction.execute(f"update channel_product set match_kind = '{kind}'")
    again = decision("NONE", job_id=2)

    later = NOON + timedelta(hours=1)
    save_page(store, [listing(1, "A-1", name="컵", modified_at=later), listing(3, "A-1")], again)

    assert link(store, 1) == (kind, "A-1", True)
    assert link(store, 3) == ("NONE", None, False)
