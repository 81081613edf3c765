"""Delivery settings on the command line: the difference first, then with --send once to NAVER."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.commands.cli import main
from dashboard.words.i18n import speak
from dashboard.words.languages import DEFAULT
from engine import TemplateSettings
from tests.one_store import OneStore

HELD = {"sellerId": "x", "basisHour": 14, "basisMinute": 0, "sellerHolidays": ["2026-01-01"]}
DISPATCH = "/v1/seller/this-day-dispatch"


@pytest.fixture
def run(one_store: OneStore, capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """Runs `storeboard delivery ...` on the store's workspace; the status and both outputs."""
    one_store.control("delivery", this_day_dispatch=HELD)
    name = one_store.engine.stores.get(one_store.store_id).name
    one_store.engine.close()

    def ran(action: str, *options: str, json_too: bool = True) -> tuple[int, Any, str]:
        where = ["--workspace", str(one_store.folder), "--lang", "en"]
        about = [] if action == "settle" else [name]
        status = main(
            ["delivery", action, *about, *options, *where, *(["--json"] if json_too else [])]
        )
        said = capsys.readouterr()
        return status, json.loads(said.out) if json_too and said.out else said.out, said.err

    yield ran
    speak(DEFAULT)


def test_a_change_is_shown_and_only_sent_when_asked(run: Any) -> None:
    status, shown, _err = run("dispatch", "--cut-off", "13:30", "--weekly", "MONDAY")
    _status, before, _err = run("show")
    _status, sent, _err = run("dispatch", "--cut-off", "13:30", "--send")
    _status, after, _err = run("show")
    _status, writes, _err = run("writes")

    assert (status, shown["state"]) == (0, "PLANNED")
    assert {"field": "basis_hour", "before": "14", "after": "13"} in shown["changes"]
    assert before["this_day_dispatch"]["basis_hour"] == "14"
    assert (sent["state"], bool(sent["trace_id"])) == ("DONE", True)
    assert after["this_day_dispatch"] == {"basis_hour": "13", "basis_minute": "30"}
    assert [one["state"] for one in writes["writes"]] == ["DONE"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--cut-off", "25:00"], "The cut-off time 25:00 does not exist"),
        (["--day-off", "2020-01-01"], "The day off 2020-01-01 has passed"),
        (["--reason", "가" * 101], "longer than 100 signs"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    run: Any, options: list[str], sentence: str
) -> None:
    status, out, err = run("dispatch", *options)

    assert (status, out) == (1, "")
    assert sentence in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("options", [["--cut-off", "noon"], ["--day-off", "12/25"]])
def test_wrong_usage_ends_with_two(run: Any, options: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run("dispatch", *options)

    assert ended.value.code == 2


def test_an_unknown_outcome_fails_and_is_settled_by_looking(run: Any, one_store: OneStore) -> None:
    one_store.fail(
        "reset", DISPATCH, at=4, count=1
    )  # after the fetch, the plan's and the last look

    status, out, err = run("dispatch", "--cut-off", "9:00", "--send")
    one_store.control("delivery", this_day_dispatch={"basisHour": 9, "basisMinute": 0})
    _status, settled, _err = run("settle", "1")

    assert (status, out) == (1, "")
    assert "not known whether the change arrived" in err
    assert settled["state"] == "DONE"


def test_a_refusal_fails_in_navers_words(run: Any, one_store: OneStore) -> None:
    one_store.fail("quota_limit_429", DISPATCH, at=4, count=1)

    status, out, err = run("dispatch", "--cut-off", "9:00", "--send")

    assert (status, out) == (1, "")
    assert "[" in err  # the trace id


def test_templates_are_told_with_what_is_wrong_with_them(run: Any, one_store: OneStore) -> None:
    from engine import open_engine
    from engine.config import Config

    engine = open_engine(Config(workspace=one_store.folder))
    book = engine.prerequisites.of_store(one_store.store_id)[0].rows
    number = int(book[0]["address_book_no"])
    engine.delivery_templates.save(
        one_store.store_id,
        TemplateSettings(name="무료", release_address_no=number, return_address_no=number),
    )
    one_store.control("delivery", addresses=[])
    engine.prerequisites.fetch(one_store.store_id)
    engine.close()

    _status, told, _err = run("templates")
    _status, lines, _err = run("templates", json_too=False)

    (template,) = told["templates"]
    assert (template["name"], template["fee_rule"]) == ("무료", "FREE")
    assert len(template["problems"]) == 2
    assert "무료" in lines
