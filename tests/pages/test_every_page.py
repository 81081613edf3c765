"""Every page opens for an empty workspace and for a filled one, in both languages."""

from __future__ import annotations

import re

import pytest

from dashboard.parts.navigation import SECTIONS
from dashboard.words.i18n import translator
from engine import Engine

from .conftest import House, Open, button, texts

TITLES = {name: title for entries in SECTIONS.values() for name, title, *_more in entries}
PAGES = list(TITLES)
HANGUL = re.compile("[가-힣]")


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_an_empty_workspace_opens_without_a_fault(
    page: str, lang: str, empty_engine: Engine, open_page: Open
) -> None:
    app = open_page(empty_engine, page, lang=lang)

    assert [one.value for one in app.exception] == []
    assert [one.value for one in app.error] == []
    assert bool(HANGUL.search(texts(app))) is (lang == "ko")


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_filled_workspace_opens_without_a_fault(
    page: str, lang: str, house: House, open_page: Open
) -> None:
    app = open_page(house.engine, page, lang=lang, store=house.ready.name)

    assert [one.value for one in app.exception] == []
    assert [one.value for one in app.error] == []
    assert [one.value for one in app.title] == [translator(lang).gettext(TITLES[page])]
    assert "SANDBOX" in texts(app)


@pytest.mark.parametrize("page", PAGES)
def test_a_store_that_cannot_be_asked_opens_without_a_fault(
    page: str, house: House, open_page: Open
) -> None:
    app = open_page(house.engine, page, store=house.locked_out.name)

    assert [one.value for one in app.exception] == []


def test_a_workspace_without_stores_leads_to_adding_one(
    empty_engine: Engine, open_page: Open
) -> None:
    app = open_page(empty_engine)

    assert "아직 스토어가 없습니다" in texts(app)
    assert [one.label for one in app.button if one.label == "스토어 추가"]


def test_the_language_stays_when_a_button_leads_to_another_page(
    house: House, open_page: Open
) -> None:
    app = open_page(house.engine, lang="en")

    app = button(app, "Re-enter secret").click().run()

    assert [one.value for one in app.title] == ["Stores"]
    assert app.segmented_control(key="lang").value == "en"
