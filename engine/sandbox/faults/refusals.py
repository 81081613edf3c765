"""Faults that are refusals: the gateway's errors in its own words, and a redirect.

Source: docs/reference/commerce-api.md section 2. A 502 is not in NAVER's table, where GW.PROXY
comes as 500.
"""

from __future__ import annotations

from engine.sandbox.answers import (
    Answer,
    gateway_error,
    ip_not_allowed,
    rate_limited,
    service_error,
    unauthenticated,
)
from engine.sandbox.faults.mishap import NUMBER, Key, Kind, Mishap

_REMAINING = "GNCP-GW-RateLimit-Remaining"
_QUOTA = "GNCP-GW-Quota"


async def _rate_limit(mishap: Mishap) -> Answer:
    """429; `remaining` tokens claimed to be left, without it the bucket really is emptied."""
    answer = rate_limited()
    if (remaining := mishap.told("remaining")) is None:
        mishap.drain()
    else:
        answer.headers[_REMAINING] = str(remaining)
    return _with_wait(answer, mishap)


async def _quota_limit(mishap: Mishap) -> Answer:
    answer = gateway_error(429, "GW.QUOTA_LIMIT", "허용된 호출량을 모두 사용했습니다.")
    for name in ("Period", "Limit", "Remaining"):
        answer.headers[f"{_QUOTA}-{name}"] = str(mishap.told(name.lower()))
    return _with_wait(answer, mishap)


async def _internal(mishap: Mishap) -> Answer:
    return gateway_error(500, mishap.told("code"), "일시적인 오류가 발생했습니다.")


async def _bad_gateway(mishap: Mishap) -> Answer:
    return gateway_error(502, mishap.told("code"), "서버와의 연결이 끊어졌습니다.")


async def _blocked(mishap: Mishap) -> Answer:
    return gateway_error(503, mishap.told("code"), "서비스 점검 중입니다.")


async def _timeout(mishap: Mishap) -> Answer:
    return gateway_error(504, mishap.told("code"), "처리 시간이 초과되었습니다.")


async def _ip(mishap: Mishap) -> Answer:
    return ip_not_allowed()


async def _group(mishap: Mishap) -> Answer:
    """401, or the `status` seen on settlement calls: 403."""
    answer = unauthenticated()
    answer.status = mishap.told("status")
    return answer


async def _redirect(mishap: Mishap) -> Answer:
    """308 to `location`, without it to the very address that was called."""
    answer = service_error(308, "PERMANENT_REDIRECT", "요청하신 주소가 변경되었습니다.")
    answer.headers["Location"] = mishap.told("location") or str(mishap.request.url)
    return answer


def _with_wait(answer: Answer, mishap: Mishap) -> Answer:
    if (seconds := mishap.told("retry_after")) is not None:
        answer.headers["Retry-After"] = str(seconds)
    return answer


_WAIT = Key(None, NUMBER | None)
REFUSALS = {
    "rate_limit_429": Kind(_rate_limit, {"remaining": Key(None, int | None), "retry_after": _WAIT}),
    "quota_limit_429": Kind(
        _quota_limit,
        {
            "period": Key("SECONDS", str),
            "limit": Key(1, int),
            "remaining": Key(0, int),
            "retry_after": _WAIT,
        },
    ),
    "internal_500": Kind(_internal, {"code": Key("GW.INTERNAL_SERVER_ERROR", str)}),
    "bad_gateway_502": Kind(_bad_gateway, {"code": Key("GW.PROXY.03", str)}),
    "block_503": Kind(_blocked, {"code": Key("GW.BLOCK.02", str)}),
    "timeout_504": Kind(_timeout, {"code": Key("GW.TIMEOUT.01", str)}),
    "ip_not_allowed": Kind(_ip),
    "missing_group": Kind(_group, {"status": Key(401, int)}),
    "redirect_308": Kind(_redirect, {"location": Key(None, str | None)}),
}
