"""Money signs, the check of a row, the measured tier, the calendar and the runway."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.bootstrap import shipped_schedule
from engine.domain.cash import cash_calendar, earlier_with_quick, still_held_won
from engine.domain.day_checks import day_findings
from engine.domain.fees import MAX_WON, Arrival, FeeTier, StoreType, floor_fee
from engine.domain.row_checks import Cause, Flag, Reason, RowCheck, Verdict
from engine.domain.runway import LIMITS_WON, next_resets, period_of, runway, tier_of
from engine.domain.settlement import (
    CommissionRow,
    RowFees,
    SettlementDay,
    SettlementRow,
    VatDay,
    directed,
    normal_fees,
)
from engine.domain.settlement_check import CheckBasis, check_rows
from engine.domain.tier_measure import sales_shares, tier_runs

SCHEDULE = shipped_schedule()
PAID, EXPECTED = date(2026, 11, 3), date(2026, 11, 12)
WON = st.integers(min_value=1, max_value=10**8)
FEE = st.integers(min_value=0, max_value=10**7)
TIERS = st.sampled_from(list(FeeTier))
ARRIVALS = {Arrival.NORMAL: 3000, Arrival.SELLER_MARKETING: 1000}


def basis(tier: FeeTier | None = FeeTier.SMALL_1, **fields: Any) -> CheckBasis:
    """A smartstore of one tier."""
    defaults: dict[str, Any] = {
        "schedule": SCHEDULE,
        "store_type": StoreType.SMARTSTORE,
        "tier_on": lambda day: tier,
    }
    return CheckBasis(**(defaults | fields))


def settled(
    paid_won: int = 30_000,
    *,
    tier: FeeTier = FeeTier.SMALL_1,
    sales_mp: int = 3000,
    order_off: int = 0,
    sales_off: int = 0,
    number: str = "1",
    path: str | None = None,
    **fields: Any,
) -> tuple[SettlementRow, tuple[CommissionRow, ...]]:
    """A row of what a buyer paid, and its commission rows."""
    sign = -1 if fields.get("settle_type", "").endswith("CANCEL") else 1
    rates = SCHEDULE.rates_on(PAID, tier=tier)
    fees = RowFees(
        order_won=sign * (floor_fee(paid_won, rates.order_mp) + order_off),
        sales_won=sign * (floor_fee(paid_won, sales_mp) + sales_off),
    )
    defaults: dict[str, Any] = {
        "expected_on": EXPECTED,
        "order_no": "1",
        "product_order_no": number,
        "kind": "PROD_ORDER",
        "settle_type": "NORMAL_SETTLE_ORIGINAL",
        "paid_on": PAID,
        "pay_won": sign * paid_won,
        "fees": fees,
        "settled_won": sign * paid_won - fees.total_won,
    }
    row = SettlementRow(**(defaults | fields))
    parts = (("PAY_COMMISSION", fees.order_won), ("PLATFORM_COMMISSION", fees.sales_won))
    return row, tuple(
        CommissionRow(
            expected_on=row.expected_on,
            product_order_no=number,
            kind=row.kind,
            settle_type=row.settle_type,
            place=row.place,
            type=kind,
            path=path,
            basis_won=sign * paid_won,
            fee_won=won,
        )
        for kind, won in parts
    )


def check(
    made: tuple[SettlementRow, tuple[CommissionRow, ...]], held: CheckBasis | None = None
) -> RowCheck:
    """The check of one row."""
    row, fees = made
    (found,) = check_rows([row], fees, held or basis())
    return found


# -- signs --


@given(WON, FEE, FEE, FEE, st.booleans())
def test_fees_are_costs_whatever_sign_they_are_told_in(
    pay: int, order: int, sales: int, instalment: int, taken_back: bool
) -> None:
    sign = -1 if taken_back else 1
    total = sign * (pay - order - sales - instalment)
    costs = RowFees(
        order_won=sign * order, sales_won=sign * sales, instalment_won=sign * instalment
    )
    raw = (order, sales, instalment)

    as_naver = normal_fees(sign * pay, (-sign * order, -sign * sales, -sign * instalment), 0, total)
    as_positive = normal_fees(sign * pay, raw, 0, total)

    assert as_naver == costs
    if sum(raw) != 0:
        assert as_positive == costs


@given(st.integers(), st.tuples(st.integers(), st.integers(), st.integers()), st.integers())
def test_a_row_that_adds_up_as_told_adds_up_afterwards(
    pay: int, raw: tuple[int, int, int], benefit: int
) -> None:
    total = pay + sum(raw) + benefit

    fees = normal_fees(pay, raw, benefit, total)

    assert pay - fees.total_won + benefit == total


@given(WON, FEE)
def test_commission_rows_point_the_way_of_their_money(base: int, fee: int) -> None:
    assert directed("NORMAL_SETTLE_ORIGINAL", base, -fee) == (base, fee)
    assert directed("QUICK_SETTLE_CANCEL", base, fee) == (-base, -fee)
    assert directed("NORMAL_SETTLE_AFTER_CANCEL", -base, fee) == (-base, -fee)


# -- the check --


@given(st.integers(min_value=1, max_value=10**9), TIERS, st.sampled_from(list(ARRIVALS)))
def test_a_row_charged_as_the_schedule_says_is_equal(
    paid: int, tier: FeeTier, arrival: Arrival
) -> None:
    found = check(settled(paid, tier=tier, sales_mp=ARRIVALS[arrival]), basis(tier))

    assert (found.verdict, found.off_won, found.causes, found.flags) == (Verdict.EQUAL, 0, (), ())
    assert floor_fee(paid, ARRIVALS[found.arrival or Arrival.NORMAL]) == found.sales_fee_won


@given(st.integers(min_value=1, max_value=10**9), TIERS)
def test_a_cancelled_row_is_the_mirror_of_its_original(paid: int, tier: FeeTier) -> None:
    one = check(settled(paid, tier=tier), basis(tier))
    back = check(settled(paid, tier=tier, settle_type="NORMAL_SETTLE_AFTER_CANCEL"), basis(tier))

    assert back.verdict is Verdict.EQUAL
    assert back.order_fee_won == -(one.order_fee_won or 0)
    assert back.row.settled_won == -one.row.settled_won


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=-1, max_value=1))
def test_a_won_is_told_and_never_called_a_fault(paid: int, off: int) -> None:
    found = check(settled(paid, order_off=off))

    assert found.verdict is (Verdict.ONE_WON if off else Verdict.EQUAL)
    assert found.causes == ()


@pytest.mark.parametrize("tier", [tier for tier in FeeTier if tier is not FeeTier.SMALL_1])
def test_another_tier_is_named(tier: FeeTier) -> None:
    found = check(settled(tier=tier))

    assert (found.verdict, found.causes) == (Verdict.OFF, (Cause.OTHER_TIER,))
    assert found.tier_found is tier


@pytest.mark.parametrize(
    ("paid", "taken", "found"),
    [
        (300, 8, FeeTier.SMALL_2),  # made exactly by it, within a won by both beside it
        (1_000, 28, FeeTier.SMALL_2),  # made exactly by none
        (1_000, 33, None),
    ],
)
def test_the_tier_that_makes_the_fee_best_is_named(
    paid: int, taken: int, found: FeeTier | None
) -> None:
    row, fees = settled(paid, tier=FeeTier.GENERAL)
    row = msgspec.structs.replace(row, fees=RowFees(order_won=taken, sales_won=row.fees.sales_won))

    assert check((row, fees), basis(FeeTier.GENERAL)).tier_found is found


def test_a_fee_taken_on_nothing_is_no_promotion() -> None:
    assert check(settled(0, order_off=5)).causes == (Cause.UNKNOWN,)


def test_the_order_fee_is_held_against_its_own_basis_alone() -> None:
    row, (order, sales) = settled(30_000)
    found = check((row, (order, msgspec.structs.replace(sales, basis_won=1))))

    assert (found.basis_won, found.verdict) == (30_000, Verdict.EQUAL)


def test_the_largest_amount_is_still_held_against_its_rates() -> None:
    assert check(settled(MAX_WON)).verdict is Verdict.EQUAL


def test_a_fee_no_rate_makes_is_a_promotion_below_and_unknown_above() -> None:
    assert check(settled(sales_mp=1500)).causes == (Cause.PROMOTION,)
    assert check(settled(sales_off=90)).causes == (Cause.UNKNOWN,)
    assert check(settled(order_off=-90)).causes == (Cause.PROMOTION,)
    both = check(settled(tier=FeeTier.GENERAL, sales_mp=1500))
    assert both.causes == (Cause.OTHER_TIER, Cause.PROMOTION)


@pytest.mark.parametrize(("whole_mp", "taken_mp"), [(3000, 1500), (1000, 500)])
def test_a_promotion_is_told_against_the_fee_it_lowered(whole_mp: int, taken_mp: int) -> None:
    whole, found = check(settled(sales_mp=whole_mp)), check(settled(sales_mp=taken_mp))

    assert (whole.verdict, found.causes) == (Verdict.EQUAL, (Cause.PROMOTION,))
    assert found.sales_fee_won == whole.sales_fee_won
    assert found.off_won == found.row.fees.sales_won - whole.row.fees.sales_won < 0


def test_another_arrival_is_a_fault_only_where_the_arrival_is_known() -> None:
    unknown = check(settled(sales_mp=1000))
    told = check(settled(sales_mp=3000, path="PLF_SMART_STORE_MARKETING"))
    known = check(settled(sales_mp=1000), basis(arrivals={"1": Arrival.NORMAL}))

    assert (unknown.verdict, unknown.arrival) == (Verdict.EQUAL, Arrival.SELLER_MARKETING)
    assert unknown.rates is not None
    assert unknown.rates.sales_mp == 1000  # told by the arrival that was found
    assert (told.causes, told.arrival) == ((Cause.OTHER_ARRIVAL,), Arrival.NORMAL)
    assert known.causes == (Cause.OTHER_ARRIVAL,)


def test_fees_are_held_against_what_the_buyer_paid_not_the_settlement_base() -> None:
    row, fees = settled(29_000)
    with_coupon = msgspec.structs.replace(
        row, pay_won=row.pay_won + 1000, settled_won=row.settled_won + 1000
    )

    assert check((with_coupon, fees)).verdict is Verdict.EQUAL


@pytest.mark.parametrize(
    ("fields", "held", "reason"),
    [
        ({}, {"tier": None}, Reason.NO_TIER),
        ({"paid_on": None}, {}, Reason.NO_PAYMENT_DAY),
        ({"paid_on": date(2020, 1, 1)}, {}, Reason.NO_RATE),
        ({"kind": "PURCHASE_REVIEW"}, {}, Reason.OTHER_KIND),
        ({"kind": "NEW_KIND"}, {}, Reason.UNKNOWN_TYPE),
        ({"settle_type": "NEW_TYPE"}, {}, Reason.UNKNOWN_TYPE),
        ({"settle_type": "QUANTITY_CANCEL_RESTORE"}, {}, Reason.PARTIAL_CANCEL),
        ({}, {"waived_on": lambda day: True}, Reason.WAIVER),
    ],
)
def test_what_cannot_be_predicted_says_why(
    fields: dict[str, Any], held: dict[str, Any], reason: Reason
) -> None:
    found = check(settled(**fields), basis(**held))

    assert (found.verdict, found.reason) == (Verdict.NOT_PREDICTABLE, reason)
    assert found.order_fee_won is None


def test_a_row_without_commission_rows_is_not_guessed() -> None:
    row, _fees = settled()

    assert check((row, ())).reason is Reason.NO_BASIS


def test_rows_that_do_not_add_up_or_come_twice_or_are_of_no_known_type_are_flagged() -> None:
    row, fees = settled()
    twice = msgspec.structs.replace(row, place=2)
    short = msgspec.structs.replace(row, settled_won=row.settled_won - 1, product_order_no="2")
    strange = msgspec.structs.replace(row, kind="NEW_KIND")
    other_fee = msgspec.structs.replace(fees[0], type="NEW_COMMISSION")

    rows = [row, twice, short, strange]
    found = check_rows(rows, [own for one in rows for own in fees_of(one, fees)], basis())
    (with_fee,) = check_rows([row], (*fees, other_fee), basis())

    assert [one.flags for one in found] == [
        (),
        (Flag.DOUBLED,),
        (Flag.DOES_NOT_ADD_UP,),
        (Flag.UNKNOWN_TYPE,),
    ]
    assert with_fee.flags == (Flag.UNKNOWN_TYPE, Flag.FEES_DIFFER)


def fees_of(row: SettlementRow, fees: tuple[CommissionRow, ...]) -> tuple[CommissionRow, ...]:
    """The same commission rows as those of a row."""
    return tuple(
        msgspec.structs.replace(
            fee, product_order_no=row.product_order_no, kind=row.kind, place=row.place
        )
        for fee in fees
    )


@given(st.integers(10_000, 10**8), st.integers(-300, 300), st.sampled_from([0, 1]))
def test_commission_rows_of_a_kind_must_make_its_fee(paid: int, off: int, place: int) -> None:
    row, fees = settled(paid)
    told = list(fees)
    told[place] = msgspec.structs.replace(fees[place], fee_won=fees[place].fee_won + off)
    half = msgspec.structs.replace(fees[0], means="POINT", fee_won=7, basis_won=0)
    split = (msgspec.structs.replace(fees[0], fee_won=fees[0].fee_won - 7), half, fees[1])

    assert check((row, tuple(told))).flags == ((Flag.FEES_DIFFER,) if off else ())
    assert check((row, split)).flags == ()
    assert check((row, tuple(told)), basis(unsure={row.expected_on})).flags == ()


def part(
    whole: SettlementRow, piece_won: int, order_won: int, sales_won: int, later: int
) -> tuple[SettlementRow, tuple[CommissionRow, ...]]:
    """A partial cancellation of so much, or its undoing where it is above zero."""
    kind = "QUANTITY_CANCEL_DEDUCTION" if piece_won < 0 else "QUANTITY_CANCEL_RESTORE"
    fees = RowFees(order_won=order_won, sales_won=sales_won)
    row = msgspec.structs.replace(
        whole,
        settle_type=kind,
        expected_on=whole.expected_on + timedelta(days=later),
        pay_won=piece_won,
        fees=fees,
        settled_won=piece_won - fees.total_won,
    )
    told = (("PAY_COMMISSION", order_won), ("PLATFORM_COMMISSION", sales_won))
    return row, tuple(
        CommissionRow(
            expected_on=row.expected_on,
            product_order_no=row.product_order_no,
            kind=row.kind,
            settle_type=kind,
            type=name,
            basis_won=piece_won,
            fee_won=won,
        )
        for name, won in told
    )


@given(st.integers(100, 10**8), st.lists(st.integers(1, 50), min_size=1, max_size=3), TIERS)
def test_after_partial_cancels_the_share_of_each_fee_is_left(
    paid: int, shares: list[int], tier: FeeTier
) -> None:
    row, fees = settled(paid, tier=tier)
    rows, told, left, first = [row], list(fees), paid, row.fees
    for turn, share in enumerate(shares, start=1):
        piece = left * share // 100
        if not piece:
            continue
        before, left = left, left - piece
        order, sales = (
            fee * left // paid - fee * before // paid for fee in (first.order_won, first.sales_won)
        )
        given_back, own = part(row, -piece, order, sales, turn)
        rows.append(given_back)
        told += own

    found = check_rows(rows, told, basis(tier))

    assert {one.verdict for one in found} == {Verdict.EQUAL}
    assert not any(one.flags for one in found)


def test_a_partial_cancel_that_gives_back_too_little_is_off_and_one_of_unread_rows_unsaid() -> None:
    row, fees = settled(30_000)  # 768 and 900
    good, good_fees = part(row, -10_000, -256, -300, 3)
    wrong, wrong_fees = part(row, -10_000, -216, -300, 3)
    undone, undone_fees = part(row, 10_000, 256, 300, 6)

    (off,) = check_rows([wrong], (*fees, *wrong_fees), basis(), around=[row])
    restored = check_rows([good, undone], (*fees, *good_fees, *undone_fees), basis(), [row])
    (alone,) = check_rows([good], good_fees, basis())

    assert (off.verdict, off.causes, off.off_won) == (Verdict.OFF, (Cause.PART_FEE,), 40)
    assert {one.verdict for one in restored} == {Verdict.EQUAL}
    assert (alone.verdict, alone.reason) == (Verdict.NOT_PREDICTABLE, Reason.PARTIAL_CANCEL)


def test_a_delivery_fee_carries_no_sales_fee() -> None:
    free = check(settled(3000, sales_mp=0, kind="DELIVERY"))
    charged = check(settled(3000, sales_mp=3000, kind="DELIVERY"))

    assert (free.verdict, free.arrival) == (Verdict.EQUAL, None)
    assert (charged.verdict, charged.causes) == (Verdict.OFF, (Cause.UNKNOWN,))


@pytest.mark.parametrize(("settled_won", "adds_up"), [(1_000, True), (0, False), (-1_000, False)])
def test_what_naver_adds_to_a_row_is_in_what_it_settles(settled_won: int, adds_up: bool) -> None:
    row, _fees = settled(30_000)
    with_benefit = msgspec.structs.replace(
        row, benefit_won=1_000, settled_won=row.settled_won + settled_won
    )

    assert with_benefit.adds_up is adds_up


@given(WON, st.integers(1, 100), st.sampled_from([1000, 3000]))
def test_what_is_left_of_a_fee_where_a_part_was_cancelled_before_is_never_called_wrong(
    total: int, percent: int, sales_mp: int
) -> None:
    """docs/reference/fees.md, newer finding (d): floor(fee x remain / total), of a total that no
    row tells.
    """
    remain = max(1, total * percent // 100)
    rates = SCHEDULE.rates_on(PAID, tier=FeeTier.SMALL_1)
    left = [floor_fee(total, mp) * remain // total for mp in (rates.order_mp, sales_mp)]
    off = [left[0] - floor_fee(remain, rates.order_mp), left[1] - floor_fee(remain, sales_mp)]

    found = check(settled(remain, sales_mp=sales_mp, order_off=off[0], sales_off=off[1]))

    assert set(off) <= {-1, 0}
    assert found.verdict in (Verdict.EQUAL, Verdict.ONE_WON)
    assert found.verdict is Verdict.EQUAL or any(off)


# -- the tier measured --


def days_of(tiers: dict[int, FeeTier]) -> list[RowCheck]:
    """Three checked rows a day of November, charged in the day's tier; SMALL_1 is set."""
    made = [
        settled(
            10_000 * (k + 2) + day,
            tier=tier,
            number=f"{day}-{k}",
            paid_on=date(2026, 11, day),
        )
        for day, tier in tiers.items()
        for k in range(3)
    ]
    rows, fees = [row for row, _ in made], [fee for _, parts in made for fee in parts]
    return list(check_rows(rows, fees, basis()))


