"""From when on the doctor calls something wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.domain.backups import Backup
from engine.domain.findings import GIGABYTE, FindingState, alerts, backup, disk
from tests.builders import NOON

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WELL, WARNING, WRONG = FindingState.WELL, FindingState.WARNING, FindingState.WRONG


@pytest.mark.parametrize(
    ("free", "database", "state"),
    [
        (GIGABYTE, 0, WELL),
        (GIGABYTE - 1, 0, WRONG),
        (3 * GIGABYTE, GIGABYTE, WELL),
        (3 * GIGABYTE - 1, GIGABYTE, WRONG),
    ],
)
def test_the_disk_needs_a_gigabyte_and_three_copies(
    free: int, database: int, state: FindingState
) -> None:
    assert disk(free, database).state is state


@pytest.mark.parametrize(
    ("age", "began", "state"),
    [
        (DAY, 9 * DAY, WELL),
        (2 * DAY, 9 * DAY, WRONG),
        (None, None, WARNING),
        (None, DAY, WARNING),
        (None, 2 * DAY, WRONG),
    ],
)
def test_a_backup_is_missed_after_two_days(
    age: timedelta | None, began: timedelta | None, state: FindingState
) -> None:
    newest = None
    if age is not None:
        newest = Backup(name="b.zip", made_at=NOON - age, size=1, daily=True)

    assert backup(newest, None if began is None else NOON - began, NOON).state is state


@pytest.mark.parametrize(
    ("waits", "state"), [(None, WELL), (HOUR - timedelta(seconds=1), WELL), (HOUR, WRONG)]
)
def test_alerts_that_wait_an_hour_are_wrong(waits: timedelta | None, state: FindingState) -> None:
    assert alerts(None if waits is None else NOON - waits, NOON).state is state
