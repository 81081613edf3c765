"""Orders for faults, as JSON or as text of the command line; what makes no sense is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from engine.sandbox.answers import Answer
from engine.sandbox.faults.bodies import BODIES
from engine.sandbox.faults.identity import IDENTITY
from engine.sandbox.faults.lines import LINES
from engine.sandbox.faults.mishap import NUMBER, Key, Kind, Mishap
from engine.sandbox.faults.pages import PAGES
from engine.sandbox.faults.plan import Fault
from engine.sandbox.faults.refusals import REFUSALS

KINDS: dict[str, Kind] = {**REFUSALS, **IDENTITY, **BODIES, **PAGES, **LINES}
WHEN = {
    "path": Key("*", str),
    "at": Key(None, int | None, 1),
    "every": Key(None, int | None, 1),
    "rate": Key(None, NUMBER | None, 0),
    "count": Key(None, int | None, 1),
    "store": Key(None, int | None, 0),
}
_FROM_PUBLIC = "/external"


class Misuse(ValueError):
    """The order, or another control call, says something that makes no sense."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What this sandbox has: paths, a number of stores, and whether a control port of its own."""

    paths: frozenset[str]
    stores: int
    control_port: bool = False


async def suffer(mishap: Mishap) -> Answer:
    """The answer a fault makes of a call; raises HangUp for one without."""
    return await KINDS[mishap.fault.kind].act(mishap)


def read_option(text: str) -> dict[str, Any]:
    """The order in `KIND[:key=value,...]`; values are JSON, or else taken as text."""
    kind, _, rest = text.partition(":")
    order: dict[str, Any] = {"kind": kind}
    for part in filter(None, rest.split(",")):
        key, equals, value = part.partition("=")
        if not equals:
            raise Misuse(f"{part} must be key=value")
        order[key] = _value(value)
    return order


def read_order(order: Mapping[str, Any], bounds: Bounds) -> Fault:
    """The fault that is ordered; raises Misuse naming what is wrong.

    `at` absent or null: the next call. `count` absent: once, with `every` or `rate` for good.
    """
    kind = order.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise Misuse(f"kind must be one of {', '.join(KINDS)}")
    keys = {**WHEN, **KINDS[kind].keys}
    given = {name: value for name, value in order.items() if name != "kind"}
    for name, value in given.items():
        _check(name, value, keys)
    told = {name: given.get(name, key.default) for name, key in keys.items()}
    often = told["every"] is not None or told["rate"] is not None
    fault = Fault(
        kind=kind,
        path=told["path"].removeprefix(_FROM_PUBLIC),
        at=told["at"] or 1,
        every=told["every"],
        rate=told["rate"],
        count=given.get("count", None if often else 1),
        store=told["store"],
        details={name: told[name] for name in KINDS[kind].keys},
    )
    _check_bounds(fault, bounds)
    return fault


def _check(name: str, value: object, keys: Mapping[str, Key]) -> None:
    if name not in keys:
        raise Misuse(f"{name} is no key of this kind; it has {', '.join(keys)}")
    if not keys[name].fits(value):
        raise Misuse(f"{name} cannot be {value!r}")


def _check_bounds(fault: Fault, bounds: Bounds) -> None:
    if fault.path not in ("*", *bounds.paths):
        raise Misuse(f"no call has the path {fault.path}; known are {', '.join(bounds.paths)}")
    if fault.store is not None and fault.store >= bounds.stores:
        raise Misuse(f"store must be 0 to {bounds.stores - 1}")
    if fault.rate is not None and (fault.rate > 1 or fault.every is not None):
        raise Misuse("rate must be 0 to 1, and goes without every")
    if fault.kind == "refuse" and fault.details["seconds"] is None and not bounds.control_port:
        raise Misuse("seconds may be null only with --control-port, else nobody could clear it")


def _value(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text
