"""Accounts, sessions and signing in, on a real workspace."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine import (
    Account,
    AuditSearch,
    BadRequest,
    Config,
    Engine,
    NotAllowed,
    Role,
    SignInFailed,
    open_engine,
    read_config,
)
from engine.config import PASSWORD_COST
from engine.domain.people import actor_of
from engine.domain.sign_in import ABSOLUTE, IDLE
from engine.passwords import fits, hash_password
from tests.builders import NOON
from tests.fresh import fresh

RIGHT = "correct horse battery"
HERE = "192.0.2.7"
CHEAP = 4  # of bcrypt: the least it does, for tests that are about something else


@dataclass
class Watch:
    """A clock that stands until it is moved."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class House:
    """A workspace with one manager."""

    folder: Path
    watch: Watch
    engine: Engine
    boss: Account

    def opened_again(self) -> Engine:
        """The same workspace after a restart."""
        self.engine.close()
        config = Config(workspace=self.folder, password_cost=CHEAP)
        return open_engine(config, clock=self.watch)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    watch = Watch()
    engine = open_engine(fresh(tmp_path, password_cost=CHEAP), clock=watch)
    boss = engine.people.add(email="boss@shop.kr", name="Boss", role=Role.MANAGER, password=RIGHT)
    yield House(folder=tmp_path, watch=watch, engine=engine, boss=boss)
    engine.close()


def try_wrong(
    house: House, times: int, *, email: str = "boss@shop.kr", address: str = HERE
) -> None:
    for _ in range(times):
        with pytest.raises(SignInFailed):
            house.engine.sessions.sign_in(email, "wrong wrong wrong", address=address)


def test_a_workspace_makes_its_hashes_costly(tmp_path: Path) -> None:
    engine = open_engine(read_config(tmp_path))
    boss = engine.people.add(email="boss@shop.kr", name="Boss", role=Role.MANAGER, password=RIGHT)

    kept = engine._parts.signing_in.accounts.password_hash(boss.account_id)
    signed_in = engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE)
    with pytest.raises(SignInFailed):
        engine.sessions.sign_in("boss@shop.kr", RIGHT + ".", address=HERE)
    engine.close()

    assert kept is not None
    assert kept.startswith("$2b$12$")
    assert signed_in.account.account_id == boss.account_id


def test_without_an_account_as_much_is_worked_as_with_one() -> None:
    def seconds(kept: str | None) -> float:
        began = time.process_time()
        assert not fits("wrong", kept, PASSWORD_COST)
        return time.process_time() - began

    with_one, without = seconds(hash_password(RIGHT, PASSWORD_COST)), seconds(None)

    assert with_one / 4 < without < with_one * 4


def test_the_right_password_opens_a_session_that_says_who_it_is(house: House) -> None:
    cookie = house.engine.sessions.sign_in(" BOSS@shop.kr", RIGHT, address=HERE).cookie

    actor = house.engine.sessions.visitor(cookie)

    assert actor is not None
    assert (actor.name, actor.role, actor.account_id) == (
        "Boss",
        Role.MANAGER,
        house.boss.account_id,
    )


def test_nothing_tells_a_wrong_password_from_an_unknown_address(house: House) -> None:
    said = set()
    for email in ("boss@shop.kr", "nobody@shop.kr", "no address"):
        with pytest.raises(SignInFailed) as refused:
            house.engine.sessions.sign_in(email, "wrong wrong wrong", address=HERE)
        said.add(str(refused.value))

    assert len(said) == 1


def test_every_byte_of_a_long_password_counts(house: House) -> None:
    long = "가나다라마바사아" * 5  # 120 bytes; bcrypt alone reads 72
    house.engine.people.set_password(house.boss.account_id, long + "1")

    with pytest.raises(SignInFailed):
        house.engine.sessions.sign_in("boss@shop.kr", long + "2", address=HERE)
    house.engine.sessions.sign_in("boss@shop.kr", long + "1", address=HERE)


def test_wrong_tries_lock_the_account_for_growing_times(house: House) -> None:
    try_wrong(house, 5)

    with pytest.raises(SignInFailed, match="Too many wrong tries"):
        house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE)
    house.watch.now += timedelta(seconds=31)
    house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE)


def test_a_stranger_s_tries_do_not_lock_somebody_out_of_his_own_account(house: House) -> None:
    for _hour in range(30):
        for _try in range(3):
            with pytest.raises(SignInFailed):
                house.engine.sessions.sign_in("boss@shop.kr", "wrong wrong", address="198.51.100.1")
        house.watch.now += timedelta(hours=1)

    house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE)


