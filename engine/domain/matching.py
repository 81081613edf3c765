"""How a listing finds the seller's own SKU: the normal form of a code, the modes a person can
choose, the results.

The decision over whole sets of listings is one statement (engine/database/sql/matching.sql), used
for a page of a preview as for a million rows; this file owns the words and the normal form both
sides are stored in.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from enum import StrEnum

import msgspec


class MatchingMode(StrEnum):
    """What a person asks for when importing (SKU 상품 연동여부)."""

    NONE = "NONE"  # 연동 안함
    BY_CODE = "BY_CODE"  # 코드로 연동
    BY_CHOICE = "BY_CHOICE"  # SKU 선택 연동, single import only


class MatchKind(StrEnum):
    """How a match was found, or why there is none."""

    EXACT = "EXACT"  # the code is the same
    NORMAL_FORM = "NORMAL_FORM"  # the same but for case, spaces, dashes, underscores or width
    OPTION = "OPTION"  # codes of option rows match, the listing's own does not
    CHOICE = "CHOICE"  # a person chose the SKU
    AMBIGUOUS = "AMBIGUOUS"  # the code stands on several SKUs
    NONE = "NONE"  # no SKU has the code, or there is none, or no match was asked for


MATCHED = frozenset({MatchKind.EXACT, MatchKind.NORMAL_FORM, MatchKind.OPTION, MatchKind.CHOICE})


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """The result for one listing. `sku_code` is the own code, set only for a match with exactly one
    SKU, as are its name and option. A match by code is `doubtful` where the names have little in
    common and nobody accepted it: it is counted apart and has no stock link.
    """

    kind: MatchKind = MatchKind.NONE
    sku_id: int | None = None
    sku_code: str | None = None
    sku_name: str | None = None
    sku_option: str | None = None
    doubtful: bool = False
    candidates: int = 0  # SKUs that carry the code, or those of the options together
    whole: bool = True  # False for a match of options of which some in use have no SKU


class DoubtfulMatch(msgspec.Struct, frozen=True, kw_only=True):
    """A match of a listing, or of one of its options, that waits for a person to accept it."""

    channel_product_no: int
    option_id: int  # 0 where the match is by the listing's own code
    name: str
    option_name: str | None
    code: str | None  # the one that leads to the SKU
    price_won: int | None
    image_url: str | None
    sku_code: str
    sku_name: str
    sku_option: str | None


class AcceptedMatch(msgspec.Struct, frozen=True, kw_only=True):
    """A match of which a person said that it is right, whatever the names say."""

    channel_product_no: int
    name: str
    sku_code: str
    sku_name: str
    sku_option: str | None
    accepted_by: str
    accepted_at: datetime


_UNSEEN = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]+")
# White space, every dash of Unicode (class Pd) and its look-alikes, and underscores (class Pc).
_SEPARATORS = re.compile(
    r"[\s"
    r"\-\u02d7\u058a\u05be\u1400\u1806\u2010-\u2015\u2043\u2212\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d"
    r"\u301c\u3030\u30a0\U00010ead_\u203f\u2040\u2054]+"
)
_BEFORE_DIGITS = re.compile(r"(?<=[^\W\d_])-(?=\d)")


def normal_form(code: str | None) -> str | None:
    """NFKC, upper case, each run of spaces, dashes and underscores one dash; none at the ends and
    none between letters and the digits after them. None when nothing is left. Applied twice it is
    the same.

    Elsewhere separators tell groups apart: `AB-1-23` and `AB-12-3` are two codes.
    """
    if not code:
        return None
    if code.isascii():
        return (code.upper() if code.isalnum() else _joined(code)) or None
    # What was taken out and upper case may let signs combine, so the second time is not idle.
    return _joined(_plain(_joined(_plain(code)))) or None


def loose_form(code: str | None) -> str | None:
    """The normal form without any separator: what has the same may be the same code, hurriedly
    typed, or other goods. It is enough for a suggestion, never for a match.
    """
    normal = normal_form(code)
    return normal and normal.replace("-", "")


def _plain(code: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", code))


def _joined(code: str) -> str:
    return _BEFORE_DIGITS.sub("", _SEPARATORS.sub("-", code).strip("-").upper())
