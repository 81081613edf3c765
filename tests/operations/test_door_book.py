"""Signing in, failing, locking, unlocking and signing out stand in the audit, without what was
typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from engine import (
    NOBODY,
    AuditLine,
    BadRequest,
    Engine,
    NotAllowed,
    Role,
    SignInFailed,
    open_engine,
)
from engine.domain.people import actor_of
from tests.costs import Hands
from tests.fresh import fresh

RIGHT, HERE = "correct horse battery", "192.0.2.7"


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def engine(tmp_path: Path, hands: Hands) -> Iterator[Engine]:
    with closing(open_engine(fresh(tmp_path, password_cost=4), clock=hands)) as opened:
        opened.people.add(email="boss@shop.kr", name="Boss", role=Role.MANAGER, password=RIGHT)
        yield opened


def wrong(engine: Engine, email: str = "boss@shop.kr", address: str = HERE) -> None:
    with suppress(SignInFailed):
        engine.sessions.sign_in(email, "my other password", address=address)


def lines(engine: Engine) -> list[AuditLine]:
    return [line for line in reversed(engine.audit.find()) if line.action != "account.add"]


def told(engine: Engine) -> list[tuple[str, str, str]]:
    return [(line.actor, line.action, line.subject) for line in lines(engine)]


def test_who_comes_and_goes_is_told_and_a_forged_cookie_is_nobody(engine: Engine) -> None:
    cookie = engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE).cookie
    engine.sessions.sign_out(cookie + "x")
    engine.sessions.sign_out(cookie)
    engine.sessions.sign_out(cookie)

    assert told(engine) == [
        ("Boss", "account.sign_in", "Boss"),
        ("Boss", "account.sign_out", "Boss"),
    ]


def test_a_failed_try_is_nobody_s_and_tells_nothing_that_was_typed(engine: Engine) -> None:
    wrong(engine)
    wrong(engine, "typo@shop.kr")
    wrong(engine, "no address at all")

    failed = "account.sign_in_failed"
    assert told(engine) == [
        ("nobody", failed, "Boss"),
        ("nobody", failed, ""),
        ("nobody", failed, ""),
    ]
    assert {line.account_id for line in lines(engine)} == {NOBODY.account_id}
    assert not any(word in str(lines(engine)) for word in ("other", "typo", "address at", HERE))


def test_each_lock_is_told_once_also_when_many_try_at_once(engine: Engine, hands: Hands) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _number: wrong(engine), range(30)))
    hands.now += timedelta(seconds=31)
    wrong(engine)

    told_locks = [line for line in lines(engine) if line.action == "account.lock"]
    assert [line.subject for line in told_locks] == ["Boss", "Boss"]
    assert sum(line.action == "account.sign_in_failed" for line in lines(engine)) == 6


def test_an_address_that_is_locked_is_told_without_an_account(engine: Engine) -> None:
    for number in range(30):
        wrong(engine, f"kim{number}@shop.kr")

    last = lines(engine)[-1]
    assert (last.action, last.subject) == ("account.lock_address", "")


def test_another_spelling_of_an_address_is_no_further_guess(engine: Engine) -> None:
    engine.people.add(email="jos\u00e9@shop.kr", name="José", role=Role.ANALYST, password=RIGHT)
    for spelling in ("jos\u00e9@shop.kr", "JOSE\u0301@shop.kr", " jose\u0301@SHOP.kr"):
        for _time in range(4):
            wrong(engine, spelling)

    assert sum(line.action == "account.sign_in_failed" for line in lines(engine)) == 5


def test_a_wrong_present_password_is_told(engine: Engine) -> None:
    own = engine.acting_as(actor_of(engine.people.with_email("boss@shop.kr")))
    with pytest.raises(NotAllowed):
        own.people.change_own_password("my other password", "a new password")

    assert told(engine) == [("Boss", "account.password_wrong", "Boss")]


def test_who_is_locked_is_known_until_the_lock_ends_or_a_manager_unlocks(
    engine: Engine, hands: Hands
) -> None:
    boss = engine.people.with_email("boss@shop.kr").account_id
    for _time in range(5):
        wrong(engine)

    assert engine.people.locked() == {boss: hands.now + timedelta(seconds=30)}
    engine.people.unlock(boss)
    assert engine.people.locked() == {}
    assert told(engine)[-1] == ("command line", "account.unlock", "Boss")


def test_whom_a_provider_sends_is_told(engine: Engine) -> None:
    engine.sessions.came_by_provider(" BOSS@shop.kr")
    engine.sessions.came_by_provider("stranger@shop.kr")
    engine.sessions.came_by_provider(None)
    engine.sessions.left_by_provider("boss@shop.kr")

    assert told(engine) == [
        ("Boss", "account.sign_in", "Boss"),
        ("nobody", "account.sign_in_failed", ""),
        ("nobody", "account.sign_in_failed", ""),
        ("Boss", "account.sign_out", "Boss"),
    ]


def test_a_name_that_passes_for_another_is_refused_and_an_older_one_stays(engine: Engine) -> None:
    kim = engine.people.add(email="kim@shop.kr", name="Kim", role=Role.ANALYST)
    _older_name(engine, "BOSS")

    engine.people.update(kim.account_id, role=Role.OPERATOR)
    with pytest.raises(BadRequest, match="passes for the other"):
        engine.people.update(kim.account_id, name="Boss.")
    with pytest.raises(BadRequest, match="without an account"):
        engine.people.update(kim.account_id, name="Command line")

    assert [one.name for one in engine.people.all()] == ["Boss", "BOSS"]


def _older_name(engine: Engine, name: str) -> None:
    """The second account as an older version may have kept it."""
    with engine._parts.database.write() as transaction:
        transaction._cursor.execute("update account set name = ? where account_id = 2", [name])
    engine._parts.signing_in.accounts._cached = None
