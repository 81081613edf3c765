"""Every text has its Korean, with the same places to fill; none is written in Korean in code."""

from __future__ import annotations

import ast
import re
import string
import tokenize
from functools import cache
from pathlib import Path

import pytest

from dashboard.words.catalogue import messages, read_catalogue, source_files
from dashboard.words.fields import FIELDS, VALUES
from dashboard.words.i18n import N_, ROOT, translator
from dashboard.words.labels import TEXTS
from dashboard.words.languages import DEFAULT
from dashboard.words.sentences import say, sentence
from engine import AuthFailed, BadFile, FeeTier, MatchingMode

held_messages = cache(messages)
HANGUL = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]")
KOREAN_MEANT = {
    "engine/domain/account_names.py",  # what no account may be named
    "dashboard/words/particles.py",
    "engine/domain/heading_words.py",  # headings people write
    "engine/domain/link_plan.py",  # headings people write
    "engine/domain/proposed_pieces.py",  # counts they write
    "engine/domain/sheet_headings.py",
    "engine/domain/sku_headings.py",
    "engine/domain/typed_numbers.py",  # numbers they write
    "engine/domain/number_formats.py",
    "engine/domain/sku_cells.py",  # units people write
    "engine/naver/products.py",  # names of API groups as NAVER shows them
    "engine/naver/sellers.py",
    "engine/naver/orders.py",
    "engine/naver/inquiries.py",
    "engine/naver/settlements.py",
    "engine/domain/store_cells.py",  # headings and words people write in a sheet of stores
}


def places(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def first(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


def test_every_text_of_the_code_has_its_korean_and_no_other_is_kept() -> None:
    wanted = {first(message) for message in held_messages()}
    held = {first(one.id): one for one in read_catalogue() if one.id}

    assert wanted - held.keys() == set(), "run: python -m dashboard.words.catalogue update"
    assert held.keys() - wanted == set(), "run: python -m dashboard.words.catalogue update"
    assert [key for key, one in held.items() if not first(one.string)] == []
    assert [key for key, one in held.items() if one.fuzzy] == []


def test_a_translation_fills_the_same_places_as_its_text() -> None:
    wrong = [
        (first(one.id), first(one.string))
        for one in read_catalogue()
        if one.id and places(first(one.id)) != places(first(one.string))
    ]

    assert wrong == []


def test_every_member_of_a_closed_set_has_a_label() -> None:
    for kind, texts in TEXTS.items():
        assert set(texts) == set(kind), kind


@pytest.mark.parametrize("text", [*FIELDS.values(), *VALUES.values()])
def test_field_names_and_their_values_are_translated(text: str) -> None:
    assert text == N_(text)
    assert text in {"SKU"} or HANGUL.search(translator("ko").gettext(text))


def korean_literals(path: Path) -> list[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    notes = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and HANGUL.search(node.value)
        and id(node) not in notes
    ]


def test_no_korean_stands_in_the_code() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): literals
        for path in source_files()
        if (literals := korean_literals(path))
    }

    assert {place: texts for place, texts in found.items() if place not in KOREAN_MEANT} == {}


def test_the_code_is_read_as_utf8() -> None:
    for path in source_files():
        with tokenize.open(path) as file:
            assert file.encoding == "utf-8"


def test_korean_is_the_language_of_who_chose_none() -> None:
    assert DEFAULT == "ko"
    assert sentence("There is no store {name}. Check the name.", {"name": "온결"}) == (
        "온결 스토어가 없습니다. 이름을 확인하세요."
    )


def test_an_error_tells_itself_in_both_languages() -> None:
    error = AuthFailed()

    assert say("en", error.text, error.params).startswith("The application id or secret")
    assert say("ko", error.text, error.params).startswith("애플리케이션 ID나 시크릿이")


def test_plurals_follow_the_language() -> None:
    english, korean = translator("en"), translator("ko")

    assert english.ngettext("{count} store", "{count} stores", 1) == "{count} store"
    assert english.ngettext("{count} store", "{count} stores", 2) == "{count} stores"
    assert korean.ngettext("{count} store", "{count} stores", 2) == "스토어 {count}개"


def test_parts_of_a_sentence_that_name_our_words_are_translated() -> None:
    text = "The column {column} is empty. Fill it in."
    lacking = (
        "The sheet lacks the column {missing}; its heading is: {heading}. Start from the template."
    )

    assert sentence(text, {"column": "cost_won"}) == "원가(원) 열이 비어 있습니다. 채우세요."
    assert "자체상품코드, 이름 열이" in sentence(
        lacking, {"missing": "own_code, name", "heading": "name, 메모"}
    )
    assert "제목 줄: name, 메모" in sentence(
        lacking, {"missing": "own_code, name", "heading": "name, 메모"}
    )


def test_a_tier_in_a_sentence_is_not_taken_for_another_word_of_the_same_name() -> None:
    text = next(one for one in held_messages() if "for tier {tier}" in first(one))

    assert "일반 기준" in sentence(first(text), {"tier": FeeTier.GENERAL, "on": "2020-01-01"})
    assert TEXTS[MatchingMode][MatchingMode.NONE] == "No match"


def test_an_error_without_parts_may_hold_braces() -> None:
    assert sentence(BadFile("{not a part}").text) == "{not a part}"
    assert sentence(BadFile().text).endswith("확인하세요.")


def test_sentences_kept_in_a_table_are_found_too() -> None:
    found = {first(message) for message in held_messages()}

    assert "{host} did not answer within {seconds} seconds. Try again in a moment." in found