def test_many_tries_at_once_are_no_more_than_five_guesses(house: House) -> None:
    def guess(number: int) -> bool:
        with pytest.raises(SignInFailed) as refused:
            house.engine.sessions.sign_in("boss@shop.kr", f"guess {number:06}", address=HERE)
        return not str(refused.value).startswith("Too many")

    with ThreadPoolExecutor(20) as pool:
        guessed = list(pool.map(guess, range(60)))

    assert sum(guessed) == 5


def test_an_office_that_signs_in_all_day_is_not_locked(house: House) -> None:
    for _time in range(25):
        house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE)


@pytest.mark.parametrize("way", ["unlock", "password"])
def test_a_manager_and_a_new_password_unlock(house: House, way: str) -> None:
    try_wrong(house, 5)
    if way == "unlock":
        house.engine.people.unlock(house.boss.account_id)
    else:
        house.engine.people.set_password(house.boss.account_id, RIGHT)

    house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE)


def test_changing_a_password_counts_wrong_tries_too(house: House) -> None:
    boss = house.engine.acting_as(actor_of(house.boss))
    for _try in range(5):
        with pytest.raises(NotAllowed):
            boss.people.change_own_password("wrong wrong wrong", "another long one")

    with pytest.raises(SignInFailed, match="Too many wrong tries"):
        boss.people.change_own_password(RIGHT, "another long one")
    house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE)


def test_a_clock_that_was_ahead_locks_nobody_for_days(house: House) -> None:
    house.watch.now += timedelta(days=30)
    try_wrong(house, 6)
    house.watch.now -= timedelta(days=30)

    house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE)


def test_a_right_try_lets_the_count_begin_anew(house: House) -> None:
    try_wrong(house, 4)
    house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE)
    try_wrong(house, 4)

    house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE)


def test_wrong_tries_are_forgotten_after_a_day_without_one_and_no_sooner(house: House) -> None:
    day, second = timedelta(days=1), timedelta(seconds=1)
    try_wrong(house, 4)
    house.watch.now += day - second
    try_wrong(house, 1)
    with pytest.raises(SignInFailed, match="Too many wrong tries"):
        house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE)

    house.watch.now += day + second
    try_wrong(house, 4)

    house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE)


def test_the_right_password_of_a_disabled_account_locks_as_a_wrong_one(house: House) -> None:
    kim = house.engine.people.add(
        email="kim@shop.kr", name="Kim", role=Role.ANALYST, password=RIGHT
    )
    house.engine.people.disable(kim.account_id)

    said = []
    for _ in range(6):
        with pytest.raises(SignInFailed) as refused:
            house.engine.sessions.sign_in("kim@shop.kr", RIGHT, address=HERE)
        said.append(str(refused.value).startswith("Too many wrong tries"))

    assert said == [False] * 5 + [True]


def test_wrong_tries_from_one_address_lock_it_for_every_account(house: House) -> None:
    for number in range(21):
        try_wrong(house, 1, email=f"kim{number}@shop.kr")

    with pytest.raises(SignInFailed, match="Too many wrong tries"):
        house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE)
    house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address="198.51.100.1")


def test_a_lock_outlives_a_restart(house: House) -> None:
    try_wrong(house, 5)
    engine = house.opened_again()

    try:
        with pytest.raises(SignInFailed, match="Too many wrong tries"):
            engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE)
    finally:
        engine.close()


def test_a_session_outlives_a_restart(house: House) -> None:
    cookie = house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE).cookie
    engine = house.opened_again()

    try:
        assert engine.sessions.visitor(cookie) is not None
    finally:
        engine.close()


def test_a_session_without_a_click_ends(house: House) -> None:
    cookie = house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE).cookie

    house.watch.now += IDLE

    assert house.engine.sessions.visitor(cookie) is None


def test_a_page_that_asks_without_a_click_keeps_no_session_open(house: House) -> None:
    cookie = house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE).cookie

    house.watch.now += IDLE / 2
    assert house.engine.sessions.visitor(cookie) is not None
    house.watch.now += IDLE / 2

    assert house.engine.sessions.visitor(cookie) is None


def test_clicks_keep_a_session_until_it_is_old(house: House) -> None:
    cookie = house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE).cookie
    end = house.watch.now + ABSOLUTE

    while house.watch.now + IDLE / 2 < end:
        house.watch.now += IDLE / 2
        assert house.engine.sessions.visitor(cookie, clicked=True) is not None
    house.watch.now = end

    assert house.engine.sessions.visitor(cookie, clicked=True) is None


@pytest.mark.parametrize("forge", ["", "x", "x.y", ".", "{cookie}0", "0{cookie}", "\ud800.\ud800"])
def test_a_forged_cookie_opens_nothing(house: House, forge: str) -> None:
    cookie = house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE).cookie

    assert house.engine.sessions.visitor(forge.replace("{cookie}", cookie)) is None


