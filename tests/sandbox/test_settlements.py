"""Settlement and VAT calls have the traits of NAVER's, and tell where mistakes were planted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

pytestmark = pytest.mark.dated

TODAY = date(2026, 11, 23)
CASE = "/v1/pay-settle/settle/case"
FEES = "/v1/pay-settle/settle/commission-details"
DAILY = "/v1/pay-settle/settle/daily"


@pytest.fixture(scope="module")
def till(start_sandbox):
    """Three stores on a fixed day; the second uses quick settlement."""
    return start_sandbox("--rate", "0", "--today", TODAY.isoformat())


@pytest.fixture
def honest(till) -> Iterator:
    """The same, with day and mistakes put right afterwards."""
    yield till
    for store in (0, 1):
        till.control("settlements", store=store, days_ahead=0)
    till.control("mistakes", method="DELETE")


def rows(sandbox, path, store=0, size=1000, **query):
    found, page, pages = [], 1, 1
    while page <= pages:
        params = {**query, "pageNumber": page, "pageSize": size}
        answer = sandbox.call("GET", path, store=store, params=params)
        assert answer.status_code == 200, answer.text
        found += answer.json()["elements"]
        page, pages = page + 1, answer.json()["pagination"]["totalPages"]
    return found


def of_days(sandbox, path, first, last, store=0):
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    return [row for day in days for row in rows(sandbox, path, store, searchDate=day.isoformat())]


def test_fees_are_negative_and_rows_add_up(till):
    found = of_days(till, CASE, TODAY - timedelta(days=20), TODAY)

    assert {row["settleType"] for row in found} == {
        *("NORMAL_SETTLE_ORIGINAL", "NORMAL_SETTLE_AFTER_CANCEL"),
        *("QUANTITY_CANCEL_DEDUCTION", "QUANTITY_CANCEL_RESTORE"),
    }
    for row in found:
        fees = (
            row["totalPayCommissionAmount"]
            + row["sellingInterlockCommissionAmount"]
            + row["freeInstallmentCommissionAmount"]
        )
        assert row["paySettleAmount"] + fees == row["settleExpectAmount"]
        assert (fees < 0) == (row["paySettleAmount"] > 0)


PARTS = {
    *("paySettleAmount", "commissionSettleAmount", "benefitSettleAmount"),
    *("deductionRestoreSettleAmount", "payHoldbackAmount", "minusChargeAmount"),
}
BESIDE = {  # told, and by what is recorded in no sum
    *("differenceSettleAmount", "returnCareSettleAmount"),
    *("preferentialCommissionAmount", "settlementLimitAmount"),
}


def test_the_rows_of_a_day_and_its_named_parts_make_its_daily_sum(till):
    first, last = TODAY - timedelta(days=20), TODAY + timedelta(days=5)
    sums = Counter()
    for row in of_days(till, CASE, first, last):
        sums[row["settleExpectDate"]] += row["settleExpectAmount"]

    days = rows(till, DAILY, startDate=first.isoformat(), endDate=last.isoformat())

    told = Counter()
    for row in days:
        told[row["settleExpectDate"]] += row.get("paySettleAmount", 0)
        told[row["settleExpectDate"]] += row.get("commissionSettleAmount", 0)
        assert sum(row.get(name, 0) for name in PARTS) == row["settleAmount"]
    assert told == sums
    assert all(
        row["normalSettleAmount"] + row["quickSettleAmount"] == row["settleAmount"]
        for row in days
        if "normalSettleAmount" in row
    )
    paid = {row["settleExpectDate"]: "settleCompleteDate" in row for row in days}
    assert paid == {day: day <= TODAY.isoformat() for day in paid}


def test_days_have_every_part_and_what_is_held_back_is_released_in_the_end(till):
    days = [
        row
        for k in range(14)
        for row in rows(
            till,
            DAILY,
            startDate=(TODAY - timedelta(days=28 * k + 27)).isoformat(),
            endDate=(TODAY - timedelta(days=28 * k)).isoformat(),
        )
    ]

    for name in PARTS | BESIDE:
        assert any(row.get(name) for row in days), name
    assert any("paySettleAmount" not in row for row in days)  # a deduction alone
    held = [row["payHoldbackAmount"] for row in days if row.get("payHoldbackAmount")]
    assert sum(won < 0 for won in held) < sum(won > 0 for won in held)  # some come in parts
    assert any(row["settleAmount"] == 0 for row in days if row.get("payHoldbackAmount", 0) < 0)
    charge = [row for row in days if row.get("settleMethodType") == "CHARGE_AMT"]
    assert charge
    assert not any("bankType" in row for row in charge)
    assert any(row["deductionRestoreSettleAmount"] > 0 for row in days)


def test_rows_come_up_to_seventy_four_days_late_and_some_on_the_day_itself(till):
    found = of_days(till, CASE, TODAY - timedelta(days=40), TODAY)

    delays = [
        (date.fromisoformat(row["settleExpectDate"]) - date.fromisoformat(row["payDate"])).days
        for row in found
        if row["settleType"] == "NORMAL_SETTLE_ORIGINAL"
    ]
    assert 60 < max(delays) <= 75
    kinds = {row["productOrderType"] for row in found}
    assert kinds == {"PROD_ORDER", "DELIVERY", "EXTRAFEE"}
    back = {row["payDate"] for row in found if row["settleType"].endswith("CANCEL")}
    assert back
    ways = {row["paySettleAmount"] for row in found if row["productOrderId"][8] == "7"}
    assert ways <= {2_500, 5_000, 7_500}
    assert 5_000 in ways


def test_an_order_cancelled_before_any_money_moved_is_told_by_its_day_of_payment_alone(till):
    by_payment = "SETTLE_CASEBYCASE_PAY_DATE"
    found = [
        row
        for k in range(20)
        for row in rows(
            till,
            CASE,
            searchDate=(TODAY - timedelta(days=k)).isoformat(),
            periodType=by_payment,
            settleDecisionType="BEFORE_CANCEL",
        )
    ]

    assert found
    assert {row["settleType"] for row in found} == {"NORMAL_SETTLE_BEFORE_CANCEL"}
    assert not any("settleExpectDate" in row for row in found)


def test_pages_of_any_size_show_each_row_once(till):
    day = {"searchDate": "2026-11-20"}

    assert rows(till, FEES, size=7, **day) == rows(till, FEES, **day)


def test_a_sales_fee_has_its_own_row_and_two_means_of_payment_have_two(till):
    found = of_days(till, FEES, TODAY - timedelta(days=10), TODAY)

    by_order = Counter(row["productOrderId"] for row in found)
    types = {row["commissionType"] for row in found}
    assert max(by_order.values()) >= 3
    assert types == {"PAY_COMMISSION", "PLATFORM_COMMISSION", "ISTLM_COMMISSION"}
    assert not any("sellingInterlockCommissionType" in row for row in found)
    assert all(row["commissionAmount"] <= 0 for row in found if row["commissionBasisAmount"] > 0)


def test_delivery_rows_have_numbers_of_their_own_and_no_sales_fee(till):
    found = of_days(till, CASE, TODAY - timedelta(days=10), TODAY)

    delivery = [row for row in found if row["productOrderType"] == "DELIVERY"]
    lines = {row["productOrderId"] for row in found} - {row["productOrderId"] for row in delivery}
    assert delivery
    assert all(row["productOrderId"] not in lines for row in delivery)
    assert all(row["sellingInterlockCommissionAmount"] == 0 for row in delivery)


def test_rows_of_a_past_day_are_stated_anew_later(honest):
    days = (TODAY - timedelta(days=25), TODAY - timedelta(days=5))
    before = {row["productOrderId"]: row for row in of_days(honest, CASE, *days)}

    honest.control("settlements", store=0, days_ahead=25)
    after = {row["productOrderId"]: row for row in of_days(honest, CASE, *days)}

    changed = [number for number in before if after[number] != before[number]]
    assert 0 < len(changed) < len(before) / 5
    assert all(
        after[number]["settleExpectAmount"] > before[number]["settleExpectAmount"]
        for number in changed
    )


def test_a_row_of_quick_settlement_may_be_told_as_an_ordinary_one_first(honest):
    coming = (TODAY + timedelta(days=1), TODAY + timedelta(days=4))
    before = {row["productOrderId"]: row for row in of_days(honest, CASE, *coming, store=1)}
    honest.control("settlements", store=1, days_ahead=4)
    after = {row["productOrderId"]: row for row in of_days(honest, CASE, *coming, store=1)}

    flipped = [n for n, row in before.items() if row["settleType"] == "NORMAL_SETTLE_ORIGINAL"]
    assert flipped
    assert {after[number]["settleType"] for number in flipped} == {"QUICK_SETTLE_ORIGINAL"}


def test_an_order_not_yet_closed_has_no_dates(till):
    found = rows(
        till,
        CASE,
        searchDate=TODAY.isoformat(),
        periodType="SETTLE_CASEBYCASE_PAY_DATE",
    )

    assert found
    assert not any(name in row for row in found for name in ("settleBasisDate", "settleExpectDate"))


def test_an_order_is_found_by_its_number_and_not_together_with_a_day(till):
    row = rows(till, CASE, searchDate="2026-11-20")[0]

    found = rows(till, CASE, orderId=row["orderId"])
    both = {"orderId": row["orderId"], "periodType": "x", "pageNumber": 1, "pageSize": 1}

    assert row in found
    assert till.call("GET", CASE, params=both).status_code == 400


def test_vat_is_told_up_to_the_month_before_and_sums_the_settlement_base(till):
    path = "/v1/pay-settle/vat/daily"
    october = rows(till, path, startDate="2026-10-01", endDate="2026-10-31")
    november = rows(till, path, startDate="2026-11-01", endDate="2026-11-20")
    cases = [
        row
        for k in range(31)
        for row in rows(
            till,
            CASE,
            searchDate=f"2026-10-{k + 1:02d}",
            periodType="SETTLE_CASEBYCASE_SETTLE_BASIS_DATE",
        )
    ]

    assert november == []
    assert sum(row["totalSalesAmount"] for row in october) == sum(
        row["paySettleAmount"] for row in cases
    )


@pytest.mark.parametrize("kind", ["promotion", "one_won", "doubled", "unknown_type", "part_fee"])
def test_a_mistake_of_one_row_changes_that_row_alone_and_is_told(honest, kind):
    day = date(2026, 11, 12)
    before = of_days(honest, CASE, day, day)

    (place,) = honest.control("mistakes", kind=kind, on=day.isoformat(), store=0)["places"]
    after = of_days(honest, CASE, day, day)

    assert place["kind"] == kind
    counts = Counter(map(str, after)) - Counter(map(str, before))
    changed = [row for row in after if counts[str(row)]]
    assert {row["productOrderId"] for row in changed} == {place["number"]}
    assert len(after) - len(before) == (kind in ("doubled", "unknown_type"))
    assert sum(counts.values()) == 1


def test_a_wrong_tier_holds_from_a_day_of_payment_on(honest):
    days = (TODAY - timedelta(days=20), TODAY)
    before = {
        row["productOrderId"] + row["settleType"]: row for row in of_days(honest, CASE, *days)
    }

    honest.control("mistakes", kind="wrong_tier", on="2026-11-10", tier="GENERAL", store=0)
    after = of_days(honest, CASE, *days)

    changed = [row for row in after if before[row["productOrderId"] + row["settleType"]] != row]
    assert changed
    assert {row["payDate"] >= "2026-11-10" for row in changed} == {True}
    assert all(row in changed for row in after if row["payDate"] >= "2026-11-10")


def test_an_unclear_mistake_is_refused(till):
    answer = till.http.post(f"{till.root_url}/_control/mistakes", json={"kind": "wrong_tier"})

    assert answer.status_code == 400
    assert "tier" in answer.json()["error"]
