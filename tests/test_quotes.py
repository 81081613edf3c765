"""Quotes without a store equal the worked examples of fees.md section 10."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dashboard.i18n import DEFAULT, speak
from tests.terminal import Said, program, spoken

OCTOBER = ("--on", "2026-10-05")


@dataclass(frozen=True)
class Desk:
    """Asks `storeboard fees ...`."""

    capture: pytest.CaptureFixture[str]

    def ask(self, *words: str, lang: str = "en") -> Said:
        return spoken(self.capture, "fees", *words, "--lang", lang)

    def answer(self, *words: str) -> dict[str, Any]:
        return self.ask(*words, "--json").answer


@pytest.fixture
def desk(capsys: pytest.CaptureFixture[str]) -> Iterator[Desk]:
    yield Desk(capsys)
    speak(DEFAULT)


def test_a_quote_of_a_program_of_its_own_needs_no_workspace(desk: Desk, tmp_path: Path) -> None:
    words = ("quote", *OCTOBER, "--tier", "MICRO", "--line", "30000", "--json")

    done = program("fees", *words, env={**os.environ, "STOREBOARD_HOME": str(tmp_path / "none")})

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == desk.answer(*words)
    assert not (tmp_path / "none").exists()


def test_an_order_of_a_micro_seller(desk: Desk) -> None:
    told = desk.answer(
        "quote", *OCTOBER, "--tier", "MICRO", "--line", "30000", "--delivery", "3000"
    )

    assert told["lines"] == [{"order_fee_won": 584, "sales_fee_won": 900, "settlement_won": 28_516}]
    assert told["delivery"] == {"order_fee_won": 58, "settlement_won": 2_942}
    assert (told["fees_won"], told["settlement_won"]) == (1_542, 31_458)
    assert [row["rate_mp"] for row in told["rates"]] == [1_947, 3_000]


def test_an_order_of_the_regime_before_june_2025(desk: Desk) -> None:
    told = desk.answer(
        *("quote", "--on", "2025-06-01", "--tier", "SMALL_1", "--arrival", "NAVER_SHOPPING"),
        *("--line", "49900", "--delivery", "3000"),
    )

    assert (told["fees_won"], told["settlement_won"]) == (2_364, 50_536)


@pytest.mark.parametrize(
    ("tier", "break_even", "target"), [("MICRO", 14_202, 17_939), ("GENERAL", 14_457, 18_350)]
)
def test_prices_of_the_worked_example(desk: Desk, tier: str, break_even: int, target: int) -> None:
    told = desk.answer("price", *OCTOBER, "--tier", tier, "--cost", "13500", "--margin", "18")

    assert (told["break_even_won"], told["target_price_won"]) == (break_even, target)


@pytest.mark.parametrize(
    ("words", "profit"),
    [
        (("--tier", "MICRO"), "4923.64"),
        (("--tier", "GENERAL"), "4619.09"),
        (("--tier", "MICRO", "--tax-mode", "SIMPLIFIED"), "5117.50"),
        (("--tier", "MICRO", "--arrival", "SELLER_MARKETING"), "5285.45"),
    ],
)
def test_profits_of_the_worked_example(desk: Desk, words: tuple[str, ...], profit: str) -> None:
    told = desk.answer("price", *OCTOBER, *words, "--cost", "13500", "--price", "19900")

    assert told["profit_won"] == profit


def test_a_margin_no_price_reaches_says_so(desk: Desk) -> None:
    told = desk.answer("price", *OCTOBER, "--tier", "GENERAL", "--cost", "13500", "--margin", "95")

    assert told["target_price_won"] is None
    assert told["reason"] == "Fees, VAT and the wanted margin take the whole price."


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize(
    "words",
    [
        ("quote", "--tier", "MICRO", "--line", "-5"),
        ("quote", "--tier", "MICRO", "--line", "100", "--on", "2019-01-01"),
        ("quote", "--tier", "MICRO", "--line", "100", "--arrival", "DIRECT"),
        ("price", "--tier", "MICRO", "--cost", "100", "--margin", "100"),
        ("price", "--tier", "MICRO", "--cost", "9" * 20),
    ],
)
def test_what_cannot_be_quoted_is_one_sentence(
    desk: Desk, words: tuple[str, ...], lang: str
) -> None:
    done = desk.ask(*words, lang=lang)

    assert done.sentence


def test_without_json_the_same_numbers_are_lines(desk: Desk) -> None:
    done = desk.ask("quote", *OCTOBER, "--tier", "MICRO", "--line", "30000")

    assert "fees_won\t1484" in done.out.splitlines()
