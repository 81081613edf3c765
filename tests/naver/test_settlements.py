"""Settlement and VAT reads: whole days over every page, in our own signs."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any, TypeVar

import msgspec
import pytest

from engine.api_errors import PermissionMissing
from engine.domain.settlement import VatDay
from engine.domain.unread import Source, UnreadElement
from engine.errors import BadRequest
from engine.naver import CommerceApi
from engine.naver.elements import mend_whole, read_elements
from engine.naver.wire_settlements import (
    CaseElement,
    CommissionElement,
    DayElement,
    VatElement,
    parse_commissions,
    parse_days,
    parse_rows,
    parse_vat,
)
from tests.naver.conftest import TODAY, Client, connect
from tests.sandbox_process import Sandbox, start_sandbox

CASE = "/v1/pay-settle/settle/case"
Element = TypeVar("Element")


ON = TODAY - timedelta(days=7)  # a Monday; everything of then is paid and settled


@pytest.mark.dated
def test_a_days_rows_add_up_and_make_its_sum(api: CommerceApi) -> None:
    rows = api.settlements.rows(ON).found
    days = api.settlements.days(ON, ON).found

    assert rows
    assert all(row.adds_up and row.is_known for row in rows)
    assert {row.completed_on for row in rows} == {ON}
    assert sum(row.settled_won for row in rows) == sum(day.pay_won - day.fee_won for day in days)
    assert {(day.off_won, day.split_off_won) for day in days} == {(0, 0)}


def test_the_commission_rows_of_an_order_are_the_fees_of_its_row(api: CommerceApi) -> None:
    rows, fees = api.settlements.rows(ON).found, api.settlements.commissions(ON).found

    sums: Counter[str] = Counter()
    for fee in fees:
        sums[fee.product_order_no, fee.settle_type] += fee.fee_won
    assert sums == {(row.product_order_no, row.settle_type): row.fees.total_won for row in rows}


@pytest.mark.parametrize("member", ["totalPages", "pagination"])
def test_a_day_without_a_total_is_read_to_its_end(
    api: CommerceApi, sandbox: Sandbox, member: str
) -> None:
    whole = api.settlements.rows(ON)
    fault = {"kind": "missing_member", "member": member, "path": CASE, "count": None}
    sandbox.control("faults", fault)

    assert api.settlements.rows(ON) == whole
    assert whole.found


def test_more_rows_than_a_page_holds_are_all_read() -> None:
    many = start_sandbox(stores=1, products=50, orders=900, today=TODAY)
    with many as busy, connect(busy) as api:
        rows = api.settlements.rows(ON).found

    assert len(rows) > 1000
    assert {row.place for row in rows} == {1}


def test_vat_of_a_month_that_ended_is_told(api: CommerceApi) -> None:
    last = TODAY.replace(day=1) - timedelta(days=1)

    days = api.settlements.vat_days(last - timedelta(days=27), last).found

    assert days
    assert all(day.total_won == day.taxed_won + day.exempt_won for day in days)


def test_a_period_naver_would_refuse_is_not_asked_for(api: CommerceApi) -> None:
    with pytest.raises(BadRequest, match="28 days"):
        api.settlements.days(ON, ON + timedelta(days=28))

    assert api.counters().requests == 0


def test_without_the_group_the_group_is_named(api: CommerceApi, sandbox: Sandbox) -> None:
    sandbox.control("application", {"store": 0, "missing_groups": ["settlement"]})

    with pytest.raises(PermissionMissing):
        api.settlements.rows(ON)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("wrong_type", {"value": "많음"}),
        ("wrong_type", {"value": 10**400}),
        ("wrong_type", {"value": 0.5}),
        ("missing_member", {}),
        ("null_member", {}),
    ],
)
def test_a_row_that_cannot_be_read_is_kept_raw_and_the_rest_goes_on(
    client: Client, sandbox: Sandbox, kind: str, more: dict[str, Any]
) -> None:
    every = client().settlements.rows(ON).found
    order = {"path": CASE, "kind": kind, "member": "settleExpectAmount", **more}
    sandbox.control("faults", order)

    told = client().settlements.rows(ON)

    assert told.found == every[1:]
    (lost,) = told.unread
    assert (lost.source, lost.asked_on, lost.place) == (Source.ROWS, ON, 1)
    assert lost.member == "settleExpectAmount"
    assert '"productOrderId"' in lost.raw
    assert not any(name in lost.raw for name in ("purchaserName", "merchantName", "merchantId"))


NEVER_MISSING = {
    DayElement: {"settleExpectDate"},
    CaseElement: {"paySettleAmount", "settleExpectAmount"},
    CommissionElement: {"commissionBasisAmount", "commissionType", "commissionAmount"},
    VatElement: {"settleBasisDate", "totalSalesAmount"},
}
WHOLE: dict[type[msgspec.Struct], dict[str, Any]] = {
    kind: dict.fromkeys(amounts.split(), -5)
    | {name: ON.isoformat() for name in dates.split()}
    | dict.fromkeys(words.split(), "X")
    for kind, amounts, dates, words in (
        (
            DayElement,
            "settleAmount paySettleAmount commissionSettleAmount benefitSettleAmount"
            " deductionRestoreSettleAmount payHoldbackAmount minusChargeAmount"
            " differenceSettleAmount returnCareSettleAmount normalSettleAmount quickSettleAmount"
            " preferentialCommissionAmount settlementLimitAmount",
            "settleBasisStartDate settleBasisEndDate settleExpectDate settleCompleteDate",
            "settleMethodType bankType depositorName accountNo merchantId merchantName",
        ),
        (
            CaseElement,
            "paySettleAmount totalPayCommissionAmount freeInstallmentCommissionAmount"
            " sellingInterlockCommissionAmount benefitSettleAmount settleExpectAmount",
            "settleBasisDate settleExpectDate settleCompleteDate payDate",
            "orderId productOrderId productOrderType settleType productId productName"
            " purchaserName merchantId merchantName contractNo",
        ),
        (
            CommissionElement,
            "commissionBasisAmount commissionAmount maximumSellingInterlockCommissionAmount",
            "settleBasisDate settleExpectDate settleCompleteDate taxReturnDate",
            "orderNo productOrderId productOrderType settleType productId productName"
            " commissionType sellingInterlockCommissionType payMeansType purchaserName",
        ),
        (
            VatElement,
            "totalSalesAmount taxationSalesAmount taxExemptionSalesAmount creditCardAmount"
            " cashInComeDeductionAmount cashOutGoingEvidenceAmount cashExclusionIssuanceAmount"
            " otherAmount",
            "settleBasisDate",
            "merchantId merchantName",
        ),
    )
}


@pytest.mark.parametrize("kind", list(WHOLE))
def test_any_member_that_may_be_missing_may_be_missing(kind: type[msgspec.Struct]) -> None:
    told = WHOLE[kind]

    for name in told:
        for lacking in ({**told, name: None}, {k: v for k, v in told.items() if k != name}):
            found, unread = read([lacking], kind)
            missed = name in NEVER_MISSING[kind]
            assert (len(found), len(unread)) == ((0, 1) if missed else (1, 0)), name


def test_a_part_of_the_sales_for_vat_that_is_not_told_is_none() -> None:
    told = {"settleBasisDate": ON.isoformat(), "totalSalesAmount": 900, "creditCardAmount": None}

    (day,) = parse_vat(read([told], VatElement)[0])

    assert day == VatDay(based_on=ON, total_won=900, taxed_won=0, exempt_won=0)


def test_a_day_of_deductions_alone_has_no_pay_and_all_of_it_is_ordinary() -> None:
    told = {"settleExpectDate": ON.isoformat(), "deductionRestoreSettleAmount": -700}

    (day,) = parse_days(read([told], DayElement)[0])

    assert (day.settled_won, day.pay_won, day.deduction_won) == (-700, 0, -700)
    assert (day.normal_won, day.quick_won) == (-700, 0)
    assert (day.off_won, day.split_off_won) == (0, 0)


def test_what_is_no_object_is_kept_as_it_is_and_a_day_is_known_by_its_own_date() -> None:
    told = [None, "?", 7, {"settleBasisDate": "2026-11-03", "totalSalesAmount": "x"}]

    found, unread = read(told, VatElement, "settleBasisDate")

    assert found == []
    assert [(one.asked_on, one.raw) for one in unread[:3]] == [
        *((ON, "null"), (ON, '"?"'), (ON, "7")),
    ]
    assert unread[3].asked_on == date(2026, 11, 3)


def test_an_amount_with_a_fraction_of_zero_is_whole() -> None:
    element = {"paySettleAmount": 1000.0, "settleAmount": 0.5}

    mend_whole(element)
    mend_whole([])

    assert element == {"paySettleAmount": 1000, "settleAmount": 0.5}


def read(
    told: list[Any], kind: type[Element], day: str = ""
) -> tuple[list[Element], tuple[UnreadElement, ...]]:
    """Elements as NAVER would tell them."""
    raw = msgspec.json.decode(msgspec.json.encode(told), type=list[msgspec.Raw])
    return read_elements(Source.ROWS, ON, raw, kind, day)


def test_a_row_told_twice_has_two_places_and_an_unknown_type_stays() -> None:
    element = {
        "productOrderId": "1",
        "productOrderType": "BRAND_NEW",
        "settleType": "NORMAL_SETTLE_ORIGINAL",
        "paySettleAmount": 1000,
        "settleExpectAmount": 950,
        "totalPayCommissionAmount": -50,
    }
    fee = {"commissionType": "X", "commissionBasisAmount": 1000, "commissionAmount": -50}

    rows = parse_rows(ON, read([element, element], CaseElement)[0])
    fees = parse_commissions(ON, read([{**element, **fee}] * 2, CommissionElement)[0])

    assert [(row.place, row.kind, row.fees.order_won) for row in rows] == [
        (1, "BRAND_NEW", 50),
        (2, "BRAND_NEW", 50),
    ]
    assert [(row.place, row.basis_won, row.fee_won) for row in fees] == [
        (1, 1000, 50),
        (2, 1000, 50),
    ]