def runs(checks: list[RowCheck]) -> list[tuple[int, int, FeeTier | None, bool]]:
    """First and last day, tier measured, whether it differs."""
    found = tier_runs(checks, SCHEDULE, StoreType.SMARTSTORE, lambda day: FeeTier.SMALL_1)
    return [(run.starts_on.day, run.ends_on.day, run.measured, run.differs) for run in found]


def test_the_measured_tier_tells_the_day_it_changed() -> None:
    small, general = FeeTier.SMALL_1, FeeTier.GENERAL

    checks = days_of({1: small, 2: small, 5: general, 6: general})

    assert runs(checks) == [(1, 2, small, False), (5, 6, general, True)]


def test_the_measured_rate_is_exact_over_all_rows() -> None:
    (run,) = tier_runs(
        days_of({1: FeeTier.MICRO}), SCHEDULE, StoreType.SMARTSTORE, lambda day: None
    )

    assert run.rate_percent is not None
    assert 1_940 < run.rate_percent * 1000 <= 1_947
    assert (run.rows, run.fitting, run.tier_set) == (3, 3, None)


def test_days_that_fit_no_tier_have_none_measured() -> None:
    row, fees = settled(order_off=200)

    assert runs([check((row, fees))]) == [(3, 3, None, False)]


def test_cancelled_rows_are_not_measured() -> None:
    assert runs([check(settled(settle_type="QUICK_SETTLE_CANCEL"))]) == []


