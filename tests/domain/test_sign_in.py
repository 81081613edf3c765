"""Rules of signing in: addresses, passwords, locks, ends of sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.domain.people import Role
from engine.domain.sign_in import (
    has_ended,
    locked_until,
    network_of,
    tidy_email,
    tidy_password,
)
from engine.errors import BadRequest
from tests.builders import NOON


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Kim@Example.COM ", "kim@example.com"),
        ("a.b+c@shop.co.kr", "a.b+c@shop.co.kr"),
        ("김@예시.한국", "김@예시.한국"),
    ],
)
def test_an_address_is_kept_as_it_is_compared(typed: str, kept: str) -> None:
    assert tidy_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("", "kim", "kim@", "@shop.kr", "kim@shop", "a b@shop.kr", "kim@@shop.kr"),
        *("kim@shop..kr", "<b>@shop.kr", "kim@-shop.kr", "kim@shop.kr\nBcc: x@y.kr"),
        "k" * 250 + "@shop.kr",
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(BadRequest, match="e-mail address"):
        tidy_email(typed)


def test_a_password_is_the_same_from_two_keyboards() -> None:
    assert tidy_password("비밀번호 가나다라마바사") == tidy_password("비밀번호 가나다라마바사")


@pytest.mark.parametrize("typed", ["고래와 우산 셋 꼭", "x1yz7" * 200 + "0123456789abcdefghijklmn"])
def test_a_password_of_ten_and_of_a_thousand_signs_is_taken(typed: str) -> None:
    assert tidy_password(typed) == typed


def test_the_longest_address_is_taken_and_no_longer_one() -> None:
    longest = "k" * (254 - len("@shop.kr")) + "@shop.kr"

    assert tidy_email(longest) == longest
    with pytest.raises(BadRequest, match="e-mail address"):
        tidy_email("k" + longest)


@pytest.mark.parametrize("typed", ["", "123456789", "x" * 1025])
def test_a_password_too_short_or_too_long_is_refused(typed: str) -> None:
    with pytest.raises(BadRequest):
        tidy_password(typed)


@pytest.mark.parametrize(
    ("kind", "failures", "seconds"),
    [
        ("account", 4, None),
        ("account", 5, 30),
        ("account", 6, 60),
        ("account", 7, 120),
        ("account", 11, 1920),
        ("account", 12, 3600),
        ("account", 100_000, 3600),
        ("address", 20, None),
        ("address", 21, 30),
    ],
)
def test_each_wrong_try_locks_for_twice_as_long(
    kind: str, failures: int, seconds: int | None
) -> None:
    expected = None if seconds is None else NOON + timedelta(seconds=seconds)

    assert locked_until(kind, failures, NOON, NOON) == expected
    assert locked_until(kind, failures, NOON, NOON + timedelta(hours=1)) is None


def test_a_session_ends_when_idle_and_when_old() -> None:
    second, idle, old = timedelta(seconds=1), timedelta(hours=12), timedelta(days=7)

    assert not has_ended(NOON, NOON, NOON + idle - second)
    assert has_ended(NOON, NOON, NOON + idle)
    assert not has_ended(NOON, NOON + old - second, NOON + old - second)
    assert has_ended(NOON, NOON + old - second, NOON + old)


def test_each_role_may_do_what_the_ones_before_it_may() -> None:
    table = {(role, least): role.may(least) for role in Role for least in Role}

    assert [least for (role, least), may in table.items() if role is Role.ANALYST and may] == [
        Role.ANALYST
    ]
    assert [least for (role, least), may in table.items() if role is Role.OPERATOR and may] == [
        Role.ANALYST,
        Role.OPERATOR,
    ]
    assert all(may for (role, _least), may in table.items() if role is Role.MANAGER)


def test_a_try_noted_by_a_clock_that_was_ahead_locks_nobody() -> None:
    assert locked_until("account", 9, NOON + timedelta(days=3), NOON) is None


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_a_network_of_the_new_kind_is_one_visitor(address: str, network: str) -> None:
    assert network_of(address) == network
