"""Numbers as a spreadsheet shows them: a number and its number format as text.

A code typed as 00123 lies in the file as 123 with the format 00000; an amount in dollars as 12 with
a dollar sign in its format. What a person saw is the number and the format together.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import msgspec

MAX_DIGITS = 15  # a spreadsheet keeps no more of a number
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?:black|white|red|green|blue|yellow|magenta|cyan|color ?\d+)\]"
    r"|(?P<unclear>\[[^\]]*\]|General|[Ee][+-]|[?/a-zA-Z@])"
    r"|(?P<mark>[0#.,%;])|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a number format. `parts` are literals, and None for each place of a digit."""

    parts: tuple[str | None, ...]
    zeros: int  # whole digits that are always shown
    decimals: int
    least_decimals: int
    point: int | None  # where in `parts` the decimals begin
    share: bool  # shown times a hundred with a percent sign
    clear: bool  # False for what we do not show: fractions, thousands cut off, scientific form


def shown(number: Decimal, code: str) -> str | None:
    """The number as the format shows it, without separators of thousands; None where the format
    hides a part of it or is not understood.
    """
    if code.lower() in ("", "general", "@", "g/표준"):
        return plain(number)
    sections = _sections(code)
    section, value = _chosen(sections, number)
    if not section.clear or len(sections) > 4:
        return None
    if None not in section.parts:  # of the number no digit is shown: the dash of a zero, or nothing
        return "0" if not number and any(section.parts) else None
    text = _filled(section, abs(value) * (100 if section.share else 1))
    if not text:  # "#" shows no zero
        return None if text is None or number else "0"
    return text if value >= 0 else f"-{text}"


def plain(number: Decimal) -> str:
    """The digits of a number, a whole one without a point."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def without_zeros(code: str) -> str | None:
    """What a spreadsheet makes of a code that looks like a number: 123 of 00123, 90.75 of 90.750;
    None for a code it leaves alone.
    """
    if not _NUMBER.fullmatch(code) or len(code) > MAX_DIGITS:
        return None
    text = plain(Decimal(code))
    return None if text == code else text


_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def _chosen(sections: tuple[Section, ...], number: Decimal) -> tuple[Section, Decimal]:
    """The section a number is shown by, and the number as that section takes it."""
    if number < 0 and len(sections) > 1:
        return sections[1], abs(number)
    if not number and len(sections) > 2:
        return sections[2], number
    return sections[0], number


def _filled(section: Section, number: Decimal) -> str | None:
    cut = number.quantize(Decimal(1).scaleb(-section.decimals))
    if cut != number:
        return None
    whole, _, decimals = format(cut, "f").partition(".")
    whole = whole.lstrip("0").rjust(section.zeros, "0")
    decimals = decimals.rstrip("0").ljust(section.least_decimals, "0")
    point = len(section.parts) if section.point is None else section.point
    return (
        _whole(section.parts[:point], whole)
        + ("." if decimals else "")
        + _decimals(section.parts[point:], decimals)
    ).strip()


def _whole(parts: tuple[str | None, ...], digits: str) -> str:
    """The places filled from the right; the leftmost one takes what is left over."""
    left, found = list(digits), []
    first = parts.index(None) if None in parts else None
    for place in range(len(parts) - 1, -1, -1):
        part = parts[place]
        if place == first:
            found.append("".join(left))
        elif part is not None:
            found.append(part)
        elif left:
            found.append(left.pop())
    return "".join(reversed(found))


def _decimals(parts: tuple[str | None, ...], digits: str) -> str:
    left, found = list(reversed(digits)), []
    for part in parts:
        found.append(part if part is not None else left.pop() if left else "")
    return "".join(found)


@lru_cache(maxsize=1000)
def _sections(code: str) -> tuple[Section, ...]:
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token["mark"] == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(map(_section, parts))


def _section(tokens: list[re.Match[str]]) -> Section:
    marks = "".join(token["mark"] or "" for token in tokens)
    whole, _, decimals = marks.replace("%", "").partition(".")
    parts: list[str | None] = []
    point = None
    for token in tokens:
        if token["mark"] == ".":
            point = len(parts)
        part = _part(token)
        if part != "":
            parts.append(part)
    return Section(
        parts=tuple(parts),
        zeros=whole.count("0"),
        decimals=len(decimals),
        least_decimals=decimals.rindex("0") + 1 if "0" in decimals else 0,
        point=point,
        share="%" in marks,
        clear=not any(token["unclear"] for token in tokens)
        and not whole.endswith(",")
        and marks.count("%") < 2
        and not re.search("[.,]", decimals),
    )


def _part(token: re.Match[str]) -> str | None:
    mark = token["mark"]
    if mark in ("0", "#"):
        return None
    if mark is not None:
        return "%" if mark == "%" else ""
    for name in ("quoted", "escaped", "currency", "literal"):
        if token[name] is not None:
            return token[name]
    return ""
