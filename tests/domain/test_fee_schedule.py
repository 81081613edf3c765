"""Which rate counts on which day, and what a fee rate table must look like."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.domain.fee_schedule import COLUMNS, fee_schedule, parse_fee_rates
from engine.domain.fees import Arrival, FeeLayer, FeeTier, StoreType
from engine.errors import BadFile, FeeRateUnknown, RuleBroken

TABLE = (Path(__file__).parents[2] / "data" / "fee_rates.csv").read_text(encoding="utf-8")
SCHEDULE = fee_schedule(parse_fee_rates(TABLE))
HEADER = ",".join(COLUMNS)
ROW = "ORDER,MICRO,,,2025-10-01,,1947,H,fees.md section 2"

# docs/reference/fees.md section 2: the day before every change and its day, in the order of FeeTier
ORDER_RATES = [
    (date(2021, 7, 31), Arrival.DIRECT, (2_200, 2_750, 2_860, 3_080, 3_630)),
    (date(2022, 1, 30), Arrival.DIRECT, (2_200, 2_750, 2_860, 3_080, 3_630)),
    (date(2022, 1, 31), Arrival.DIRECT, (1_980, 2_585, 2_750, 3_025, 3_630)),
    (date(2025, 9, 30), Arrival.NORMAL, (1_980, 2_585, 2_750, 3_025, 3_630)),
    (date(2025, 10, 1), Arrival.NORMAL, (1_947, 2_563, 2_728, 3_003, 3_630)),
    (date(2026, 11, 1), Arrival.NORMAL, (1_947, 2_563, 2_728, 3_003, 3_630)),
]

# docs/reference/fees.md section 3
SALES_RATES = [
    (date(2025, 6, 1), StoreType.SMARTSTORE, Arrival.NAVER_SHOPPING, 2_000),
    (date(2025, 6, 1), StoreType.BRAND_STORE, Arrival.NAVER_SHOPPING, 2_000),
    (date(2025, 6, 1), StoreType.SMARTSTORE, Arrival.DIRECT, 0),
    (date(2025, 6, 2), StoreType.SMARTSTORE, Arrival.NORMAL, 3_000),
    (date(2025, 6, 2), StoreType.SMARTSTORE, Arrival.SELLER_MARKETING, 1_000),
    (date(2025, 6, 2), StoreType.BRAND_STORE, Arrival.NORMAL, 4_000),
    (date(2025, 6, 2), StoreType.BRAND_STORE, Arrival.SELLER_MARKETING, 2_000),
]


@pytest.mark.parametrize(("on", "arrival", "expected"), ORDER_RATES)
def test_the_order_rate_changes_on_the_published_days(
    on: date, arrival: Arrival, expected: tuple[int, ...]
) -> None:
    rates = [SCHEDULE.rates_on(on, tier=tier, arrival=arrival).order_mp for tier in FeeTier]

    assert tuple(rates) == expected


@pytest.mark.parametrize(("on", "store_type", "arrival", "expected"), SALES_RATES)
def test_the_sales_rate_changes_on_the_published_day(
    on: date, store_type: StoreType, arrival: Arrival, expected: int
) -> None:
    rates = SCHEDULE.rates_on(on, tier=FeeTier.MICRO, arrival=arrival, store_type=store_type)

    assert rates.sales_mp == expected


def test_rates_say_which_rows_they_came_from() -> None:
    rates = SCHEDULE.rates_on(date(2021, 8, 1), tier=FeeTier.SMALL_1, arrival=Arrival.DIRECT)

    order, sales = rates.rows
    assert (order.layer, order.tier, order.rate_mp) == (FeeLayer.ORDER, FeeTier.SMALL_1, 2_750)
    assert (sales.layer, sales.arrival, sales.rate_mp) == (FeeLayer.SALES, Arrival.DIRECT, 0)
    assert all(row.source.startswith("fees.md section") for row in rates.rows)
    assert not rates.is_certain  # the tier's rate of that time has one good source only


def test_a_day_before_the_table_has_no_rate() -> None:
    with pytest.raises(FeeRateUnknown, match="tier MICRO on 2021-07-30"):
        SCHEDULE.rates_on(date(2021, 7, 30), tier=FeeTier.MICRO, arrival=Arrival.DIRECT)


@pytest.mark.parametrize(
    ("on", "arrival", "known"),
    [
        (date(2025, 6, 1), Arrival.NORMAL, "NAVER_SHOPPING, DIRECT"),
        (date(2025, 6, 2), Arrival.DIRECT, "NORMAL, SELLER_MARKETING"),
    ],
)
def test_an_arrival_of_the_other_regime_is_unknown_and_the_known_ones_are_named(
    on: date, arrival: Arrival, known: str
) -> None:
    with pytest.raises(FeeRateUnknown, match=known):
        SCHEDULE.rates_on(on, tier=FeeTier.MICRO, arrival=arrival)


def test_a_gap_between_two_rows_is_unknown_and_not_the_row_before() -> None:
    text = f"{HEADER}\n{ROW.replace(',2025-10-01,,', ',2025-10-01,2025-11-01,')}\n"
    schedule = fee_schedule(parse_fee_rates(text))

    with pytest.raises(FeeRateUnknown, match="2025-11-01"):
        schedule.rates_on(date(2025, 11, 1), tier=FeeTier.MICRO)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (ROW.replace("1947", "1.947"), "rate_mp '1.947'"),
        (ROW.replace("1947", "-1"), "rate_mp '-1'"),
        (ROW.replace("1947", "100001"), "rate_mp '100001'"),
        (ROW.replace("1947", "²"), "rate_mp '²'"),
        (ROW.replace("MICRO", "TINY"), "tier 'TINY' is not one of MICRO, SMALL_1"),
        (ROW.replace("ORDER", ""), "layer '' is not one of ORDER, SALES"),
        (ROW.replace(",H,", ",X,"), "confidence 'X'"),
        (ROW.replace("2025-10-01", "2025-13-01"), "valid_from '2025-13-01'"),
        (ROW.replace(",2025-10-01,,", ",2025-10-01,2025-10-01,"), "not after it begins"),
        (ROW.replace(",fees.md section 2", ""), "does not have 9 fields"),
        (ROW + ",more", "does not have 9 fields"),
        ('"' + ROW, "does not have 9 fields"),
        (ROW + "x" * 200_000, "is not CSV"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(row: str, told: str) -> None:
    good = ROW.replace("MICRO", "GENERAL")

    with pytest.raises(BadFile) as refusal:
        parse_fee_rates(f"{HEADER}\n{good}\n{row}\n")

    assert "Line 3 " in str(refusal.value)
    assert told in str(refusal.value)


@pytest.mark.parametrize(
    "other",
    [
        ROW,
        ROW.replace(",2025-10-01,,", ",2024-01-01,2025-10-02,"),
        ROW.replace("MICRO", ""),
        ROW.replace("MICRO,,", "MICRO,BRAND_STORE,"),
    ],
)
def test_two_rows_that_claim_the_same_sale_on_a_day_are_refused(other: str) -> None:
    with pytest.raises(BadFile, match="Line 4 of the fee rate table covers days that line 2"):
        parse_fee_rates(f"{HEADER}\n{ROW}\n{ROW.replace('MICRO', 'GENERAL')}\n{other}\n")


@pytest.mark.parametrize(
    "other",
    [
        ROW.replace(",2025-10-01,,", ",2024-01-01,2025-10-01,"),
        ROW.replace("MICRO", "SMALL_1"),
        ROW.replace("ORDER,MICRO", "SALES,"),
    ],
)
def test_rows_of_other_days_tiers_or_layers_stand_side_by_side(other: str) -> None:
    assert len(parse_fee_rates(f"{HEADER}\n{ROW}\n{other}\n")) == 2


def test_a_schedule_from_rows_refuses_an_overlap_too() -> None:
    rows = parse_fee_rates(f"{HEADER}\n{ROW}\n")

    with pytest.raises(RuleBroken, match="1947 from 2025-10-01"):
        fee_schedule([*rows, *rows])


@pytest.mark.parametrize("text", ["", "\n", "tier,rate\nMICRO,1947\n", "\0"])
def test_a_table_without_its_header_is_refused(text: str) -> None:
    with pytest.raises(BadFile, match="must begin with the line layer,tier"):
        parse_fee_rates(text)


def test_a_table_saved_by_a_spreadsheet_is_read_the_same() -> None:
    saved = "\ufeff" + TABLE.replace("\n", "\r\n")

    assert parse_fee_rates(saved) == parse_fee_rates(TABLE)
