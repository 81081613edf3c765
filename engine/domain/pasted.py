"""What a person pastes to find listings: several codes, numbers or names at once."""

from __future__ import annotations

import re
import unicodedata

import msgspec

from engine.domain.matching import normal_form

MOST_TERMS = 200
_BETWEEN = re.compile(r"[\n\r\t,;]+")


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """One of them: the text as it is searched for, and what it would be as a code or a number."""

    text: str
    code_normal: str | None
    number: int | None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of the listings that were found, in the order asked for, and what was not."""

    numbers: tuple[int, ...]
    missing: tuple[str, ...]


def terms(text: str) -> tuple[Term, ...]:
    """The terms of a text, by lines, commas, semicolons or tabs, numbers by spaces too; each once,
    at most MOST_TERMS. Korean is composed: decomposed or not, it is the same.
    """
    parts = [part.strip() for part in _BETWEEN.split(unicodedata.normalize("NFC", text))]
    words = {word.lower(): word for part in parts if part for word in _numbers(part)}
    return tuple(map(_term, list(words.values())[:MOST_TERMS]))


def _numbers(part: str) -> list[str]:
    words = part.split()
    return words if all(map(_is_number, words)) else [part]


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and 0 < int(word) < 2**63


def _term(word: str) -> Term:
    number = int(word) if _is_number(word) else None
    return Term(text=word.lower(), code_normal=normal_form(word), number=number)
