"""A call, its answer, and one typed decode that names the member that does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

from engine.api_errors import ApiShapeChanged

T = TypeVar("T")

TRACE_ID = "GNCP-GW-Trace-ID"


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """How a token call went. `ahead` is how far this machine's clock is ahead of NAVER's; None
    where NAVER does not say.
    """

    took_ms: int
    ahead: timedelta | None


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One call of NAVER's API. `path` is a template such as /v2/.../{number}; `numbers` fill it."""

    method: str
    path: str
    group: str  # the API group an application needs for it, as the Commerce API centre names it
    numbers: Mapping[str, int] = {}
    query: Mapping[str, str | int] = {}
    body: bytes | None = None
    content_type: str = "application/json"
    reads: bool = True  # changes nothing at NAVER, so it may be repeated

    @property
    def name(self) -> str:
        """How the call is shown, logged and counted: never with the numbers in it."""
        return f"{self.method} {self.path}"

    @property
    def address(self) -> str:
        """The path with its numbers."""
        return self.path.format(**self.numbers)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back, whatever the status. Header names are matched by the mapping given."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def ok(self) -> bool:
        """Whether NAVER did what was asked."""
        return 200 <= self.status < 300

    @property
    def trace_id(self) -> str | None:
        """NAVER's id of the request."""
        return self.headers.get(TRACE_ID)


class NotJson(Exception):
    """The body is not JSON: cut off on the way, or somebody else's page. Worth another try."""

    def __init__(self, call: Call, answer: Answer) -> None:
        self.call, self.answer = call, answer
        super().__init__(f"the answer to {call.name} is not JSON")

    def error(self) -> ApiShapeChanged:
        """The error to raise when all tries ended like this."""
        return ApiShapeChanged(
            "The answer to {call} is not JSON."
            " Check the store's API address; if it is right, try again later.",
            method=self.call.method,
            path=self.call.path,
            trace_id=self.answer.trace_id,
            call=self.call.name,
        )


def decode(call: Call, answer: Answer, kind: type[T], mend: Mend | None = None) -> T:
    """The body as `kind`, decoded once.

    Where the typed decode fails, numbers with a decimal zero are taken as whole, and `mend` may
    repair the untyped body in place (rare forms of a date); it is not called otherwise. Raises
    NotJson, or ApiShapeChanged naming the member.
    """
    try:
        return _decoded(answer.body, kind, mend)
    except msgspec.ValidationError as error:
        raise shape_changed(call, answer, misfit(str(error))) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotJson(call, answer) from error


Mend = Callable[[Any], None]  # must bear any JSON


@cache
def decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    """The decoder of a kind, made once."""
    return msgspec.json.Decoder(kind)


def _decoded(body: bytes, kind: type[T], mend: Mend | None) -> T:
    try:
        decoded: T = decoder(cast(Any, kind)).decode(body)
        return decoded
    except msgspec.ValidationError:
        raw = _whole_numbers(msgspec.json.decode(body))
        if mend is not None:
            mend(raw)
        return msgspec.convert(raw, kind)


def _whole_numbers(raw: Any) -> Any:
    """The same with 12000.0 as 12000: some services write whole amounts with a decimal zero."""
    if isinstance(raw, float) and raw.is_integer():
        return int(raw)
    if isinstance(raw, list):
        return [_whole_numbers(one) for one in raw]
    if isinstance(raw, dict):
        return {name: _whole_numbers(one) for name, one in raw.items()}
    return raw


def shape_changed(call: Call, answer: Answer, field: str) -> ApiShapeChanged:
    """The error for a member that is missing or of another type; `field` is its JSON path."""
    return ApiShapeChanged(
        "NAVER's answer to {call} has changed: {field} is missing or of another type."
        " Update Storeboard, or report the trace id.",
        method=call.method,
        path=call.path,
        trace_id=answer.trace_id,
        call=call.name,
        field=field,
    )


_PLACE = re.compile(r" - at `\$\.?(.*)`$")
_MISSING = re.compile(r"missing required field `([^`]+)`")


def misfit(message: str) -> str:
    """The JSON path of the member that msgspec complains of."""
    place, missing = _PLACE.search(message), _MISSING.search(message)
    steps = (place.group(1) if place else "", missing.group(1) if missing else "")
    return ".".join(step for step in steps if step) or "the body"


class AnyObject(msgspec.Struct, frozen=True):
    """An answer that only has to be an object."""
