"""Sessions over the days: which ends when, and what of them a restart remembers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from engine.database.database import Database
from engine.database.sessions import NOTED_EVERY, WRITTEN_EVERY, Sessions
from engine.domain.sign_in import ABSOLUTE, IDLE
from tests.builders import NOON

SECOND = timedelta(seconds=1)


class Desk:
    """Sessions over a file, by a clock that is turned by hand."""

    def __init__(self, file: Path) -> None:
        self.file, self.now = file, NOON
        self.start()

    def start(self) -> None:
        """Opens the file, as a dashboard that starts does."""
        self.database = Database(self.file)
        self.sessions = Sessions(self.database, self.clock)

    def restart(self) -> None:
        """Closes the file and opens it again."""
        self.database.close()
        self.start()

    def clock(self) -> datetime:
        """The time as it was turned."""
        return self.now


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "sessions.duckdb")
    yield made
    made.database.close()


def test_a_session_is_its_account_s_until_it_was_idle_too_long(desk: Desk) -> None:
    token = desk.sessions.open(7)
    desk.now = NOON + IDLE - SECOND
    near = desk.sessions.account_of(token)
    desk.now = NOON + IDLE + SECOND

    assert (near, desk.sessions.account_of(token)) == (7, None)
    desk.now = NOON
    assert desk.sessions.account_of(token) is None  # what is over stays over


def test_a_click_keeps_a_session_open_but_not_beyond_its_longest_time(desk: Desk) -> None:
    token = desk.sessions.open(7)

    while desk.now < NOON + ABSOLUTE - IDLE / 2:
        desk.now += IDLE / 2
        assert desk.sessions.account_of(token) == 7
        desk.sessions.saw(token)

    desk.now = NOON + ABSOLUTE + SECOND
    assert desk.sessions.account_of(token) is None


def test_a_click_within_a_minute_of_the_last_is_not_noted(desk: Desk) -> None:
    token = desk.sessions.open(7)
    desk.now = NOON + NOTED_EVERY - SECOND
    desk.sessions.saw(token)

    desk.now = NOON + IDLE + SECOND
    assert desk.sessions.account_of(token) is None


def test_a_click_a_minute_after_the_last_is_noted(desk: Desk) -> None:
    token = desk.sessions.open(7)
    desk.now = NOON + NOTED_EVERY
    desk.sessions.saw(token)

    desk.now = NOON + IDLE + SECOND
    assert desk.sessions.account_of(token) == 7


def test_a_restart_remembers_a_click_that_was_written_down(desk: Desk) -> None:
    token = desk.sessions.open(7)
    desk.now = NOON + WRITTEN_EVERY
    desk.sessions.saw(token)
    desk.restart()

    desk.now = NOON + IDLE + SECOND
    assert desk.sessions.account_of(token) == 7
    desk.now = NOON + WRITTEN_EVERY + IDLE + SECOND
    assert desk.sessions.account_of(token) is None


def test_a_restart_forgets_a_click_soon_after_one_that_was_written_down(desk: Desk) -> None:
    token = desk.sessions.open(7)
    for passed in (WRITTEN_EVERY, 2 * WRITTEN_EVERY - SECOND):
        desk.now = NOON + passed
        desk.sessions.saw(token)
    desk.restart()

    desk.now = NOON + WRITTEN_EVERY + IDLE + SECOND
    assert desk.sessions.account_of(token) is None


def test_clicks_are_written_down_again_after_a_restart_as_before(desk: Desk) -> None:
    token = desk.sessions.open(7)
    desk.restart()
    desk.now = NOON + WRITTEN_EVERY
    desk.sessions.saw(token)
    desk.restart()

    desk.now = NOON + WRITTEN_EVERY + IDLE - SECOND
    assert desk.sessions.account_of(token) == 7


def test_a_session_ends_alone_or_with_all_of_its_account(desk: Desk) -> None:
    one, other, alien = (desk.sessions.open(account) for account in (7, 7, 8))

    desk.sessions.end(one)
    after_one = [desk.sessions.account_of(token) for token in (one, other, alien)]
    desk.sessions.end_all(7)
    after_all = [desk.sessions.account_of(token) for token in (one, other, alien)]
    desk.restart()

    assert after_one == [None, 7, 8]
    assert after_all == [None, None, 8]
    assert [desk.sessions.account_of(token) for token in (one, other, alien)] == after_all


def test_a_token_nobody_was_given_is_nobody_s(desk: Desk) -> None:
    desk.sessions.saw("forged")

    assert desk.sessions.account_of("forged") is None
