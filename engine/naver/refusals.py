"""Maps each answer that is no success to one error class, with NAVER's trace id and words.

Source: docs/reference/commerce-api.md section 1 and 2 (gateway), section 3 (services). Decided
once, here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from engine.api_errors import (
    ApiDown,
    ApiRejected,
    AuthFailed,
    Blocked,
    ClockOff,
    IpNotAllowed,
    NotFound,
    PermissionMissing,
    QuotaExceeded,
    RateLimited,
)
from engine.naver.wire import Answer, Call

CLOCK_WINDOW = timedelta(minutes=5)
_LONGEST_REASON = 200


class _Complaint(msgspec.Struct, frozen=True):
    """The body of a refusal as far as it can be read; services fill different members."""

    code: str | None = None
    message: str = ""
    inputs: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """NAVER's words, shortened."""
        words = "; ".join(part for part in (self.message, *self.inputs) if part)
        return _tidy(words) or self.code or "-"


def refusal(call: Call, answer: Answer) -> ApiRejected:
    """The error for a refused call that carried a token which the token call had just confirmed."""
    complaint = _complaint(answer.body)
    kind: type[ApiRejected]
    text: str | None = None
    match answer.status, complaint.code:
        case 401, _:
            kind, text = PermissionMissing, _PERMISSION
        case 403, "GW.IP_NOT_ALLOWED":
            kind = IpNotAllowed
        case 403, "GW.AUTHZ" | "GW.AUTHN":
            kind, text = PermissionMissing, _PERMISSION
        case 403 | 407 | 451, None if _is_page(answer.body):
            kind = Blocked
        case 403, _:
            kind, text = ApiRejected, _NO_RIGHT
        case 404, "GW.NOT_FOUND":
            kind, text = NotFound, "NAVER knows no API {call}. Check the store's API address."
        case 404, _:
            kind = NotFound
        case 429, code if code == _QUOTA:
            kind = QuotaExceeded
        case 429, _:
            kind = RateLimited
        case status, _ if status >= 500:
            kind = ApiDown
        case status, _ if 300 <= status < 400:
            kind, text = ApiRejected, _ELSEWHERE
        case _:
            kind, text = ApiRejected, "NAVER refused the request: {reason}"
    return _error(kind, text, call, answer, complaint)


_QUOTA = "GW.QUOTA_LIMIT"


def is_quota(answer: Answer) -> bool:
    """Whether a 429 is about the application's quota, not about how fast it asks."""
    return _complaint(answer.body).code == _QUOTA


def no_quota(call: Call, seconds: float) -> QuotaExceeded:
    """The error for a call that is not even sent: its quota renews in `seconds`."""
    return QuotaExceeded(
        "NAVER's quota for {call} is used up. It renews in {minutes} minutes; try again then.",
        method=call.method,
        path=call.path,
        status=429,
        naver_code=_QUOTA,
        retry_after_seconds=seconds,
        call=call.name,
        minutes=math.ceil(seconds / 60),
    )


_PERMISSION = (
    "The application lacks the API group {group}, which {call} needs."
    " Add the group in the Commerce API centre;"
    " it counts once the present token ends, up to three hours later."
)
_NO_RIGHT = (
    "NAVER does not let this application do {call} ({reason})."
    " Check in the Commerce API centre that it is this store's and in use,"
    " and in the seller centre that the account may do this."
)
_NO_TOKEN_RIGHT = (
    "NAVER gives this application no token ({reason})."
    " See in the Commerce API centre whether it is dormant or stopped; wake it there,"
    " then save its new secret."
)
_ELSEWHERE = "{call} was sent to another address. Check the store's API address."


def token_refusal(call: Call, answer: Answer, now: datetime) -> ApiRejected:
    """The error for a refused token call; `now` is this machine's time, which may be off."""
    complaint = _complaint(answer.body)
    is_page = _is_page(answer.body)
    if answer.status in (404, 407, 429, 451) or answer.status >= 500 or is_page:
        return refusal(call, answer)
    if complaint.code == "GW.IP_NOT_ALLOWED":
        return _error(IpNotAllowed, None, call, answer, complaint)
    said = " ".join((complaint.message, *complaint.inputs)).casefold()
    ahead = clock_ahead(answer, now)
    if "timestamp" in said or (ahead is not None and abs(ahead) > CLOCK_WINDOW):
        return _clock_off(call, answer, complaint, ahead)
    if answer.status == 401 or "client_secret_sign" in said or "client_id" in said:
        return _error(AuthFailed, None, call, answer, complaint)
    text = _NO_TOKEN_RIGHT if answer.status == 403 else "NAVER gave no token: {reason}"
    return _error(ApiRejected, text, call, answer, complaint)


def _clock_off(
    call: Call, answer: Answer, complaint: _Complaint, ahead: timedelta | None
) -> ApiRejected:
    minutes = 0 if ahead is None else round(abs(ahead) / timedelta(minutes=1))
    text = None
    if ahead is not None and minutes:
        fast = "The clock of this machine is {minutes} minutes fast. Set the time, then try again."
        slow = "The clock of this machine is {minutes} minutes slow. Set the time, then try again."
        text = fast if ahead > timedelta() else slow
    return _error(ClockOff, text, call, answer, complaint, minutes=minutes)


def clock_ahead(answer: Answer, now: datetime) -> timedelta | None:
    """How far this machine's clock is ahead of NAVER's by the Date header; None without one."""
    try:
        return now - parsedate_to_datetime(answer.headers.get("Date") or "")
    except (TypeError, ValueError):
        return None


def _error(
    kind: type[ApiRejected],
    text: str | None,
    call: Call,
    answer: Answer,
    complaint: _Complaint,
    **params: Any,
) -> ApiRejected:
    return kind(
        text,
        method=call.method,
        path=call.path,
        trace_id=answer.trace_id,
        status=answer.status,
        naver_code=complaint.code,
        invalid_inputs=complaint.inputs,
        retry_after_seconds=retry_after_seconds(answer.headers),
        call=call.name,
        group=call.group,
        reason=complaint.reason,
        **params,
    )


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """Retry-After in seconds where it is given as a number; it is not documented, but honoured."""
    text = (headers.get("Retry-After") or "").strip()
    return float(text) if text.isascii() and text.replace(".", "", 1).isdecimal() else None


_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)


def _is_page(body: bytes) -> bool:
    """Whether that was written for a browser, or is nothing: NAVER's refusals are JSON."""
    return not body.strip() or body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _complaint(body: bytes) -> _Complaint:
    try:
        raw = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        title = _TITLE.search(body)
        return _Complaint(message=_tidy(title[1].decode(errors="replace")) if title else "")
    if not isinstance(raw, dict):
        return _Complaint()
    code, message, inputs = raw.get("code"), raw.get("message"), raw.get("invalidInputs")
    return _Complaint(
        code=None if code is None else _tidy(str(code)),
        message=_tidy(message) if isinstance(message, str) else "",
        inputs=tuple(_input(entry) for entry in inputs) if isinstance(inputs, list) else (),
    )


def _input(entry: object) -> str:
    """One complaint about an input: its name and what NAVER says of it."""
    if not isinstance(entry, dict):
        return _tidy(str(entry))
    said = entry.get("message") or entry.get("type")
    return _tidy(": ".join(str(part) for part in (entry.get("name"), said) if part))


def _tidy(text: str) -> str:
    """On one line, without what a terminal would act on, and not endless."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _LONGEST_REASON else line[: _LONGEST_REASON - 1] + "…"
