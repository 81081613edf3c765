"""Settlement and VAT reads: whole days over every page, in our own signs."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import msgspec
import pytest

from engine.api_errors import ApiShapeChanged, PermissionMissing
from engine.errors import BadRequest
from engine.naver import CommerceApi
from engine.naver.wire_settlements import (
    CaseBody,
    CommissionBody,
    DayBody,
    mend_whole,
    parse_commissions,
    parse_rows,
)
from tests.naver.conftest import TODAY, Client, connect
from tests.sandbox_process import Sandbox, start_sandbox

CASE = "/v1/pay-settle/settle/case"


ON = TODAY - timedelta(days=7)  # a Monday; everything of then is paid and settled


@pytest.mark.dated
def test_a_days_rows_add_up_and_make_its_sum(api: CommerceApi) -> None:
    rows = api.settlements.rows(ON)
    (day,) = api.settlements.days(ON, ON)

    assert rows
    assert all(row.adds_up and row.is_known for row in rows)
    assert {row.completed_on for row in rows} == {ON}
    assert sum(row.settled_won for row in rows) == day.settled_won
    assert day.pay_won - day.fee_won + day.benefit_won == day.settled_won
    assert day.normal_won + day.quick_won == day.settled_won


def test_the_commission_rows_of_an_order_are_the_fees_of_its_row(api: CommerceApi) -> None:
    rows, fees = api.settlements.rows(ON), api.settlements.commissions(ON)

    sums: Counter[str] = Counter()
    for fee in fees:
        sums[fee.product_order_no, fee.settle_type] += fee.fee_won
    assert sums == {(row.product_order_no, row.settle_type): row.fees.total_won for row in rows}


def test_more_rows_than_a_page_holds_are_all_read() -> None:
    many = start_sandbox(stores=1, products=50, orders=900, today=TODAY)
    with many as busy, connect(busy) as api:
        rows = api.settlements.rows(ON)

    assert len(rows) > 1000
    assert {row.place for row in rows} == {1}


def test_vat_of_a_month_that_ended_is_told(api: CommerceApi) -> None:
    last = TODAY.replace(day=1) - timedelta(days=1)

    days = api.settlements.vat_days(last - timedelta(days=27), last)

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


def test_an_amount_that_is_none_names_the_member(client: Client, sandbox: Sandbox) -> None:
    order = {"path": CASE, "kind": "wrong_type", "member": "settleExpectAmount", "value": "많음"}
    sandbox.control("faults", order)

    with pytest.raises(ApiShapeChanged, match="settleExpectAmount"):
        client().settlements.rows(ON)


def test_an_amount_with_a_fraction_of_zero_is_whole() -> None:
    body = {"elements": [{"paySettleAmount": 1000.0, "settleAmount": 0.5}, None]}

    mend_whole(body)
    mend_whole([])

    assert body["elements"][0] == {"paySettleAmount": 1000, "settleAmount": 0.5}


def test_a_row_told_twice_has_two_places_and_an_unknown_type_stays() -> None:
    element = {
        "productOrderId": "1",
        "productOrderType": "BRAND_NEW",
        "settleType": "NORMAL_SETTLE_ORIGINAL",
        "paySettleAmount": 1000,
        "settleExpectAmount": 950,
        "totalPayCommissionAmount": -50,
    }
    pages = {"pagination": {"totalPages": 1, "totalElements": 2}}
    case = msgspec.convert({"elements": [element, element], **pages}, CaseBody)
    fee = {"commissionType": "X", "commissionBasisAmount": 1000, "commissionAmount": -50}
    details = msgspec.convert({"elements": [{**element, **fee}] * 2, **pages}, CommissionBody)

    rows = parse_rows(ON, case.elements)
    fees = parse_commissions(ON, details.elements)

    assert [(row.place, row.kind, row.fees.order_won) for row in rows] == [
        (1, "BRAND_NEW", 50),
        (2, "BRAND_NEW", 50),
    ]
    assert [(row.place, row.basis_won, row.fee_won) for row in fees] == [
        (1, 1000, 50),
        (2, 1000, 50),
    ]
    assert msgspec.convert(pages, DayBody).elements == []