@given(st.lists(st.tuples(WON, st.sampled_from(list(ARRIVALS))), min_size=1, max_size=8))
def test_what_marketing_saved_is_what_an_ordinary_order_would_have_cost_more(
    sold: list[tuple[int, Arrival]],
) -> None:
    made = [
        check(settled(won, sales_mp=ARRIVALS[how], number=str(k)))
        for k, (won, how) in enumerate(sold)
    ]

    shares = sales_shares(made, SCHEDULE, StoreType.SMARTSTORE)

    assert sum(one.rows for one in shares) == len(sold)
    taken = sum(one.fee_won + one.saved_won for one in shares)
    assert taken == sum(floor_fee(won, 3000) for won, _how in sold)


# -- the calendar --


def day_row(on: date, won: int, *, quick: int = 0, **fields: Any) -> SettlementDay:
    """A day's sum."""
    defaults: dict[str, Any] = {
        "expected_on": on,
        "settled_won": won,
        "pay_won": won,
        "fee_won": 0,
        "normal_won": won - quick,
        "quick_won": quick,
    }
    return SettlementDay(**(defaults | fields))


WAYS = st.sampled_from([None, "ACCOUNT", "CHARGE_AMT"])


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(-(10**6), 10**8), WAYS), max_size=9))
def test_every_won_of_the_calendar_is_either_paid_or_due_or_kept_as_charge_money(
    days: list[tuple[int, int, str | None]],
) -> None:
    rows = [
        day_row(EXPECTED + timedelta(ahead), won, completed_on=way and EXPECTED, method=way)
        for ahead, won, way in days
    ]

    calendar = cash_calendar(rows, ())

    total = sum(day.paid_won + day.due_won + day.charge_won for day in calendar)
    assert total == sum(won for _ahead, won, _way in days)
    assert sum(day.paid_won for day in calendar) == sum(
        won for _ahead, won, way in days if way == "ACCOUNT"
    )
    assert total == sum(day.normal_won + day.quick_won for day in calendar)
    assert [day.on for day in calendar] == sorted({row.expected_on for row in rows})


