"""How far the sales of one business are from the next fee tier at the next two resets.

Tiers are set anew on 14 February by the year before, and on 14 August by the twelve months up to
June. Source: docs/reference/fees.md section 4, which marks much of it uncertain: see
`UncertainRule`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from engine.domain.fee_schedule import FeeSchedule
from engine.domain.fees import MAX_WON, FeeTier, floor_fee
from engine.domain.settlement import VatDay

LIMITS_WON = {  # the most a year of the tier; above the last it is GENERAL
    FeeTier.MICRO: 300_000_000,
    FeeTier.SMALL_1: 500_000_000,
    FeeTier.SMALL_2: 1_000_000_000,
    FeeTier.SMALL_3: 3_000_000_000,
}
PACE_DAYS = 90


class UncertainRule(StrEnum):
    """What the runway takes for granted and docs/reference/fees.md does not hold for certain."""

    AUGUST_PERIOD = "AUGUST_PERIOD"  # 14 August looks at July to June
    SUPPLY_VALUE = "SUPPLY_VALUE"  # revenue is counted without VAT
    ON_THE_LIMIT = "ON_THE_LIMIT"  # a value on a limit belongs to the lower tier
    OTHER_CHANNELS = "OTHER_CHANNELS"  # the tax office counts sales elsewhere too
    RESET_DAYS = "RESET_DAYS"  # 14 February and 14 August, as in 2025


class Reset(msgspec.Struct, frozen=True, kw_only=True):
    """One reset: the sales it looks at, without VAT, known and projected to the period's end.

    `crossing_won` is what the order management fee of a year at this pace costs more in the next
    tier than in the projected one; None in the last tier.
    """

    on: date
    period_from: date
    period_to: date  # its last day
    known_won: int
    projected_won: int
    tier: FeeTier
    next_limit_won: int | None
    left_won: int | None  # to the next limit; None in the last tier
    crossing_won: int | None


class Runway(msgspec.Struct, frozen=True, kw_only=True):
    """Where a business stands. `known_to` is the last day VAT rows tell of, None without any;
    `half_won` are the sales of the running half-year, VAT inside, up to that day.
    """

    known_to: date | None
    half_from: date
    half_won: int
    pace_won: int  # sales of the last PACE_DAYS known days, VAT inside
    resets: tuple[Reset, ...]
    uncertain: tuple[UncertainRule, ...] = tuple(UncertainRule)


def tier_of(revenue_won: int) -> FeeTier:
    """The tier of a year's revenue without VAT. Source: docs/reference/fees.md section 4."""
    fitting = (tier for tier, limit in LIMITS_WON.items() if revenue_won <= limit)
    return next(fitting, FeeTier.GENERAL)


def runway(
    days: Iterable[VatDay], schedule: FeeSchedule, today: date, known_to: date | None
) -> Runway:
    """The runway from the VAT rows of all stores of one business number; `known_to` is the last day
    they are told for. Amounts are whole won; a division is cut.
    """
    held = sorted(days, key=lambda day: day.based_on)
    half_from = date(today.year, 1 if today.month < 7 else 7, 1)
    pace_from = (known_to or today) - timedelta(days=PACE_DAYS - 1)
    pace = [day for day in held if known_to is not None and pace_from <= day.based_on <= known_to]
    half = [day for day in held if half_from <= day.based_on <= (known_to or today)]
    return Runway(
        known_to=known_to,
        half_from=half_from,
        half_won=sum(day.total_won for day in half),
        pace_won=sum(day.total_won for day in pace),
        resets=tuple(_reset(on, held, pace, schedule, known_to) for on in next_resets(today))
        if known_to is not None
        else (),
    )


def next_resets(today: date) -> tuple[date, date]:
    """The next 14 February and 14 August after a day, the nearer one first."""
    coming = (date(today.year + ahead, month, 14) for ahead in (0, 1) for month in (2, 8))
    first, second, *_later = (on for on in coming if on > today)
    return first, second


def period_of(reset: date) -> tuple[date, date]:
    """First and last day of the twelve months a reset looks at."""
    if reset.month == 2:
        return date(reset.year - 1, 1, 1), date(reset.year - 1, 12, 31)
    return date(reset.year - 1, 7, 1), date(reset.year, 6, 30)


def _reset(
    on: date,
    days: list[VatDay],
    pace: list[VatDay],
    schedule: FeeSchedule,
    known_to: date | None,
) -> Reset:
    first, last = period_of(on)
    assert known_to is not None
    known = _supply([day for day in days if first <= day.based_on <= min(last, known_to)])
    open_days = max(0, (last - max(known_to, first - timedelta(days=1))).days)
    projected = max(0, known) + max(0, _supply(pace)) * open_days // PACE_DAYS
    tier = tier_of(projected)
    limit = LIMITS_WON.get(tier)
    return Reset(
        on=on,
        period_from=first,
        period_to=last,
        known_won=known,
        projected_won=projected,
        tier=tier,
        next_limit_won=limit,
        left_won=None if limit is None else limit - projected,
        crossing_won=_crossing_won(on, tier, max(0, sum(day.total_won for day in pace)), schedule),
    )


def _supply(days: Iterable[VatDay]) -> int:
    """Sales without VAT: ten elevenths of what is taxed, cut, and all that is exempt."""
    held = list(days)
    taxed = sum(day.taxed_won for day in held)
    return taxed * 10 // 11 + sum(day.exempt_won for day in held)


def _crossing_won(on: date, tier: FeeTier, pace_won: int, schedule: FeeSchedule) -> int | None:
    """What a year's sales at this pace cost more in the tier above."""
    above = list(FeeTier)[list(FeeTier).index(tier) + 1 :][:1]
    if not above:
        return None
    year_won = min(pace_won * 365 // PACE_DAYS, MAX_WON)
    fees = [floor_fee(year_won, schedule.rates_on(on, tier=one).order_mp) for one in (*above, tier)]
    return fees[0] - fees[1]
