"""Every answer the sandbox can give is one the reference of NAVER's API describes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from referencing import Registry
from referencing.jsonschema import DRAFT202012

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "openapi.yaml"
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?\+09:00")
GROUPS = "/v1/product-delivery-info/bundle-groups"
DISPATCH = "/v1/seller/this-day-dispatch"
ORIGIN = "/v2/products/origin-products/{originProductNo}"
CHANNEL = "/v2/products/channel-products/{channelProductNo}"
SEARCH = "/v1/products/search"
FEED = "/v1/pay-order/seller/product-orders/last-changed-statuses"
QNAS = "/v1/contents/qnas"
DAILY = "/v1/pay-settle/settle/daily"
CASE = "/v1/pay-settle/settle/case"
FEES = "/v1/pay-settle/settle/commission-details"
VAT_DAILY, VAT_CASE = "/v1/pay-settle/vat/daily", "/v1/pay-settle/vat/case"
TOKEN = "/v1/oauth2/token"
GROUP = {
    "name": "묶음",
    "usable": True,
    "baseGroup": False,
    "deliveryFeeChargeMethodType": "MIN",
}
GROUP_BY_AREA = {
    **GROUP,
    "name": "도서산간 묶음",
    "deliveryFeeByArea": {
        "deliveryAreaType": "AREA_3",
        "area2extraFee": 3000,
        "area3extraFee": 5000,
    },
}
WHOLE_DISPATCH = {
    "basisHour": 14,
    "basisMinute": 30,
    "holidayOfTheWeek": "MONDAY",
    "sellerHolidays": ["2026-12-25"],
    "reason": "정기 휴무",
}
FORMATS = jsonschema.FormatChecker(formats=())
FORMATS.checks("date-time")(lambda value: MOMENT.fullmatch(value) is not None)
FORMATS.checks("int32")(lambda value: not isinstance(value, int) or abs(value) < 2**31)
FORMATS.checks("int64")(lambda value: not isinstance(value, int) or abs(value) < 2**63)


class Reference:
    """The reference document: finds the schema of an answer and holds answers to it."""

    def __init__(self) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.document = yaml.load(REFERENCE.read_text("utf-8"), loader)
        resource = DRAFT202012.create_resource(self.document)
        self._registry = Registry().with_resource("urn:api", resource)

    def check(self, answer: Any, method: str, path: str) -> None:
        """Fails for an answer whose status, headers, members or types are not described."""
        responses = self.document["paths"][path][method.lower()]["responses"]
        described = self._resolved(responses[str(answer.status_code)])
        headers = {name.lower() for name in answer.headers if name.lower().startswith("gncp")}
        assert headers >= {name.lower() for name in described.get("headers", {})} - {
            *("gncp-gw-quota-period", "gncp-gw-quota-limit", "gncp-gw-quota-remaining")
        }
        if "content" not in described:
            assert answer.content == b""
            return
        schema = described["content"]["application/json"]["schema"]
        self.check_value(answer.json(), schema)

    def check_value(self, value: Any, schema: dict[str, Any]) -> None:
        """Fails for a value of another shape or with a member the schema does not know."""
        absolute = {"$defs": {}, **self._absolute(schema)}
        validator = jsonschema.Draft202012Validator(
            absolute, registry=self._registry, format_checker=FORMATS
        )
        errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
        assert errors == []
        assert list(self._unknown(value, schema, "$")) == []

    def _unknown(self, value: Any, schema: dict[str, Any], place: str) -> Iterator[str]:
        schema = self._resolved(schema)
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from self._unknown(item, schema.get("items", {}), f"{place}[{index}]")
        if not isinstance(value, dict):
            return
        known = schema.get("properties", {})
        for name, item in value.items():
            if name not in known:
                yield f"{place}.{name} is not documented"
            elif item is None:
                yield f"{place}.{name} is null; NAVER leaves such members out"
            else:
                yield from self._unknown(item, known[name], f"{place}.{name}")

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in schema:
            node = self.document
            for part in schema["$ref"].removeprefix("#/").split("/"):
                node = node[part]
            schema = node
        return schema

    def _absolute(self, schema: Any) -> Any:
        if isinstance(schema, list):
            return [self._absolute(item) for item in schema]
        if not isinstance(schema, dict):
            return schema
        return {
            name: f"urn:api{value}" if name == "$ref" else self._absolute(value)
            for name, value in schema.items()
        }


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference()


@pytest.fixture(scope="module")
def numbers(sandbox) -> dict[str, int]:
    row = sandbox.search(size=1)["contents"][0]["channelProducts"][0]
    entry = sandbox.call("GET", "/v1/seller/addressbooks-for-page").json()["addressBooks"][0]
    group = sandbox.call("GET", GROUPS).json()["contents"][1]
    return {
        "originProductNo": row["originProductNo"],
        "channelProductNo": row["channelProductNo"],
        "addressBookNo": entry["addressBookNo"],
        "deliveryBundleGroupId": group["id"],
        "categoryId": row["categoryId"],
    }


MIDNIGHT = "2026-11-23T00:00:00.000+09:00"
DAYS = {"startDate": "2026-10-01", "endDate": "2026-11-01"}
PAGED = {"pageNumber": 1, "pageSize": 1000}
BY_PAYMENT = {"periodType": "SETTLE_CASEBYCASE_PAY_DATE", "searchDate": "2026-10-12", **PAGED}
WRITTEN = {"deliveryBundleGroup": GROUP}
GOOD = [
    ("GET", "/v1/seller/account", {}, 200),
    ("GET", "/v1/seller/channels", {}, 200),
    ("GET", "/v1/seller/addressbooks-for-page", {}, 200),
    ("GET", "/v1/seller/addressbooks/{addressBookNo}", {}, 200),
    ("GET", DISPATCH, {}, 200),
    ("POST", DISPATCH, {"json": {"basisHour": 9, "basisMinute": 0, "reason": "휴무"}}, 204),
    ("POST", DISPATCH, {"json": WHOLE_DISPATCH}, 204),
    ("GET", DISPATCH, {}, 200),
    ("GET", GROUPS, {}, 200),
    ("GET", GROUPS + "/{deliveryBundleGroupId}", {}, 200),
    ("POST", GROUPS, {"json": WRITTEN}, 200),
    ("POST", GROUPS, {"json": {"deliveryBundleGroup": GROUP_BY_AREA}}, 200),
    ("PUT", GROUPS + "/{deliveryBundleGroupId}", {"json": WRITTEN}, 200),
    ("GET", "/v1/categories", {"params": {"last": "true"}}, 200),
    ("GET", "/v1/categories/{categoryId}", {}, 200),
    ("POST", SEARCH, {"json": {"size": 500}}, 200),
    ("GET", ORIGIN, {}, 200),
    ("GET", CHANNEL, {}, 200),
    ("GET", FEED, {"params": {"lastChangedFrom": MIDNIGHT}}, 200),
    ("GET", QNAS, {"params": {"fromDate": MIDNIGHT, "toDate": MIDNIGHT, "size": 1}}, 200),
    ("GET", DAILY, {"params": {**DAYS, "pageNumber": 1, "pageSize": 1}}, 200),
    ("GET", DAILY, {"params": {**DAYS, **PAGED}}, 200),
    ("GET", CASE, {"params": {"searchDate": "2026-10-12", **PAGED}}, 200),
    ("GET", CASE, {"params": BY_PAYMENT}, 200),
    ("GET", CASE, {"params": {"searchDate": "2024-10-14", **PAGED}}, 200),
    ("GET", FEES, {"params": {"searchDate": "2026-10-12", **PAGED}}, 200),
    ("GET", FEES, {"params": {"searchDate": "2025-04-14", **PAGED}}, 200),
    ("GET", VAT_DAILY, {"params": {**DAYS, **PAGED}}, 200),
    ("GET", VAT_CASE, {"params": {**DAYS, **PAGED}}, 200),
]
BAD = [
    ("GET", "/v1/seller/addressbooks-for-page", {"params": {"page": "x"}}, 400),
    ("POST", DISPATCH, {"json": {"basisHour": 99}}, 400),
    ("POST", DISPATCH, {"json": {**WHOLE_DISPATCH, "holidayOfTheWeek": "SUNDAY"}}, 400),
    ("POST", DISPATCH, {"json": {**WHOLE_DISPATCH, "sellerHolidays": ["12/25"]}}, 400),
    ("GET", GROUPS, {"params": {"size": 101}}, 400),
    ("POST", GROUPS, {"json": {"deliveryBundleGroup": {**GROUP, "usable": None}}}, 400),
    ("POST", GROUPS, {"json": {}}, 400),
    ("PUT", GROUPS + "/{deliveryBundleGroupId}", {"content": b"["}, 400),
    ("POST", SEARCH, {"json": {"size": 501}}, 400),
    ("POST", SEARCH, {"content": b"no"}, 400),
    ("GET", ORIGIN, {}, 404),
    ("GET", CHANNEL, {}, 404),
    ("GET", GROUPS + "/{deliveryBundleGroupId}", {}, 404),
    ("GET", "/v1/seller/addressbooks/{addressBookNo}", {}, 404),
    ("GET", "/v1/categories/{categoryId}", {}, 404),
    ("GET", FEED, {}, 400),
    ("GET", FEED, {"params": {"lastChangedFrom": MIDNIGHT, "limitCount": 301}}, 400),
    ("GET", FEED, {"params": {"lastChangedFrom": "2026-11-01", "lastChangedTo": MIDNIGHT}}, 400),
    ("GET", QNAS, {"params": {"fromDate": MIDNIGHT}}, 400),
    ("GET", DAILY, {"params": {**DAYS, "pageNumber": 1}}, 400),
    ("GET", CASE, {"params": {**PAGED, "searchDate": "2026-10-12", "pageSize": 1001}}, 400),
    ("GET", CASE, {"params": {**PAGED, "searchDate": "2026-10-12", "orderId": "17"}}, 400),
    ("GET", FEES, {"params": PAGED}, 400),
    ("GET", VAT_DAILY, {"params": {**PAGED, **DAYS, "endDate": "2026-12-01"}}, 400),
    ("GET", VAT_CASE, {"params": {**PAGED, "startDate": "2026-10-01"}}, 400),
    ("GET", DAILY, {"params": {"startDate": "2026-10-01", "endDate": "2026-11-02"}}, 400),
]


@pytest.mark.parametrize(("method", "path", "sent", "status"), GOOD)
def test_an_answer_is_as_described(sandbox, reference, numbers, method, path, sent, status):
    answer = sandbox.call(method, path.format(**numbers), **sent)

    assert answer.status_code == status
    reference.check(answer, method, path)


@pytest.mark.parametrize(("method", "path", "sent", "status"), BAD)
def test_a_refusal_is_as_described(sandbox, reference, method, path, sent, status):
    answer = sandbox.call(method, re.sub(r"\{\w+\}", "17", path), **sent)

    if "PUT" in method:  # an unknown number is refused before the body is read
        answer = sandbox.call("PUT", GROUPS + "/40500000", **sent)
    assert answer.status_code == status
    reference.check(answer, method, path)


@pytest.mark.parametrize("store", [0, 1, 2])
def test_every_row_and_every_product_read_of_a_store_is_as_described(sandbox, reference, store):
    answer = sandbox.call("POST", SEARCH, store=store, json={"size": 250})
    reference.check(answer, "POST", SEARCH)

    for content in answer.json()["contents"][:80]:
        number = content["originProductNo"]
        read = sandbox.call("GET", ORIGIN.format(originProductNo=number), store=store)
        reference.check(read, "GET", ORIGIN)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("rate_limit_429", 429),
        ("quota_limit_429", 429),
        ("internal_500", 500),
        ("block_503", 503),
        ("timeout_504", 504),
        ("ip_not_allowed", 403),
        ("missing_group", 401),
        ("token_revoked_401", 401),
    ],
)
def test_a_gateway_error_is_as_described(unspoiled, reference, kind, status):
    unspoiled.fault(SEARCH, kind)

    answer = unspoiled.call("POST", SEARCH, json={})

    assert answer.status_code == status
    if status == 500:  # described as the product service's own body; the gateway's stands beside it
        reference.check_value(answer.json(), {"$ref": "#/components/schemas/GatewayError"})
    else:
        reference.check(answer, "POST", SEARCH)


def test_an_empty_bucket_and_an_unknown_path_are_as_described(start_sandbox, reference):
    sandbox = start_sandbox("--products", "5", "--rate", "0.1", "--burst", "1")
    answers = [sandbox.call("GET", "/v1/seller/account") for _ in range(2)]
    unknown = sandbox.call("GET", "/v1/pay-order/seller/orders")

    assert answers[1].status_code == 429
    reference.check(answers[1], "GET", "/v1/seller/account")
    reference.check_value(unknown.json(), {"$ref": "#/components/schemas/GatewayError"})


def test_the_token_calls_answers_are_as_described(unspoiled, reference):
    good = unspoiled.ask_token(unspoiled.sign(0))
    bad = unspoiled.ask_token({**unspoiled.sign(0), "account_id": "x"})
    unspoiled.control("application", store=0, allowed_ips=[])
    refused = unspoiled.ask_token(unspoiled.sign(0))

    for answer, status in ((good, 200), (bad, 400), (refused, 403)):
        assert answer.status_code == status
        reference.check(answer, "POST", TOKEN)
