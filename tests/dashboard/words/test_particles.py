"""Particles fit the word that was filled in before them."""

from __future__ import annotations

import pytest

from dashboard.words.i18n import speak
from dashboard.words.languages import DEFAULT
from dashboard.words.particles import fitted, marked
from dashboard.words.sentences import sentence


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("온결 리빙이(가) 있습니다", "온결 리빙이 있습니다"),
        ("스토어이(가) 있습니다", "스토어가 있습니다"),
        ("작업 7이(가) 실패", "작업 7이 실패"),
        ("작업 1,502이(가) 실패", "작업 1,502가 실패"),
        ("작업 30은(는) 끝", "작업 30은 끝"),
        ("“국산 스크래처”을(를) 열", "“국산 스크래처”를 열"),
        ("**서울**(으)로", "**서울**로"),  # ㄹ takes the short one
        ("부산(으)로", "부산으로"),
        ("대구(으)로", "대구로"),
        ("2026-11-21(으)로", "2026-11-21로"),
        ("색와(과) 크기와(과) 맛", "색과 크기와 맛"),
        ("naver.com은(는) 주소", "naver.com은(는) 주소"),
        ("이(가) 앞에 없음", "이(가) 앞에 없음"),
    ],
)
def test_a_particle_fits_what_stands_before_it(text: str, wanted: str) -> None:
    assert fitted(text) == wanted


def test_a_text_chooses_when_it_is_filled_in() -> None:
    assert marked("{name}이(가) 없습니다").format(name="사과") == "사과가 없습니다"
    assert type(marked("없습니다")) is str


def test_the_engines_sentences_choose_too() -> None:
    speak("ko")
    said = sentence("There is no store {name}. Check the name.", {"name": "온결"})
    speak(DEFAULT)

    assert said.startswith("온결 스토어가") or "(" not in said, said
