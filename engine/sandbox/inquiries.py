"""The questions about products: none was asked yet.

Source: docs/reference/commerce-api.md section 7.
"""

from __future__ import annotations

from datetime import datetime

from engine.sandbox.answers import Answer, InvalidInput, Refused, bad_request, ok, whole_number
from engine.sandbox.gateway import Call

MOST_A_PAGE = 100


def questions(call: Call) -> Answer:
    """GET a page of questions between two moments."""
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


def _moment(call: Call, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(call.query.get(name, ""))
        if moment.tzinfo is not None:
            return moment
    except ValueError:
        pass
    raise Refused(bad_request(InvalidInput(name, "TypeMismatch", "날짜 형식이 아닙니다.")))
