"""The order calls: the change feed of a store that has no orders yet.

Source: docs/reference/commerce-api.md section 6 and docs/reference/corrections.md (feed window,
absent `data`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.sandbox.answers import Answer, Refused, gateway_error, ok, traced
from engine.sandbox.gateway import Call
from engine.sandbox.moments import stamp

LONGEST = timedelta(hours=24)
MOST_ROWS = 300


def last_changed(call: Call) -> Answer:
    """GET what changed within a day: nothing, told as NAVER tells it, without `data`."""
    start = _moment(call, "lastChangedFrom")
    if start is None:
        raise Refused(_wrong("4000", "lastChangedFrom 항목은 필수입니다."))
    end = _moment(call, "lastChangedTo") or start + LONGEST
    if end < start:
        raise Refused(_wrong("4000", "lastChangedTo는 lastChangedFrom보다 빠를 수 없습니다."))
    if end - start > LONGEST:
        raise Refused(_wrong("104139", "조회 기간이 24시간을 초과했습니다."))
    limit = call.query.get("limitCount", str(MOST_ROWS))
    if not limit.isdecimal() or not 1 <= int(limit) <= MOST_ROWS:
        raise Refused(_wrong("4000", f"limitCount는 1 이상 {MOST_ROWS} 이하입니다."))
    return traced(ok({"timestamp": stamp()}))


def _moment(call: Call, name: str) -> datetime | None:
    text = call.query.get(name)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Refused(_wrong("4000", f"{name} 형식이 올바르지 않습니다."))
    return moment


def _wrong(code: str, message: str) -> Answer:
    return gateway_error(400, code, message)
