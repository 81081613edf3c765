"""When alerts wait, when they are tried again, and which are the same."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from engine.clock import KST
from engine.domain.alert_causes import expiring
from engine.domain.alerts import (
    GIVES_UP_AFTER,
    AlertRules,
    MailServer,
    QuietHours,
    Security,
    next_try,
    quiet_until,
    tidy_server,
)
from engine.errors import BadRequest
from tests.builders import NOON

NIGHT = QuietHours(since=time(22, 0), until=time(8, 0))
LUNCH = QuietHours(since=time(12, 0), until=time(13, 0))


@pytest.mark.parametrize(
    ("quiet", "at", "until"),
    [
        (NIGHT, (23, 21, 59), None),
        (NIGHT, (23, 22, 0), (24, 8, 0)),
        (NIGHT, (24, 0, 0), (24, 8, 0)),
        (NIGHT, (24, 7, 59), (24, 8, 0)),
        (NIGHT, (24, 8, 0), None),
        (LUNCH, (23, 11, 59), None),
        (LUNCH, (23, 12, 30), (23, 13, 0)),
        (LUNCH, (23, 13, 0), None),
        (QuietHours(since=time(9, 0), until=time(9, 0)), (23, 9, 0), None),
        (None, (23, 3, 0), None),
    ],
)
def test_quiet_hours_hold_from_their_first_minute_to_before_their_last(
    quiet: QuietHours | None, at: tuple[int, int, int], until: tuple[int, int, int] | None
) -> None:
    def moment(day: int, hour: int, minute: int) -> datetime:
        return datetime(2026, 11, day, hour, minute, tzinfo=KST)

    assert quiet_until(moment(*at), quiet) == (None if until is None else moment(*until))


def test_an_alert_that_fails_waits_longer_each_time_and_is_given_up_after_three_days() -> None:
    waits, now, tries = [], NOON, 0
    while (again := next_try(tries + 1, NOON, now)) is not None:
        waits.append(again - now)
        now, tries = again, tries + 1

    assert waits[:5] == [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
    assert sorted(waits) == waits
    assert GIVES_UP_AFTER <= now - NOON < GIVES_UP_AFTER + waits[-1]


def told_on(days: range) -> list[int]:
    """How many days before the last one something new is told."""
    last, keys, told = date(2027, 2, 1), set[str](), []
    for left in days:
        alert = expiring(1, "가게", last, last - timedelta(days=left))
        if alert is not None and alert.key not in keys:
            keys.add(alert.key)
            told.append(left)
    return told


def test_an_application_that_ends_is_told_in_steps() -> None:
    assert told_on(range(40, -10, -1)) == [14, 7, 3, 1, 0]


def test_after_days_off_the_step_that_was_missed_is_told() -> None:
    assert told_on(range(5, 3, -1)) == [5]


def server(**fields: object) -> MailServer:
    usual: dict[str, object] = {
        "host": "smtp.example.com",
        "port": 587,
        "security": Security.STARTTLS,
        "user": "alerts",
        "sender": "alerts@example.com",
    }
    return MailServer(**(usual | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"host": ""}, "host name"),
        ({"host": "http://x"}, "host name"),
        ({"host": "a b"}, "host name"),
        ({"host": "x\r\nRCPT TO:"}, "host name"),
        ({"port": 0}, "port"),
        ({"port": 70000}, "port"),
        ({"sender": ""}, "sender"),
        ({"sender": "nobody"}, "wrong form"),
        ({"sender": "a@b.c\r\nBcc: x@y.z"}, "wrong form"),
        ({"security": Security.NONE}, "only sent over"),
    ],
)
def test_a_mail_server_no_mail_can_go_to_is_refused(fields: dict[str, object], reason: str) -> None:
    with pytest.raises(BadRequest, match=reason):
        tidy_server(server(**fields))


def test_a_password_may_stay_open_on_this_machine_alone() -> None:
    assert tidy_server(server(security=Security.NONE, host=" localhost ")).host == "localhost"
    assert tidy_server(server(security=Security.NONE, user="")).user == ""


@pytest.mark.parametrize("fields", [{"language": "fr"}, {"refusals": 0}])
def test_rules_nobody_can_keep_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(BadRequest):
        AlertRules(**fields)  # type: ignore[arg-type]
