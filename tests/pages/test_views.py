"""What is chosen on a page stands in its address, and is there again when the address is opened."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from engine import Arrival, FeeTier, MarginUnit, PriceEnding

from .conftest import House, Open, address

STORE = "{store}"
VIEWS = [  # page, kind of widget, its key, name in the address, text there, what is chosen
    ("status_board", "button_group", "status_board.view", "view", "table", "table"),
    ("status_board", "text_input", "status_board.search", "words", "온결", "온결"),
    ("status_board", "button_group", "status_board.filter", "filter", "losses", ["losses"]),
    ("jobs", "selectbox", "jobs.days.ko", "days", "30", 30),
    ("jobs", "button_group", "jobs.filter", "filter", "failed,done", ["failed", "done"]),
    ("margins", "button_group", f"margins.tier.{STORE}", "tier", "GENERAL", FeeTier.GENERAL),
    (
        *("margins", "button_group", "margins.arrival", "arrival"),
        *("SELLER_MARKETING", Arrival.SELLER_MARKETING),
    ),
    ("margins", "selectbox", "margins.shown.ko", "shown", "LOSSES", "LOSSES"),
    ("margins", "button_group", "margins.unit", "unit", "OPTION", MarginUnit.OPTION),
    ("margins", "toggle", "margins.delivery", "delivery", "1", True),
    ("margins", "button_group", "margins.spread_by", "by", "BRAND", "BRAND"),
    ("margins", "number_input", "margins.target", "target", "20", 20),
    ("changes", "button_group", "changes.period", "days", "30", 30),
    ("skus", "text_input", "skus.search", "words", "SKU-1", "SKU-1"),
    ("audit", "button_group", "audit.period", "days", "0", 0),
    ("fees", "toggle", "fees.all_days", "all_days", "1", True),
    ("scenarios", "button_group", f"scenarios.which.{STORE}", "which", "PICKED", "PICKED"),
    ("scenarios", "selectbox", f"scenarios.tier.{STORE}.ko", "tier", "GENERAL", FeeTier.GENERAL),
    ("scenarios", "text_input", "scenarios.price", "price", "-5", "-5"),
    ("scenarios", "number_input", "scenarios.ship", "ship", "-300", -300),
    ("scenarios", "toggle", "scenarios.delivery", "delivery", "1", True),
]
IDS = [f"{page}-{name}-{text}" for page, _kind, _key, name, text, _value in VIEWS]


def widget(app: AppTest, house: House, kind: str, key: str) -> Any:
    return getattr(app, kind)(key=key.replace(STORE, str(house.ready.store_id)))


@pytest.mark.parametrize(("page", "kind", "key", "name", "text", "value"), VIEWS, ids=IDS)
def test_an_address_shows_what_was_chosen(
    house: House, open_page: Open, page: str, kind: str, key: str, name: str, text: str, value: Any
) -> None:
    more = {"view": "table"} if page == "status_board" and name != "view" else {}
    app = open_page(house.engine, page, store=house.ready.name, **more, **{name: text})

    assert not app.exception
    assert widget(app, house, kind, key).value == value
    assert address(app)[name] == text


@pytest.mark.parametrize(("page", "kind", "key", "name", "text", "value"), VIEWS, ids=IDS)
def test_what_means_nothing_is_passed_over(
    house: House, open_page: Open, page: str, kind: str, key: str, name: str, text: str, value: Any
) -> None:
    if kind == "text_input":
        pytest.skip("any words can be searched for")
    more = {"view": "table"} if page == "status_board" and name != "view" else {}
    wrong = "<b>%00" if not text.lstrip("-").isdigit() else "99999999999999999999999"

    app = open_page(house.engine, page, store=house.ready.name, **more, **{name: wrong})

    assert not app.exception
    assert widget(app, house, kind, key).value != value
    assert name not in address(app)


def test_a_choice_is_told_to_the_address_and_taken_out_when_it_is_the_first_one(
    house: House, open_page: Open
) -> None:
    app = open_page(house.engine, "margins", store=house.ready.name)
    key = f"margins.tier.{house.ready.store_id}"
    assert "tier" not in address(app)

    app = app.button_group(key=key).set_value(FeeTier.GENERAL).run()
    assert address(app)["tier"] == "GENERAL"
    app = app.button_group(key=key).set_value(house.ready.fee_tier).run()
    assert "tier" not in address(app)


def test_another_choice_begins_at_the_first_page(house: House, open_page: Open) -> None:
    app = open_page(house.engine, "skus")
    app = next(iter(app.pagination)).set_value(2).run()
    assert address(app)["page"] == "2"

    app = app.text_input(key="skus.search").set_value("-").run()

    assert "page" not in address(app)
    assert next(iter(app.pagination)).value == 1


def test_a_page_beyond_the_last_is_the_last(house: House, open_page: Open) -> None:
    app = open_page(house.engine, "skus", page=77)

    assert not app.exception
    last = -(-house.engine.skus.count() // 100)
    assert next(iter(app.pagination)).value == last > 1
    assert address(app)["page"] == str(last)
    assert len(app.dataframe[0].value) == house.engine.skus.count() - 100 * (last - 1)


def test_another_store_begins_with_a_view_of_its_own(house: House, open_page: Open) -> None:
    app = open_page(house.engine, "margins", store=house.ready.name, tier="GENERAL", by="BRAND")

    app = app.selectbox(key="store").set_value(house.unprepared.name).run()

    assert address(app) == {"store": house.unprepared.name}


def test_the_words_of_the_audit_stand_in_no_address(house: House, open_page: Open) -> None:
    app = open_page(house.engine, "audit")

    app = app.text_input(key="audit.words").set_value("kim@shop.kr").run()

    assert address(app) == {}


def test_an_ending_is_kept_where_there_is_a_target(house: House, open_page: Open) -> None:
    app = open_page(
        *(house.engine, "scenarios"), store=house.ready.name, target="20", ending="HUNDRED"
    )

    assert app.selectbox(key="scenarios.ending.ko").value is PriceEnding.HUNDRED
    assert "page" not in address(app)
