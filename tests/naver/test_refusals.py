from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import msgspec
import pytest

from engine.api_errors import (
    ApiDown,
    ApiRejected,
    AuthFailed,
    Blocked,
    ClockOff,
    IpNotAllowed,
    NotFound,
    PermissionMissing,
    QuotaExceeded,
    RateLimited,
)
from engine.clock import now
from engine.naver.auth import TOKEN_PATH
from engine.naver.refusals import refusal, token_refusal
from engine.naver.wire import Answer, Call

pytestmark = pytest.mark.dated

CALL = Call(method="GET", path="/v2/products/origin-products/{number}", group="상품")
TOKEN = Call(method="POST", path=TOKEN_PATH, group="")


def answer(status: int, body: Any = None, **headers: str) -> Answer:
    raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
    told = {"GNCP-GW-Trace-ID": "trace-1"} | {k.replace("_", "-"): v for k, v in headers.items()}
    return Answer(status=status, headers=told, body=raw)


def gateway(code: str) -> dict[str, str]:
    return {"code": code, "message": "안 됩니다.", "timestamp": "t", "traceId": "trace-1"}


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "BAD_REQUEST", ApiRejected),
        (401, "GW.AUTHN", PermissionMissing),
        (401, "UNAUTHORIZED", PermissionMissing),
        (403, "GW.AUTHN", PermissionMissing),
        (403, "GW.AUTHZ", PermissionMissing),
        (403, "GW.IP_NOT_ALLOWED", IpNotAllowed),
        (403, "FORBIDDEN", ApiRejected),
        (403, "ROLE_NOT_FOUND", ApiRejected),
        (404, "GW.NOT_FOUND", NotFound),
        (404, "NOT_FOUND", NotFound),
        (404, "CHANNEL_NOT_FOUND", NotFound),
        (308, "PERMANENT_REDIRECT", ApiRejected),
        (409, "4001", ApiRejected),
        (415, "UNSUPPORTED_MEDIA_TYPE", ApiRejected),
        (429, "GW.RATE_LIMIT", RateLimited),
        (429, "GW.QUOTA_LIMIT", QuotaExceeded),
        *[(500, f"GW.PROXY.0{n}", ApiDown) for n in range(1, 6)],
        (500, "GW.INTERNAL_SERVER_ERROR", ApiDown),
        (500, "INTERNAL_SERVER_ERROR", ApiDown),
        (502, "?", ApiDown),
        (503, "GW.BLOCK.01", ApiDown),
        (503, "GW.BLOCK.02", ApiDown),
        (504, "GW.TIMEOUT.01", ApiDown),
        (504, "GW.TIMEOUT.02", ApiDown),
    ],
)
def test_each_documented_refusal_is_one_error_class(
    status: int, code: str, kind: type[ApiRejected]
) -> None:
    error = refusal(CALL, answer(status, gateway(code)))

    assert type(error) is kind
    assert (error.method, error.path) == ("GET", "/v2/products/origin-products/{number}")
    assert (error.status, error.naver_code, error.trace_id) == (status, code, "trace-1")
    assert str(error).endswith((".", "안 됩니다.", "later"))


def test_a_missing_api_group_is_named_with_the_call_that_needs_it() -> None:
    error = refusal(CALL, answer(401, gateway("GW.AUTHN")))

    assert "상품" in str(error)
    assert "GET /v2/products/origin-products/{number}" in str(error)


WEB_PAGE = b"\xef\xbb\xbf<!DOCTYPE html><html><head><title>\nAccess  Denied</title></head></html>"


@pytest.mark.parametrize(
    ("status", "body", "kind", "cause", "mend"),
    [
        (403, gateway("GW.IP_NOT_ALLOWED"), IpNotAllowed, "not registered", "Add its public IP"),
        (403, gateway("GW.AUTHZ"), PermissionMissing, "lacks the API group 상품", "Add the group"),
        (403, gateway("GW.AUTHN"), PermissionMissing, "lacks the API group 상품", "Add the group"),
        (403, gateway("FORBIDDEN"), ApiRejected, "(안 됩니다.). Check", "it is this store's"),
        (
            403,
            gateway("ROLE_NOT_FOUND"),
            ApiRejected,
            "(안 됩니다.). Check",
            "the account may do this",
        ),
        (403, WEB_PAGE, Blocked, "firewall", "(Access Denied). Ask who runs the network"),
        (451, WEB_PAGE, Blocked, "firewall", "Ask who runs the network"),
        (407, b"", Blocked, "firewall", "(-). Ask who runs the network"),
        (403, b"", Blocked, "firewall", "Ask who runs the network"),
    ],
)
def test_a_403_names_its_cause_and_its_mend(
    status: int, body: Any, kind: type[ApiRejected], cause: str, mend: str
) -> None:
    error = refusal(CALL, answer(status, body))

    assert type(error) is kind
    assert cause in str(error)
    assert mend in str(error)


