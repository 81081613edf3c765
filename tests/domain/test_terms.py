"""Terms of a store over the days: its tiers, quick settlement, the starter waiver, and the closed
months a change of them prices anew.
"""

from __future__ import annotations

from datetime import date

import pytest

from engine.domain.fees import MAX_WON, FeeTier
from engine.domain.terms import (
    QuickSettlement,
    TierPeriod,
    Waiver,
    refuse_earlier_settlement,
    tier_change,
    tier_undone,
    waiver_change,
    waives,
)
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


def tiers(*periods: tuple[date, FeeTier]) -> tuple[TierPeriod, ...]:
    return tuple(TierPeriod(starts_on=starts_on, tier=tier) for starts_on, tier in periods)


FIRST, SECOND, THIRD = date(2026, 2, 14), date(2026, 8, 14), date(2026, 11, 1)
THREE = tiers((SECOND, FeeTier.SMALL_1), (THIRD, FeeTier.GENERAL), (FIRST, FeeTier.MICRO))


@pytest.mark.parametrize(
    ("starts_on", "tier", "months"),
    [
        (date(2026, 11, 1), FeeTier.SMALL_1, []),  # of this month on: nothing is closed
        (date(2026, 10, 31), FeeTier.SMALL_1, [10]),
        (date(2026, 8, 14), FeeTier.SMALL_1, [8, 9, 10]),
        (date(2026, 8, 14), FeeTier.MICRO, []),  # it is that already
    ],
)
def test_another_tier_prices_the_closed_months_from_its_day_on_anew(
    starts_on: date, tier: FeeTier, months: list[int]
) -> None:
    change = tier_change(tiers((SECOND, FeeTier.MICRO)), tier, starts_on, TODAY)

    assert (change.before, change.after, change.starts_on) == (FeeTier.MICRO, tier, starts_on)
    assert [month.month for month in change.months] == months


def test_the_first_tier_of_a_store_has_none_before_it() -> None:
    assert tier_change((), FeeTier.MICRO, TODAY, TODAY).before is None


def test_taking_the_last_tier_back_prices_its_closed_months_by_the_one_before() -> None:
    change = tier_undone(THREE[:1] + THREE[2:], TODAY)

    assert (change.before, change.after, change.starts_on) == (
        FeeTier.SMALL_1,
        FeeTier.MICRO,
        SECOND,
    )
    assert [month.month for month in change.months] == [8, 9, 10]
    assert (tier_undone(THREE, TODAY).after, tier_undone(THREE, TODAY).months) == (
        FeeTier.SMALL_1,
        (),
    )
    with pytest.raises(BadRequest, match="needs a fee tier"):
        tier_undone(THREE[:1], TODAY)


def test_no_change_is_dated_before_the_last_one_but_on_its_day_it_may() -> None:
    used = (QuickSettlement(starts_on=SECOND, used=True),)

    assert tier_change(THREE, FeeTier.MICRO, THIRD, TODAY).before is FeeTier.GENERAL
    refuse_earlier_settlement(used, SECOND)
    with pytest.raises(BadRequest, match="2026-11-01"):
        tier_change(THREE, FeeTier.MICRO, date(2026, 10, 31), TODAY)
    with pytest.raises(BadRequest, match="2026-08-14"):
        refuse_earlier_settlement(used, date(2026, 8, 13))


@pytest.mark.parametrize(
    ("on", "tier", "waived"),
    [
        (date(2026, 8, 9), FeeTier.MICRO, False),
        (date(2026, 8, 10), FeeTier.MICRO, True),
        (date(2027, 8, 9), FeeTier.SMALL_1, True),
        (date(2027, 8, 10), FeeTier.SMALL_1, False),
        (date(2026, 8, 10), FeeTier.SMALL_2, False),
    ],
)
def test_the_fee_is_waived_from_the_first_day_to_the_last_for_small_sellers(
    on: date, tier: FeeTier, waived: bool
) -> None:
    assert waives(HELD, on, tier) is waived
    assert not waives(None, on, tier)


def test_a_waiver_may_be_of_one_day_and_of_any_won_there_are() -> None:
    one = Waiver(starts_on=TODAY, ends_on=TODAY, monthly_cap_won=MAX_WON)

    assert waiver_change(None, one, TODAY).after == one
    for cap in (0, MAX_WON + 1):
        with pytest.raises(BadRequest, match="monthly cap"):
            waiver_change(None, Waiver(starts_on=TODAY, ends_on=TODAY, monthly_cap_won=cap), TODAY)
