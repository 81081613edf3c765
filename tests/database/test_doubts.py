"""A code that leads to a SKU of another name is a doubtful match, until a person accepts it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.clock import now
from engine.database.boards import Boards
from engine.database.margins import MarginInputs
from engine.domain.links import NewLink, parse_link
from engine.domain.margin_table import MarginUnit
from engine.domain.matching import AcceptedMatch, DoubtfulMatch
from engine.domain.products import ChannelProduct
from engine.jobs.context import Tables
from tests.builders import NOON, decision, listing, save_page, sku
from tests.database.test_ended import SECRET, STORE
from tests.database.test_option_costs import option
from tests.database.test_options import ORIGIN, new_job, read, save

LINKING = decision(link_stock=True)
TOWEL, LAMP = "오가닉 호텔 수건 4장", "북유럽풍 무드등 USB"


@pytest.fixture
def store(tables: Tables) -> Tables:
    """Store 1 with a towel of its own code and one that has the lamp's."""
    tables.stores.add(STORE, SECRET)
    tables.skus.save([sku("A-1", name=TOWEL, option_name="화이트"), sku("B-1", name=LAMP)])
    save_page(tables, [towel(1, "A-1"), towel(2, "b 1")], LINKING)
    return tables


def towel(number: int, code: str, **fields: object) -> ChannelProduct:
    return listing(number, code, name=f"[온결] {TOWEL}", **fields)


def link(tables: Tables, number: int) -> tuple[str, str | None, bool, bool]:
    held = tables.products.get(1, number)
    assert held is not None
    return held.match, held.sku_code, held.doubtful, held.stock_linked


def waiting(tables: Tables) -> list[tuple[int, int]]:
    found = tables.products.doubts.of_store(1, limit=10)
    return [(one.channel_product_no, one.option_id) for one in found]


def test_it_is_doubtful_and_its_stock_is_not_linked(store: Tables) -> None:
    assert link(store, 1) == ("EXACT", "A-1", False, True)
    assert link(store, 2) == ("NORMAL_FORM", "B-1", True, False)
    assert store.products.doubts.of_store(1, limit=10) == (
        DoubtfulMatch(
            channel_product_no=2,
            option_id=0,
            name=f"[온결] {TOWEL}",
            option_name=None,
            code="b 1",
            price_won=10_000,
            image_url=None,
            sku_code="B-1",
            sku_name=LAMP,
            sku_option=None,
        ),
    )


def test_a_preview_tells_it_with_name_and_option(store: Tables) -> None:
    held, by_code = store.products.preview_matches(1, [towel(1, "A-1"), towel(3, "B-1")])

    assert (held[1].doubtful, held[1].sku_name, held[1].sku_option) == (False, TOWEL, "화이트")
    assert (by_code[3].doubtful, by_code[3].sku_name, by_code[3].sku_option) == (True, LAMP, None)


def test_it_is_counted_beside_what_matches(store: Tables) -> None:
    counts, _ = Boards(store.database, now).counts()[1]
    assert (counts.matched, counts.doubtful, counts.unmatched) == (1, 1, 0)

    sums = store.jobs.reports.sums([1])[1]
    assert (sums["matched"], sums["doubtful"], sums["stock_linked"]) == (1, 1, 1)


def test_accepted_it_stays_so_over_imports_and_syncs(store: Tables) -> None:
    store.products.doubts.accept(1, [2], "kim", link_stock=True)

    assert waiting(store) == []
    assert link(store, 2) == ("NORMAL_FORM", "B-1", False, True)
    told = AcceptedMatch(
        channel_product_no=2,
        name=f"[온결] {TOWEL}",
        sku_code="B-1",
        sku_name=LAMP,
        sku_option=None,
        accepted_by="kim",
        accepted_at=NOON,
    )
    assert store.products.doubts.accepted(1, limit=10) == (told,)

    later = NOON + timedelta(hours=1)
    for mode in ("BY_CODE", "SYNC"):
        renamed = towel(2, "b 1", brand_name=mode, modified_at=later)
        save_page(store, [renamed], decision(mode, job_id=2, link_stock=True))
        assert link(store, 2) == ("NORMAL_FORM", "B-1", False, True)


def test_accepted_is_the_pair_not_whatever_sku_the_code_leads_to_later(store: Tables) -> None:
    store.products.doubts.accept(1, [2], "kim", link_stock=False)
    store.skus.save([sku("C-1", name="스테인리스 텀블러")])

    save_page(store, [towel(2, "C-1")], LINKING)

    assert link(store, 2) == ("EXACT", "C-1", True, False)


