"""Linking, unlinking and putting back, as a person asks for it."""

from __future__ import annotations

import numpy as np
import pytest

from engine import BadRequest, JobState, LinkPart, MarginUnit, MatchingMode, parse_link
from engine.errors import MatchingNotAllowed
from engine.operations.link_sheets import proposed
from tests.costs import save_sheet
from tests.one_store import OneStore

SHEET = (
    "own_code,name,cost_won,packaging_won,shipping_won\nCUP-1,컵,4000,0,0\nGIFT,사은품,300,0,0\n"
)


@pytest.fixture
def shop(stocked: OneStore) -> OneStore:
    """The stocked store with two SKUs more."""
    save_sheet(stocked.engine, SHEET.encode())
    return stocked


def first(shop: OneStore) -> int:
    """A listing that has a margin."""
    return int(shop.engine.margins.table(shop.store_id).channel_product_no[0])


def cost(shop: OneStore, number: int) -> tuple[int, str] | None:
    table = shop.engine.margins.table(shop.store_id)
    found = np.flatnonzero(table.channel_product_no == number)
    if not len(found):
        return None
    return int(table.costs.fixed_won[found[0]]), str(table.sku_code[found[0]])


def test_a_link_of_several_pieces_has_its_margin_and_is_in_the_audit(shop: OneStore) -> None:
    links, number = shop.engine.links, first(shop)
    was = cost(shop, number)
    assert was is not None

    linked = links.link(shop.store_id, number, parse_link("CUP-1*2+GIFT"), link_stock=True)

    assert (linked.match, linked.sku_code, linked.stock_linked) == ("CHOICE", "CUP-1*2+GIFT", True)
    assert cost(shop, number) == (8300, "CUP-1*2+GIFT")
    [entry] = [one for one in shop.engine.audit.find() if one.action == "product.link"]
    assert (entry.before["sku"], entry.after["sku"]) == (was[1], "CUP-1*2+GIFT")


def test_what_goes_is_told_before_it_goes_and_comes_back_with_one_call(shop: OneStore) -> None:
    links, number = shop.engine.links, first(shop)
    links.link(shop.store_id, number, parse_link("CUP-1*2"), link_stock=True)
    table = shop.engine.margins.table(shop.store_id)
    at = int(np.flatnonzero(table.channel_product_no == number)[0])
    profit_won = int(table.tiers[table.store.fee_tier].profit_won[at])

    goes = links.unlinking(shop.store_id, number)

    assert (goes.sku_code, goes.stock_linked, goes.profit_won) == ("CUP-1*2", True, profit_won)
    assert cost(shop, number) == (8000, "CUP-1*2")  # nothing is done yet

    gone = links.unlink(shop.store_id, number)
    assert (gone.match, gone.sku_code, gone.stock_linked) == ("NONE", None, False)
    assert cost(shop, number) is None
    with pytest.raises(BadRequest, match="no link to take off"):
        links.unlink(shop.store_id, number)

    back = links.put_back(shop.store_id, number)
    assert (back.match, back.sku_code, back.stock_linked) == ("CHOICE", "CUP-1*2", True)
    assert cost(shop, number) == (8000, "CUP-1*2")
    with pytest.raises(BadRequest, match="No link was taken off"):
        links.put_back(shop.store_id, number)
    acts = [entry.action for entry in shop.engine.audit.find()]
    assert acts[:3] == ["product.put_back", "product.unlink", "product.link"]


