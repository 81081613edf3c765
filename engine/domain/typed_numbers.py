"""Numbers as people type them: amounts in won, counts of pieces."""

from __future__ import annotations

import re

NO_NUMBER = "{value} in {column} is not a whole number. Write digits only."
FRACTION = "{value} in {column} is not whole. Round it to a whole number."
OTHER_MONEY = "{value} in {column} is not in won. Convert it to won."
DASH = (
    "{value} in {column} is a dash. Write 0 if there is none, or leave it empty if it is not known."
)
IN_BRACKETS = (
    "{value} in {column} stands in brackets, which means below zero in bookkeeping."
    " Write zero or more."
)

_WON = re.compile(r"(?:[₩\\]|KRW)?\s*(.*?)\s*(?:원|₩|KRW|won)?", re.IGNORECASE)
_SIGNED_WON = re.compile(r"([+-])\s*((?:[₩\\]|KRW).*)", re.IGNORECASE)
_PIECES = re.compile(r"(.*?)\s*(?:개|EA|pcs)?", re.IGNORECASE)
_WHOLE = re.compile(r"([+-]?)([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.0*)?")
_FRACTION = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)\.[0-9]+")
_OTHER_MONEY = re.compile(
    r"[$€£¥円元]|(?:US|USD|EUR|JPY|CNY|RMB|GBP)(?![A-Z])|달러|유로|엔|위안", re.IGNORECASE
)
_FULL_WIDTH = {place: place - 0xFEE0 for place in range(0xFF01, 0xFF5F)} | {0xFFE6: "₩"}


def won(text: str) -> int | None:
    """Whole won as people write them: 1,200원, ₩1,200, ￦1,200, \\1,200 (the won sign of CP949),
    KRW 1200, full-width digits. None where it is no whole number.
    """
    return _whole(text) if _is_plain(text) else _whole(_bare_won(narrow(text)))


def pieces(text: str) -> int | None:
    """A count as people write it, with 개 or EA or without. None where it is no whole number."""
    return _whole(text) if _is_plain(text) else _whole(_bare_pieces(narrow(text)))


def why_no_number(text: str, *, is_money: bool) -> str:
    """Why a cell is no whole number, so that nobody need guess; a sentence with {value} and
    {column}.
    """
    text = narrow(text)
    if is_money and _OTHER_MONEY.search(text):
        return OTHER_MONEY
    if not text.strip("-–— "):
        return DASH
    if text.startswith("(") and _whole(_bare_won(text.strip("()"))) is not None:
        return IN_BRACKETS
    digits = _bare_won(text) if is_money else _bare_pieces(text)
    return FRACTION if _FRACTION.fullmatch(digits) else NO_NUMBER


def narrow(text: str) -> str:
    """Full-width letters, digits and signs as the plain ones; nothing else changes: 1² is no 12."""
    return text if text.isascii() else text.translate(_FULL_WIDTH)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _bare_won(text: str) -> str:
    signed = _SIGNED_WON.fullmatch(text)
    sign, amount = (signed[1], signed[2]) if signed else ("", text)
    form = _WON.fullmatch(amount)
    return sign + (form[1] if form else amount)


def _bare_pieces(text: str) -> str:
    form = _PIECES.fullmatch(text)
    return form[1] if form else text


def _whole(text: str) -> int | None:
    """The whole number a cell shows: '1,200' and '1200.0', as spreadsheets write it, are 1200.

    None where it is no whole number, or has commas elsewhere than before thousands.
    """
    form = _WHOLE.fullmatch(text)
    if form is None:
        return None
    return int(form[1] + form[2].replace(",", ""))
