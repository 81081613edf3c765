"""What a call may not ask, and the body it is refused with: one trace id in body and header."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox

CASE = "/v1/pay-settle/settle/case"
DAILY = "/v1/pay-settle/settle/daily"
FEED = "/v1/pay-order/seller/product-orders/last-changed-statuses"
QNAS = "/v1/contents/qnas"
GROUPS = "/v1/product-delivery-info/bundle-groups"
EARLY, LATE = "2026-11-01T00:00:00.000+09:00", "2026-11-01T12:00:00.000+09:00"
DAY = {"searchDate": "2026-11-02", "pageNumber": 1, "pageSize": 10}
PAGE = {"pageNumber": 1, "pageSize": 10}


@pytest.mark.parametrize(
    ("path", "query", "named"),
    [
        (CASE, DAY | {"settleType": "SOMETIMES"}, "settleType"),
        (CASE, DAY | {"settleDecisionType": "PERHAPS"}, "settleDecisionType"),
        (CASE, DAY | {"periodType": "NEVER"}, "periodType"),
        (DAILY, PAGE | {"startDate": "2026-11-09", "endDate": "2026-11-08"}, "endDate"),
        (QNAS, {"fromDate": LATE, "toDate": EARLY}, "toDate"),
        (QNAS, {"fromDate": EARLY}, "toDate"),
    ],
)
def test_a_service_that_traces_refuses_with_one_trace_id_in_body_and_header(
    sandbox: Sandbox, path: str, query: dict[str, Any], named: str
) -> None:
    answer = sandbox.call("GET", path, params=query)

    assert answer.status_code == 400
    assert [one["name"] for one in answer.json()["invalidInputs"]] == [named]
    assert answer.json()["traceId"] == answer.headers["GNCP-GW-Trace-ID"]


def test_the_change_feed_refuses_a_window_that_ends_before_it_begins(sandbox: Sandbox) -> None:
    reversed_ = {"lastChangedFrom": LATE, "lastChangedTo": EARLY}
    good = {"lastChangedFrom": EARLY, "lastChangedTo": LATE}

    refused, told = (sandbox.call("GET", FEED, params=query) for query in (reversed_, good))

    assert (refused.status_code, refused.json()["code"]) == (400, "4000")
    assert told.status_code == 200
    for answer in (refused, told):
        assert answer.json()["traceId"] == answer.headers["GNCP-GW-Trace-ID"]


@pytest.mark.parametrize("name", ["", "   "])
def test_a_bundle_group_without_a_name_is_refused(sandbox: Sandbox, name: str) -> None:
    group = {"name": name, "usable": True, "baseGroup": False, "deliveryFeeChargeMethodType": "MIN"}

    answer = sandbox.call("POST", GROUPS, json={"deliveryBundleGroup": group})

    assert answer.status_code == 400
    assert [one["name"] for one in answer.json()["invalidInputs"]] == ["deliveryBundleGroup.name"]
    assert "traceId" not in answer.json()  # the product service has none


def test_a_key_that_comes_twice_is_seen_twice(sandbox: Sandbox) -> None:
    types = "settleType=NORMAL_SETTLE_ORIGINAL&settleType=QUICK_SETTLE_ORIGINAL"
    query = f"searchDate=2026-11-02&pageNumber=1&pageSize=10&{types}"

    answer = sandbox.call("GET", f"{CASE}?{query}")

    assert answer.status_code == 400  # the last one alone would be answered
    [wrong] = answer.json()["invalidInputs"]
    assert wrong["message"] == "NORMAL_SETTLE_ORIGINAL,QUICK_SETTLE_ORIGINAL"
