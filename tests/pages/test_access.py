"""What each role sees: pages in the menu, pages at their address, buttons that do something."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.parts.navigation import SECTIONS
from dashboard.server.session import SIGNED_IN
from dashboard.words.i18n import translator
from engine import Role

from .conftest import House, Open, texts

TITLES = {name: title for entries in SECTIONS.values() for name, title, *_more in entries}
LEAST = {name: least for entries in SECTIONS.values() for name, _title, _icon, least in entries}
CLOSED = [(role, name) for role in Role for name, least in LEAST.items() if not role.may(least)]
OPEN = [(role, name) for role in Role for name, least in LEAST.items() if role.may(least)]


def errors(app: AppTest) -> list[str]:
    return [str(one.value) for one in app.error]


@pytest.mark.parametrize(("role", "page"), OPEN)
def test_a_role_opens_the_pages_it_has(
    role: Role, page: str, house: House, open_page: Open
) -> None:
    app = open_page(house.engine, page, role=role, store=house.ready.name)

    assert [one.value for one in app.exception] == []
    assert errors(app) == []


@pytest.mark.parametrize(("role", "page"), CLOSED)
def test_a_page_a_role_lacks_cannot_be_reached(
    role: Role, page: str, house: House, open_page: Open
) -> None:
    app = open_page(house.engine, page, role=role, store=house.ready.name)

    assert [one.value for one in app.title] != [translator("ko").gettext(TITLES[page])]
    assert len(app.dataframe) == 0


def test_an_analyst_is_offered_nothing_that_writes(house: House, open_page: Open) -> None:
    for page in ("status_board", "jobs", "schedule", "margins"):
        app = open_page(house.engine, page, role=Role.ANALYST, store=house.ready.name)
        labels = {one.label for one in app.button}

        assert labels & {"지금 동기화", "취소", "상품 가져오기", "사전 동기화 시작"} == set()
        assert [one.label for one in app.toggle if "중단" in one.label] == []


def test_without_a_session_there_is_only_the_way_in(house: House, open_page: Open) -> None:
    app = open_page(house.engine)
    app.session_state[SIGNED_IN] = "forged.00"
    app.run()

    assert house.ready.name not in texts(app)
    assert [one.value for one in app.title] == ["Storeboard"]
    assert "다시 로그인" in "\n".join(errors(app))


def test_a_session_that_ends_while_its_page_is_open_shows_nothing_more(
    own_house: House, open_page: Open
) -> None:
    app = open_page(own_house.engine, "margins", store=own_house.ready.name)
    own_house.engine.sessions.sign_out(app.session_state[SIGNED_IN])

    app.run()

    assert [one.value for one in app.title] == ["Storeboard"]
    assert len(app.dataframe) == 0
