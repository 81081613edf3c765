"""Numbers and times as people say them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dashboard.parts.frames import bare, changes_text, csv_bytes, whole, xlsx_bytes
from dashboard.words.i18n import speak
from dashboard.words.languages import DEFAULT
from dashboard.words.phrases import ago, day_and_time, duration, number, percent, plain, won
from engine import KST, Sku

pytestmark = pytest.mark.dated

NOW = datetime(2026, 11, 23, 10, 12, tzinfo=KST)


@pytest.mark.parametrize(
    ("rate_mp", "text"),
    [(23_849, "23.8%"), (23_850, "23.9%"), (-20_049, "-20.0%"), (0, "0.0%"), (None, "—")],
)
def test_rates_have_one_decimal(rate_mp: int | None, text: str) -> None:
    assert percent(rate_mp) == text


def test_unknown_is_a_dash_and_zero_is_zero() -> None:
    assert (number(None), number(0), won(None), won(11_949)) == ("—", "0", "—", "11,949원")


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        ("ko", ("-1,019,861원", "0원", "11,949원")),
        ("en", ("-₩1,019,861", "₩0", "₩11,949")),
    ],
)
def test_a_minus_stands_before_the_amount_and_its_unit(lang: str, texts: tuple[str, ...]) -> None:
    speak(lang)
    try:
        assert tuple(map(won, (-1_019_861, 0, 11_949))) == texts
    finally:
        speak(DEFAULT)


@pytest.mark.parametrize(
    ("passed", "text"),
    [
        (timedelta(seconds=3), "방금"),
        (timedelta(minutes=12), "12분 전"),
        (timedelta(hours=3), "3시간 전"),
        (timedelta(hours=30), "어제 04:12"),
        (timedelta(days=3), "11-20 10:12"),
    ],
)
def test_moments_are_told_by_how_long_ago_they_were(passed: timedelta, text: str) -> None:
    assert ago(NOW - passed, NOW) == text


def test_never_is_a_dash() -> None:
    assert ago(None) == "—"


@pytest.mark.parametrize(
    ("seconds", "text"), [(7, "7초"), (285, "4분 45초"), (3_900, "1시간 5분"), (59.6, "1분 0초")]
)
def test_durations_have_two_units(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_the_day_has_its_weekday() -> None:
    assert day_and_time(NOW) == "11월 23일 월요일 10:12"


def test_foreign_text_cannot_style_or_link() -> None:
    told = plain("$2a *굵게* [x](y) :red[z]")

    assert told == r"\$2a \*굵게\* \[x\]\(y\) :color[\:]{}red\[z\]"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("www.a.kr", "www:color[.]{}a.kr"),
        ("WWW.a.kr", "WWW:color[.]{}a.kr"),
        ("http://a", r"http:color[\:]{}//a"),
        ("k@a.kr", "k:color[@]{}a.kr"),
        ("1. a", r"1\. a"),
        ("a\n# b\n  c", r"a \# b c"),
        ("a -- b A--B", r"a :color[\-]{}\- b A\-\-B"),
        ("&lt; a: b", r"\&lt; a\: b"),
        ("3.5 봄날 상회", "3\\.5 봄날 상회"),
    ],
)
def test_what_streamlit_looks_for_in_finished_text_is_cut_in_two(text: str, told: str) -> None:
    assert plain(text) == told


def test_changes_name_field_before_and_after() -> None:
    changes = {"sale_price_won": (12_000, 11_000), "sale_status": ("SALE", "OUTOFSTOCK")}

    assert changes_text(changes) == "판매가(원) 12,000 → 11,000 · 판매상태 판매중 → 품절"
    towel = Sku(own_code="A-1", name="수건", option_name="화이트")
    linked = {"sku_code": (None, "A-1")}
    assert changes_text(linked, {"A-1": towel}) == "SKU — → A-1 · 수건 · 화이트"
    assert changes_text({"stock_quantity": (None, 0), "stock_linked": (False, True)}) == (
        "재고 — → 0 · 재고연동 꺼짐 → 켜짐"
    )


def test_a_chip_without_its_sign_is_its_word() -> None:
    assert [bare(chip) for chip in ("✓ 완료", "실행 중", "= 코드 같음")] == [
        "완료",
        "실행 중",
        "코드 같음",
    ]


def test_downloads_keep_korean_and_empty_cells() -> None:
    frame = whole([1, None]).to_frame("판매가(원)")

    assert csv_bytes(frame).decode("utf-8-sig").splitlines() == ["판매가(원)", "1", '""']
    assert xlsx_bytes(frame, "마진")[:2] == b"PK"
