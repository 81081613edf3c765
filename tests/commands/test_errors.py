"""Errors of the command line: one sentence in both languages, the right status, nothing secret."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.one_store import ORIGIN, SHARED_PRODUCTS
from tests.terminal import HANGUL, Terminal, closed_port


def test_every_error_is_one_sentence_in_both_languages(run: Terminal) -> None:
    run.ready()
    sheet = run.workspace / "bad.csv"
    sheet.write_text("이것,저것\n1,2\n", "utf-8")
    add = ("store", "add", "둘째", "--client-id", "abc", "--fee-tier", "MICRO")
    errors: list[tuple[tuple[object, ...], str]] = [
        (("store", "check", "없는 가게"), "There is no store 없는 가게."),
        (("prerequisites", "fetch", "nobody"), "There is no store nobody."),
        (("products", "preview", "nobody"), "There is no store nobody."),
        (("products", "preview", run.store, "--size", 501), "501 cannot be asked for"),
        (("products", "sync", "nobody"), "There is no store nobody."),
        (("products", "export", run.store, "out.txt"), "must end in .csv or .parquet"),
        (("products", "export", run.store, "/proc/none/out.csv"), "out.csv cannot be written"),
        (("margins", "nobody"), "There is no store nobody."),
        (("margins", run.store, "--on", "2001-01-01"), "2001"),
        (("sku", "import", run.workspace / "none.csv"), "none.csv cannot be read"),
        (("sku", "import", run.workspace), "cannot be read"),
        (("sku", "import", sheet), "lacks the column"),
        ((*add, "--base-url", run.sandbox.base_url), "needs its application secret"),
        ((*add, "--base-url", "nowhere"), "API address"),
        (
            (*add, "--base-url", f"http://127.0.0.1:{closed_port()}/external"),
            "application secret",
        ),
    ]

    for words, expected in errors:
        assert expected in run(*words, "--json").sentence, words
        assert HANGUL.search(run(*words, lang="ko").sentence), words


def test_an_import_without_prerequisites_names_them_and_leads_on(run: Terminal) -> None:
    run.adds_store()

    for words in (("import", run.store, "--all", "--match", "none"), ("sync", run.store)):
        english = run("products", *words).sentence
        korean = run("products", *words, lang="ko").sentence

        assert "prerequisites" in english
        assert english.count(",") >= 2  # all three are named
        assert "ADDRESS_BOOK" not in korean


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        ("missing_group", {}, "lacks the API group 상품"),
        ("missing_member", {"all": True}, "is missing or of another type"),
        ("wrong_type", {"all": True}, "is missing or of another type"),
    ],
)
def test_what_naver_refuses_is_one_sentence_with_its_trace_id(
    run: Terminal, kind: str, more: dict[str, Any], words: str
) -> None:
    run.ready()
    run.fail(kind, **more)

    for command in (("import", run.store, "--all", "--match", "none"), ("preview", run.store)):
        said = run("products", *command).sentence

        assert words in said
        assert re.search(r" \[\S{20,}\]$", said), said


def test_an_address_naver_refuses_is_told_at_once_where_somebody_waits(run: Terminal) -> None:
    run.ready()
    run.fail("ip_not_allowed")

    said = run("products", "preview", run.store).sentence

    assert "Add its public IP" in said


def test_an_unreachable_host_is_one_sentence(run: Terminal) -> None:
    told = run.sandbox.stores[run.index]
    run.json(
        *("store", "add", "멀리", "--client-id", told.client_id, "--fee-tier", "MICRO"),
        *("--base-url", f"http://127.0.0.1:{closed_port()}/external"),
        stdin=told.client_secret,
    )

    checked = run.json("store", "check", "멀리")
    fetched = run("prerequisites", "fetch", "멀리")

    assert checked["problems"][0]["code"] == "UNREACHABLE"
    assert "127.0.0.1 cannot be reached" in fetched.sentence


def test_a_clock_that_is_off_is_one_sentence(run: Terminal) -> None:
    run.adds_store()
    run.sandbox.control("clock", {"offset_seconds": 360})

    checked = run.json("store", "check", run.store)

    assert checked["problems"][0]["code"] == "CLOCK_OFF"
    assert "6 minutes slow" in checked["problems"][0]["message"]


def test_an_import_that_failed_goes_on_with_the_same_command(run: Terminal) -> None:
    run.ready()
    run.fail("missing_group", ORIGIN, at=10, status=403)
    words = ("products", "import", run.store, "--all", "--match", "code", "--link-stock")
    assert "lacks the API group" in run(*words).sentence

    run.sandbox.control("faults", method="DELETE")
    report = run.json(*words)

    assert report["imported"] == 0  # every page was kept
    assert report["changed"] + report["unchanged"] == SHARED_PRODUCTS
    assert report["matched"] > report["stock_linked"] > 0  # ended ones are not linked
    assert report["failed"] == []


def test_no_secret_is_ever_said(run: Terminal) -> None:
    secret = run.sandbox.stores[run.index].client_secret
    run.adds_store()

    said = [
        run("store", "check", run.store, "--json"),
        run("prerequisites", "fetch", run.store),
        run("products", "preview", run.store),
        run(
            *("store", "add", run.store, "--client-id", "a", "--fee-tier", "MICRO"),
            *("--base-url", run.sandbox.base_url),
            stdin=secret,
        ),
    ]
    run.fail("ip_not_allowed", "*")
    said.append(run("store", "check", run.store, "--json"))
    said.append(run("products", "preview", run.store))

    assert [one for one in said if secret in one.out + one.err] == []
