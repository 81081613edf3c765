"""The fee tier as real rows show it, beside the one that is set, and how the sales fee falls.

No call of NAVER tells a tier; the rows of settlements do. Source: docs/reference/fees.md section 8.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction

import msgspec

from engine.domain.fee_schedule import FeeSchedule
from engine.domain.fees import Arrival, FeeTier, StoreType, floor_fee
from engine.domain.row_checks import RowCheck
from engine.domain.settlement import ORIGINALS, PRODUCT_ORDER
from engine.errors import FeeRateUnknown


class TierRun(msgspec.Struct, frozen=True, kw_only=True):
    """Payment days in a row on which most rows fit one tier; None where none fits most of them.

    Amounts are the sums over all rows of those days, cancelled ones apart.
    """

    starts_on: date
    ends_on: date
    measured: FeeTier | None
    tier_set: FeeTier | None
    rows: int
    fitting: int
    basis_won: int
    fee_won: int

    @property
    def rate_percent(self) -> Fraction | None:
        """The rate measured, in percent, exact; None without a base."""
        return Fraction(self.fee_won * 100, self.basis_won) if self.basis_won else None

    @property
    def differs(self) -> bool:
        """Whether the tier set is another one than the rows show."""
        return self.measured is not None and self.measured is not self.tier_set


class SalesShare(msgspec.Struct, frozen=True, kw_only=True):
    """Orders of one arrival: rows, what they were taken on, what was taken, and how many won less
    that is than an ordinary arrival would have cost.
    """

    arrival: Arrival
    rows: int
    basis_won: int
    fee_won: int
    saved_won: int


class _Day(msgspec.Struct):
    fits: Counter[FeeTier]
    rows: int = 0
    basis_won: int = 0
    fee_won: int = 0


def tier_runs(
    checks: Iterable[RowCheck],
    schedule: FeeSchedule,
    store_type: StoreType,
    tier_on: Callable[[date], FeeTier | None],
) -> tuple[TierRun, ...]:
    """Which tier the rows of each payment day show, days alike together, oldest first."""
    days: defaultdict[date, _Day] = defaultdict(lambda: _Day(Counter()))
    for check in checks:
        if _measurable(check) and check.row.paid_on is not None:
            _count(days[check.row.paid_on], check, schedule, store_type)
    runs: list[TierRun] = []
    for on in sorted(days):
        day = days[on]
        measured = _most(day, runs[-1].measured if runs else None)
        run = TierRun(
            starts_on=on,
            ends_on=on,
            measured=measured,
            tier_set=tier_on(on),
            rows=day.rows,
            fitting=0 if measured is None else day.fits[measured],
            basis_won=day.basis_won,
            fee_won=day.fee_won,
        )
        if runs and (runs[-1].measured, runs[-1].tier_set) == (run.measured, run.tier_set):
            runs[-1] = _joined(runs[-1], run)
        else:
            runs.append(run)
    return tuple(runs)


def _measurable(check: RowCheck) -> bool:
    """Rows that reverse money are left out. Source: docs/reference/fees.md section 5."""
    row = check.row
    return row.kind == PRODUCT_ORDER and row.settle_type in ORIGINALS and bool(check.basis_won)


def _count(day: _Day, check: RowCheck, schedule: FeeSchedule, store_type: StoreType) -> None:
    on, basis, fee = check.row.paid_on, check.basis_won, check.row.fees.order_won
    assert on is not None
    assert basis is not None
    day.rows += 1
    day.basis_won += basis
    day.fee_won += fee
    for tier in FeeTier:
        for arrival in schedule.arrivals_on(on, store_type)[:1]:
            try:
                rates = schedule.rates_on(on, tier=tier, arrival=arrival, store_type=store_type)
            except FeeRateUnknown:
                continue
            day.fits[tier] += basis > 0 and floor_fee(basis, rates.order_mp) == fee


def _most(day: _Day, before: FeeTier | None) -> FeeTier | None:
    """The tier most rows fit; among equals the one of the days before."""
    best = max(day.fits.values(), default=0)
    if 2 * best <= day.rows:
        return None
    equals = [tier for tier in FeeTier if day.fits[tier] == best]
    return before if before in equals else equals[0]


def _joined(run: TierRun, day: TierRun) -> TierRun:
    return msgspec.structs.replace(
        run,
        ends_on=day.ends_on,
        rows=run.rows + day.rows,
        fitting=run.fitting + day.fitting,
        basis_won=run.basis_won + day.basis_won,
        fee_won=run.fee_won + day.fee_won,
    )


def sales_shares(
    checks: Sequence[RowCheck], schedule: FeeSchedule, store_type: StoreType
) -> tuple[SalesShare, ...]:
    """How orders came, by the sales fee they were charged; cancelled rows are left out."""
    found: dict[Arrival, SalesShare] = {}
    for check in checks:
        arrival, basis = check.arrival, check.basis_won
        if arrival is None or basis is None or not _measurable(check) or basis < 0:
            continue
        held = found.get(
            arrival, SalesShare(arrival=arrival, rows=0, basis_won=0, fee_won=0, saved_won=0)
        )
        fee = check.row.fees.sales_won
        found[arrival] = msgspec.structs.replace(
            held,
            rows=held.rows + 1,
            basis_won=held.basis_won + basis,
            fee_won=held.fee_won + fee,
            saved_won=held.saved_won + _ordinary(check, schedule, store_type) - fee,
        )
    return tuple(found[arrival] for arrival in Arrival if arrival in found)


def _ordinary(check: RowCheck, schedule: FeeSchedule, store_type: StoreType) -> int:
    """The sales fee an ordinary arrival would have cost on that day."""
    on, basis, tier = check.row.paid_on, check.basis_won, check.tier
    assert on is not None
    assert basis is not None
    assert tier is not None
    arrival = schedule.arrivals_on(on, store_type)[0]
    rates = schedule.rates_on(on, tier=tier, arrival=arrival, store_type=store_type)
    return floor_fee(basis, rates.sales_mp)
