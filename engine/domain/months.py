"""Months by their first days, their ends, and the refusal to price closed ones anew unasked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from engine.errors import BadRequest


def months_between(start: date, end: date) -> Iterator[date]:
    """First days of the months from that of `start` to that of the day before `end`."""
    month = start.replace(day=1)
    while month < end:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def month_end(month: date) -> date:
    """The last day of the month that begins on `month`."""
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def refuse_closed_months(months: Sequence[date], *, reprice: bool) -> None:
    """Raises BadRequest where closed months would be priced anew and nobody said that they may."""
    if months and not reprice:
        raise BadRequest(
            "This prices {count} closed months anew, {first} to {last}. Confirm that, or choose a"
            " later first day.",
            count=len(months),
            first=f"{months[0]:%Y-%m}",
            last=f"{months[-1]:%Y-%m}",
        )
