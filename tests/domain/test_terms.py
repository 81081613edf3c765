"""The starter waiver: which days' rows it leaves without order management fee."""

from __future__ import annotations

from datetime import date

import pytest

from engine.domain.terms import Waiver


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
