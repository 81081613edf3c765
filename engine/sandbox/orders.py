"""The order calls: the change feed of a store that has no orders yet.

Source: docs/reference/commerce-api.md section 6 and docs/reference/corrections.md (feed window,
absent `data`).
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from engine.sandbox.answers import Answer, Refused, gateway_error, ok, traced
from engine.sandbox.gateway import Call
from engine.sandbox.moments import stamp

_KST = timezone(timedelta(hours=9))
LONGEST = timedelta(hours=24)
MOST_ROWS = 300
_TYPES = frozenset(
    (
        *("PAY_WAITING", "PAYED", "EXCHANGE_OPTION", "DELIVERY_ADDRESS_CHANGED", "GIFT_RECEIVED"),
        *("CLAIM_REJECTED", "DISPATCHED", "CLAIM_REQUESTED", "COLLECT_DONE", "CLAIM_COMPLETED"),
        *("PURCHASE_DECIDED", "HOPE_DELIVERY_INFO_CHANGED", "CLAIM_REDELIVERING"),
    )
)


def last_changed(call: Call) -> Answer:
    """GET what changed within a day: nothing, told as NAVER tells it, without `data`."""
    start = _moment(call, "lastChangedFrom")
    if start is None:
        raise Refused(_wrong("4000", "lastChangedFrom 항목은 필수입니다."))
    told_end = _moment(call, "lastChangedTo")
    end = told_end or start + LONGEST
    if end < start:
        raise Refused(_wrong("4000", "lastChangedTo는 lastChangedFrom보다 빠를 수 없습니다."))
    if end - start > LONGEST:
        raise Refused(_wrong("104139", "조회 기간이 24시간을 초과했습니다."))
    if max(start, told_end or start) >= _tomorrow(call.now):
        raise Refused(_wrong("104139", "미래의 기간은 조회할 수 없습니다."))
    kind = call.query.get("lastChangedType")
    if kind is not None and kind not in _TYPES:
        raise Refused(_wrong("4000", f"lastChangedType 값이 올바르지 않습니다: {kind}"))
    limit = call.query.get("limitCount", str(MOST_ROWS))
    if not limit.isdecimal() or not 1 <= int(limit) <= MOST_ROWS:
        raise Refused(_wrong("4000", f"limitCount는 1 이상 {MOST_ROWS} 이하입니다."))
    return traced(ok({"timestamp": stamp()}))


def _tomorrow(now: float) -> datetime:
    """The midnight a window may not reach: what is left of today may be asked for."""
    day = datetime.fromtimestamp(now, _KST).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1)


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
