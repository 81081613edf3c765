"""What NAVER tells of a day beside the recorded parts of its sum."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from engine.domain.cash import cash_calendar
from engine.domain.day_checks import DayFinding, DayFlag, beyond_rows, day_findings
from engine.domain.settlement import RowFees, SettlementDay, SettlementRow
from engine.naver.wire_settlements import DayElement, parse_days

ON = date(2026, 11, 20)


def a_day(**parts: Any) -> SettlementDay:
    """A paid day of 10,000 won less 500 of fees."""
    told = {"settled_won": 9_500, "pay_won": 10_000, "fee_won": 500, "normal_won": 9_500}
    told |= {"normal_won": parts.get("settled_won", 9_500)} | parts
    return SettlementDay(expected_on=ON, completed_on=ON, **told)


def a_row(kind: str = "PROD_ORDER", won: int = 9_500, fee: int = 500) -> SettlementRow:
    return SettlementRow(
        expected_on=ON,
        order_no=None,
        product_order_no="1",
        kind=kind,
        settle_type="NORMAL_SETTLE_ORIGINAL",
        completed_on=ON,
        pay_won=won + fee,
        fees=RowFees(order_won=fee, sales_won=0),
        settled_won=won,
    )


AMOUNTS = {"difference_won": 900, "return_care_won": -450, "preferential_won": 3_300}


@pytest.mark.parametrize(
    ("settled", "extra", "off"),
    [
        (9_500, 0, 0),  # the recorded identity: they are beside the sum
        (9_500 + 900, 900, 0),
        (9_500 - 450, -450, 0),
        (9_500 + 900 + 3_300, 4_200, 0),
        (9_500 + 900 - 450 + 3_300, 3_750, 0),
        (9_500 + 1_100, 0, 1_100),
    ],
)
def test_amounts_that_no_record_shows_in_a_sum_explain_one_that_differs_by_exactly_them(
    settled: int, extra: int, off: int
) -> None:
    day = a_day(settled_won=settled, limit_won=1_100, **AMOUNTS)

    assert (day.extra_won, day.off_won) == (extra, off)
    beyond = beyond_rows([day], [a_row()])
    assert (beyond.extra_won, beyond.unexplained_won, beyond.total_won) == (
        *(extra, off),
        settled - 9_500,
    )
    found = [one.flag for one in day_findings([day], [a_row()], [], frozenset())]
    assert found == ([DayFlag.PARTS] if off else [])


def test_they_are_shown_in_the_calendar_as_told() -> None:
    [day] = cash_calendar([a_day(limit_won=7, **AMOUNTS)], [a_row()])

    assert (day.paid_won, day.difference_won, day.return_care_won) == (9_500, 900, -450)
    assert (day.preferential_won, day.limit_won, day.unexplained_won) == (3_300, 7, 0)


@pytest.mark.parametrize("told", [0, -700])
def test_a_row_of_a_deduction_is_what_its_day_tells_or_a_row_like_others(told: int) -> None:
    settled = 9_500 - 700
    own = {"deduction_won": told} if told else {"pay_won": 9_300}
    day = a_day(settled_won=settled, **own)

    assert day.off_won == 0
    rows = [a_row(), a_row("DEDUCTION_RESTORE", -700, 0)]
    assert beyond_rows([day], rows).unexplained_won == 0
    assert day_findings([day], rows, [], frozenset()) == ()


def test_a_sum_that_was_not_told_is_made_of_its_parts_and_said() -> None:
    element = {
        "settleExpectDate": "2026-11-20",
        "settleCompleteDate": "2026-11-20",
        "paySettleAmount": 10_000,
        "commissionSettleAmount": -500,
        "differenceSettleAmount": None,
        "returnCareSettleAmount": -450,
        "settlementLimitAmount": 30_000_000,
    }

    [day] = parse_days([msgspec.convert(element, DayElement)])

    assert (day.settled_won, day.sum_told) == (9_500, False)
    assert (day.difference_won, day.return_care_won, day.limit_won) == (0, -450, 30_000_000)
    assert day_findings([day], [a_row()], [], frozenset()) == (
        DayFinding(on=ON, flag=DayFlag.SUM_UNTOLD, off_won=0),
    )
