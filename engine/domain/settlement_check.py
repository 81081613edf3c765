"""Each settled row against what the fee rates of its payment day predict, and why it differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import date

import msgspec

from engine.domain.fee_parts import (
    PartFees,
    RowKey,
    by_row,
    fee_basis,
    fees_agree,
    key_of,
    part_fees,
)
from engine.domain.fee_schedule import FeeSchedule
from engine.domain.fees import Arrival, FeeRates, FeeTier, StoreType, floor_fee
from engine.domain.row_checks import Cause, Flag, Reason, RowCheck, Verdict
from engine.domain.settlement import (
    COMMISSION_TYPES,
    DELIVERY,
    ORIGINALS,
    PARTIAL,
    PRODUCT_ORDER,
    CommissionRow,
    SettlementRow,
)
from engine.errors import FeeRateUnknown


class CheckBasis(msgspec.Struct, frozen=True, kw_only=True):
    """What rows are held against. `arrivals` are those known of product orders from elsewhere; of
    all others any arrival the schedule knows is right, for NAVER alone decides it.
    """

    schedule: FeeSchedule
    store_type: StoreType
    tier_on: Callable[[date], FeeTier | None]
    waived_on: Callable[[date], bool] = lambda day: False
    arrivals: Mapping[str, Arrival] = {}
    unsure: Set[date] = frozenset()  # days of which not every commission row could be read


class _Cut(msgspec.Struct, frozen=True):
    """One fee of one row against its prediction."""

    predicted_won: int
    verdict: Verdict
    cause: Cause | None = None


def check_rows(
    rows: Sequence[SettlementRow],
    commissions: Iterable[CommissionRow],
    basis: CheckBasis,
    around: Sequence[SettlementRow] = (),
) -> tuple[RowCheck, ...]:
    """Every row with its verdict, in the order given. `around`: rows of other days that partial
    cancellations among them are parts of; their commission rows are among `commissions`.
    """
    fees = by_row(commissions)
    doubled, parts = _doubled(rows), part_fees((*rows, *around), fees)
    found = []
    for row in rows:
        told, part = fees.get(key_of(row), ()), parts.get(key_of(row))
        check = _check(row, told, basis) if part is None else _part(row, part)
        found.append(_flagged(check, told, doubled, basis))
    return tuple(found)


def _part(row: SettlementRow, part: PartFees) -> RowCheck:
    """A partial cancellation against the fees of the row it is part of."""
    off = max(abs(row.fees.order_won - part.order_won), abs(row.fees.sales_won - part.sales_won))
    verdict = Verdict.OFF if off > 1 else Verdict.ONE_WON if off else Verdict.EQUAL
    return RowCheck(
        row=row,
        verdict=verdict,
        basis_won=part.basis_won,
        order_fee_won=part.order_won,
        sales_fee_won=part.sales_won,
        causes=(Cause.PART_FEE,) if verdict is Verdict.OFF else (),
    )


def _doubled(rows: Iterable[SettlementRow]) -> frozenset[RowKey]:
    """Rows that settle a second time what one settled before: only originals come just once."""
    seen: Counter[tuple[str, str, str]] = Counter()
    doubled = set()
    for row in sorted(rows, key=lambda one: (one.expected_on, one.place)):
        if row.settle_type in ORIGINALS and row.kind in (PRODUCT_ORDER, DELIVERY):
            name = (row.product_order_no, row.kind, row.settle_type)
            seen[name] += 1
            if seen[name] > 1:
                doubled.add(key_of(row))
    return frozenset(doubled)


def _flagged(
    check: RowCheck,
    fees: Sequence[CommissionRow],
    doubled: frozenset[RowKey],
    basis: CheckBasis,
) -> RowCheck:
    row = check.row
    strange = any(fee.type not in COMMISSION_TYPES for fee in fees)
    flags = {
        Flag.DOES_NOT_ADD_UP: not row.adds_up,
        Flag.DOUBLED: key_of(row) in doubled,
        Flag.UNKNOWN_TYPE: not row.is_known or strange,
        Flag.FEES_DIFFER: row.expected_on not in basis.unsure and not fees_agree(row, fees),
    }
    found = tuple(flag for flag, is_so in flags.items() if is_so)
    return msgspec.structs.replace(check, flags=found) if found else check


def _check(row: SettlementRow, fees: Sequence[CommissionRow], basis: CheckBasis) -> RowCheck:
    base = fee_basis(fees)
    reason = _reason(row, base, basis)
    if reason is not None or row.paid_on is None or base is None:
        return RowCheck(row=row, verdict=Verdict.NOT_PREDICTABLE, reason=reason, basis_won=base)
    tier, known = basis.tier_on(row.paid_on), _known_arrival(row, fees, basis)
    assert tier is not None
    try:
        rates = _rates(row.paid_on, tier, known, basis)
    except FeeRateUnknown:
        return RowCheck(
            row=row, verdict=Verdict.NOT_PREDICTABLE, reason=Reason.NO_RATE, basis_won=base
        )
    return _compared(row, base, tier, known, rates, basis)


def _reason(row: SettlementRow, base: int | None, basis: CheckBasis) -> Reason | None:
    if not row.is_known:
        return Reason.UNKNOWN_TYPE
    if row.kind not in (PRODUCT_ORDER, DELIVERY):
        return Reason.OTHER_KIND
    if row.settle_type in PARTIAL:
        return Reason.PARTIAL_CANCEL
    if row.paid_on is None:
        return Reason.NO_PAYMENT_DAY
    if base is None:
        return Reason.NO_BASIS
    if basis.tier_on(row.paid_on) is None:
        return Reason.NO_TIER
    return Reason.WAIVER if basis.waived_on(row.paid_on) else None


_PATHS = {
    "PLT_SMART_STORE": Arrival.NORMAL,
    "PLF_BRAND_STORE": Arrival.NORMAL,
    "PLF_SMART_STORE_MARKETING": Arrival.SELLER_MARKETING,
    "PLF_BRAND_STORE_MARKETING": Arrival.SELLER_MARKETING,
    "NAVER_SHOPPING": Arrival.NAVER_SHOPPING,
    "NOT_NAVER": Arrival.DIRECT,
}


def _known_arrival(
    row: SettlementRow, fees: Iterable[CommissionRow], basis: CheckBasis
) -> Arrival | None:
    told = (_PATHS.get(fee.path) for fee in fees if fee.path is not None)
    return basis.arrivals.get(row.product_order_no) or next((one for one in told if one), None)


def _rates(on: date, tier: FeeTier, arrival: Arrival | None, basis: CheckBasis) -> FeeRates:
    known = basis.schedule.arrivals_on(on, basis.store_type)
    chosen = arrival or next(iter(known), Arrival.NORMAL)
    return basis.schedule.rates_on(on, tier=tier, arrival=chosen, store_type=basis.store_type)


def _compared(
    row: SettlementRow,
    base: int,
    tier: FeeTier,
    known: Arrival | None,
    rates: FeeRates,
    basis: CheckBasis,
) -> RowCheck:
    assert row.paid_on is not None
    sign, amount = (-1 if base < 0 else 1), abs(base)
    taken = sign * row.fees.order_won
    order = _cut(taken, floor_fee(amount, rates.order_mp))
    other = None
    if order.verdict is Verdict.OFF:
        other = _other_tier(row.paid_on, amount, taken, tier, basis)
        if other is not None:
            order = msgspec.structs.replace(order, cause=Cause.OTHER_TIER)
    if row.kind == DELIVERY:
        sales, arrival = _cut(sign * row.fees.sales_won, 0), None
    else:
        sales, arrival = _sales(row.paid_on, amount, sign * row.fees.sales_won, known, tier, basis)
    return RowCheck(
        row=row,
        verdict=max(order.verdict, sales.verdict, key=_RANK.index),
        basis_won=base,
        order_fee_won=sign * order.predicted_won,
        sales_fee_won=sign * sales.predicted_won,
        causes=tuple(dict.fromkeys(cut.cause for cut in (order, sales) if cut.cause is not None)),
        tier=tier,
        tier_found=other,
        arrival=arrival,
        rates=rates if arrival is None else _rates(row.paid_on, tier, arrival, basis),
    )


_RANK = (Verdict.EQUAL, Verdict.ONE_WON, Verdict.OFF)


def _cut(taken_won: int, predicted_won: int) -> _Cut:
    off = taken_won - predicted_won
    if abs(off) <= 1:
        return _Cut(predicted_won, Verdict.ONE_WON if off else Verdict.EQUAL)
    return _Cut(predicted_won, Verdict.OFF, Cause.PROMOTION if off < 0 else Cause.UNKNOWN)


def _other_tier(
    on: date, amount: int, taken_won: int, tier: FeeTier, basis: CheckBasis
) -> FeeTier | None:
    """The tier that makes the fee exactly, else one that makes it within a won."""
    made = {
        other: floor_fee(amount, _rates(on, other, None, basis).order_mp)
        for other in FeeTier
        if other is not tier
    }
    near = [other for other, won in made.items() if abs(won - taken_won) <= 1]
    return min(near, key=lambda other: abs(made[other] - taken_won), default=None)


def _sales(
    on: date,
    amount: int,
    taken_won: int,
    known: Arrival | None,
    tier: FeeTier,
    basis: CheckBasis,
) -> tuple[_Cut, Arrival | None]:
    """The sales fee against the arrival that is known; else against the one that makes it, or, as a
    promotion lowers a fee and nothing raises one, against the lowest prediction it stays below.
    """
    made = {
        arrival: _cut(taken_won, floor_fee(amount, _rates(on, tier, arrival, basis).sales_mp))
        for arrival in basis.schedule.arrivals_on(on, basis.store_type)
    }
    fitting = min(made, key=lambda one: _RANK.index(made[one].verdict))
    fits = made[fitting].verdict is not Verdict.OFF
    if known is None or known not in made:
        return (made[fitting], fitting) if fits else (_just_above(made.values(), taken_won), None)
    if made[known].verdict is not Verdict.OFF:
        return made[known], known
    cause = Cause.OTHER_ARRIVAL if fits else made[known].cause
    return msgspec.structs.replace(made[known], cause=cause), fitting if fits else None


def _just_above(cuts: Iterable[_Cut], taken_won: int) -> _Cut:
    """The lowest prediction that what was taken does not exceed, the highest where it does all."""
    ordered = sorted(cuts, key=lambda cut: cut.predicted_won)
    return next((cut for cut in ordered if cut.predicted_won >= taken_won), ordered[-1])
