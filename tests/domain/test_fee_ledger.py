"""Own rates beside the accepted table: which counts when, and which months a change prices anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.fee_ledger import (
    check_own_rate,
    ended,
    fee_change,
    merged,
    percent_text,
    rate_changes,
    rate_of_percent,
)
from engine.domain.fee_schedule import (
    fee_schedule,
    parse_fee_rates,
    same_sale,
    write_fee_rates,
)
from engine.domain.fees import Arrival, Confidence, FeeLayer, FeeRateRow, FeeTier, StoreType
from engine.errors import BadRequest

TEXT = (Path(__file__).parents[2] / "data" / "fee_rates.csv").read_text(encoding="utf-8")
TABLE = parse_fee_rates(TEXT)
TODAY = date(2026, 11, 23)
OWN = FeeRateRow(
    layer=FeeLayer.ORDER,
    tier=FeeTier.MICRO,
    store_type=None,
    arrival=None,
    valid_from=date(2027, 2, 14),
    valid_to=None,
    rate_mp=1_900,
    confidence=Confidence.MEDIUM,
    source="notice of 2027-01-10",
)
SALES = replace(
    OWN,
    layer=FeeLayer.SALES,
    tier=None,
    store_type=StoreType.SMARTSTORE,
    arrival=Arrival.NORMAL,
    rate_mp=3_003,
)
days = st.dates(date(2021, 7, 31), date(2028, 12, 31))


def order_mp(own: list[FeeRateRow], on: date, tier: FeeTier = FeeTier.MICRO) -> int:
    arrival = Arrival.NORMAL if on >= date(2025, 6, 2) else Arrival.DIRECT
    return merged(TABLE, own).rates_on(on, tier=tier, arrival=arrival).order_mp


def test_a_table_is_written_as_it_was_read() -> None:
    assert write_fee_rates(TABLE) == TEXT
    assert parse_fee_rates(write_fee_rates(TABLE)) == TABLE


def test_without_own_rates_the_table_counts_as_it_is() -> None:
    assert merged(TABLE, []) == fee_schedule(TABLE)


def test_an_own_rate_counts_from_its_first_day_and_for_its_tier_alone() -> None:
    assert order_mp([OWN], date(2027, 2, 13)) == 1_947
    assert order_mp([OWN], date(2027, 2, 14)) == 1_900
    assert order_mp([OWN], date(2027, 2, 14), FeeTier.SMALL_1) == 2_563


def test_an_own_rate_with_a_last_day_leaves_the_days_after_to_the_table() -> None:
    own = [replace(OWN, valid_from=date(2024, 1, 1), valid_to=date(2024, 3, 1))]

    told = [order_mp(own, on) for on in (date(2023, 12, 31), date(2024, 1, 1), date(2024, 3, 1))]

    assert told == [1_980, 1_900, 1_980]


def test_an_own_rate_over_a_change_of_the_table_takes_both_sides_of_it() -> None:
    own = [replace(OWN, valid_from=date(2025, 9, 1), valid_to=date(2025, 11, 1))]

    sides = [date(2025, 8, 31), date(2025, 9, 30), date(2025, 10, 1), date(2025, 11, 1)]

    assert [order_mp(own, on) for on in sides] == [1_980, 1_900, 1_900, 1_947]


def test_an_open_own_rate_ends_where_the_next_one_begins() -> None:
    later = replace(OWN, valid_from=date(2027, 8, 14), rate_mp=1_850)

    assert order_mp([later, OWN], date(2027, 8, 13)) == 1_900
    assert order_mp([later, OWN], date(2027, 8, 14)) == 1_850


def test_a_row_of_every_store_is_told_apart_for_an_own_rate_of_one_kind() -> None:
    own = replace(
        SALES,
        arrival=Arrival.NAVER_SHOPPING,
        valid_from=date(2024, 1, 1),
        valid_to=date(2025, 1, 1),
        rate_mp=1_500,
    )
    schedule = merged(TABLE, [own])

    told = {
        (kind, on): schedule.rates_on(
            on, tier=FeeTier.MICRO, arrival=Arrival.NAVER_SHOPPING, store_type=kind
        ).sales_mp
        for kind in StoreType
        for on in (date(2023, 12, 31), date(2024, 1, 1), date(2025, 1, 1))
    }

    assert told == {
        (StoreType.SMARTSTORE, date(2023, 12, 31)): 2_000,
        (StoreType.SMARTSTORE, date(2024, 1, 1)): 1_500,
        (StoreType.SMARTSTORE, date(2025, 1, 1)): 2_000,
        **{
            (StoreType.BRAND_STORE, on): 2_000
            for on in (date(2023, 12, 31), date(2024, 1, 1), date(2025, 1, 1))
        },
    }


def test_of_three_open_own_rates_each_ends_where_the_next_one_begins() -> None:
    own = [
        replace(OWN, valid_from=date(year, 2, 14), rate_mp=1_000 + year)
        for year in (2027, 2028, 2029)
    ]

    told = [order_mp(own, date(year, 6, 1)) for year in (2027, 2028, 2029)]

    assert told == [3_027, 3_028, 3_029]


@pytest.mark.parametrize(
    ("first", "end", "left"),
    [
        (date(2022, 1, 31), date(2024, 1, 1), [(date(2024, 1, 1), date(2025, 10, 1), 1_980)]),
        (date(2024, 1, 1), date(2025, 10, 1), [(date(2022, 1, 31), date(2024, 1, 1), 1_980)]),
        (date(2022, 1, 31), date(2025, 10, 1), []),
    ],
)
def test_an_own_rate_that_shares_a_first_or_last_day_with_the_table_leaves_no_row_of_no_day(
    first: date, end: date, left: list[tuple[date, date, int]]
) -> None:
    own = replace(OWN, valid_from=first, valid_to=end)

    rows = [row for row in merged(TABLE, [own]).rows if row.tier is FeeTier.MICRO]

    assert [(row.valid_from, row.valid_to, row.rate_mp) for row in rows] == [
        (date(2021, 7, 31), date(2022, 1, 31), 2_200),
        *left,
        (date(2025, 10, 1), None, 1_947),
        (first, end, 1_900),
    ]


def test_an_own_sales_rate_ends_the_row_of_the_table_and_leaves_it_one_row() -> None:
    (told,) = (row for row in TABLE if same_sale(row, SALES) and row.valid_to is None)

    rows = [row for row in merged(TABLE, [SALES]).rows if same_sale(row, SALES)]

    assert rows == [replace(told, valid_to=SALES.valid_from), SALES]


def test_a_row_of_every_tier_is_told_apart_for_an_own_rate_of_one() -> None:
    every = replace(OWN, tier=None, valid_from=date(2025, 1, 1), rate_mp=2_500)

    rows = merged([every], [OWN]).rows

    on = OWN.valid_from
    assert {row.tier: row.rate_mp for row in rows if row.covers(on)} == {
        tier: 1_900 if tier is FeeTier.MICRO else 2_500 for tier in FeeTier
    }


@pytest.mark.parametrize(
    "own",
    [
        [OWN, replace(OWN, rate_mp=1_800)],
        [replace(OWN, valid_to=date(2027, 6, 1)), replace(OWN, valid_from=date(2027, 5, 31))],
    ],
)
def test_two_own_rates_of_the_same_day_are_refused(own: list[FeeRateRow]) -> None:
    with pytest.raises(BadRequest, match="already added"):
        ended(own)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (replace(OWN, rate_mp=100_001), "100.001 %"),
        (replace(OWN, rate_mp=-1), "-0.001 %"),
        (replace(OWN, tier=None), "one tier"),
        (replace(OWN, arrival=Arrival.NORMAL), "one tier"),
        (replace(SALES, arrival=None), "one arrival"),
        (replace(SALES, store_type=None), "one arrival"),
        (replace(SALES, tier=FeeTier.MICRO), "one arrival"),
        (replace(OWN, valid_to=OWN.valid_from), "before it begins"),
        (replace(OWN, source=" "), "where the rate comes from"),
    ],
)
def test_a_rate_that_cannot_be_is_refused_with_a_sentence(row: FeeRateRow, told: str) -> None:
    with pytest.raises(BadRequest) as raised:
        check_own_rate(row)

    assert told in str(raised.value)


def test_a_rate_of_nothing_and_one_of_all_can_be() -> None:
    check_own_rate(replace(OWN, rate_mp=0))
    check_own_rate(replace(SALES, rate_mp=100_000))


def test_a_rate_of_a_single_day_can_be() -> None:
    check_own_rate(replace(OWN, valid_to=OWN.valid_from + timedelta(days=1)))


@pytest.mark.parametrize(
    ("text", "rate_mp"),
    [("1.947", 1_947), (" 3,003 % ", 3_003), ("2.5%", 2_500), ("0", 0), ("-0.5", -500)],
)
def test_a_percentage_is_read_exactly(text: str, rate_mp: int) -> None:
    assert rate_of_percent(text) == rate_mp


@pytest.mark.parametrize("text", ["", "1.9471", "two", "1/2", "1e3", "١"])
def test_what_is_no_percentage_is_refused_as_it_was_typed(text: str) -> None:
    with pytest.raises(BadRequest, match=f"^{text or '-'} is no rate"):
        rate_of_percent(text)


@given(st.integers(-100_000, 100_000))
def test_a_rate_is_told_as_it_is_read(rate_mp: int) -> None:
    assert rate_of_percent(percent_text(replace(OWN, rate_mp=rate_mp))) == rate_mp


def test_a_rate_of_nothing_is_told_without_a_sign() -> None:
    assert percent_text(replace(OWN, rate_mp=0)) == "0.000"


def test_a_rate_of_the_future_prices_no_closed_month_anew() -> None:
    change = fee_change(merged(TABLE, []), merged(TABLE, [OWN]), TODAY)

    assert change.months == ()
    assert [(one.before is None, one.after and one.after.rate_mp) for one in change.rates] == [
        (False, 1_947),  # it ends now
        (True, 1_900),
    ]


def test_a_rate_of_the_past_names_every_closed_month_it_prices_anew() -> None:
    own = replace(OWN, valid_from=date(2026, 8, 20))

    change = fee_change(merged(TABLE, []), merged(TABLE, [own]), TODAY)

    assert change.months == (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))


@pytest.mark.parametrize("rate_mp", [4_000, 1_000])  # a brand store's, and seller marketing's
def test_a_rate_that_others_pay_already_prices_months_anew_where_it_is_new(rate_mp: int) -> None:
    own = replace(SALES, valid_from=date(2026, 8, 20), rate_mp=rate_mp)

    change = fee_change(merged(TABLE, []), merged(TABLE, [own]), TODAY)

    assert change.months == (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1))


def test_the_same_rate_from_a_day_in_the_past_prices_nothing_anew() -> None:
    own = replace(OWN, valid_from=date(2026, 8, 20), rate_mp=1_947)

    assert fee_change(merged(TABLE, []), merged(TABLE, [own]), TODAY).months == ()


def test_a_table_that_only_tells_another_source_changes_no_amount() -> None:
    other = (replace(TABLE[0], source="a better one"), *TABLE[1:])

    change = fee_change(merged(TABLE, []), merged(other, []), TODAY)

    assert (len(change.rates), change.months) == (1, ())
    assert rate_changes(TABLE, TABLE) == ()


@given(
    st.lists(
        st.builds(
            lambda start, length, tier, rate: replace(
                OWN,
                tier=tier,
                valid_from=start,
                valid_to=start + timedelta(days=length) if length else None,
                rate_mp=rate,
            ),
            days,
            st.sampled_from([0, 1, 30, 400]),
            st.sampled_from(FeeTier),
            st.integers(0, 9_000),
        ),
        max_size=5,
    ),
    days,
)
def test_on_every_day_just_one_rate_counts_and_an_own_one_before_the_table(
    own: list[FeeRateRow], on: date
) -> None:
    try:
        mine = ended(own)
    except BadRequest:
        return
    schedule = merged(TABLE, own)
    for tier in FeeTier:
        expected = [row for row in mine if row.tier is tier and row.covers(on)] or [
            row
            for row in TABLE
            if row.layer is FeeLayer.ORDER and row.tier is tier
            if row.covers(on)
        ]
        counting = [
            row
            for row in schedule.rows
            if row.layer is FeeLayer.ORDER and row.tier is tier
            if row.covers(on)
        ]
        assert [row.rate_mp for row in counting] == [row.rate_mp for row in expected]
        assert len(counting) == 1
