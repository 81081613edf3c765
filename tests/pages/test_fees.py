"""The page of fee rates: what counts, adding and withdrawing, a table that waits."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from engine import Engine, FeeTier, Role, shipped_schedule, today
from tests.operations.test_fees import OWN, newer

from .conftest import Open, button, texts


def rates_of(app: AppTest) -> list[tuple[str, str]]:
    table = next(one.value for one in app.dataframe if "origin" in one.value)
    return list(zip(table["sale"], table["rate"], strict=True))


def test_the_rates_of_today_stand_there_with_their_sources(
    empty_engine: Engine, open_page: Open
) -> None:
    app = open_page(empty_engine, "fees", role=Role.ANALYST)

    shown = rates_of(app)
    counting = [row for row in shipped_schedule().rows if row.covers(today())]
    assert len(shown) == len(counting)
    assert ("영세", "1.947 %") in shown
    assert ("스마트스토어 · 일반 유입", "3.000 %") in shown
    sources = next(one.value for one in app.dataframe if "origin" in one.value)["source"]
    assert not [told for told in sources if re.search("[a-z]", told)]  # no word of ours, all Korean
    assert "3.003" in texts(app)  # named as not certain
    assert not [one for one in app.button if one.key == "fees.plan"]

    app = app.toggle(key="fees.all_days").set_value(True).run()
    assert len(rates_of(app)) == len(shipped_schedule().rows)


def typed(app: AppTest, rate: str, first: date) -> AppTest:
    app.session_state["fees.adding"] = True
    app.run()
    app.text_input(key="fees.rate").input(rate)
    app.text_input(key="fees.source").input("notice")
    app.date_input(key="fees.from").set_value(first)
    return app.button(key="fees.plan").click().run()


def test_a_rate_is_shown_as_a_difference_before_it_is_added(
    empty_engine: Engine, open_page: Open
) -> None:
    app = typed(open_page(empty_engine, "fees"), "1.9", date(2031, 2, 14))

    difference = next(one.value for one in app.dataframe if "before" in one.value)
    assert list(difference["after"])[-1].startswith("1.900 % · 2031-02-14")
    assert all(one.own is None for one in empty_engine.fees.ledger().rows)

    app.button(key="fees.add").click().run()

    (own,) = (one.own for one in empty_engine.fees.ledger().rows if one.own)
    assert (own.row.tier, own.row.rate_mp) == (FeeTier.MICRO, 1_900)


@pytest.mark.dated
def test_a_rate_of_the_past_wants_a_tick_for_its_closed_months(
    empty_engine: Engine, open_page: Open
) -> None:
    app = typed(open_page(empty_engine, "fees"), "1.9", date(2026, 1, 10))

    assert "2026-01" in texts(app)
    assert app.button(key="fees.add").disabled
    app.checkbox(key="fees.reprice.add").check().run()
    app.button(key="fees.add").click().run()

    assert [one.own is None for one in empty_engine.fees.ledger().rows].count(False) == 1


def test_a_rate_over_all_is_told_in_a_sentence(empty_engine: Engine, open_page: Open) -> None:
    app = typed(open_page(empty_engine, "fees"), "100.5", date(2031, 2, 14))

    assert [one.value for one in app.error] == ["0~100 % 사이로 입력하세요."]


def test_the_table_of_a_new_version_waits_for_a_manager(
    empty_engine: Engine, open_page: Open
) -> None:
    engine = newer(empty_engine)
    looked = open_page(engine, "fees", role=Role.ANALYST)
    assert not [one for one in looked.button if one.key == "fees.update"]
    assert ("영세", "1.947 %") in rates_of(looked)

    app = open_page(engine, "fees")
    app.checkbox(key="fees.reprice.update").check().run()
    app.button(key="fees.update").click().run()

    assert engine.fees.ledger().update is None
    assert ("영세", "1.940 %") in rates_of(open_page(engine, "fees"))


def test_an_own_rate_is_withdrawn_after_a_look(empty_engine: Engine, open_page: Open) -> None:
    empty_engine.fees.add_rate(replace(OWN, valid_from=date(2031, 2, 14)))
    app = open_page(empty_engine, "fees", lang="en")

    app = app.button(key="fees.withdraw.1").click().run()
    assert len(empty_engine.fees.ledger().withdrawn) == 0
    button(app, "Withdraw this rate").click().run()

    assert len(empty_engine.fees.ledger().withdrawn) == 1
