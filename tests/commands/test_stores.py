"""`storeboard store ...`: everything the form sets can be set here; no secret is ever shown."""

from __future__ import annotations

import pytest

from engine import AlertKind, AlertWay, Config, Contact, open_engine
from tests.terminal import Terminal

WRONG_SECRET = "$2a$04$wrongwrongwrongwrongzu"


def test_what_is_set_is_shown_and_the_secret_is_not(run: Terminal) -> None:
    run.adds_store()
    secret = run.sandbox.stores[run.index].client_secret

    told = run.json(
        *("store", "set", run.store, "--name", "새 이름", "--seller-id", "own@example.com"),
        *("--window", "LIVING", "--memo", "=1+1", "--tax-mode", "EXEMPT"),
        *("--fee-tier", "GENERAL", "--since", "2030-01-01", "--quick-settlement", "yes"),
        *("--waiver", "2026-01-01:2026-12-31:5000000:back", "--reprice"),
        *("--switch", "cs=off"),
        *("--switch", "order=off", "--order-confirm", "RUNPLE", "--extend-days", "30"),
    )
    shown = run.json("store", "show", "새 이름")

    assert shown == told
    assert shown["basics"]["seller_id"] == "own@example.com"
    assert (shown["basics"]["window_kind"], shown["basics"]["memo"]) == ("LIVING", "=1+1")
    assert [one["tier"] for one in shown["fee_tiers"]] == ["GENERAL", "SMALL_1"]
    assert shown["quick_settlement"] == [{"starts_on": "2030-01-01", "used": True}]
    assert shown["waiver"]["monthly_cap_won"] == 5_000_000
    assert shown["waiver"]["pays_back"] is True
    assert shown["switches"] == {
        "master": True,
        "product": True,
        "order": False,
        "cs": False,
        "settlement": True,
        "stock": True,
        "order_confirm": "RUNPLE",
        "extend_days": 30,
    }
    assert shown["api"]["secret_set_at"]
    text = run("store", "show", "새 이름").out
    assert secret not in str(shown) + text
    assert "EXEMPT" in text


def test_a_waiver_of_the_past_names_the_closed_months_it_prices_anew(run: Terminal) -> None:
    run.adds_store()
    words = ("store", "set", run.store, "--waiver", "2026-01-01:2026-02-28")

    refused = run(*words)

    assert "2 closed months anew, 2026-01 to 2026-02" in refused.sentence
    assert run.json("store", "show", run.store)["waiver"] is None
    assert run.json(*words, "--reprice")["waiver"]["ends_on"] == "2026-02-28"


def test_api_data_are_checked_as_soon_as_they_are_set(run: Terminal) -> None:
    run.adds_store()
    right = run.sandbox.stores[run.index].client_secret

    wrong = run.json("store", "set", run.store, "--secret", stdin=WRONG_SECRET + "\n")
    mended = run.json("store", "set", run.store, "--secret", stdin=right + "\n")

    failed = [one["step"] for one in wrong["check"]["steps"] if one["state"] == "FAILED"]
    assert (failed, wrong["approved"]) == (["TOKEN"], False)
    assert (mended["check"]["connected"], mended["approved"]) == (True, True)
    assert WRONG_SECRET not in str(wrong)


def test_a_secret_that_a_shell_has_eaten_is_refused_with_the_reason(run: Terminal) -> None:
    run.adds_store()

    said = run("store", "set", run.store, "--secret", stdin="a$04$wrong\n")

    assert "29 characters" in said.sentence
    assert "shell" in said.sentence


def test_a_category_is_set_by_its_number_once_the_list_was_fetched(run: Terminal) -> None:
    run.adds_store()

    unknown = run("store", "set", run.store, "--category", "999", "--fetch-categories")
    engine = open_engine(Config(workspace=run.workspace))
    category = engine.categories.find()[0]
    engine.close()
    told = run.json("store", "set", run.store, "--category", category.category_id)

    assert "no category 999" in unknown.sentence
    assert told["basics"]["category_name"] == category.whole_name


def test_contacts_are_shown_masked(run: Terminal) -> None:
    run.adds_store()
    engine = open_engine(Config(workspace=run.workspace))
    store_id = engine.stores.named(run.store).store_id
    engine.contacts.add(
        store_id,
        Contact(
            contact_id=0,
            store_id=store_id,
            name="홍길동",
            email="hong@example.com",
            mobile="010-9876-5432",
            alerts=(AlertKind.CONNECTION,),
            ways=(AlertWay.EMAIL,),
        ),
    )
    engine.close()

    told = run.json("store", "show", run.store)
    said = run("store", "show", run.store).out

    assert told["contacts"][0]["name"] == "홍*동"
    assert told["contacts"][0]["mobile"] == "010-****-5432"
    assert all(text not in str(told) + said for text in ("홍길동", "hong@", "9876"))


def test_an_archived_store_is_listed_apart_and_restored(run: Terminal) -> None:
    run.adds_store()

    run.json("store", "archive", run.store)
    assert run.json("store", "list") == {"stores": []}
    assert [one["store"] for one in run.json("store", "list", "--archived")["stores"]] == [
        run.store
    ]
    assert "archived" in run("prerequisites", "fetch", run.store).sentence

    run.json("store", "restore", run.store)
    [line] = run.json("store", "list")["stores"]
    assert (line["store"], line["switched_on"]) == (run.store, True)
    run.json("prerequisites", "fetch", run.store)


def test_a_switched_off_store_is_asked_nothing(run: Terminal) -> None:
    run.adds_store()
    run.json("store", "set", run.store, "--switch", "master=off")

    said = run("prerequisites", "fetch", run.store)

    assert "switched off" in said.sentence


@pytest.mark.parametrize(
    "words",
    [("--switch", "cs"), ("--switch", "x=on"), ("--waiver", "x"), ("--extend-days", "-1")],
)
def test_what_is_no_value_is_wrong_usage(run: Terminal, words: tuple[str, ...]) -> None:
    assert run("store", "set", "x", *words).status == 2


def test_a_tier_dated_before_the_last_one_is_refused(run: Terminal) -> None:
    run.adds_store()

    said = run(
        *("store", "set", run.store, "--fee-tier", "MICRO", "--since", "2020-01-01"),
    )

    assert "cannot be dated before that" in said.sentence
