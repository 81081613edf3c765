"""The heading of a sheet: units and tax count, NAVER's own names are known, the rest is named."""

from __future__ import annotations

import pytest

from engine.domain.sheet_headings import Places, placed
from engine.domain.sku_headings import SKU_LAYOUT
from engine.domain.store_cells import STORE_LAYOUT
from engine.errors import BadFile


def places(heading: str) -> Places:
    return placed(heading.split(";"), SKU_LAYOUT)


def refusal(heading: str) -> str:
    with pytest.raises(BadFile) as caught:
        places(f"sku;상품명;{heading}")
    return str(caught.value)


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "원가",
            "원가(원)",
            "원가 (₩)",
            "원가(￦)",
            "원가[원]",
            "원가【원】",
            "매입가（원）",
            "Cost (KRW)",
        ),
        *(
            "원가(VAT포함)",
            "원가(VAT 포함)",
            "원가(부가세 포함)",
            "원가(원, VAT포함)",
            "원가(필수)",
        ),
        *(
            "원가 VAT포함",
            "원가원",
            "cost won",
            "원가(단위: 원)",
            "원가(단위:원/VAT 포함)",
            "원가(개당)",
        ),
        *(
            "cost (incl. VAT)",
            "원가(VAT포함",
            "공급가(VAT포함)",
            "원가*",
            "매입원가 (won)",
            "cost_won",
        ),
    ],
)
def test_won_with_vat_is_what_costs_are_in(heading: str) -> None:
    assert places(f"sku;상품명;{heading}").fields["cost_won"] == (2,)


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "원가(VAT별도)",
            "원가(vat 별도)",
            "원가(부가세별도)",
            "원가(부가세 별도)",
            "원가(VAT제외)",
        ),
        *(
            "원가(공급가)",
            "원가(공급가액)",
            "원가(부가가치세 미포함)",
            "원가(원, VAT별도)",
            "원가(세전)",
        ),
        *("공급가", "공급가액", "공급가(원)", "원가 VAT별도", "VAT별도 원가", "원가_부가세제외"),
        *("매입가[VAT 제외]", "Cost (excl. VAT)", "cost ex VAT", "cost(net)", "원가(VAT별도"),
        *(
            "포장비(VAT별도)",
            "택배비(부가세 별도)",
            "입고비(공급가)",
            "광고비(VAT별도)",
            "반품비(VAT 별도)",
        ),
    ],
)
def test_a_cost_without_vat_is_refused_with_what_to_do(heading: str) -> None:
    said = refusal(heading)

    assert f"The heading {heading} says that VAT is not included" in said
    assert "Add the VAT" in said


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "원가(USD)",
            "원가($)",
            "원가(달러)",
            "cost (JPY)",
            "원가(위안)",
            "원가(천원)",
            "원가(만원)",
        ),
        *(
            "원가(박스)",
            "원가(원/박스)",
            "원가 USD",
            "원가달러",
            "재고(박스)",
            "재고(BOX)",
            "재고수량(세트)",
        ),
        *(
            "재고박스",
            "재고(원)",
            "stock (kg)",
            "원가(참고)",
            "원가(2025년)",
            "원가(10개)",
            "포장비(엔)",
        ),
        *("광고비(USD)", "반품비($)", "원가(%)"),
    ],
)
def test_another_unit_is_refused_and_never_dropped(heading: str) -> None:
    assert f"The heading {heading} tells a unit that cannot be taken over" in refusal(heading)


@pytest.mark.parametrize(
    "heading", ["재고(개)", "재고수량(EA)", "재고 (pcs)", "재고(수량)", "재고개"]
)
def test_stock_is_counted_in_pieces(heading: str) -> None:
    assert places(f"sku;상품명;{heading}").fields["stock_quantity"] == (2,)


@pytest.mark.parametrize(
    ("heading", "percent"),
    [
        *(("광고비(%)", True), ("광고비(퍼센트)", True), ("광고비%", True)),
        *(("광고비", False), ("광고비(원 또는 %)", False), ("Advertising (₩ or %)", False)),
    ],
)
def test_a_percent_sign_in_the_heading_makes_shares_of_bare_numbers(
    heading: str, percent: bool
) -> None:
    assert ("ads" in places(f"sku;상품명;{heading}").percent) is percent


def test_a_doubtful_column_beside_a_good_one_is_passed_over_and_told() -> None:
    told = places("sku;상품명;공급가;원가(USD);원가;비고")

    assert told.fields["cost_won"] == (4,)
    assert told.passed_over == ("공급가", "원가(USD)", "비고")


def test_a_longer_name_is_no_unit() -> None:
    told = places("sku;상품명;원가코드;재고위치;포장비율")

    assert told.passed_over == ("원가코드", "재고위치", "포장비율")


@pytest.mark.parametrize(
    "heading", ["판매자상품코드", "판매자 상품코드", "Seller code", "seller_management_code"]
)
def test_the_code_of_a_listing_is_the_own_code_where_there_is_no_other(heading: str) -> None:
    assert places(f"{heading};상품명").fields["own_code"] == (0,)
    assert places(f"{heading};상품명;자체상품코드").fields["own_code"] == (2,)


def test_the_sellers_centre_list_is_known_and_its_yes_and_no_are_no_options() -> None:
    told = places(
        "상품번호(스마트스토어);판매자상품코드;상품명;판매상태;전시상태;재고수량;판매가;할인가;옵션;추가상품"
        ";배송비;원가;택배비"
    )

    assert told.fields == {
        "own_code": (1,),
        "name": (2,),
        "stock_quantity": (5,),
        "cost_won": (11,),
        "shipping_won": (12,),
    }
    assert {"옵션", "배송비", "판매가"} <= set(told.passed_over)


def test_a_list_of_listings_has_the_code_of_the_sku_or_else_that_of_the_listing() -> None:
    told = places("channel_product_no;name;seller_management_code;sku_code;stock_quantity")

    assert told.fields["own_code"] == (3, 2)


def test_brackets_of_texts_and_of_stores_are_remarks() -> None:
    assert places("자체상품코드(필수);상품명(30자)").fields == {"own_code": (0,), "name": (1,)}
    assert placed(["스토어 이름(필수)", "부가세(과세유형)"], STORE_LAYOUT).fields == {
        "name": (0,),
        "tax_mode": (1,),
    }
