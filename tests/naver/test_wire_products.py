from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import pytest

from engine.api_errors import ApiShapeChanged
from engine.clock import KST
from engine.domain.products import (
    ChannelProduct,
    ProductDetail,
    ProductOption,
    ProductPage,
    UnreadListing,
)
from engine.naver.page_mending import FEW, mend_known_page, mend_page
from engine.naver.wire import Answer, Call, Mend, NotJson, decode
from engine.naver.wire_products import DetailBody, PageBody, parse_detail, parse_page

CALL = Call(method="POST", path="/v1/products/search", group="상품")
LEAST = {
    "originProductNo": 1,
    "channelProductNo": 2,
    "name": "이름",
    "statusType": "SALE",
    "salePrice": 1000,
}


def page_of(*listings: dict[str, Any]) -> ProductPage:
    return page_with({"channelProducts": listings})


def page_with(*contents: Any, mend: Mend = mend_page) -> ProductPage:
    raw = msgspec.json.encode({"contents": contents, "totalElements": 1, "page": 1})
    answer = Answer(status=200, headers={}, body=raw)
    return parse_page(decode(CALL, answer, PageBody, mend), page=1, size=100)


def told(one: UnreadListing) -> tuple[Any, ...]:
    return one.origin_product_no, one.channel_product_no, one.name, one.member


def test_what_naver_leaves_out_or_says_null_is_none() -> None:
    least = ChannelProduct(
        origin_product_no=1,
        channel_product_no=2,
        name="이름",
        sale_status="SALE",
        sale_price_won=1000,
    )
    nulls = dict.fromkeys(("stockQuantity", "representativeImage", "regDate", "brandName"))

    assert page_of(LEAST).products == (least,)
    assert page_of(LEAST | nulls).products == (least,)


def test_a_whole_listing_is_read() -> None:
    listing = LEAST | {
        "groupProductNo": 9,
        "channelServiceType": "WINDOW",
        "sellerManagementCode": " A-1 ",
        "channelProductDisplayStatusType": "ON",
        "discountedPrice": 900,
        "mobileDiscountedPrice": 900,
        "stockQuantity": 0,
        "deliveryFee": 3000,
        "categoryId": "50000080",
        "wholeCategoryName": "가구>거실가구>테이블",
        "brandName": "담다",
        "representativeImage": {"url": "https://img.example/1.jpg"},
        "saleEndDate": "2027-01-31T23:59:00+09:00",
        "regDate": "2026-11-22T02:32:19.0+09:00",
        "modifiedDate": "2026-11-22T03:52:47.123+09:00",
        "sellerTags": [],
    }

    assert page_of(listing) == ProductPage(
        page=1,
        size=100,
        total=1,
        origin_count=1,
        products=(
            ChannelProduct(
                origin_product_no=1,
                channel_product_no=2,
                channel_service_type="WINDOW",
                name="이름",
                seller_management_code=" A-1 ",
                sale_status="SALE",
                display_status="ON",
                sale_price_won=1000,
                discounted_price_won=900,
                stock_quantity=0,
                delivery_fee_won=3000,
                category_id="50000080",
                category_name="가구>거실가구>테이블",
                brand_name="담다",
                image_url="https://img.example/1.jpg",
                sale_end_at=datetime(2027, 1, 31, 23, 59, tzinfo=KST),
                registered_at=datetime(2026, 11, 22, 2, 32, 19, tzinfo=KST),
                modified_at=datetime(2026, 11, 22, 3, 52, 47, 123_000, tzinfo=KST),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("2026-11-22T02:32:19.001+09:00", datetime(2026, 11, 22, 2, 32, 19, 1000, tzinfo=KST)),
        ("2026-11-22T02:32:19", datetime(2026, 11, 22, 2, 32, 19, tzinfo=KST)),
        ("2026-11-21T17:32:19Z", datetime(2026, 11, 22, 2, 32, 19, tzinfo=KST)),
        ("2026-11-22T02:32+09:00", datetime(2026, 11, 22, 2, 32, tzinfo=KST)),
        ("2026-11-22T02:32", datetime(2026, 11, 22, 2, 32, tzinfo=KST)),
        ("2026-11-22", datetime(2026, 11, 22, tzinfo=KST)),
        ("", None),
    ],
)
def test_times_are_read_in_every_form_and_without_an_offset_are_kst(
    told: str, meant: datetime | None
) -> None:
    [product] = page_of(LEAST | {"regDate": told}).products

    assert product.registered_at == meant


def test_a_time_that_is_none_leaves_its_listing_out_and_no_other() -> None:
    page = page_of(LEAST | {"regDate": "2026-11-22"}, LEAST | {"modifiedDate": "어제"})

    assert [product.registered_at for product in page.products] == [
        datetime(2026, 11, 22, tzinfo=KST)
    ]
    assert [told(one) for one in page.unread] == [(1, 2, "이름", "modifiedDate")]


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"contents": 7, "totalElements": 0},
        {"contents": None, "totalElements": 3},
        {"totalElements": 3},
        {"contents": [None], "totalElements": 0},
        {"contents": [{"channelProducts": [1]}], "totalElements": 0},
        {"contents": [{"channelProducts": {}}], "totalElements": 0},
        {"contents": []},
    ],
)
def test_a_page_of_another_form_is_a_changed_answer(body: Any) -> None:
    answer = Answer(status=200, headers={}, body=msgspec.json.encode(body))

    with pytest.raises(ApiShapeChanged):
        decode(CALL, answer, PageBody, mend_page)


