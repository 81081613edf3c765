"""The settlement calls: a store without sales has days without rows.

Source: commerce-api README section 8 and its corrections (the longest window).
"""

from __future__ import annotations

from datetime import date

from engine.sandbox.answers import Answer, InvalidInput, Refused, bad_request, ok, whole_number
from engine.sandbox.gateway import Call

MOST_A_PAGE = 1000
MOST_DAYS = 32  # counted inclusively, as measured


def daily(call: Call) -> Answer:
    """GET the daily settlements between two days, both included."""
    start, end = _day(call, "startDate"), _day(call, "endDate")
    if not 0 <= (end - start).days < MOST_DAYS:
        raise Refused(bad_request(InvalidInput("endDate", "Range", "한 달 이내로 조회해 주세요.")))
    page = whole_number(call.query.get("pageNumber"), "pageNumber")
    size = whole_number(call.query.get("pageSize"), "pageSize")
    if page < 1 or not 1 <= size <= MOST_A_PAGE:
        raise Refused(bad_request(InvalidInput("pageSize", "Range", f"1~{MOST_A_PAGE}")))
    pagination = {"page": page, "size": size, "totalPages": 0, "totalElements": 0}
    return ok({"elements": [], "pagination": pagination})


def _day(call: Call, name: str) -> date:
    try:
        return date.fromisoformat(call.query.get(name, ""))
    except ValueError:
        wrong = InvalidInput(name, "TypeMismatch", "yyyy-MM-dd")
        raise Refused(bad_request(wrong)) from None