def test_what_is_taken_back_and_what_rows_do_not_explain_is_told_by_day() -> None:
    (row, _), (back, _) = settled(), settled(10_000, settle_type="QUICK_SETTLE_CANCEL")
    whole = row.settled_won + back.settled_won

    (day,) = cash_calendar([day_row(EXPECTED, whole + 50)], [row, back])
    (unread,) = cash_calendar([day_row(EXPECTED, 50, method="CHARGE_AMT")], [])

    assert (day.claw_back_won, day.unexplained_won) == (back.settled_won, 50)
    assert (unread.unexplained_won, unread.charge_won) == (None, 50)


def test_money_held_back_is_not_paid_until_it_is_released_in_parts() -> None:
    row, _ = settled()
    whole = row.settled_won
    days = [
        day_row(EXPECTED, 0, pay_won=whole, held_back_won=-whole, completed_on=EXPECTED),
        *(
            day_row(EXPECTED + timedelta(weeks), won, held_back_won=won, pay_won=0)
            for weeks, won in ((21, 1_000), (35, whole - 1_000))
        ),
    ]

    held, part, rest = cash_calendar(days, [row])

    assert (held.paid_won, held.due_won, held.held_back_won) == (0, 0, -whole)
    assert (held.unexplained_won, part.released_won) == (0, 1_000)
    assert (part.due_won, rest.due_won) == (1_000, whole - 1_000)
    assert [still_held_won(days[:n]) for n in range(4)] == [0, whole, whole - 1_000, 0]
    assert still_held_won(days[1:]) is None
    assert day_findings(days, [row], (), frozenset()) == ()