def test_a_search_that_finds_nothing_may_leave_its_empty_list_out() -> None:
    answer = Answer(status=200, headers={}, body=b'{"totalElements": 0}')

    page = parse_page(decode(CALL, answer, PageBody), page=1, size=100)

    assert page == ProductPage(page=1, size=100, total=0, products=(), origin_count=0)


def test_a_cut_off_page_with_an_odd_date_is_not_json_rather_than_changed() -> None:
    raw = msgspec.json.encode(
        {"contents": [{"channelProducts": [LEAST | {"regDate": "2026-11-22"}]}]}
    )

    with pytest.raises(NotJson):
        decode(CALL, Answer(status=200, headers={}, body=raw[:-2]), PageBody, mend_page)


MEMBERS = ["originProductNo", "channelProductNo", "name", "salePrice", "statusType"]


def without(member: str) -> dict[str, Any]:
    return {name: value for name, value in LEAST.items() if name != member}


@pytest.mark.parametrize("member", MEMBERS)
def test_a_listing_without_what_it_needs_is_left_out_and_named(member: str) -> None:
    page = page_with({"channelProducts": [LEAST]}, {"channelProducts": [without(member)]})

    [left_out] = page.unread
    assert [product.channel_product_no for product in page.products] == [2]
    assert page.origin_count == 2
    assert told(left_out) == (
        None if member == "originProductNo" else 1,
        None if member == "channelProductNo" else 2,
        None if member == "name" else "이름",
        member,
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, (None, None, None, "channelProducts")),
        ({"originProductNo": 9}, (9, None, None, "channelProducts")),
        ({"originProductNo": "9", "channelProducts": {}}, (9, None, None, "channelProducts")),
        ({"originProductNo": 9, "channelProducts": [7]}, (9, None, None, "the body")),
        (
            {"originProductNo": 9, "channelProducts": [{"channelProductNo": 3}]},
            (9, 3, None, "originProductNo"),
        ),
        (
            {"channelProducts": [LEAST | {"channelProductNo": "3", "stockQuantity": "많음"}]},
            (1, 3, "이름", "channelProductNo"),
        ),
        ({"channelProducts": [LEAST | {"stockQuantity": 2**63}]}, (1, 2, "이름", "stockQuantity")),
    ],
)
def test_what_cannot_be_read_is_told_with_the_numbers_it_has(
    content: Any, expected: tuple[Any, ...]
) -> None:
    page = page_with({"channelProducts": [LEAST]}, content)

    assert len(page.products) == 1
    assert [told(one) for one in page.unread] == [expected]


