"""What each option costs: what its own code says, never what its sibling costs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import numpy as np
import pytest

from engine.clock import to_utc
from engine.database.margins import MarginInputs
from engine.database.options import OptionsRead
from engine.domain.links import NewLink, parse_link
from engine.domain.margin_table import MarginUnit
from engine.domain.products import ProductOption
from engine.domain.vat import TaxType
from engine.jobs.context import Tables
from tests.builders import NOON, decision, listing, save_page, sku
from tests.database.test_options import ORIGIN, new_job, read, save

DAY, MODIFIED = date(2026, 11, 23), to_utc(NOON)


def cup(own_code: str, cost_won: int, unique_code: str | None = None) -> Any:
    return sku(own_code, unique_code, cost_won=cost_won, packaging_won=0, shipping_won=0)


def option(option_id: int, code: str | None, usable: bool = True) -> ProductOption:
    return ProductOption(
        option_id=option_id, name=f"색 {option_id}", seller_code=code, price_won=0, usable=usable
    )


@pytest.fixture
def catalogue(tables: Tables) -> Tables:
    tables.skus.save([cup("WHOLE", 900), cup("S-1", 100), cup("S-2", 200), cup("X", 7, "twice")])
    tables.skus.save([cup("TWICE", 8)])
    return tables


def supplement(number: int, code: str | None, usable: bool = True) -> ProductOption:
    beside = option(number, code, usable)
    return msgspec.structs.replace(beside, name=f"추가 {number}", price_won=2_000)


def units(tables: Tables) -> dict[int, tuple[str, int, int, int | None]]:
    """Each row's name, price, delivery fee and goods cost, by option; supplements below zero."""
    found = MarginInputs(tables.database).inputs(1, DAY, MarginUnit.OPTION)
    won = [None if cost is np.ma.masked else int(cost) for cost in found["cost_won"]]
    columns = (np.ma.getdata(found[name]).tolist() for name in ("price_won", "delivery_won"))
    rows = zip(found["name"], *columns, won, strict=True)
    return dict(zip(np.ma.getdata(found["option_id"]).tolist(), rows, strict=True))


def costs(tables: Tables) -> dict[int, tuple[int | None, bool]]:
    """The goods cost of each option, and whether it is that of its listing."""
    found = MarginInputs(tables.database).inputs(1, DAY, MarginUnit.OPTION)
    won = [None if cost is np.ma.masked else int(cost) for cost in found["cost_won"]]
    numbers = np.ma.getdata(found["option_id"]).tolist()
    whole = np.ma.getdata(found["as_whole"]).tolist()
    return dict(zip(numbers, zip(won, whole, strict=True), strict=True))


def import_with(
    tables: Tables,
    code: str | None,
    *options: ProductOption,
    supplements: tuple[ProductOption, ...] = (),
) -> None:
    """Imports a listing of that code with its options and supplements, as a job does."""
    job_id = new_job(tables, 1)
    save_page(
        tables,
        [listing(7, code, origin_product_no=ORIGIN, delivery_fee_won=3_000)],
        decision(link_stock=True, job_id=job_id),
    )
    save(tables, read(1, job_id, *options, supplements=supplements))
    with tables.database.write() as transaction:
        tables.products.options.match(transaction, 1, job_id, link_stock=True)


@pytest.mark.parametrize(
    ("own_code", "expected"),
    [
        (None, {1: (100, False), 2: (None, True), 3: (None, True), 4: (8, False)}),
        ("WHOLE", {1: (100, False), 2: (None, True), 3: (900, True), 4: (8, False)}),
    ],
)
def test_an_option_costs_what_its_own_code_says(
    catalogue: Tables, own_code: str | None, expected: dict[int, tuple[int | None, bool]]
) -> None:
    options = [option(1, "S-1"), option(2, "S-9"), option(3, None), option(4, "TWICE")]

    import_with(catalogue, own_code, *options)

    assert costs(catalogue) == expected