def test_a_token_refused_by_the_network_is_not_put_down_to_the_application() -> None:
    error = token_refusal(TOKEN, answer(403, WEB_PAGE), now())

    assert type(error) is Blocked
    assert "Access Denied" in str(error)


def test_an_application_that_sleeps_is_told_how_to_wake_it() -> None:
    body = {"code": "FORBIDDEN", "message": "휴면 상태입니다."}

    assert "wake it there" in str(token_refusal(TOKEN, answer(403, body), now()))


def test_naver_says_itself_what_it_does_not_like() -> None:
    body = {
        "code": "BAD_REQUEST",
        "message": "입력값을 확인해 주세요.",
        "invalidInputs": [
            {"name": "size", "type": "Max", "message": "500 이하"},
            {"name": "page", "type": "TypeMismatch"},
            "?",
        ],
    }

    error = refusal(CALL, answer(400, body))

    assert error.invalid_inputs == ("size: 500 이하", "page: TypeMismatch", "?")
    expected = "NAVER refused the request: 입력값을 확인해 주세요.; size: 500 이하"
    assert str(error).startswith(expected)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", b'"x"', b'{"code": 7}', b"\xff", b"{}"])
def test_a_body_that_says_nothing_still_gives_the_class_of_its_status(body: bytes) -> None:
    assert type(refusal(CALL, answer(503, body))) is ApiDown
    assert type(refusal(CALL, answer(404, body))) is NotFound
    assert type(refusal(CALL, answer(400, body))) is ApiRejected


def test_a_long_or_odd_message_is_shortened_to_one_line() -> None:
    error = refusal(CALL, answer(400, {"message": "a\n\x1b[31m{reason}" + "b" * 1000}))

    assert len(error.params["reason"]) <= 200
    assert "\n" not in str(error)
    assert "\x1b" not in str(error)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("3", 3.0), ("0.5", 0.5), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("-1", None), ("", None)],
)
def test_retry_after_is_kept_where_it_is_a_number(text: str, seconds: float | None) -> None:
    error = refusal(CALL, answer(429, gateway("GW.RATE_LIMIT"), Retry_After=text))

    assert error.retry_after_seconds == seconds


def invalid(name: str) -> dict[str, Any]:
    message = f"{name} 항목이 유효하지 않습니다."
    return {
        "code": "BAD_REQUEST",
        "message": "입력값을 확인해 주세요.",
        "timestamp": "2026-11-23T00:00:00+09:00",
        "invalidInputs": [{"name": name, "type": "NotValid", "message": message}],
    }


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, invalid("client_secret_sign"), AuthFailed),
        (400, invalid("client_id"), AuthFailed),
        (401, gateway("GW.AUTHN"), AuthFailed),
        (400, invalid("timestamp"), ClockOff),
        (403, gateway("GW.IP_NOT_ALLOWED"), IpNotAllowed),
        (403, {"code": "FORBIDDEN", "message": "휴면"}, ApiRejected),
        (403, b"<html>", Blocked),
        (400, invalid("grant_type"), ApiRejected),
        (415, gateway("UNSUPPORTED_MEDIA_TYPE"), ApiRejected),
        (404, gateway("GW.NOT_FOUND"), NotFound),
        (429, gateway("GW.RATE_LIMIT"), RateLimited),
        (429, gateway("GW.QUOTA_LIMIT"), QuotaExceeded),
        (500, gateway("GW.INTERNAL_SERVER_ERROR"), ApiDown),
        (503, b"<html>", ApiDown),
    ],
)
def test_each_refusal_of_a_token_is_one_error_class(
    status: int, body: Any, kind: type[ApiRejected]
) -> None:
    error = token_refusal(TOKEN, answer(status, body), now())

    assert type(error) is kind
    assert error.path == TOKEN_PATH


@pytest.mark.parametrize(("minutes", "sentence"), [(7, "7 minutes fast"), (-12, "12 minutes slow")])
def test_the_date_of_the_answer_tells_how_far_the_clock_is_off(minutes: int, sentence: str) -> None:
    here = now()
    date = format_datetime(here - timedelta(minutes=minutes))

    for name in ("timestamp", "client_secret_sign"):
        error = token_refusal(TOKEN, answer(400, invalid(name), Date=date), here)

        assert type(error) is ClockOff
        assert sentence in str(error)


def test_a_clock_that_is_right_does_not_hide_a_wrong_secret() -> None:
    here = now()
    date = format_datetime(here + timedelta(minutes=4))

    error = token_refusal(TOKEN, answer(400, invalid("client_secret_sign"), Date=date), here)

    assert type(error) is AuthFailed
