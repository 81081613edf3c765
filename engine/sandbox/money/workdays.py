"""Days on which money moves: no weekend, none of the holidays that fall on a fixed day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from engine.sandbox.moments import day_number

_EPOCH = date(1970, 1, 1)
_HOLIDAYS = {(1, 1), (3, 1), (5, 1), (5, 5), (6, 6), (8, 15), (10, 3), (10, 9), (12, 25)}


def day_of(number: int) -> date:
    """The day of a day number."""
    return _EPOCH + timedelta(days=number)


@cache
def is_workday(number: int) -> bool:
    """Whether NAVER settles on that day."""
    day = day_of(number)
    return day.weekday() < 5 and (day.month, day.day) not in _HOLIDAYS


def next_workday(number: int) -> int:
    """The first day after `number` on which NAVER settles."""
    number += 1
    while not is_workday(number):
        number += 1
    return number


def same_or_next_workday(number: int) -> int:
    """`number`, or the first such day after it."""
    return number if is_workday(number) else next_workday(number)


AUGUST_2026 = day_number(date(2026, 8, 19))
