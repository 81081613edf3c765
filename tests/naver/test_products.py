from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from engine.api_errors import NotFound
from engine.domain.products import (
    KeywordType,
    PeriodType,
    ProductSearch,
    ProductSort,
    SaleStatus,
)
from engine.errors import BadRequest
from engine.naver import CommerceApi
from engine.naver.products import search_body
from tests.naver.conftest import Client

ALL = ProductSearch()


def sent(search: ProductSearch, page: int = 1, size: int = 100) -> dict[str, Any]:
    body: dict[str, Any] = msgspec.json.decode(search_body(search, page=page, size=size))
    return body


def test_a_plain_search_asks_for_a_page_and_nothing_else() -> None:
    assert sent(ALL, page=3, size=500) == {"page": 3, "size": 500}


def test_every_filter_is_sent_under_naver_s_name() -> None:
    search = ProductSearch(
        keyword_type=KeywordType.CHANNEL_PRODUCT_NO,
        keywords=("12", " 34 ", ""),
        statuses=(SaleStatus.SALE, SaleStatus.OUTOFSTOCK),
        period_type=PeriodType.PROD_REG_DAY,
        from_on=date(2026, 1, 1),
        to_on=date(2026, 1, 1),
        order=ProductSort.NO,
    )

    assert sent(search) == {
        "searchKeywordType": "CHANNEL_PRODUCT_NO",
        "channelProductNos": [12, 34],
        "productStatusTypes": ["SALE", "OUTOFSTOCK"],
        "periodType": "PROD_REG_DAY",
        "fromDate": "2026-01-01",
        "toDate": "2026-01-01",
        "orderType": "NO",
        "page": 1,
        "size": 100,
    }


@pytest.mark.parametrize(
    ("kind", "word", "member", "value"),
    [
        (KeywordType.PRODUCT_NO, "7", "originProductNos", [7]),
        (KeywordType.GROUP_PRODUCT_NO, "9223372036854775807", "groupProductNos", [2**63 - 1]),
        (KeywordType.SELLER_CODE, " A-1 ", "sellerManagementCode", "A-1"),
    ],
)
def test_each_kind_of_keyword_goes_into_its_own_member(
    kind: KeywordType, word: str, member: str, value: object
) -> None:
    search = ProductSearch(keyword_type=kind, keywords=(word,))

    assert sent(search)[member] == value


@pytest.mark.parametrize(
    ("search", "page", "size", "said"),
    [
        (ALL, 0, 100, "no page 0"),
        (ALL, 1, 0, "1 to 500"),
        (ALL, 1, 501, "501"),
        (ProductSearch(keywords=("1",)), 1, 1, "Choose what the search words are"),
        (ProductSearch(keyword_type=KeywordType.PRODUCT_NO), 1, 1, "at least one number"),
        (ProductSearch(keyword_type=KeywordType.SELLER_CODE), 1, 1, "exactly one"),
        (
            ProductSearch(keyword_type=KeywordType.SELLER_CODE, keywords=("A", "B")),
            1,
            1,
            "exactly one",
        ),
        *[
            (
                ProductSearch(keyword_type=KeywordType.CHANNEL_PRODUCT_NO, keywords=("1", word)),
                1,
                1,
                "digits only",
            )
            for word in ("SB-1", "-1", "0", "1.5", "9223372036854775808", "9" * 5000, "²")
        ],
        (ProductSearch(from_on=date(2026, 2, 1), to_on=date(2026, 1, 1)), 1, 1, "before it begins"),
    ],
)
def test_a_search_naver_could_not_understand_is_refused_with_a_sentence(
    search: ProductSearch, page: int, size: int, said: str
) -> None:
    with pytest.raises(BadRequest, match=said) as caught:
        search_body(search, page=page, size=size)

    assert len(str(caught.value)) < 150


def test_all_pages_together_are_every_listing_once(api: CommerceApi) -> None:
    pages = [api.products.search(ALL, page=n, size=50) for n in (1, 2, 3, 4)]

    assert [page.origin_count for page in pages] == [50, 50, 20, 0]
    assert {page.total for page in pages} == {120}
    numbers = [product.channel_product_no for page in pages for product in page.products]
    assert len(set(numbers)) == len(numbers) >= 120


def test_a_store_without_products_gives_an_empty_page(client: Client) -> None:
    page = client(store=3).products.search(ALL, page=1, size=100)

    assert (page.total, page.products, page.origin_count) == (0, (), 0)


def test_a_search_by_number_finds_just_that_listing(api: CommerceApi) -> None:
    wanted = api.products.search(ALL, page=1, size=20).products[7]
    search = ProductSearch(
        keyword_type=KeywordType.CHANNEL_PRODUCT_NO, keywords=(str(wanted.channel_product_no),)
    )

    found = api.products.search(search, page=1, size=20, urgent=True)

    assert wanted in found.products
    assert {p.origin_product_no for p in found.products} == {wanted.origin_product_no}


def test_a_search_by_status_finds_only_that_status(api: CommerceApi) -> None:
    found = api.products.search(ProductSearch(statuses=(SaleStatus.OUTOFSTOCK,)), page=1, size=100)

    assert {product.sale_status for product in found.products} == {"OUTOFSTOCK"}


def test_origin_and_channel_reads_agree_with_the_search(api: CommerceApi) -> None:
    listing = api.products.search(ALL, page=1, size=1).products[0]

    origin = api.products.origin(listing.origin_product_no)
    channel = api.products.channel(listing.channel_product_no)

    assert (origin.number, channel.number) == (
        listing.origin_product_no,
        listing.channel_product_no,
    )
    for detail in (origin, channel):
        assert detail.name == listing.name
        assert detail.sale_price_won == listing.sale_price_won
        assert detail.seller_management_code == listing.seller_management_code
    assert origin.options == channel.options
    assert origin.tax_type == channel.tax_type in ("TAX", "SMALL")


def test_options_carry_their_own_codes_and_stock(api: CommerceApi) -> None:
    listings = api.products.search(ALL, page=1, size=60).products
    details = [api.products.origin(listing.origin_product_no) for listing in listings]
    options = [option for detail in details for option in detail.options]

    assert options
    assert all(option.name and option.option_id for option in options)
    assert any(option.seller_code for option in options)
    assert any(option.stock_quantity for option in options)


def test_a_product_that_is_not_there_is_not_found(api: CommerceApi) -> None:
    with pytest.raises(NotFound) as caught:
        api.products.origin(1)

    assert caught.value.path == "/v2/products/origin-products/{number}"
    assert caught.value.trace_id