def test_an_option_is_linked_by_its_number(shop: OneStore) -> None:
    links = shop.engine.links
    table = shop.engine.margins.table(shop.store_id, unit=MarginUnit.OPTION)
    at = int(np.flatnonzero(table.option_id)[0])
    number, option_id = int(table.channel_product_no[at]), int(table.option_id[at])

    links.link(shop.store_id, number, parse_link("CUP-1*3"), option_id=option_id, link_stock=False)

    table = shop.engine.margins.table(shop.store_id, unit=MarginUnit.OPTION)
    rows = (table.channel_product_no == number) & (table.option_id == option_id)
    assert table.costs.fixed_won[rows].tolist() == [12_000]
    assert links.unlinking(shop.store_id, number, option_id=option_id).sku_code == "CUP-1*3"
    links.unlink(shop.store_id, number, option_id=option_id)
    assert links.parts(shop.store_id, number) == {}
    [entry, *_] = [one for one in shop.engine.audit.find() if one.action == "product.unlink"]
    assert entry.subject == f"{number} / {option_id}"


@pytest.mark.parametrize(
    ("parts", "option_id", "why"),
    [
        ((LinkPart(code="nobody"),), 0, "no SKU nobody"),
        ((), 0, "needs a SKU"),
        ((LinkPart(code="CUP-1", quantity=0),), 0, "no number of pieces"),
        ((LinkPart(code="CUP-1"), LinkPart(code="CUP-1")), 0, "each SKU once"),
        ((LinkPart(code="CUP-1"),), 424242, "no option 424242"),
    ],
)
def test_what_cannot_be_linked_is_refused(
    shop: OneStore, parts: tuple[LinkPart, ...], option_id: int, why: str
) -> None:
    number = first(shop)
    before = cost(shop, number)

    with pytest.raises(BadRequest, match=why):
        shop.engine.links.link(shop.store_id, number, parts, option_id=option_id, link_stock=False)

    assert cost(shop, number) == before


def test_a_listing_is_imported_with_the_pieces_that_were_chosen(shop: OneStore) -> None:
    number, other = shop.listed()[:2]
    choice = {"numbers": (number,), "mode": MatchingMode.BY_CHOICE, "link_stock": True}

    run = shop.imports(**choice, parts=parse_link("CUP-1*2"))

    assert run.state is JobState.DONE
    held = shop.engine.products.get(shop.store_id, number)
    assert held is not None
    assert (held.match, held.sku_code) == ("CHOICE", "CUP-1*2")
    shop.imports(**{**choice, "numbers": (other,)}, parts=parse_link("CUP-1"))
    plain = shop.engine.products.get(shop.store_id, other)
    assert plain is not None
    assert plain.sku_code == "CUP-1"
    assert plain.sku_id is not None
    for wrong in (
        {"parts": parse_link("nobody*2")},
        {"parts": parse_link("CUP-1*2"), "sku_id": 1},
        {"parts": parse_link("CUP-1*2"), "numbers": (number, other)},
        {"parts": parse_link("CUP-1*2"), "mode": MatchingMode.BY_CODE},
    ):
        with pytest.raises(MatchingNotAllowed):
            shop.imports(**{**choice, **wrong})


def test_an_import_of_one_number_by_code_keeps_what_a_person_linked(shop: OneStore) -> None:
    number = first(shop)
    shop.engine.links.link(shop.store_id, number, parse_link("CUP-1*2"), link_stock=True)

    shop.imports(numbers=(number,), mode=MatchingMode.BY_CODE)

    assert cost(shop, number) == (8000, "CUP-1*2")


def test_the_sheet_proposes_what_names_and_codes_spell() -> None:
    rows: list[dict[str, str | None]] = [
        {"name": "컵 1+1", "seller_management_code": "CUP-1", "sku_code": "CUP-1"},
        {"name": "컵 1+1 3팩", "seller_management_code": "CUP-1", "sku_code": "CUP-1"},
        {"name": "컵", "seller_management_code": "CUP-1*2+GIFT", "sku_code": None},
        {"name": "컵", "seller_management_code": "CUP-1*2+nobody", "sku_code": None},
        {"name": "컵 1+1", "seller_management_code": None, "sku_code": None},
    ]

    told = [
        proposed({**row, "matched_by": "EXACT" if row["sku_code"] else None}, {"CUP-1", "GIFT"})
        for row in rows
    ]

    assert told == ["CUP-1*2", None, "CUP-1*2+GIFT", None, None]
