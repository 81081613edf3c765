"""Whether names have something in common: of one thing they do, of two things they do not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.likeness import names_differ

# A listing's name as buyers read it, and the SKU's as the seller's stock list has it.
ONE_THING = [
    ("[온결] 오가닉 호텔 수건 4장 선물용 답례품", "호텔수건 4P"),
    ("온결 무형광 호텔 수건 40수 200g 10장 세트 집들이", "호텔수건-화이트"),
    ("스테인리스 텀블러 500ml 보온 보냉", "보온텀블러 스텐 500"),
    ("당일 손질 고등어 필렛 10팩 순살", "순살고등어 10팩"),
    ("LED 스탠드 조명 무선 충전", "무선 ＬＥＤ스탠드"),
    ("제주 은갈치 3마리 대", "갈치(제주) 3미"),
    ("원목 사이드 테이블 소형 협탁", "협탁_원목_소"),
    ("애플 아이폰15 케이스 맥세이프 투명", "IP15 투명케이스"),
    ("강아지 사료 연어 2kg", "연어사료2K"),
    ("참깨라면 110g 30개", "오뚜기 참깨라면"),
    ("차렵이불 퀸 사계절 호텔식", "사계절 차렵이불 Q"),
    ("국내산 활전복 1kg 10미", "전복 10미(특)"),
    ("높이조절 컴퓨터 책상 1200", "PC책상 1200 높이조절형"),
    ("콜드브루 커피 원액 1L", "콜드브루원액1000ml"),
    ("사각 스텐 반찬통 3호", "반찬통 SUS 사각3호"),
    ("오가닉 호텔 수건 4장", "오가닉 호텔 수건 4장 (구)"),
]
TWO_THINGS = [
    ("온결 오가닉 호텔 수건 4장", "온결 오가닉 도자기 머그컵 320ml"),
    ("[온결] 호텔 수건 (무료배송)", "[온결] 무드등 (무료배송)"),
    ("북유럽풍 LED 스탠드 조명", "북유럽풍 무드등 USB"),
    ("강아지 사료 연어 2kg", "고양이 사료 참치 2kg"),
    ("젤 볼펜 0.5", "만년필 EF"),
    ("메쉬 의자 헤드형", "의자 방석 1개"),
    ("옷장 정리함 3칸", "케이블 정리함 소"),
    ("무선 마우스 소형", "무선 키보드 소형"),
    ("호텔 수건 10장 세트", "샤워 타월 5장 세트"),
    ("유아 내복 상하세트 90", "유아 양말 5켤레 세트"),
    ("고등어 필렛 10팩", "가자미 손질 1kg"),
    ("돌김 100장 선물세트", "굴비 20미 선물세트"),
]
SAYS_NOTHING = [("호텔 수건", ""), ("호텔 수건", "-"), ("[특가]", "호텔 수건"), ("컵", "호텔 수건")]


def differ(listing: str, sku: str, brand: str | None = None) -> bool:
    return bool(names_differ([listing], [sku], [brand])[0])


@pytest.mark.parametrize(("listing", "sku"), ONE_THING)
def test_names_of_one_thing_have_much_in_common(listing: str, sku: str) -> None:
    assert not differ(listing, sku, "온결")


@pytest.mark.parametrize(("listing", "sku"), TWO_THINGS)
def test_names_of_two_things_have_little_in_common(listing: str, sku: str) -> None:
    assert differ(listing, sku, "온결")


@pytest.mark.parametrize(("listing", "sku"), SAYS_NOTHING)
def test_a_name_of_which_nothing_is_left_is_no_difference(listing: str, sku: str) -> None:
    assert not differ(listing, sku)


def test_a_brand_alone_is_nothing_in_common() -> None:
    assert not differ("데일리하우스 수건", "데일리하우스 컵")
    assert differ("데일리하우스 수건", "데일리하우스 머그", "데일리하우스")


@pytest.mark.parametrize("form", ["NFD", "NFKD"])
def test_decomposed_korean_is_the_same_name(form: str) -> None:
    assert not differ("호텔 수건", unicodedata.normalize(form, "호텔 수건"))
    assert differ(unicodedata.normalize(form, "북유럽풍 무드등"), "호텔 수건")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([a for pair in ONE_THING + TWO_THINGS for a in pair]),
            st.text(max_size=12),
        ),
        max_size=9,
    )
)
def test_names_side_by_side_are_compared_each_with_its_own(pairs: list[tuple[str, str]]) -> None:
    ones, others = [one for one, _ in pairs], [other for _, other in pairs]

    together = names_differ(ones, others, [None] * len(pairs))

    assert together.tolist() == [differ(one, other) for one, other in pairs]
    assert not names_differ(ones, ones, [None] * len(pairs)).any()
    assert together.tolist() == names_differ(others, ones, [None] * len(pairs)).tolist()


def test_more_names_than_are_compared_at_once_come_back_in_their_order() -> None:
    listings = ["호텔 수건" if at % 3 else "무드등 유에스비" for at in range(9_001)]

    found = names_differ(listings, ["호텔 수건"] * 9_001, [None] * 9_001)

    assert found.tolist() == [at % 3 == 0 for at in range(9_001)]