def test_options_of_a_listing_a_person_chose_a_sku_for_have_it(catalogue: Tables) -> None:
    import_with(catalogue, None, option(1, "S-1"), option(2, "S-9"))
    link = NewLink(channel_product_no=7, parts=parse_link("WHOLE"), stock_linked=True)

    catalogue.products.links.save(1, [link])

    assert costs(catalogue) == {1: (100, False), 2: (900, True)}


def test_supplements_are_sold_beside_a_listing_at_their_own_price_and_cost(
    catalogue: Tables,
) -> None:
    beside = (supplement(1, "S-2"), supplement(2, None), supplement(3, "S-9"))

    import_with(catalogue, "WHOLE", option(1, "S-1"), supplements=beside)

    listed = "상품 7"
    assert units(catalogue) == {
        1: (f"{listed} / 색 1", 10_000, 3_000, 100),
        -1: (f"{listed} + 추가 1", 2_000, 0, 200),
        -2: (f"{listed} + 추가 2", 2_000, 0, None),  # never the cost of what it is sold beside
        -3: (f"{listed} + 추가 3", 2_000, 0, None),
    }
    assert not any(whole for _, whole in costs(catalogue).values())


def test_a_listing_with_supplements_alone_is_sold_by_itself_too(catalogue: Tables) -> None:
    import_with(catalogue, "WHOLE", supplements=(supplement(1, "S-1"),))

    assert costs(catalogue) == {0: (900, False), -1: (100, False)}


def test_a_supplement_is_sold_beside_a_listing_without_a_sku(catalogue: Tables) -> None:
    import_with(catalogue, None, supplements=(supplement(1, "S-1"), supplement(2, "S-1", False)))

    held = catalogue.products.get(1, 7)
    assert held is not None
    assert (held.match, held.sku_id, held.stock_linked) == ("NONE", None, False)
    assert costs(catalogue) == {-1: (100, False)}


def test_supplements_say_nothing_of_what_a_listing_is(catalogue: Tables) -> None:
    options = (option(1, "S-1"), option(2, "S-1"))

    import_with(catalogue, None, *options, supplements=(supplement(1, "S-2"), supplement(2, "no")))

    held = catalogue.products.get(1, 7)
    assert held is not None
    assert (held.match, held.sku_code, held.stock_linked) == ("OPTION", "S-1", True)


def test_an_option_that_is_not_in_use_says_nothing(catalogue: Tables) -> None:
    import_with(catalogue, None, option(1, "S-1"), option(2, "S-9", usable=False))

    held = catalogue.products.get(1, 7)
    assert held is not None
    assert (held.sku_code, held.stock_linked) == ("S-1", True)
    assert costs(catalogue) == {1: (100, False)}


def test_a_listing_of_which_only_a_part_is_a_sku_is_not_linked_to_it(catalogue: Tables) -> None:
    import_with(catalogue, None, option(1, "S-1"), option(2, "S-9"))

    held = catalogue.products.get(1, 7)
    assert held is not None
    assert (held.match, held.sku_id, held.stock_linked) == ("OPTION", None, False)
    by_listing = MarginInputs(catalogue.database).inputs(1, DAY, MarginUnit.LISTING)
    assert np.ma.getmaskarray(by_listing["cost_won"]).tolist() == [True]


def test_what_is_on_sale_is_read_first_then_what_was_modified_last(catalogue: Tables) -> None:
    later = NOON + timedelta(hours=1)
    job_id = new_job(catalogue, 1)
    page = [
        listing(1, "WHOLE"),
        listing(2, "WHOLE", sale_status="OUTOFSTOCK", modified_at=later),
        listing(3, "WHOLE", modified_at=later),
        listing(4, "WHOLE", sale_status="CLOSE"),
        listing(5, "nothing"),
        listing(ORIGIN, "WHOLE", modified_at=None),
    ]
    save_page(catalogue, page, decision(job_id=job_id))
    unread = catalogue.products.options.unread_matched

    assert [one.origin_product_no for one in unread(1, job_id, 10)] == [3, 1, ORIGIN, 2]
    assert [one.origin_product_no for one in unread(1, job_id, 1)] == [3]

    save(catalogue, read(1, job_id, option(1, "S-1")))

    assert [one.origin_product_no for one in unread(1, job_id, 10)] == [3, 1, 2]