def test_quick_settlement_would_pay_two_workdays_after_payment() -> None:
    row, _ = settled(paid_on=date(2026, 11, 5))  # a Thursday

    (earlier,) = earlier_with_quick([row])

    assert (earlier.earlier_on, earlier.days) == (date(2026, 11, 9), 3)
    assert earlier.won == row.settled_won


# -- the runway --


@pytest.mark.parametrize(("tier", "limit"), LIMITS_WON.items())
def test_a_value_on_a_limit_belongs_to_the_lower_tier(tier: FeeTier, limit: int) -> None:
    assert tier_of(limit) is tier
    assert list(FeeTier).index(tier_of(limit + 1)) == list(FeeTier).index(tier) + 1


@pytest.mark.parametrize(
    ("today", "resets"),
    [
        (date(2026, 11, 23), (date(2027, 2, 14), date(2027, 8, 14))),
        (date(2027, 2, 13), (date(2027, 2, 14), date(2027, 8, 14))),
        (date(2027, 2, 14), (date(2027, 8, 14), date(2028, 2, 14))),
    ],
)
def test_the_next_two_resets_follow_a_day(today: date, resets: tuple[date, date]) -> None:
    assert next_resets(today) == resets


def test_each_reset_looks_at_twelve_whole_months() -> None:
    assert period_of(date(2027, 2, 14)) == (date(2026, 1, 1), date(2026, 12, 31))
    assert period_of(date(2027, 8, 14)) == (date(2026, 7, 1), date(2027, 6, 30))


