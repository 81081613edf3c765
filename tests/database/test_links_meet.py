"""Links that people made meet what codes say of them: doubts, supplements, the tax of goods."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest

from engine.database.margins import MarginInputs
from engine.domain.links import LISTING, LinkedOption, NewLink, parse_link
from engine.domain.margin_table import MarginUnit
from engine.domain.vat import TaxType
from engine.jobs.context import Tables
from tests.builders import decision, listing, save_page, sku
from tests.database.test_ended import SECRET, STORE
from tests.database.test_option_costs import DAY, cup, option, supplement
from tests.database.test_options import ORIGIN, new_job, read, save

TOWEL, LAMP = "오가닉 호텔 수건 4장", "북유럽풍 무드등 USB"
TAX, EXEMPT, ZERO = (kind.place for kind in (TaxType.TAX, TaxType.DUTYFREE, TaxType.SMALL))


@pytest.fixture
def store(tables: Tables) -> Tables:
    """Store 1 with a lamp SKU on a towel's option, and what a person may link instead."""
    tables.stores.add(STORE, SECRET)
    costs = {"packaging_won": 0, "shipping_won": 0}
    tables.skus.save(
        [
            sku("LAMP", name=LAMP, cost_won=900, **costs),
            *(cup("CUP", 100), cup("GIFT", 30)),
            sku("BOOK", cost_won=5, tax_type=TaxType.DUTYFREE, **costs),
            sku("MAP", cost_won=6, tax_type=TaxType.DUTYFREE, **costs),
            sku("SEA", cost_won=7, tax_type=TaxType.SMALL, **costs),
        ]
    )
    return tables


def towel_with(store: Tables, code: str | None, tax_type: str | None = "TAX") -> int:
    """A towel of that code with two options, of which the first has the lamp's code, and a
    supplement of the lamp's; the number of its job.
    """
    job_id = new_job(store, 1)
    towel = listing(7, code, name=TOWEL, origin_product_no=ORIGIN, delivery_fee_won=3_000)
    save_page(store, [towel], decision(link_stock=True, job_id=job_id))
    lamp = msgspec.structs.replace(supplement(1, "LAMP"), name="수건 걸이")
    told = read(1, job_id, option(1, "LAMP"), option(2, None), supplements=(lamp,))
    [(wanted, detail)] = told.details
    taxed = msgspec.structs.replace(detail, tax_type=tax_type)
    save(store, msgspec.structs.replace(told, details=((wanted, taxed),)))
    match(store, job_id)
    return job_id


def match(store: Tables, job_id: int, *, link_stock: bool | None = True) -> None:
    with store.database.write() as transaction:
        store.products.options.match(transaction, 1, job_id, link_stock=link_stock)


def link(store: Tables, option_id: int, text: str, *, stock_linked: bool = False) -> None:
    parts = parse_link(text)
    new = NewLink(channel_product_no=7, option_id=option_id, parts=parts, stock_linked=stock_linked)
    store.products.links.save(1, [new])


def held(store: Tables) -> tuple[str, str | None, bool, bool]:
    one = store.products.get(1, 7)
    assert one is not None
    return one.match, one.sku_code, one.doubtful, one.stock_linked


def units(store: Tables, unit: MarginUnit = MarginUnit.OPTION) -> dict[int, tuple[Any, ...]]:
    """By option: SKU, goods cost, whether it is the listing's, doubtful, and the place of its
    tax.
    """
    found = MarginInputs(store.database).inputs(1, DAY, unit)
    names = ("sku_code", "cost_won", "as_whole", "doubtful", "tax_place")
    columns = [np.ma.masked_array(found[name]).tolist() for name in names]
    return dict(zip(found["option_id"].tolist(), zip(*columns, strict=True), strict=True))


def waiting(store: Tables) -> list[int]:
    return [one.option_id for one in store.products.doubts.of_store(1, limit=10)]


def test_codes_alone_are_doubtful_and_taxed_as_the_listing(store: Tables) -> None:
    towel_with(store, None)

    assert held(store) == ("OPTION", None, True, False)
    doubts = store.products.doubts.of_store(1, limit=10)
    assert [(one.option_id, one.price_won) for one in doubts] == [(-1, 2_000), (1, 10_000)]
    assert units(store) == {
        -1: ("LAMP", 900, False, True, TAX),
        1: ("LAMP", 900, False, True, TAX),
        2: (None, None, True, False, TAX),
    }


def test_what_a_person_linked_of_several_pieces_goes_before_a_doubtful_code(store: Tables) -> None:
    job_id = towel_with(store, None)

    link(store, LISTING, "CUP*2+GIFT", stock_linked=True)
    match(store, job_id)
    save_page(
        store,
        [listing(7, "LAMP", name=TOWEL, origin_product_no=ORIGIN)],
        decision(link_stock=True, job_id=new_job(store, 1)),
    )

    assert held(store) == ("CHOICE", "CUP*2+GIFT", False, True)
    assert waiting(store) == [-1]
    assert units(store, MarginUnit.LISTING) == {0: ("CUP*2+GIFT", 230, False, False, TAX)}
    assert units(store) == {
        -1: ("LAMP", 900, False, True, TAX),  # beside it, never its parts
        1: ("CUP*2+GIFT", 230, False, False, TAX),
        2: ("CUP*2+GIFT", 230, True, False, TAX),
    }