def test_a_page_of_which_nothing_can_be_read_is_a_changed_answer_that_names_the_member() -> None:
    with pytest.raises(ApiShapeChanged) as caught:
        page_of(without("salePrice"), without("name"))

    assert caught.value.params["field"] == "contents[0].channelProducts[0].salePrice"


def test_after_other_pages_a_few_listings_may_be_all_that_cannot_be_read() -> None:
    bad = {"channelProducts": [without("salePrice")]}

    assert len(page_with(*[bad] * FEW, mend=mend_known_page).unread) == FEW
    with pytest.raises(ApiShapeChanged, match="salePrice"):
        page_with(*[bad] * (FEW + 1), mend=mend_known_page)


def test_two_listings_without_a_number_are_told_apart() -> None:
    page = page_of(LEAST, {"name": "가"}, {"name": "나"}, {"name": "가"})

    first, second, third = (one.mark for one in page.unread)
    assert first == third != second


def test_a_status_nobody_knows_is_kept_as_its_text() -> None:
    [product] = page_of(LEAST | {"statusType": "PAUSED"}).products

    assert product.sale_status == "PAUSED"


def test_an_origin_product_in_two_channels_is_two_listings_of_one_origin() -> None:
    page = page_of(LEAST, LEAST | {"channelProductNo": 3, "channelServiceType": "WINDOW"})

    assert [product.channel_product_no for product in page.products] == [2, 3]
    assert page.origin_count == 1


def test_options_are_read_with_their_names_joined() -> None:
    combination = {
        "id": 5,
        "optionName1": "빨강",
        "optionName2": "L",
        "sellerManagerCode": "A-1-RL",
        "stockQuantity": 3,
        "price": 500,
        "usable": False,
    }
    supplement = {
        **{"id": 5, "groupName": "포장", "name": "선물포장", "price": 2_000, "stockQuantity": 9},
        **{"sellerManagementCode": "SUP-5", "usable": True},
    }
    standard = {"id": 6, "optionName1": "파랑", "sellerManagementCode": "B-6"}
    attribute = {
        "sellerCodeInfo": {"sellerManagementCode": "A-1"},
        "optionInfo": {
            "optionCombinations": [combination],
            "optionStandards": [standard],
            "optionSimple": [{"id": 7, "groupName": "받는 곳", "name": "문 앞", "usable": True}],
            "optionCustom": [{"id": 8, "groupName": "각인", "usable": True}],
        },
        "supplementProductInfo": {"sortType": "CREATE", "supplementProducts": [supplement]},
    }
    origin = {
        "name": "이름",
        "statusType": "SALE",
        "salePrice": 1000,
        "stockQuantity": 3,
        "detailAttribute": attribute,
    }
    raw = msgspec.json.encode({"originProduct": origin, "smartstoreChannelProduct": {}})
    answer = Answer(status=200, headers={}, body=raw)

    assert parse_detail(decode(CALL, answer, DetailBody), 77) == ProductDetail(
        number=77,
        name="이름",
        sale_status="SALE",
        sale_price_won=1000,
        stock_quantity=3,
        seller_management_code="A-1",
        options=(
            ProductOption(
                option_id=5,
                name="빨강 / L",
                seller_code="A-1-RL",
                stock_quantity=3,
                price_won=500,
                usable=False,
            ),
            ProductOption(option_id=6, name="파랑", seller_code="B-6", price_won=0),
        ),
        supplements=(
            ProductOption(
                option_id=5,  # counted apart from the options
                name="포장 / 선물포장",
                seller_code="SUP-5",
                stock_quantity=9,
                price_won=2_000,
                usable=True,
            ),
        ),
    )
