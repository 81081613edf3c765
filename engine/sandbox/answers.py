"""Answers, and NAVER's error bodies: the gateway's and those of the services behind it.

Source: docs/reference/commerce-api.md sections 2 and 3.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from engine.sandbox.moments import stamp

JSON = "application/json;charset=UTF-8"
TRACE_ID = "GNCP-GW-Trace-ID"
Sending = Callable[[bytes], AsyncIterator[bytes]]


@dataclass(slots=True)
class Answer:
    """Status, body and headers of one answer; the gateway adds its own headers.

    `sending` cuts the body into the pieces it leaves in; without it the body leaves whole.
    """

    status: int = 200
    body: bytes = b""
    content_type: str | None = JSON
    headers: dict[str, str] = field(default_factory=dict)
    sending: Sending | None = None


@dataclass(frozen=True, slots=True)
class InvalidInput:
    """One row of invalidInputs: which member, what sort of mistake, in words."""

    name: str
    type: str
    message: str


class Refused(Exception):
    """A call answered with an error; carries the answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def ok(value: object) -> Answer:
    """200 with a value as JSON; members whose value is None must already be gone."""
    return Answer(body=msgspec.json.encode(value))


def trace_id() -> str:
    """A request id in NAVER's newer form."""
    return f"{secrets.token_urlsafe(16)}^{_now_ms()}^{secrets.randbelow(1_000_000)}"


def gateway_error(status: int, code: str, message: str) -> Answer:
    """An error of the gateway: `{code,message,timestamp,traceId}`."""
    trace = trace_id()
    body = {"code": code, "message": message, "timestamp": stamp(), "traceId": trace}
    return Answer(status, msgspec.json.encode(body), headers={TRACE_ID: trace})


def not_registered() -> Answer:
    """404 for a path the gateway does not know."""
    return gateway_error(404, "GW.NOT_FOUND", "요청하신 API를 찾을 수 없습니다.")


def unauthenticated(status: int = 401) -> Answer:
    """401 for a token that is missing, expired or wrong, and for a missing API group."""
    return gateway_error(status, "GW.AUTHN", "요청을 보낼 권한이 없습니다.")


def ip_not_allowed() -> Answer:
    """403 for a caller whose address is not registered with the application."""
    return gateway_error(403, "GW.IP_NOT_ALLOWED", "호출이 허용되지 않은 IP입니다.")


def rate_limited() -> Answer:
    """429 for an empty bucket; with traceId, as the schema asks, though a recording had none."""
    return gateway_error(
        429, "GW.RATE_LIMIT", "요청이 많아 서비스를 일시적으로 사용할 수 없습니다."
    )


def service_error(status: int, code: str, message: str, *invalid: InvalidInput) -> Answer:
    """An error of a service behind the gateway: `{code,message,timestamp,invalidInputs}`."""
    body: dict[str, Any] = {"code": code, "message": message, "timestamp": stamp()}
    if invalid:
        body["invalidInputs"] = [
            {"name": item.name, "type": item.type, "message": item.message} for item in invalid
        ]
    return Answer(status, msgspec.json.encode(body))


def traced(answer: Answer) -> Answer:
    """The answer of a service that repeats the trace id of the header in its body."""
    trace = answer.headers.setdefault(TRACE_ID, trace_id())
    body = msgspec.json.decode(answer.body)
    answer.body = msgspec.json.encode({**body, "traceId": trace})
    return answer


def bad_request(*invalid: InvalidInput) -> Answer:
    """400 naming the members that are wrong."""
    return service_error(
        400, "BAD_REQUEST", "데이터 처리에 실패했습니다. 입력값을 확인해 주세요.", *invalid
    )


def not_found(message: str = "존재하지 않는 상품입니다.") -> Answer:
    """404 of the product service."""
    return service_error(404, "NOT_FOUND", message)


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object of a request body; raises Refused with 400 for anything else."""
    try:
        value = msgspec.json.decode(body) if body else {}
    except msgspec.DecodeError as error:
        raise Refused(bad_request(InvalidInput("body", "NotReadable", str(error)))) from None
    if not isinstance(value, dict):
        raise Refused(bad_request(InvalidInput("body", "NotReadable", "JSON 객체가 아닙니다.")))
    return value


def whole_number(value: object, name: str) -> int:
    """A whole number out of a query or body; raises Refused with TypeMismatch."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().removeprefix("-").isdecimal():
        return int(value)
    raise Refused(bad_request(InvalidInput(name, "TypeMismatch", "숫자 형식이 아닙니다.")))


def _now_ms() -> int:
    return int(time.time() * 1000)
