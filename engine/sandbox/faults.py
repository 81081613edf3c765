"""Faults on demand: one function a kind, each given the call and a way to let it proceed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from engine.sandbox.answers import (
    JSON,
    Answer,
    gateway_error,
    ip_not_allowed,
    rate_limited,
    unauthenticated,
)

REMAINING = "GNCP-GW-RateLimit-Remaining"


class HangUp(Exception):
    """The connection is to be closed without an answer."""


@dataclass(slots=True)
class Fault:
    """What goes wrong: on `path` ("*" for any), from the `at`-th matching call on, `count` times.

    `count` None means for good; `store` None every store; `details` are the kind's own members.
    """

    path: str
    kind: str
    at: int = 1
    count: int | None = 1
    store: int | None = None
    details: dict[str, Any] = field(default_factory=dict)
    seen: int = 0
    fired: int = 0


@dataclass(frozen=True, slots=True)
class Mishap:
    """A call that meets a fault: how to let it proceed, empty its bucket, and revoke its token."""

    fault: Fault
    proceed: Callable[[], Answer]
    drain: Callable[[], None]
    revoke: Callable[[], None]


class FaultPlan:
    """The faults ordered so far."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def due(self, path: str, store: int | None) -> Fault | None:
        """Counts the call against every fault it matches; answers the first that fires."""
        firing: Fault | None = None
        for fault in self.faults:
            if fault.path not in ("*", path) or fault.store not in (None, store):
                continue
            fault.seen += 1
            spent = fault.count is not None and fault.fired >= fault.count
            if firing is None and fault.seen >= fault.at and not spent:
                fault.fired += 1
                firing = fault
        return firing


async def suffer(mishap: Mishap) -> Answer:
    """The answer a fault makes of a call; raises HangUp for one without."""
    return await KINDS[mishap.fault.kind](mishap)


async def _rate_limit(mishap: Mishap) -> Answer:
    """Details: `remaining` (tokens claimed to be left; without it the bucket really is emptied)."""
    answer = rate_limited()
    remaining = mishap.fault.details.get("remaining")
    if remaining is None:
        mishap.drain()
    else:
        answer.headers[REMAINING] = str(remaining)
    if (seconds := mishap.fault.details.get("retry_after")) is not None:
        answer.headers["Retry-After"] = str(seconds)
    return answer


async def _internal(mishap: Mishap) -> Answer:
    return gateway_error(500, "GW.INTERNAL_SERVER_ERROR", "일시적인 오류가 발생했습니다.")


async def _blocked(mishap: Mishap) -> Answer:
    code = mishap.fault.details.get("code", "GW.BLOCK.02")
    return gateway_error(503, code, "서비스 점검 중입니다.")


async def _html(mishap: Mishap) -> Answer:
    """Details: `status` (200)."""
    page = "<!DOCTYPE html><html><body><h1>점검 중입니다</h1></body></html>"
    status = int(mishap.fault.details.get("status", 200))
    return Answer(status, page.encode(), "text/html;charset=UTF-8")


async def _truncated(mishap: Mishap) -> Answer:
    answer = mishap.proceed()
    answer.body = answer.body[: len(answer.body) // 2]
    return answer


async def _missing_member(mishap: Mishap) -> Answer:
    """Details: `member` ("channelProductNo"), `all` (false: only where it is met first)."""
    return _edited(mishap, lambda record, name: record.pop(name))


async def _wrong_type(mishap: Mishap) -> Answer:
    """Details: `member` ("salePrice"), `value` ("이만원"), `all`."""
    value = mishap.fault.details.get("value", "이만원")
    return _edited(mishap, lambda record, name: record.update({name: value}), "salePrice")


async def _unknown_status(mishap: Mishap) -> Answer:
    """Details: `value` ("PAUSED"), `all`."""
    value = mishap.fault.details.get("value", "PAUSED")
    return _edited(mishap, lambda record, name: record.update({name: value}), "statusType")


async def _ip(mishap: Mishap) -> Answer:
    return ip_not_allowed()


async def _group(mishap: Mishap) -> Answer:
    """Details: `status` (401; 403 was seen on settlement calls)."""
    answer = unauthenticated()
    answer.status = int(mishap.fault.details.get("status", 401))
    return answer


async def _revoked(mishap: Mishap) -> Answer:
    mishap.revoke()
    return unauthenticated()


async def _reset(mishap: Mishap) -> Answer:
    raise HangUp


async def _slow(mishap: Mishap) -> Answer:
    """Details: `seconds` (5)."""
    await asyncio.sleep(float(mishap.fault.details.get("seconds", 5)))
    return mishap.proceed()


KINDS: dict[str, Callable[[Mishap], Awaitable[Answer]]] = {
    "rate_limit_429": _rate_limit,
    "internal_500": _internal,
    "block_503": _blocked,
    "html": _html,
    "truncated_json": _truncated,
    "missing_member": _missing_member,
    "wrong_type": _wrong_type,
    "unknown_status": _unknown_status,
    "ip_not_allowed": _ip,
    "missing_group": _group,
    "token_revoked_401": _revoked,
    "reset": _reset,
    "slow": _slow,
}


def _edited(
    mishap: Mishap,
    edit: Callable[[dict[str, Any], str], object],
    member: str = "channelProductNo",
) -> Answer:
    answer = mishap.proceed()
    if answer.content_type != JSON or not answer.body:
        return answer
    name = str(mishap.fault.details.get("member", member))
    value = msgspec.json.decode(answer.body)
    for record in _records_with(value, name):
        edit(record, name)
        if not mishap.fault.details.get("all", False):
            break
    answer.body = msgspec.json.encode(value)
    return answer


def _records_with(value: Any, name: str) -> list[dict[str, Any]]:
    inner = value if isinstance(value, list) else []
    found: list[dict[str, Any]] = []
    if isinstance(value, dict):
        found = [value] if name in value else []
        inner = list(value.values())
    for item in inner:
        found += _records_with(item, name)
    return found
