"""What a store and NAVER agreed on and no API tells: fee tier, quick settlement, starter waiver."""

from __future__ import annotations

from datetime import date

import msgspec

from engine.domain.fees import MAX_WON, FeeTier
from engine.domain.months import month_end, months_between
from engine.errors import BadRequest


class TierPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """A fee tier from a day on, until the next."""

    starts_on: date
    tier: FeeTier


class TierChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a tier from a day on would do: the first days of the closed months whose sales it prices
    anew.
    """

    before: FeeTier | None
    after: FeeTier
    starts_on: date
    months: tuple[date, ...]


class QuickSettlement(msgspec.Struct, frozen=True, kw_only=True):
    """Whether quick settlement (빠른정산) is used from a day on, until the next."""

    starts_on: date
    used: bool


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """The fee waiver of the starter programme (스타트 제로수수료): its first and its last day, and
    the most won of sales a month it covers, None where there is no such limit. `pays_back` says
    that the fee is taken first and paid back later: settled rows then hold it.
    """

    starts_on: date
    ends_on: date
    monthly_cap_won: int | None = None
    pays_back: bool = False

    def leaves_out(self, on: date) -> bool:
        """Whether rows settled for a payment of that day lack the order management fee."""
        return self.starts_on <= on <= self.ends_on and not self.pays_back


class WaiverChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a starter waiver, or none, would do: the first days of the closed months whose sales or
    settled rows it prices anew.
    """

    before: Waiver | None
    after: Waiver | None
    months: tuple[date, ...]


WAIVED_TIERS = (FeeTier.MICRO, FeeTier.SMALL_1)  # 영세, 중소1; docs/reference/fees.md section 7


def waives(waiver: Waiver | None, on: date, tier: FeeTier) -> bool:
    """Whether the starter programme takes the order management fee of a payment of that day away.

    Its monthly cap is not looked at: that takes the sales of the month. Source:
    docs/reference/fees.md section 7.
    """
    return waiver is not None and waiver.starts_on <= on <= waiver.ends_on and tier in WAIVED_TIERS


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The settlement section of the store form; histories newest first."""

    tiers: tuple[TierPeriod, ...]
    quick_settlement: tuple[QuickSettlement, ...] = ()
    waiver: Waiver | None = None


def tier_change(
    tiers: tuple[TierPeriod, ...], tier: FeeTier, starts_on: date, today: date
) -> TierChange:
    """What a tier would change; months before that of `today` are closed. Raises BadRequest for a
    change dated before the last one.
    """
    refuse_earlier_tier(tiers, starts_on)
    last = max(tiers, key=lambda one: one.starts_on, default=None)
    return _change(None if last is None else last.tier, tier, starts_on, today)


def tier_undone(tiers: tuple[TierPeriod, ...], today: date) -> TierChange:
    """What taking the last change back would change. Raises BadRequest for the only one."""
    if len(tiers) < 2:
        raise BadRequest("A store needs a fee tier. Set another one from the same day instead.")
    former, last = sorted(tiers, key=lambda one: one.starts_on)[-2:]
    return _change(last.tier, former.tier, last.starts_on, today)


def _change(before: FeeTier | None, after: FeeTier, starts_on: date, today: date) -> TierChange:
    months = () if before is after else tuple(months_between(starts_on, today.replace(day=1)))
    return TierChange(before=before, after=after, starts_on=starts_on, months=months)


def refuse_earlier_tier(tiers: tuple[TierPeriod, ...], starts_on: date) -> None:
    """Raises BadRequest for a change dated before the last one; one of the same day replaces it."""
    last = max((one.starts_on for one in tiers), default=starts_on)
    if starts_on < last:
        raise BadRequest(
            "The fee tier already changed on {last}; a change cannot be dated before that."
            " Choose that day or a later one, or remove the last change first.",
            last=last.isoformat(),
        )


def refuse_earlier_settlement(periods: tuple[QuickSettlement, ...], starts_on: date) -> None:
    """Raises BadRequest for a change dated before the last one; one of the same day replaces it."""
    last = max((one.starts_on for one in periods), default=starts_on)
    if starts_on < last:
        raise BadRequest(
            "Quick settlement already changed on {last}; a change cannot be dated before that."
            " Choose that day or a later one.",
            last=last.isoformat(),
        )


def waiver_change(before: Waiver | None, after: Waiver | None, today: date) -> WaiverChange:
    """What a waiver would change; months before that of `today` are closed. Its cap prices nothing
    anew (see `waives`). Raises BadRequest for a period or a cap that cannot be.
    """
    if after is not None:
        _refuse_impossible(after)
    start = min((one.starts_on for one in (before, after) if one is not None), default=today)
    months = months_between(start, today.replace(day=1))
    return WaiverChange(
        before=before,
        after=after,
        months=tuple(one for one in months if _within(before, one) != _within(after, one)),
    )


def _within(waiver: Waiver | None, month: date) -> tuple[date, date, bool] | None:
    """The first and the last day a waiver covers of a month, None for none, and whether it pays
    back: settled rows of those days then hold the fee.
    """
    if waiver is None:
        return None
    first, last = max(waiver.starts_on, month), min(waiver.ends_on, month_end(month))
    return (first, last, waiver.pays_back) if first <= last else None


def _refuse_impossible(waiver: Waiver) -> None:
    if waiver.ends_on < waiver.starts_on:
        raise BadRequest("The waiver ends before it begins. Swap its two days.")
    cap = waiver.monthly_cap_won
    if cap is not None and not 0 < cap <= MAX_WON:
        raise BadRequest("The monthly cap is a number of won above zero; leave it empty for none.")