def test_a_cookie_of_another_workspace_opens_nothing(house: House, tmp_path: Path) -> None:
    cookie = house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE).cookie
    other = open_engine(Config(workspace=tmp_path / "other"))

    try:
        assert other.sessions.visitor(cookie) is None
    finally:
        other.close()


def test_signing_out_ends_this_session_and_everywhere_all(house: House) -> None:
    first, second, third = (
        house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE).cookie for _ in range(3)
    )

    house.engine.sessions.sign_out(first)
    left = [house.engine.sessions.visitor(cookie) is not None for cookie in (first, second, third)]
    house.engine.acting_as(actor_of(house.boss)).people.sign_out_everywhere()

    assert left == [False, True, True]
    assert house.engine.sessions.visitor(second) is house.engine.sessions.visitor(third) is None


def test_a_disabled_account_is_out_at_once(house: House) -> None:
    kim = house.engine.people.add(
        email="kim@shop.kr", name="Kim", role=Role.ANALYST, password=RIGHT
    )
    cookie = house.engine.sessions.sign_in("kim@shop.kr", RIGHT, address=HERE).cookie

    house.engine.people.disable(kim.account_id)

    assert house.engine.sessions.visitor(cookie) is None
    with pytest.raises(SignInFailed):
        house.engine.sessions.sign_in("kim@shop.kr", RIGHT, address=HERE)
    house.engine.people.enable(kim.account_id)
    assert house.engine.sessions.visitor(cookie) is None
    house.engine.sessions.sign_in("kim@shop.kr", RIGHT, address=HERE)


@pytest.mark.parametrize("given", [{"role": Role.ANALYST}, {"store_ids": ()}])
def test_another_role_or_other_stores_end_the_sessions(house: House, given: dict[str, Any]) -> None:
    account = house.engine.people.add(
        email="lee@shop.kr", name="Lee", role=Role.MANAGER, password=RIGHT
    )
    cookie = house.engine.sessions.sign_in("lee@shop.kr", RIGHT, address=HERE).cookie
    house.engine.people.update(account.account_id, name="Lee Jin")
    assert house.engine.sessions.visitor(cookie) is not None

    house.engine.people.update(account.account_id, **given)

    assert house.engine.sessions.visitor(cookie) is None


def test_a_new_password_ends_the_sessions_of_the_old_one(house: House) -> None:
    cookie = house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE).cookie
    own = house.engine.acting_as(actor_of(house.boss))

    with pytest.raises(NotAllowed, match="present password is wrong"):
        own.people.change_own_password("something else", "another password")
    own.people.change_own_password(RIGHT, "another password")

    assert house.engine.sessions.visitor(cookie) is None
    house.engine.sessions.sign_in("boss@shop.kr", "another password", address=HERE)


def test_the_last_manager_of_every_store_stays(house: House) -> None:
    number = house.boss.account_id

    for change in (
        lambda: house.engine.people.disable(number),
        lambda: house.engine.people.update(number, role=Role.OPERATOR),
        lambda: house.engine.people.update(number, store_ids=()),
    ):
        with pytest.raises(BadRequest, match="last manager"):
            change()

    assert house.engine.people.get(number) == house.boss


def test_a_disabled_manager_does_not_stand_in_for_the_last_one(house: House) -> None:
    two = house.engine.people.add(email="two@shop.kr", name="Two", role=Role.MANAGER)
    house.engine.people.disable(two.account_id)

    with pytest.raises(BadRequest, match="last manager"):
        house.engine.people.update(house.boss.account_id, role=Role.OPERATOR)
    house.engine.people.enable(two.account_id)
    house.engine.people.update(house.boss.account_id, role=Role.OPERATOR)

    assert house.engine.people.get(house.boss.account_id).role is Role.OPERATOR


def test_a_provider_lets_in_whom_a_manager_added_and_did_not_disable(house: House) -> None:
    kim = house.engine.people.add(email="kim@shop.kr", name="Kim", role=Role.ANALYST)

    assert house.engine.sessions.provider_visitor(" Kim@SHOP.kr") == actor_of(kim)
    house.engine.people.disable(kim.account_id)
    for email in ("kim@shop.kr", "nobody@shop.kr", "no address"):
        with pytest.raises(SignInFailed, match="no account for this e-mail"):
            house.engine.sessions.provider_visitor(email)


def test_a_name_is_kept_tidy_and_none_is_refused(house: House) -> None:
    kim = house.engine.people.add(email="kim@shop.kr", name=" Kim \n Y ", role=Role.ANALYST)

    assert kim.name == "Kim Y"
    with pytest.raises(BadRequest, match="needs a name"):
        house.engine.people.add(email="lee@shop.kr", name=" ", role=Role.ANALYST)
    assert len(house.engine.people.all()) == 2


