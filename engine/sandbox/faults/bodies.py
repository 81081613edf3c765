"""Faults of bodies: no JSON, half of it, damaged gzip, or members other than they should be."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import msgspec

from engine.sandbox.answers import JSON, Answer
from engine.sandbox.faults.mishap import Key, Kind, Mishap

Edit = Callable[[dict[str, Any], str], object]


async def _html(mishap: Mishap) -> Answer:
    page = "<!DOCTYPE html><html><body><h1>점검 중입니다</h1></body></html>"
    return Answer(mishap.told("status"), page.encode(), "text/html;charset=UTF-8")


async def _truncated(mishap: Mishap) -> Answer:
    """The first half of the body, complete by its Content-Length."""
    answer = mishap.proceed()
    answer.body = answer.body[: len(answer.body) // 2]
    return answer


async def _broken_gzip(mishap: Mishap) -> Answer:
    """The body as gzip with its middle byte and its checksum turned over; an empty one stays."""
    answer = mishap.proceed()
    if answer.body:
        packed = bytearray(gzip.compress(answer.body))
        for place in (len(packed) // 2, -8):
            packed[place] ^= 0xFF
        answer.body = bytes(packed)
        answer.headers["Content-Encoding"] = "gzip"
    return answer


async def _missing_member(mishap: Mishap) -> Answer:
    return _edited(mishap, lambda record, name: record.pop(name))


async def _null_member(mishap: Mishap) -> Answer:
    return _edited(mishap, lambda record, name: record.update({name: None}))


async def _other_value(mishap: Mishap) -> Answer:
    value = mishap.told("value")
    return _edited(mishap, lambda record, name: record.update({name: value}))


def _edited(mishap: Mishap, edit: Edit) -> Answer:
    """The answer with `member` edited where it is met first, or wherever it stands if `all`."""
    answer = mishap.proceed()
    if answer.content_type != JSON or not answer.body:
        return answer
    name = mishap.told("member")
    value = msgspec.json.decode(answer.body)
    for record in _records_with(value, name):
        edit(record, name)
        if not mishap.told("all"):
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


def _member(name: str, **more: Key) -> dict[str, Key]:
    return {"member": Key(name, str), **more, "all": Key(False, bool)}


BODIES = {
    "html": Kind(_html, {"status": Key(200, int)}),
    "truncated_json": Kind(_truncated),
    "broken_gzip": Kind(_broken_gzip),
    "missing_member": Kind(_missing_member, _member("channelProductNo")),
    "null_member": Kind(_null_member, _member("channelProductNo")),
    "wrong_type": Kind(_other_value, _member("salePrice", value=Key("이만원", object))),
    "unknown_status": Kind(_other_value, _member("statusType", value=Key("PAUSED", str))),
}
