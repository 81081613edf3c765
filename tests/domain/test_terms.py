"""The starter waiver: the rows it leaves without order management fee, the closed months a change
of it prices anew.
"""

from __future__ import annotations

from datetime import date

import pytest

from engine.domain.terms import Waiver, waiver_change
from engine.errors import BadRequest


@pytest.mark.parametrize(
    ("on", "pays_back", "left_out"),
    [
        (date(2026, 2, 28), False, False),
        (date(2026, 3, 1), False, True),
        (date(2027, 2, 28), False, True),
        (date(2027, 3, 1), False, False),
        (date(2026, 3, 1), True, False),  # taken first, paid back later
    ],
)
def test_rows_of_its_days_lack_the_fee_unless_it_is_paid_back_later(
    on: date, pays_back: bool, left_out: bool
) -> None:
    waiver = Waiver(starts_on=date(2026, 3, 1), ends_on=date(2027, 2, 28), pays_back=pays_back)

    assert waiver.leaves_out(on) is left_out


TODAY = date(2026, 11, 23)
HELD = Waiver(starts_on=date(2026, 8, 10), ends_on=date(2027, 8, 9), monthly_cap_won=5_000_000)


def of(first: date, last: date, **more: bool) -> Waiver:
    return Waiver(starts_on=first, ends_on=last, **more)


@pytest.mark.parametrize(
    ("before", "after", "months"),
    [
        (None, None, []),
        (None, HELD, [8, 9, 10]),
        (HELD, None, [8, 9, 10]),
        (HELD, HELD, []),
        (HELD, of(HELD.starts_on, HELD.ends_on), []),  # without the cap, which prices nothing
        (HELD, of(date(2026, 8, 11), HELD.ends_on), [8]),
        (HELD, of(date(2026, 6, 30), HELD.ends_on), [6, 7, 8]),
        (HELD, of(HELD.starts_on, date(2026, 10, 30)), [10]),
        (HELD, of(HELD.starts_on, date(2026, 10, 31)), []),  # November is not over
        (HELD, of(HELD.starts_on, HELD.ends_on, pays_back=True), [8, 9, 10]),
        (None, of(date(2026, 11, 1), date(2027, 10, 31)), []),
        (
            of(date(2026, 1, 1), date(2026, 2, 28)),
            of(date(2026, 5, 1), date(2026, 5, 31)),
            [1, 2, 5],
        ),
    ],
)
def test_a_change_of_the_waiver_names_the_closed_months_it_prices_anew(
    before: Waiver | None, after: Waiver | None, months: list[int]
) -> None:
    change = waiver_change(before, after, TODAY)

    assert [month.month for month in change.months] == months
    assert (change.before, change.after) == (before, after)


@pytest.mark.parametrize(
    "waiver",
    [
        of(date(2026, 3, 2), date(2026, 3, 1)),
        Waiver(starts_on=HELD.starts_on, ends_on=HELD.ends_on, monthly_cap_won=0),
    ],
)
def test_a_waiver_that_cannot_be_is_refused(waiver: Waiver) -> None:
    with pytest.raises(BadRequest):
        waiver_change(None, waiver, TODAY)
