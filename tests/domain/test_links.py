"""Links of several pieces: how they are written, what they leave to sell, what a name proposes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.links import (
    MAX_PIECES,
    LinkPart,
    parse_link,
    spell_link,
    stock_to_sell,
)
from engine.domain.proposed_pieces import pieces_in_name
from engine.errors import BadRequest


def parts(**pieces: int) -> tuple[LinkPart, ...]:
    return tuple(LinkPart(code=code, quantity=count) for code, count in pieces.items())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CUP", parts(CUP=1)),
        ("CUP*2", parts(CUP=2)),
        (" CUP * 2 + GIFT ", parts(CUP=2, GIFT=1)),
        ("CUP＊2＋GIFT×3", parts(CUP=2, GIFT=3)),
        ("CUP+CUP", parts(CUP=2)),
        ("머그 컵*12", (LinkPart(code="머그 컵", quantity=12),)),
        ('"A+B"*2', (LinkPart(code="A+B", quantity=2),)),
        ('"A*2"+C', (LinkPart(code="A*2"), LinkPart(code="C"))),
        ('"7"" 판"*2', (LinkPart(code='7" 판', quantity=2),)),
        (f"A*{MAX_PIECES}", parts(A=MAX_PIECES)),
    ],
)
def test_a_link_is_read_as_people_write_it(text: str, expected: tuple[LinkPart, ...]) -> None:
    assert parse_link(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "+", "A+", "+A", "A++B", "*2", 'A"B', '"A', '""', "A B*2*3"),
        *("A*0", "A*-1", "A*1.5", "A*", "A*x", "A*1000", "A*01", "A*999+A"),
        "+".join(f"A{n}" for n in range(21)),
    ],
)
def test_what_is_no_link_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        parse_link(text)


CODES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Z")), min_size=1)


@settings(max_examples=80)
@given(st.dictionaries(CODES, st.integers(1, MAX_PIECES), min_size=1, max_size=4))
def test_what_is_written_is_read_again_the_same(pieces: dict[str, int]) -> None:
    link = tuple(LinkPart(code=code, quantity=count) for code, count in pieces.items())

    assert parse_link(spell_link(link)) == link


@pytest.mark.parametrize(
    ("available", "expected"),
    [
        ({"CUP": 30, "GIFT": 100}, 15),
        ({"CUP": 31, "GIFT": 100}, 15),
        ({"CUP": 30, "GIFT": 4}, 4),
        ({"CUP": 1, "GIFT": 4}, 0),
        ({"CUP": -3, "GIFT": 4}, 0),
        ({"CUP": 30, "GIFT": None}, None),
        ({"CUP": 30}, None),
    ],
)
def test_the_scarcest_sku_decides_how_many_can_be_sold(
    available: dict[str, int | None], expected: int | None
) -> None:
    assert stock_to_sell(parts(CUP=2, GIFT=1), available) == expected


@pytest.mark.parametrize(
    ("name", "proposed"),
    [
        ("컵 1+1 (2개)", (2,)),
        ("컵 2+1", (3,)),
        ("샴푸 1 + 1 + 1 기획", (3,)),
        ("물티슈 10팩", (10,)),
        ("양말 3팩", (3,)),
        ("수세미 5 개", (5,)),
        ("칫솔 2세트 / 1+1", (2,)),
        ("1+1 비누 10팩", (2, 10)),
        ("소금 3ea", (3,)),
        ("소금 4PCS", (4,)),
        ("접시 x2", (2,)),
        ("컵 1개", ()),
        ("컵", ()),
        ("렌즈 3개월분", ()),
        ("종이컵 50개입", ()),
        ("A4 80g+20g", ()),
        ("갤럭시 S23+5G", ()),
        ("비타민 B1+1000", ()),
        ("매트 100x50cm", ()),
        ("판 50 x 30cm", ()),
        ("10.5개", ()),
        ("2023개", ()),
    ],
)
def test_a_name_proposes_pieces(name: str, proposed: tuple[int, ...]) -> None:
    assert pieces_in_name(name) == proposed