def test_taken_back_it_is_doubtful_again(store: Tables) -> None:
    store.products.doubts.accept(1, [2], "kim", link_stock=True)

    store.products.doubts.withdraw(1, 2)

    assert link(store, 2) == ("NORMAL_FORM", "B-1", True, False)
    assert store.products.doubts.accepted(1, limit=10) == ()


def test_another_sku_or_none_corrects_it(store: Tables) -> None:
    chosen = NewLink(channel_product_no=2, parts=parse_link("A-1"), stock_linked=True)
    store.products.links.save(1, [chosen])
    assert link(store, 2) == ("CHOICE", "A-1", False, True)

    save_page(store, [towel(2, "b 1"), towel(3, "b 1")], LINKING)
    store.products.leave_without_sku(1, 3, "kim")

    assert link(store, 2) == ("CHOICE", "A-1", False, True)
    assert link(store, 3) == ("NONE", None, False, False)
    assert waiting(store) == []


def test_a_listing_that_is_renamed_becomes_doubtful_by_a_sync(store: Tables) -> None:
    renamed = listing(1, "A-1", name=LAMP, modified_at=NOON + timedelta(hours=1))

    save_page(store, [renamed], decision("SYNC", job_id=2))

    assert link(store, 1) == ("EXACT", "A-1", True, False)
    assert store.jobs.reports.sums([2])[2]["doubtful"] == 1


def test_a_sku_that_is_renamed_brings_and_ends_doubts(store: Tables) -> None:
    store.skus.save([sku("A-1", name="유리 화병"), sku("B-1", name=TOWEL)])

    assert [link(store, number)[2] for number in (1, 2)] == [True, False]


def test_what_an_older_version_matched_is_told_once(store: Tables) -> None:
    with store.database.write() as transaction:
        transaction.execute("update channel_product set match_doubt = null, stock_linked = true")

    store.products.doubts.tell_untold()

    assert link(store, 1) == ("EXACT", "A-1", False, True)
    assert link(store, 2) == ("NORMAL_FORM", "B-1", True, False)


def test_the_code_of_an_option_may_be_doubtful(store: Tables) -> None:
    job_id = new_job(store, 1)
    save_page(store, [towel(7, "", origin_product_no=ORIGIN)], decision(job_id=job_id))
    save(store, read(1, job_id, option(1, "A-1"), option(2, "B-1")))
    with store.database.write() as transaction:
        store.products.options.match(transaction, 1, job_id, link_stock=True)

    assert link(store, 7) == ("OPTION", None, True, False)
    assert waiting(store) == [(2, 0), (7, 2)]

    store.products.doubts.accept(1, [7], "kim", link_stock=True)
    with store.database.write() as transaction:
        store.products.options.match(transaction, 1, job_id, link_stock=True)

    assert link(store, 7) == ("OPTION", None, False, True)
    assert waiting(store) == [(2, 0)]


def test_margins_are_marked(store: Tables) -> None:
    job_id = new_job(store, 1)
    save_page(store, [towel(7, "", origin_product_no=ORIGIN)], decision(job_id=job_id))
    save(store, read(1, job_id, option(1, "A-1"), option(2, "B-1")))
    with store.database.write() as transaction:
        store.products.options.match(transaction, 1, job_id, link_stock=True)
    inputs = MarginInputs(store.database)

    listings = inputs.inputs(1, date(2026, 11, 23), MarginUnit.LISTING)
    options = inputs.inputs(1, date(2026, 11, 23), MarginUnit.OPTION)

    marks = dict(zip(listings["channel_product_no"], listings["doubtful"], strict=True))
    assert marks == {1: False, 2: True, 7: True}
    keys = zip(options["channel_product_no"], options["option_id"], strict=True)
    marked = dict(zip(keys, options["doubtful"], strict=True))
    assert marked == {(1, 0): False, (2, 0): True, (7, 1): False, (7, 2): True}


def test_ended_listings_and_those_that_need_no_sku_are_not_unmatched(store: Tables) -> None:
    store.products.leave_without_sku(1, 2, "kim")
    job_id = 2
    page = [
        towel(2, "b 1"),
        listing(3, "unknown"),
        listing(4, "unknown", sale_status="CLOSE"),
        listing(5, "B-1", name=TOWEL, sale_status="DELETE"),
    ]

    save_page(store, page, decision(job_id=job_id))

    sums = store.jobs.reports.sums([job_id])[job_id]
    assert (sums["unmatched"], sums["ambiguous"], sums["doubtful"]) == (1, 0, 0)
