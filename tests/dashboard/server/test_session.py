"""What is made of a page of listings is made once and goes with it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.server.runtime import drop_engine, hold_engine
from dashboard.server.session import SIGNED_IN, derived_once
from engine import NotAllowed, PreviewPage, Role, SignedOut, open_engine
from tests.fresh import fresh

LONG = "correct horse battery"


def _page() -> PreviewPage:
    return PreviewPage(page=1, size=100, total=0, rows=())


def test_what_is_made_of_a_page_is_made_once_for_each_key() -> None:
    page, made = _page(), []

    def make() -> int:
        made.append("made")
        return len(made)

    asked = [derived_once(page, "table", make), derived_once(page, "table", make)]
    asked += [derived_once(page, "facts", make)]

    assert asked == [1, 1, 2]


def test_a_page_read_anew_is_another_though_it_says_the_same() -> None:
    first, second = _page(), _page()

    assert derived_once(first, "table", lambda: "first") == "first"
    assert derived_once(second, "table", lambda: "second") == "second"


def test_a_download_that_stood_ready_asks_again_who_may(tmp_path: Path) -> None:
    """The page offers it to a manager; by the time it is made she is an analyst, or out."""
    with closing(open_engine(fresh(tmp_path, password_cost=4))) as engine:
        hold_engine(engine)
        lee = engine.people.add(email="lee@shop.kr", name="Lee", role=Role.MANAGER, password=LONG)
        engine.people.add(email="boss@shop.kr", name="Boss", role=Role.MANAGER)
        cookie = engine.sessions.sign_in("lee@shop.kr", LONG, address="").cookie
        app = AppTest.from_function(offer)
        app.session_state[SIGNED_IN] = cookie
        app.run()
        ready = app.session_state["ready"]

        assert ready().startswith(b"PK")
        engine.people.update(lee.account_id, role=Role.ANALYST)
        with pytest.raises(SignedOut):
            ready()
        app.session_state[SIGNED_IN] = engine.sessions.sign_in(
            "lee@shop.kr", LONG, address=""
        ).cookie
        app.run()
        with pytest.raises(NotAllowed):
            app.session_state["ready"]()
        drop_engine()


def offer() -> None:
    import streamlit as st

    from dashboard.server.session import for_later
    from engine import AuditSearch

    st.session_state["ready"] = for_later(lambda asked: asked.audit.sheet("xlsx", AuditSearch()))
