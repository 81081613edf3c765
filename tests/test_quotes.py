"""Quotes without a store equal the worked examples of docs/reference/fees.md section 10."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.words.i18n import speak
from dashboard.words.languages import DEFAULT
from engine import Confidence, Config, FeeLayer, FeeRateRow, FeeTier, open_engine
from tests.another_program import held
from tests.terminal import Said, program, spoken

OCTOBER = ("--on", "2026-10-05")
MICRO = ("quote", *OCTOBER, "--tier", "MICRO", "--line", "30000")
OWN = FeeRateRow(
    layer=FeeLayer.ORDER,
    tier=FeeTier.MICRO,
    store_type=None,
    arrival=None,
    valid_from=date(2026, 10, 1),
    valid_to=None,
    rate_mp=1_000,
    confidence=Confidence.HIGH,
    source="our contract",
)


@dataclass(frozen=True)
class Desk:
    """Asks `storeboard fees ...`."""

    capture: pytest.CaptureFixture[str]

    def ask(self, *words: str, lang: str = "en") -> Said:
        return spoken(self.capture, "fees", *words, "--lang", lang)

    def answer(self, *words: str) -> dict[str, Any]:
        return self.ask(*words, "--json").answer


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a workspace would be: there is none yet."""
    folder = tmp_path / "home"
    monkeypatch.setenv("STOREBOARD_HOME", str(folder))
    return folder


@pytest.fixture
def desk(home: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Desk]:
    yield Desk(capsys)
    speak(DEFAULT)


def test_a_quote_of_a_program_of_its_own_needs_no_workspace(desk: Desk, home: Path) -> None:
    done = program("fees", *MICRO, "--json")

    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == desk.answer(*MICRO)
    assert not home.exists()


def add_own_rate(folder: Path) -> None:
    """A workspace whose manager added a rate for micro sellers."""
    engine = open_engine(Config(workspace=folder))
    engine.fees.add_rate(OWN, reprice=True)
    engine.close()


def order_rate(told: dict[str, Any]) -> tuple[int, str]:
    (row,) = (one for one in told["rates"] if one["layer"] == "ORDER")
    return row["rate_mp"], row["source"]


def test_a_rate_added_to_the_workspace_counts_in_quotes_and_prices(desk: Desk, home: Path) -> None:
    add_own_rate(home)
    priced = ("price", *OCTOBER, "--tier", "MICRO", "--cost", "13500")

    quoted = desk.answer(*MICRO)

    assert order_rate(quoted) == (1_000, "our contract")
    assert quoted["lines"][0]["order_fee_won"] == 300
    assert order_rate(desk.answer(*priced)) == (1_000, "our contract")
    assert desk.answer(*priced, "--price", "19900")["fees_won"] == 199 + 597


def test_a_workspace_named_in_the_command_is_the_one_that_counts(
    desk: Desk, tmp_path: Path
) -> None:
    add_own_rate(tmp_path / "other")

    told = desk.answer(*MICRO, "--workspace", str(tmp_path / "other"))

    assert order_rate(told) == (1_000, "our contract")
    assert order_rate(desk.answer(*MICRO))[0] == 1_947


def test_the_dashboard_that_holds_the_workspace_is_asked_for_its_rates(
    desk: Desk, home: Path
) -> None:
    add_own_rate(home)

    with held(home, "serve"):
        done = desk.ask(*MICRO, "--json")

    assert done.err == ""
    assert order_rate(done.answer) == (1_000, "our contract")


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "The fee rates of the workspace cannot be read"),
        ("ko", "작업 공간의 수수료율을 읽을 수 없어"),
    ],
)
def test_a_workspace_that_cannot_be_asked_leaves_the_shipped_table_and_a_sentence(
    desk: Desk, home: Path, lang: str, sentence: str
) -> None:
    add_own_rate(home)

    with held(home, "work"):
        done = desk.ask(*MICRO, "--json", lang=lang)

    assert (done.status, done.err.count("\n")) == (0, 1)
    assert done.err.startswith(sentence)
    assert order_rate(json.loads(done.out))[0] == 1_947


def test_a_damaged_workspace_does_not_stop_an_answer(desk: Desk, home: Path) -> None:
    home.mkdir()
    (home / "storeboard.duckdb").write_bytes(b"\x00" * 5000)

    done = desk.ask(*MICRO, "--json")

    assert (done.status, done.err.count("\n")) == (0, 1)
    assert order_rate(json.loads(done.out))[0] == 1_947


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
