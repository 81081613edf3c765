"""Settlements on the command line: read, checked, the calendar and the runway."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dashboard.commands.cli import main
from dashboard.settlements.lines import five_decimals
from dashboard.words.i18n import speak
from dashboard.words.languages import DEFAULT
from engine import today
from tests.one_store import OneStore

FROM, TO = today() - timedelta(days=12), today() - timedelta(days=6)
PERIOD = ["--from", FROM.isoformat(), "--to", TO.isoformat()]


@pytest.fixture
def run(one_store: OneStore, capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """Runs `storeboard ...` on the store's workspace; NAME is the store."""
    one_store.control("settlements", tier="SMALL_1", quick=False)
    name = one_store.engine.stores.get(one_store.store_id).name
    one_store.engine.close()

    def ran(*words: str, plain: bool = False) -> tuple[int, Any, str]:
        said = [name if word == "NAME" else word for word in words]
        where = ["--workspace", str(one_store.folder), "--lang", "en"]
        status = main([*said, *where, *([] if plain else ["--json"])])
        out, err = capsys.readouterr()
        return status, json.loads(out) if out and not plain else out, err

    yield ran
    speak(DEFAULT)


def test_a_reading_and_its_check_are_told_in_numbers(run: Any, one_store: OneStore) -> None:
    on = (TO - timedelta(days=3)).isoformat()
    one_store.control("mistakes", kind="one_won", on=on)
    _status, fetched, _err = run("settlements", "fetch", "NAME", *PERIOD)
    status, told, _err = run("settlements", "check", "NAME", *PERIOD)
    _status, text, _err = run("settlements", "check", "NAME", *PERIOD, plain=True)

    assert (fetched["days"], fetched["resumed"]) == (7, False)
    assert fetched["new"] == told["rows"] > 20
    assert fetched["vat_months"] > 0
    assert status == 0
    assert told["verdicts"]["one_won"] == 1
    (finding,) = told["findings"]
    assert (finding["verdict"], finding["off_won"]) == ("ONE_WON", 1)
    assert finding["sales_fee_won"] - finding["predicted_sales_fee_won"] == 1
    (tier,) = told["tiers"]
    assert (tier["set"], tier["measured"], tier["differs"]) == ("SMALL_1", "SMALL_1", False)
    assert tier["rate_percent"].startswith("2.56")
    assert "ONE_WON" in text


@pytest.mark.dated
def test_the_calendar_sums_what_was_paid(run: Any) -> None:
    run("settlements", "fetch", "NAME", *PERIOD)
    status, told, _err = run("settlements", "cash", "NAME", *PERIOD)
    _status, whole, _err = run("settlements", "cash", *PERIOD)

    assert status == 0
    assert told == whole
    assert told["due_won"] == 0
    assert told["paid_won"] + told["charge_won"] == sum(one["normal_won"] for one in told["days"])
    assert told["paid_won"] > 0
    assert told["held_back_won"] <= 0 <= told["released_won"]
    assert all(one["days"] > 0 for one in told["earlier_with_quick"])


def test_the_runway_names_what_is_uncertain_and_what_was_not_read(run: Any) -> None:
    _status, before, _err = run("runway")
    run("settlements", "fetch", "NAME", *PERIOD)
    status, told, _err = run("runway", "NAME")
    _status, text, _err = run("runway", plain=True)
    run("store", "set", "NAME", "--business-number", "123-45-67891")
    run("store", "archive", "NAME")
    _status, archived, _err = run("runway")

    assert (told["archived"], archived["archived"]) == ([], told["stores"])
    assert archived["half_won"] == told["half_won"]
    assert (before["known_to"], before["resets"], len(before["unread"])) == (None, [], 1)
    assert status == 0
    assert [one["on"][5:] for one in told["resets"]] in (["02-14", "08-14"], ["08-14", "02-14"])
    assert "AUGUST_PERIOD" in told["uncertain"]
    assert "AUGUST_PERIOD" in text


def test_an_unknown_store_and_a_period_backwards_are_one_sentence(run: Any) -> None:
    status, out, err = run("runway", "nobody")
    backwards = run("settlements", "fetch", "NAME", "--from", "2026-11-02", "--to", "2026-11-01")

    assert (status, out, err.count("\n")) == (1, "", 1)
    assert (backwards[0], backwards[2]) == (
        1,
        "The period ends before it begins. Swap its two days.\n",
    )


def test_a_rate_has_five_decimals() -> None:
    assert five_decimals(Fraction(2563, 1000)) == "2.56300"
    assert five_decimals(Fraction(-1, 3)) == "-0.33333"
    assert five_decimals(Fraction(2, 3)) == "0.66667"


@pytest.mark.dated
def test_a_months_book_reconciles_with_what_naver_sums_and_with_vat(
    run: Any, tmp_path: Path
) -> None:
    last = today().replace(day=1) - timedelta(days=1)
    first, file = last.replace(day=1), tmp_path / "book.xlsx"
    period = ["--from", first.isoformat(), "--to", (last + timedelta(days=9)).isoformat()]
    run("settlements", "fetch", "NAME", *period)

    status, told, _err = run("settlements", "book", "NAME", f"{first:%Y-%m}", str(file))

    assert status == 0
    assert (told["days_off_won"], told["vat_off_won"]) == (0, 0)
    totals = {one["by"]: one for one in told["totals"]}
    chain = ["PAYMENT", "BASIS", "EXPECTED", "PAID_OUT"]
    for start, end in itertools.pairwise(chain):
        steps = [one["won"] for one in told["steps"] if (one["start"], one["end"]) == (start, end)]
        assert totals[start]["settled_won"] + sum(steps) == totals[end]["settled_won"]
    assert totals["EXPECTED"]["open_days"] == totals["PAID_OUT"]["open_days"] == 0
    assert totals["PAYMENT"]["open_days"] >= 75 - 9
    assert totals["BASIS"]["pay_won"] != totals["EXPECTED"]["pay_won"]
    sheets = openpyxl.load_workbook(file).worksheets
    assert [sheet.max_row for sheet in sheets][:2] == [8, told["rows"] + 1]
    assert sheets[3].max_row > 15
    assert sheets[4].max_row == 1 + 4 + len(told["steps"])


def test_a_book_of_nothing_says_that_it_is_not_known(run: Any, tmp_path: Path) -> None:
    file = str(tmp_path / "book.xlsx")
    _status, told, _err = run("settlements", "book", "NAME", "2024-02", file)
    status, _out, err = run("settlements", "book", "NAME", "2024-02", str(tmp_path / "no" / "b"))

    assert (told["rows"], told["days_off_won"], told["vat_off_won"]) == (0, None, None)
    assert (status, err.count("\n")) == (1, 1)
