"""What a call may not ask, and the body it is refused with: one trace id in body and header."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.clock import today
from tests.sandbox.conftest import Sandbox

CASE = "/v1/pay-settle/settle/case"
DAILY = "/v1/pay-settle/settle/daily"
FEED = "/v1/pay-order/seller/product-orders/last-changed-statuses"
QNAS = "/v1/contents/qnas"
INQUIRIES = "/v1/pay-user/inquiries"
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
        (QNAS, {"fromDate": EARLY, "toDate": LATE, "answered": "perhaps"}, "answered"),
    ],
)
def test_a_service_that_traces_refuses_with_one_trace_id_in_body_and_header(
    sandbox: Sandbox, path: str, query: dict[str, Any], named: str
) -> None:
    answer = sandbox.call("GET", path, params=query)

    assert answer.status_code == 400
    assert [one["name"] for one in answer.json()["invalidInputs"]] == [named]
    assert answer.json()["traceId"] == answer.headers["GNCP-GW-Trace-ID"]


def test_the_change_feed_refuses_a_type_it_does_not_know(sandbox: Sandbox) -> None:
    window = {"lastChangedFrom": EARLY, "lastChangedTo": LATE}
    known = window | {"lastChangedType": "DISPATCHED"}

    refused = sandbox.call("GET", FEED, params=window | {"lastChangedType": "SOMETHING"})

    assert (refused.status_code, refused.json()["code"]) == (400, "4000")
    assert sandbox.call("GET", FEED, params=known).status_code == 200


@pytest.mark.dated
def test_the_change_feed_refuses_what_reaches_tomorrow_but_not_the_rest_of_today(
    sandbox: Sandbox,
) -> None:
    day = today()
    last = f"{day}T23:59:59.999+09:00"
    tomorrow = f"{day + timedelta(days=1)}T00:00:00.000+09:00"
    whole = {"lastChangedFrom": f"{day}T00:00:00.000+09:00", "lastChangedTo": last}
    further = {"lastChangedFrom": f"{day}T12:00:00.000+09:00", "lastChangedTo": tomorrow}

    assert sandbox.call("GET", FEED, params=whole).status_code == 200
    for query in (further, {"lastChangedFrom": tomorrow}):
        refused = sandbox.call("GET", FEED, params=query)
        assert (refused.status_code, refused.json()["code"]) == (400, "104139")


YEAR = {"startSearchDate": "2025-11-30", "endSearchDate": "2026-11-30"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"endSearchDate": "2026-11-30"}, "4001"),
        (YEAR | {"answered": "perhaps"}, "4001"),
        ({"startSearchDate": "2026-11-30", "endSearchDate": "2026-11-29"}, "4002"),
        (YEAR | {"startSearchDate": "2025-11-29"}, "4003"),
        (YEAR | {"page": 0}, "4004"),
        (YEAR | {"page": 1_000_001}, "4005"),
        (YEAR | {"size": 9}, "4006"),
        (YEAR | {"size": 201}, "4007"),
    ],
)
def test_inquiries_are_refused_with_codes_of_their_own(
    sandbox: Sandbox, query: dict[str, Any], code: str
) -> None:
    answer = sandbox.call("GET", INQUIRIES, params=query)

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["traceId"] == answer.headers["GNCP-GW-Trace-ID"]


def test_no_inquiry_was_made_yet(sandbox: Sandbox) -> None:
    told = sandbox.call("GET", INQUIRIES, params=YEAR | {"answered": "false", "size": 200}).json()

    assert (told["content"], told["number"], told["size"], told["last"]) == ([], 0, 200, True)


def test_a_search_refuses_days_the_wrong_way_round(sandbox: Sandbox) -> None:
    days = {"periodType": "PROD_REG_DAY", "fromDate": "2026-11-02", "toDate": "2026-11-01"}

    answer = sandbox.call("POST", "/v1/products/search", json=days)

    assert [one["name"] for one in answer.json()["invalidInputs"]] == ["toDate"]


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
