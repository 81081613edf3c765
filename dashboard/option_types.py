"""Kinds of values on the command line; each refuses what it cannot be, in words."""

from __future__ import annotations

import argparse
from datetime import date
from fractions import Fraction


def positive(text: str) -> int:
    """A whole number from 1 on."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is below 1")
    return value


def port(text: str) -> int:
    """A port; 0 takes a free one."""
    value = int(text)
    if not 0 <= value <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port")
    return value


def day(text: str) -> date:
    """A day such as 2026-11-23."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no date like 2026-11-23") from None


def numbers(text: str) -> tuple[int, ...]:
    """Numbers with commas between them."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    wrong = [part for part in parts if not (part.isascii() and part.isdecimal())]
    if wrong or not all(0 < int(part) < 2**63 for part in parts):
        raise argparse.ArgumentTypeError(f"{text[:60]} is not a list of numbers like 1,2,3")
    return tuple(map(int, parts))


def percent(text: str) -> Fraction:
    """An exact percentage such as 12.5."""
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise argparse.ArgumentTypeError(f"{text} is no percentage like 18 or 12.5") from None