def test_a_linked_option_and_supplement_are_not_doubtful_any_more(store: Tables) -> None:
    job_id = towel_with(store, None)

    link(store, 1, "CUP*2+GIFT")
    assert waiting(store) == [-1]
    link(store, -1, "GIFT*3")
    link(store, 2, "CUP", stock_linked=True)
    match(store, job_id)

    assert (held(store), waiting(store)) == (("OPTION", None, False, True), [])
    assert units(store) == {
        -1: ("GIFT*3", 90, False, False, TAX),
        1: ("CUP*2+GIFT", 230, False, False, TAX),
        2: ("CUP", 100, False, False, TAX),
    }


def test_an_option_unlinked_is_as_doubtful_as_its_code_and_a_sync_keeps_that(store: Tables) -> None:
    job_id = towel_with(store, None)
    link(store, 1, "CUP*2")
    link(store, 2, "CUP", stock_linked=True)
    assert held(store) == ("OPTION", None, False, True)

    store.products.links.unlink_option(1, 7, 1, "kim", stock_linked=True)
    match(store, job_id, link_stock=None)

    assert held(store) == ("OPTION", None, True, False)
    assert waiting(store) == [-1, 1]


def test_a_renamed_sku_brings_no_doubt_to_what_a_person_linked(store: Tables) -> None:
    towel_with(store, None)
    link(store, 1, "CUP*2")
    link(store, 2, "CUP", stock_linked=True)

    store.skus.save([sku("LAMP", name="스테인리스 텀블러")])

    assert held(store) == ("OPTION", None, False, True)


def test_a_supplement_says_nothing_of_its_listing_when_linked_either(store: Tables) -> None:
    save_page(
        store,
        [listing(7, None, name=TOWEL, origin_product_no=ORIGIN)],
        decision(job_id=(job_id := new_job(store, 1))),
    )
    save(store, read(1, job_id, supplements=(supplement(1, None),)))
    store.products.leave_without_sku(1, 7, "kim")
    links = store.products.links

    link(store, -1, "GIFT*3", stock_linked=True)

    assert held(store) == ("NONE", None, False, False)
    assert [one.channel_product_no for one in store.products.left_without_sku(1, 10)] == [7]
    assert units(store) == {-1: ("GIFT*3", 90, False, False, 0)}
    shown = LinkedOption(
        option_id=-1, name="추가 1", seller_code=None, in_use=True, sku_code="GIFT*3"
    )
    assert links.options(1, 7) == (shown,)

    links.unlink_option(1, 7, -1, "kim", stock_linked=False)
    assert units(store) == {}
    links.put_back(1, 7, links.past(1, 7))
    assert (held(store), len(units(store))) == (("NONE", None, False, False), 1)


@pytest.mark.parametrize(
    ("text", "tax_type", "expected"),
    [
        ("BOOK+MAP*2", "TAX", EXEMPT),  # all of them say so
        ("BOOK+CUP", "TAX", TAX),  # one does not say
        ("BOOK+SEA", "TAX", TAX),  # they say different things
        ("SEA*3", "TAX", ZERO),
        ("BOOK+SEA", None, 0),
        ("CUP+GIFT", "DUTYFREE", EXEMPT),
    ],
)
def test_the_tax_of_several_skus_is_what_all_say_else_that_of_the_listing(
    store: Tables, text: str, tax_type: str | None, expected: int
) -> None:
    towel_with(store, None, tax_type)

    link(store, LISTING, text)
    link(store, 1, text)

    assert [row[-1] for row in units(store, MarginUnit.LISTING).values()] == [expected]
    assert [units(store)[at][-1] for at in (1, 2)] == [expected, expected]


def test_a_link_put_back_is_as_doubtful_or_accepted_as_it_was(store: Tables) -> None:
    links, doubts = store.products.links, store.products.doubts
    towel_with(store, "LAMP")
    assert held(store) == ("EXACT", "LAMP", True, False)

    links.unlink(1, 7, "kim")
    assert held(store) == ("NONE", None, False, False)
    links.put_back(1, 7, links.past(1, 7))
    assert held(store) == ("EXACT", "LAMP", True, False)

    doubts.accept(1, [7], "kim", link_stock=True)
    accepted = doubts.accepted(1, 10)
    links.unlink(1, 7, "lee")
    assert (len(accepted), doubts.accepted(1, 10), waiting(store)) == (1, (), [-1, 1])
    links.put_back(1, 7, links.past(1, 7))
    assert (held(store), doubts.accepted(1, 10)) == (("EXACT", "LAMP", False, True), accepted)
    assert waiting(store) == []

    link(store, LISTING, "CUP*2")
    assert doubts.accepted(1, 10) == ()