def sold(won: int, first: date, last: date) -> list[VatDay]:
    """So many won a day, all taxed."""
    return [
        VatDay(based_on=first + timedelta(k), total_won=won, taxed_won=won, exempt_won=0)
        for k in range((last - first).days + 1)
    ]


def test_the_runway_projects_the_pace_of_the_last_ninety_days() -> None:
    known_to = date(2026, 10, 31)
    days = sold(1_100_000, date(2026, 1, 1), known_to)  # a million a day without VAT

    found = runway(days, SCHEDULE, date(2026, 11, 23), known_to)

    february, august = found.resets
    assert february.known_won == 304 * 1_000_000
    assert february.projected_won == 365 * 1_000_000
    assert (february.tier, february.left_won) == (FeeTier.SMALL_1, 135_000_000)
    assert august.projected_won == 365 * 1_000_000
    assert found.half_won == 123 * 1_100_000
    year = 1_100_000 * 365
    assert february.crossing_won == floor_fee(year, 2728) - floor_fee(year, 2563)


def test_without_vat_rows_nothing_is_projected() -> None:
    found = runway([], SCHEDULE, date(2026, 11, 23), None)

    assert found.resets == ()
    assert found.half_won == 0


@given(st.integers(0, 30_000_000), st.integers(0, 1_000_000))
def test_selling_more_never_brings_a_lower_tier(won: int, more: int) -> None:
    known_to, first = date(2026, 10, 31), date(2026, 8, 1)

    def projected(daily: int) -> list[int]:
        days = sold(daily, first, known_to)
        found = runway(days, SCHEDULE, date(2026, 11, 23), known_to)
        return [list(FeeTier).index(reset.tier) for reset in found.resets]

    assert all(low <= high for low, high in zip(projected(won), projected(won + more), strict=True))