def test_an_address_has_one_account(house: House) -> None:
    with pytest.raises(BadRequest, match="already an account"):
        house.engine.people.add(email="Boss@SHOP.kr", name="Two", role=Role.ANALYST)


def test_an_account_comes_back_as_it_was_saved_after_a_restart(house: House) -> None:
    kim = house.engine.people.add(email="kim@shop.kr", name="Kim", role=Role.ANALYST, store_ids=())
    house.engine.people.update(kim.account_id, name="Kim Y", role=Role.OPERATOR, every_store=True)
    engine = house.opened_again()

    try:
        found = engine.people.with_email("kim@shop.kr")
    finally:
        engine.close()

    assert (found.name, found.role, found.store_ids) == ("Kim Y", Role.OPERATOR, None)
    assert not found.has_password


def test_a_manager_of_some_stores_manages_no_people(house: House) -> None:
    some = house.engine.acting_as(
        actor_of(
            house.engine.people.add(
                email="kim@shop.kr", name="Kim", role=Role.MANAGER, store_ids=()
            )
        )
    )

    for ask in (some.people.all, lambda: some.people.set_password(house.boss.account_id, RIGHT)):
        with pytest.raises(NotAllowed, match="every store"):
            ask()


def test_the_first_manager_is_made_once_by_the_newest_link(tmp_path: Path) -> None:
    engine = open_engine(fresh(tmp_path, password_cost=CHEAP))
    try:
        old, new = engine.sessions.welcome_token(), engine.sessions.welcome_token()
        assert old is not None
        assert new is not None
        person = {"email": "boss@shop.kr", "name": "Boss", "password": RIGHT}

        for wrong in (old, "", "x"):
            with pytest.raises(NotAllowed):
                engine.sessions.make_first_manager(wrong, **person)
        with pytest.raises(BadRequest):
            engine.sessions.make_first_manager(new, **{**person, "password": "short"})
        made = engine.sessions.make_first_manager(new, **person)

        assert made.account.role is Role.MANAGER
        assert engine.sessions.visitor(made.cookie) == actor_of(made.account)
        assert engine.sessions.welcome_token() is None
        with pytest.raises(NotAllowed):
            engine.sessions.make_first_manager(new, **{**person, "email": "two@shop.kr"})
    finally:
        engine.close()


def test_who_changed_an_account_stands_in_the_audit_without_the_password(house: House) -> None:
    own = house.engine.acting_as(actor_of(house.boss))

    kim = own.people.add(
        email="kim@shop.kr", name="Kim", role=Role.ANALYST, password="a secret umbrella"
    )
    own.people.update(kim.account_id, role=Role.OPERATOR)
    own.people.set_password(kim.account_id, "another secret umbrella")

    newest = house.engine.audit.find(AuditSearch(account_id=house.boss.account_id))
    assert [line.action for line in newest] == [
        "account.password",
        "account.update",
        "account.add",
    ]
    assert (newest[1].before, newest[1].after) == ({"role": "ANALYST"}, {"role": "OPERATOR"})
    assert "secret" not in str(newest)


def test_the_file_holds_neither_addresses_nor_passwords_nor_cookies(house: House) -> None:
    cookie = house.engine.sessions.sign_in("boss@shop.kr", RIGHT, address=HERE).cookie
    try_wrong(house, 1, email="typo@shop.kr")
    house.engine.close()

    held = b"".join(file.read_bytes() for file in house.folder.iterdir() if file.is_file())

    for secret in ("boss@shop.kr", "typo@shop.kr", RIGHT, HERE, cookie.split(".")[0]):
        assert secret.encode() not in held


def test_a_role_is_chosen_without_a_password_only_in_a_demo(house: House) -> None:
    with pytest.raises(NotAllowed, match="no demo"):
        house.engine.sessions.demo_sign_in(Role.MANAGER)

    house.engine.sessions.make_demo()
    house.engine.sessions.make_demo()  # once more changes nothing

    for role in Role:
        signed_in = house.engine.sessions.demo_sign_in(role)
        assert house.engine.sessions.visitor(signed_in.cookie) == actor_of(signed_in.account)
        assert signed_in.account.role is role
    assert len(house.engine.people.all()) == 1 + len(Role)


def test_a_disabled_account_of_a_demo_is_not_chosen(house: House) -> None:
    house.engine.sessions.make_demo()
    chosen = house.engine.sessions.demo_sign_in(Role.ANALYST).account
    house.engine.people.disable(chosen.account_id)

    with pytest.raises(SignInFailed):
        house.engine.sessions.demo_sign_in(Role.ANALYST)
