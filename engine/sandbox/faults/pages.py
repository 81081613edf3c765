"""Faults of paged lists: a page twice, a page left out, a total that does not keep still."""

from __future__ import annotations

from typing import Any

import msgspec

from engine.sandbox.answers import Answer, Refused, read_object
from engine.sandbox.faults.mishap import Key, Kind, Mishap

SEARCH = "/v1/products/search"


async def _repeat_page(mishap: Mishap) -> Answer:
    """The rows of the page before, under the number asked for; the first page is as it is."""
    return _shifted(mishap, -1)


async def _skip_page(mishap: Mishap) -> Answer:
    """The rows of the page after, under the number asked for; none after the last."""
    return _shifted(mishap, 1)


async def _total_changes(mishap: Mishap) -> Answer:
    """totalElements `by` too many, the next time too few, and so on; the rows are all there."""
    answer = mishap.proceed()
    value = _list(answer)
    if value is None or "totalElements" not in value:
        return answer
    by = mishap.told("by") if mishap.fault.fired % 2 else -mishap.told("by")
    value["totalElements"] = max(0, value["totalElements"] + by)
    if value.get("size"):
        value["totalPages"] = -(-value["totalElements"] // value["size"])
    return _with(answer, value, value.get("page", 1))


def _shifted(mishap: Mishap, by: int) -> Answer:
    """The answer to another page of a list; a call that is no list is answered as it is."""
    query = dict(mishap.request.query_params)
    in_body = mishap.path == SEARCH
    try:
        sent = read_object(mishap.body) if in_body else query
        asked = max(1, int(sent.get("page", 1)))
    except (Refused, TypeError, ValueError):  # the call itself refuses it
        return mishap.proceed()
    page = max(1, asked + by)
    if in_body:
        answer = mishap.proceed(body=msgspec.json.encode({**sent, "page": page}))
    elif mishap.request.method == "GET":
        answer = mishap.proceed(query={**query, "page": str(page)})
    else:
        return mishap.proceed()
    value = _list(answer)
    return answer if value is None else _with(answer, value, asked)


def _list(answer: Answer) -> dict[str, Any] | None:
    if answer.status != 200 or not answer.body:
        return None
    value = msgspec.json.decode(answer.body)
    return value if isinstance(value, dict) and "page" in value else None


def _with(answer: Answer, value: dict[str, Any], page: int) -> Answer:
    """The list as the answer to `page`, with what follows from that put in step."""
    value["page"] = page
    if "totalPages" in value and "last" in value:
        value["first"], value["last"] = page == 1, page >= value["totalPages"]
    answer.body = msgspec.json.encode(value)
    return answer


PAGES = {
    "repeat_page": Kind(_repeat_page),
    "skip_page": Kind(_skip_page),
    "total_changes": Kind(_total_changes, {"by": Key(1, int)}),
}