def test_of_what_is_on_sale_what_sold_most_is_read_first(catalogue: Tables) -> None:
    job_id = new_job(catalogue, 1)
    save_page(catalogue, [listing(n, "WHOLE") for n in (1, 2, 3)], decision(job_id=job_id))
    columns = (
        "store_id, expected_on, product_order_no, kind, settle_type, place, version, seen_at,"
        " present, channel_product_no, pay_won, order_fee_won, sales_fee_won, instalment_fee_won,"
        " benefit_won, settled_won"
    )
    with catalogue.database.write() as transaction:
        for order, number in enumerate((2, 3, 3)):
            transaction.execute(
                f"insert into settlement_row ({columns}) values"
                " (1, $day, $order, 'PROD_ORDER', 'NORMAL_SETTLE_ORIGINAL', 0, 1, $now, true,"
                " $number, 0, 0, 0, 0, 0, 0)",
                {"day": DAY, "order": str(order), "now": to_utc(NOON), "number": number},
            )

    unread = catalogue.products.options.unread_matched(1, job_id, 10)

    assert [one.origin_product_no for one in unread] == [3, 2, 1]


def test_a_margin_of_options_not_read_yet_says_that_it_is_of_the_listing(catalogue: Tables) -> None:
    save_page(catalogue, [listing(7, "WHOLE", origin_product_no=ORIGIN)])
    assert costs(catalogue) == {0: (900, True)}

    save(catalogue, read(1, new_job(catalogue, 1)))

    assert costs(catalogue) == {0: (900, False)}


def taxes(tables: Tables) -> dict[int, int]:
    """The place of the tax of each listing's goods."""
    found = MarginInputs(tables.database).inputs(1, DAY, MarginUnit.LISTING)
    numbers = np.ma.getdata(found["channel_product_no"]).tolist()
    return dict(zip(numbers, np.ma.getdata(found["tax_place"]).tolist(), strict=True))


def told(origin: int, job_id: int, tax_type: str | None) -> OptionsRead:
    """What NAVER tells of a product without options."""
    plain = read(1, job_id)
    [(wanted, detail)] = plain.details
    wanted = msgspec.structs.replace(wanted, origin_product_no=origin, modified_at=MODIFIED)
    detail = msgspec.structs.replace(detail, tax_type=tax_type)
    return msgspec.structs.replace(plain, details=((wanted, detail),))


def test_goods_have_the_tax_their_sku_says_else_that_of_the_listing(catalogue: Tables) -> None:
    catalogue.skus.save([sku("SAYS", tax_type=TaxType.SMALL)])
    job_id = new_job(catalogue, 1)
    codes = ["WHOLE", "WHOLE", "WHOLE", "WHOLE", "SAYS"]
    page = [listing(at, code) for at, code in enumerate(codes, start=1)]
    save_page(catalogue, page, decision(job_id=job_id))

    heard = {1: "TAX", 2: "DUTYFREE", 3: None, 5: "TAX"}
    save(catalogue, *(told(origin, job_id, tax) for origin, tax in heard.items()))

    zero = TaxType.SMALL.place
    assert taxes(catalogue) == {
        1: TaxType.TAX.place,
        2: TaxType.DUTYFREE.place,
        3: 0,
        4: 0,
        5: zero,
    }


def test_a_product_whose_tax_was_never_read_is_read_once_more(catalogue: Tables) -> None:
    job_id = new_job(catalogue, 1)
    page = [listing(at, "WHOLE", modified_at=NOON) for at in (1, 2, 3)]
    save_page(catalogue, page, decision(job_id=job_id))
    save(catalogue, *(told(origin, job_id, "TAX") for origin in (1, 2, 3)))
    with catalogue.database.write() as transaction:
        transaction.execute("update product_detail set tax_type = null where origin_product_no < 3")

    before = [
        one.origin_product_no for one in catalogue.products.options.unread_matched(1, job_id, 10)
    ]
    save(catalogue, told(1, job_id, "DUTYFREE"), told(2, job_id, None))

    assert before == [1, 2]
    assert catalogue.products.options.unread_matched(1, job_id, 10) == []
