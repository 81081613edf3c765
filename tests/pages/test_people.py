"""People on the screen: who is locked out is seen and let in again."""

from __future__ import annotations

from contextlib import suppress

from engine import Engine, Role, SignInFailed

from .conftest import Open, texts


def test_a_manager_unlocks_whom_wrong_tries_locked(empty_engine: Engine, open_page: Open) -> None:
    kim = empty_engine.people.add(
        email="kim@shop.kr", name="Kim", role=Role.ANALYST, password="correct horse battery"
    )
    key = f"people.unlock.{kim.account_id}"
    assert key not in {one.key for one in open_page(empty_engine, "people").button}
    for _time in range(5):
        with suppress(SignInFailed):
            empty_engine.sessions.sign_in("kim@shop.kr", "a wrong guess", address="192.0.2.7")

    app = open_page(empty_engine, "people")
    assert "잠김" in texts(app)
    app.button(key=key).click().run()

    assert not app.exception
    assert empty_engine.people.locked() == {}
    assert key not in {one.key for one in app.button}
