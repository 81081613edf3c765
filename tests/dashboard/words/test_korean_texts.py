"""The Korean of the screen: one level of speech, one word a thing, particles that fit."""

from __future__ import annotations

import re

import pytest

from dashboard.words.catalogue import read_catalogue
from dashboard.words.particles import PAIRS

INFORMAL = re.compile(r"[가-힣]*[요죠](?=[^가-힣]|$)")
ALLOWED = re.compile(r"(하|[가-힣])세요$|까요$|(필|중|주|개|소|수|월|화|목)요$")
WORDS = {"아니요"}  # the plain word for no
PLAIN = re.compile(r"[가-힣]*다(?=[.!?](?:\s|$)|$)")
BOTH = re.compile(r"[가-힣]?\(([가-힣])\)[가-힣]?")
UNITS = set("원건일회개우리런플")  # in brackets after a name
NAKED = re.compile(r"\{\w+\}[\"*'’”]*(은|는|이|가|을|를|와|과|으로|로)(?=[ .,])")
GLOSSARY = {  # English text: the word for it, the same in every place
    "Choose SKU": "SKU 선택 연동",
    "Disconnected": "연결 끊김",
    "Fix one by one": "하나씩 맞추기",
    "Link and next": "연결하고 다음",
    "Loss at the next tier": "다음 기준이면 적자",
    "Loss-makers": "적자 상품",
    "Match by code": "코드로 연동",
    "Median margin rate": "중간 마진율",
    "Order confirmation": "발주확인",
    "Prerequisites needed": "사전 동기화 필요",
    "Sale ends within 7 days": "7일 내 판매종료",
    "Select many": "한꺼번에 고르기",
    "Stores needing action": "조치가 필요한 스토어",
    "Sync all": "전체 동기화",
    "Sync now": "지금 동기화",
    "Unknown cost": "원가 모름",
    "Unmatched products": "미매칭 상품",
}
INSTEAD = {  # words for which the glossary has another
    "고객": "구매자",
    "수취인": "받는 분",
    "수령인": "받는 분",
    "운송장": "송장",
    "상품평": "리뷰",
    "오류가 발생": "the cause",
    "에러": "오류",
    "십시오": "-하세요",
    "바랍니다": "-하세요",
}


def texts() -> list[str]:
    found = []
    for message in read_catalogue():
        if message.id:
            said = message.string
            found += [said] if isinstance(said, str) else list(said)
    return found


def wrong(text: str) -> list[str]:
    """The endings of a text that are of another level of speech."""
    informal = [
        word for word in INFORMAL.findall(text) if not ALLOWED.search(word) and word not in WORDS
    ]
    return informal + [word for word in PLAIN.findall(text) if not word.endswith("니다")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("연결이 없어요.", ["없어요"]),
        ("다시 확인해요", ["확인해요"]),
        ("없죠?", ["없죠"]),
        ("이름이다.", ["이름이다"]),
        ("없습니다. 다시 확인하세요.", []),
        ("삭제할까요?", []),
        ("사전 동기화 필요", []),
    ],
)
def test_the_check_tells_the_levels_apart(text: str, found: list[str]) -> None:
    assert wrong(text) == found


def test_every_text_is_of_one_level_of_speech() -> None:
    assert {text: found for text in texts() if (found := wrong(text))} == {}


def test_a_thing_has_one_word() -> None:
    held = {message.id: message.string for message in read_catalogue()}

    assert {english: held[english] for english in GLOSSARY} == GLOSSARY
    assert [text for text in texts() if any(word in text for word in INSTEAD)] == []


def test_particles_are_written_so_that_they_can_be_chosen() -> None:
    """Both ways after what is filled in, never one of them that fits every other name."""
    assert [text for text in texts() if NAKED.search(text)] == []
    assert [
        text
        for text in texts()
        for found in BOTH.finditer(text)
        if found[1] not in UNITS and not any(pair in text for pair in PAIRS)
    ] == []
