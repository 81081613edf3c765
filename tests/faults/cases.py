"""Every kind of fault the sandbox knows: how it is ordered, and what an import is to make of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.one_store import SEARCH

TOKEN = "/v1/oauth2/token"
PATIENCE_SECONDS, IMPATIENCE_SECONDS = 20.0, 1.0  # the time-out of the client under test

Order = dict[str, Any]
AT_A_PAGE: Order = {"path": SEARCH, "at": 3, "count": 1}
FOR_GOOD: Order = {"path": SEARCH, "at": 3, "count": None}
SOME_CALLS: Order = {"path": "*", "rate": 0.03}
SOME_PAGES: Order = {"path": SEARCH, "every": 3}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """A kind of fault met once, at a rate (None: it lasts by itself), and for good.

    `stops_once` and `stops_for_good` are the error codes an import stops with, None where it ends
    undisturbed. `before` are orders that bring a call about which the fault can then meet.
    """

    kind: str
    stops_once: str | None
    stops_for_good: str | None
    details: Order = field(default_factory=dict)
    once: Order = field(default_factory=lambda: AT_A_PAGE)
    share: Order | None = field(default_factory=lambda: SOME_CALLS)
    for_good: Order = field(default_factory=lambda: FOR_GOOD)
    before: tuple[Order, ...] = ()
    patience_seconds: float = PATIENCE_SECONDS
    real_waits: bool = False  # else pauses between tries pass at once
    told_wrong: bool = False  # what fits every type is kept as told, until it is told right
    # What fits no type is left out until it is told right: to the second pass of the same import,
    # if it is among what was modified last, else to the next.
    left_out: bool = False


_WORN = {"kind": "token_revoked_401", "path": SEARCH, "at": 3, "count": 1}
_AT_TOKEN: Order = {"path": TOKEN, "at": 2, "count": 1}
_FROM_TOKEN: Order = {"path": TOKEN, "at": 2, "count": None}
_ALL_PAGES: Order = {"path": SEARCH, "at": 1, "count": None}


def _line() -> tuple[Case, ...]:
    lost = {"stops_once": None, "stops_for_good": "UNREACHABLE"}
    slow = {"stops_once": None, "stops_for_good": None}
    door = {"share": {"path": "*", "every": 30, "count": 1}, "real_waits": True}
    return (
        Case(kind="refuse", details={"seconds": 0.3}, **lost, **door),
        Case(kind="reset", **lost),
        Case(kind="reset_in_body", **lost),
        Case(kind="slow", details={"seconds": 0.2}, **slow),
        Case(
            kind="late",
            details={"seconds": 10},
            **lost,
            share=SOME_PAGES,
            patience_seconds=IMPATIENCE_SECONDS,
        ),
        Case(kind="drip", details={"bytes": 65_536, "seconds": 0.03}, **slow),
        Case(kind="broken_gzip", **lost),
    )


def _refusals() -> tuple[Case, ...]:
    down = {"stops_once": None, "stops_for_good": "API_DOWN"}
    quota, ip, moved = "QUOTA_EXCEEDED", "IP_NOT_ALLOWED", "REJECTED"
    pages = {"share": SOME_PAGES}
    return (
        Case(kind="internal_500", **down),
        Case(kind="bad_gateway_502", **down),
        Case(kind="block_503", **down),
        Case(kind="timeout_504", **down),
        Case(kind="rate_limit_429", stops_once=None, stops_for_good="RATE_LIMITED"),
        Case(
            kind="rate_limit_429",
            details={"remaining": 3},
            stops_once=None,
            stops_for_good="RATE_LIMITED",
            share=SOME_PAGES,
        ),
        Case(kind="quota_limit_429", stops_once=quota, stops_for_good=quota, **pages),
        Case(kind="ip_not_allowed", stops_once=None, stops_for_good=ip, **pages),
        Case(kind="missing_group", stops_once=None, stops_for_good="PERMISSION_MISSING"),
        Case(kind="redirect_308", stops_once=moved, stops_for_good=moved),
    )


def _identity() -> tuple[Case, ...]:
    skewed = {"stops_once": "CLOCK_OFF", "stops_for_good": "CLOCK_OFF", "before": (_WORN,)}
    when = {"once": _AT_TOKEN, "for_good": _FROM_TOKEN}
    secret, group = "AUTH_FAILED", "PERMISSION_MISSING"
    return (
        Case(kind="token_revoked_401", stops_once=None, stops_for_good=group),
        Case(kind="same_token", stops_once=group, stops_for_good=group, share=None),
        Case(kind="secret_replaced", stops_once=secret, stops_for_good=secret, share=None),
        Case(kind="clock_skew", details={"seconds": 600}, **skewed, **when),
        Case(kind="clock_skew", details={"seconds": -600}, **skewed, **when, share=None),
    )


def _bodies() -> tuple[Case, ...]:
    shape = "SHAPE_CHANGED"
    garbled = {"stops_once": None, "stops_for_good": shape}
    misshapen = {"stops_once": shape, "stops_for_good": shape, "share": SOME_PAGES}
    told = {"stops_once": None, "stops_for_good": None, "share": SOME_PAGES}
    return (
        Case(kind="html", **garbled),
        Case(kind="truncated_json", **garbled),
        Case(kind="missing_member", details={"all": True}, **misshapen),
        Case(kind="missing_member", **told, left_out=True),
        Case(kind="null_member", **told, left_out=True),
        Case(kind="wrong_type", **told, left_out=True),
        Case(kind="unknown_status", **told, told_wrong=True),
    )


def _pages() -> tuple[Case, ...]:
    slipped = {"stops_once": None, "stops_for_good": "LIST_INCOMPLETE", "for_good": _ALL_PAGES}
    counted = {"stops_once": None, "stops_for_good": None, "for_good": _ALL_PAGES}
    return (
        Case(kind="repeat_page", **slipped, share=SOME_PAGES),
        Case(kind="skip_page", **slipped, share=SOME_PAGES),
        Case(kind="total_changes", **counted, share=SOME_PAGES),
        Case(kind="total_changes", details={"by": 700}, **counted, share=None),
    )


CASES = (*_line(), *_refusals(), *_identity(), *_bodies(), *_pages())


def name(case: Case) -> str:
    """The kind, with what was said beside it where a kind stands twice."""
    alone = sum(other.kind == case.kind for other in CASES) == 1
    said = "" if alone else ", ".join(f"{key} {value}" for key, value in case.details.items())
    return f"{case.kind} ({said})" if said else case.kind
