"""The normal form of codes: what people type differently is the same, what differs stays apart."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.matching import MATCHED, MatchKind, loose_form, normal_form

SAME = [
    "SB-00042",
    "sb-00042",
    " SB-00042 ",
    "SB 00042",
    "SB00042",
    "SB_00042",
    "SB--00042",
    "\tSB-00042\r\n",
    "SB\u00a000042",  # no-break space, from a web page
    "SB\u300000042",  # the wide space of a Korean keyboard
    "ＳＢ－０００４２",  # full width
    "ｓｂ＿０００４２",
    "SB\u200b-00042",  # zero width space
    "\ufeffSB-00042",  # byte order mark, from a sheet
    "SB\u00ad00042",  # soft hyphen
    "SB\u201000042",  # hyphen
    "SB\u201100042",  # non-breaking hyphen
    "SB\u201200042",  # figure dash
    "SB\u201300042",  # en dash, as a word processor makes of a hyphen
    "SB\u201400042",  # em dash
    "SB\u221200042",  # minus
    "SB\ufe6300042",  # small hyphen
    "SB\u30a000042",  # katakana double hyphen
]


@pytest.mark.parametrize("spelling", SAME, ids=ascii)
def test_spellings_of_one_code_have_one_normal_form(spelling: str) -> None:
    assert normal_form(spelling) == "SB00042"


@given(st.text(st.characters(codec="ascii")))
def test_a_code_of_plain_letters_has_the_normal_form_any_other_spelling_has(code: str) -> None:
    assert normal_form(code) == normal_form(f"{code}\u200b")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SB-00042", "SB-00043"),
        ("SB-00042", "SB-0042"),
        ("SB.00042", "SB-00042"),
        ("SB/1", "SB1"),
        ("가-1", "나-1"),
        ("A1", "Al"),
        ("AB-1-23", "AB-12-3"),
        ("AB-1-23", "AB123"),
        ("10-1", "101"),
        ("A-BC-1", "AB-C-1"),
        ("RED-CUP", "REDCUP"),
        ("B126AC096 SS26", "B126AC096SS26"),
        ("코지 가든", "코지가든"),
    ],
)
def test_different_codes_stay_different(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


@pytest.mark.parametrize("nothing", [None, "", " ", "-", " _ - \u2014 ", "\u200b", "\u3000"])
def test_a_code_of_which_nothing_is_left_is_no_code(nothing: str | None) -> None:
    assert normal_form(nothing) is None


def test_korean_typed_in_pieces_is_the_korean_typed_whole() -> None:
    assert normal_form(unicodedata.normalize("NFD", "코지-가든 1")) == normal_form("코지 가든1")


def test_every_dash_of_unicode_is_passed_over() -> None:
    dashes = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) in ("Pd", "Pc")]

    assert [hex(ord(dash)) for dash in dashes if normal_form(f"A{dash}1") != "A1"] == []


@given(st.text())
def test_the_normal_form_of_a_normal_form_is_itself(code: str) -> None:
    plain = normal_form(code)

    assert normal_form(plain) == plain


@given(st.text(alphabet="aſİıßŉΐﬃ´̈́ ͅe-_ᄀ각ᆨ"))
def test_letters_that_grow_or_combine_have_one_normal_form_too(code: str) -> None:
    plain = normal_form(code)

    assert normal_form(plain) == plain


@pytest.mark.parametrize("spelling", ["AB-1-23", "AB-12-3", "ab 123", "Ａ＿Ｂ１２３"])
def test_codes_whose_separators_stand_elsewhere_have_one_loose_form(spelling: str) -> None:
    assert loose_form(spelling) == "AB123"


@pytest.mark.parametrize("nothing", [None, "", "-"])
def test_no_code_has_no_loose_form(nothing: str | None) -> None:
    assert loose_form(nothing) is None


def test_what_cannot_be_seen_separates_nothing() -> None:
    assert normal_form("12\u200b34\u00ad-\ufeffA") == normal_form("1234-A")


def test_ambiguous_is_a_result_of_its_own_and_no_match() -> None:
    assert set(MatchKind) - MATCHED == {MatchKind.AMBIGUOUS, MatchKind.NONE}
