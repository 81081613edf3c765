"""Kinds of values on the command line; each refuses what it cannot be, in words."""

from __future__ import annotations

import argparse
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal

from dashboard.words.i18n import _
from engine import Waiver


def refusal(template: str, typed: str, **more: str) -> argparse.ArgumentTypeError:
    """What argparse says of a value that cannot be: a template with {typed} and what `more` is."""
    return argparse.ArgumentTypeError(template.format(typed=typed[:60], **more))


def positive(text: str) -> int:
    """A whole number from 1 on."""
    value = _whole(text)
    if value < 1:
        raise refusal(_("{typed} is below 1"), text)
    return value


def option_number(text: str) -> int:
    """NAVER's number of an option; that of a supplement stands below zero."""
    value = _whole(text)
    return value if value < 0 else positive(text)


def port(text: str) -> int:
    """A port; 0 takes a free one."""
    value = _whole(text)
    if not 0 <= value <= 65535:
        raise refusal(_("{typed} is no port"), text)
    return value


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise refusal(_("{typed} is no whole number"), text) from None


def day(text: str) -> date:
    """A day such as 2026-11-23."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refusal(_("{typed} is no date like 2026-11-23"), text) from None


def numbers(text: str) -> tuple[int, ...]:
    """Numbers with commas between them."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    wrong = [part for part in parts if not (part.isascii() and part.isdecimal())]
    if wrong or not all(0 < int(part) < 2**63 for part in parts):
        raise refusal(_("{typed} is not a list of numbers like 1,2,3"), text)
    return tuple(map(int, parts))


SWITCHES = ("master", "product", "order", "cs", "stock", "settlement")


def switch(text: str) -> tuple[str, bool]:
    """A switch such as order=off."""
    name, _equals, state = text.partition("=")
    if name not in SWITCHES or state not in ("on", "off"):
        raise refusal(_("{typed} is no switch like order=off"), text)
    return name, state == "on"


def waiver(text: str) -> Waiver | Literal[False]:
    """A waiver such as 2026-01-01:2026-12-31:5000000, the cap in won optional, :back at its end
    where the fee is paid back later; False for none.
    """
    if text == "none":
        return False
    days = text.removesuffix(":back")
    start, end, *cap = [*days.split(":"), ""] if ":" not in days else days.split(":")
    if not end or len(cap) > 1 or not all(part.isdecimal() for part in cap):
        raise refusal(
            _("{typed} is no waiver like START:END, START:END:WON or START:END:WON:back"), text
        )
    return Waiver(
        starts_on=day(start),
        ends_on=day(end),
        monthly_cap_won=int(cap[0]) if cap else None,
        pays_back=days != text,
    )


def one_of(kind: type[StrEnum]) -> dict[str, Any]:
    """How argparse takes one of our words, such as --tier MICRO: its type and choices."""

    def read(text: str) -> StrEnum:
        try:
            return kind(text)
        except ValueError:
            words = ", ".join(kind)
            raise refusal(_("{typed} is none of {words}"), text, words=words) from None

    return {"type": read, "choices": list(kind)}


def percent(text: str) -> Fraction:
    """An exact percentage such as 12.5."""
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise refusal(_("{typed} is no percentage like 18 or 12.5"), text) from None
