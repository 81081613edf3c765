"""The questions about products and the inquiries about orders: none was asked yet.

Source: docs/reference/commerce-api.md section 7.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from engine.sandbox.answers import (
    Answer,
    InvalidInput,
    Refused,
    bad_request,
    ok,
    service_error,
    whole_number,
)
from engine.sandbox.gateway import Call

MOST_A_PAGE = 100
LONGEST = timedelta(days=365)
_ANSWERED = ("true", "false")
_LEAST, _MOST, _LAST_PAGE = 10, 200, 1_000_000  # of a page of inquiries


def questions(call: Call) -> Answer:
    """GET a page of questions between two moments."""
    if call.query.get("answered", "true") not in _ANSWERED:
        raise Refused(bad_request(InvalidInput("answered", "TypeMismatch", "true, false")))
    if _moment(call, "toDate") < _moment(call, "fromDate"):
        raise Refused(bad_request(InvalidInput("toDate", "Range", "시작일보다 빠릅니다.")))
    page = whole_number(call.query.get("page", 1), "page")
    size = whole_number(call.query.get("size", MOST_A_PAGE), "size")
    if page < 1 or not 1 <= size <= MOST_A_PAGE:
        raise Refused(bad_request(InvalidInput("size", "Range", f"1~{MOST_A_PAGE}")))
    return ok(
        {
            "contents": [],
            "page": page,
            "size": size,
            "totalElements": 0,
            "totalPages": 0,
            "sort": {"sorted": False, "fields": []},
            "first": page == 1,
            "last": True,
        }
    )


def inquiries(call: Call) -> Answer:
    """GET a page of inquiries by the day they were made; refused with codes of their own."""
    first, last = _day(call, "startSearchDate"), _day(call, "endSearchDate")
    if first > last:
        raise _refused("4002", "조회 시작일이 종료일보다 늦습니다.")
    if last - first > LONGEST:
        raise _refused("4003", "조회 기간은 365일을 넘을 수 없습니다.")
    if call.query.get("answered", "true") not in _ANSWERED:
        raise _refused("4001", "answered 값이 올바르지 않습니다.")
    page = _within(call, "page", 1, (1, "4004"), (_LAST_PAGE, "4005"))
    size = _within(call, "size", _LEAST, (_LEAST, "4006"), (_MOST, "4007"))
    return ok(
        {
            **{"content": [], "number": page - 1, "size": size, "numberOfElements": 0},
            **{"totalPages": 0, "totalElements": 0, "first": page == 1, "last": True},
        }
    )


def _within(
    call: Call, name: str, default: int, least: tuple[int, str], most: tuple[int, str]
) -> int:
    text = call.query.get(name, str(default))
    if not text.removeprefix("-").isdecimal():
        raise _refused("4001", f"{name} 값이 올바르지 않습니다.")
    if int(text) < least[0]:
        raise _refused(least[1], f"{name}은(는) {least[0]} 이상이어야 합니다.")
    if int(text) > most[0]:
        raise _refused(most[1], f"{name}은(는) {most[0]} 이하여야 합니다.")
    return int(text)


def _day(call: Call, name: str) -> date:
    try:
        return date.fromisoformat(call.query.get(name, ""))
    except ValueError:
        raise _refused("4001", f"{name} 형식이 올바르지 않습니다.") from None


def _refused(code: str, message: str) -> Refused:
    return Refused(service_error(400, code, message))


def _moment(call: Call, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(call.query.get(name, ""))
        if moment.tzinfo is not None:
            return moment
    except ValueError:
        pass
    raise Refused(bad_request(InvalidInput(name, "TypeMismatch", "날짜 형식이 아닙니다.")))
