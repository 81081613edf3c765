"""Rows of an uploaded sheet: cells as text, and the cells that hold no value to be trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

NO_VALUE = (
    "{column} holds a formula without a stored value."
    " Open the file in a spreadsheet and save it, or paste the values."
)
ERROR_VALUE = (
    "{value} in {column} is an error of the spreadsheet and no value."
    " Mend the formula, or empty the cell if the value is not known."
)
TOO_LONG = (
    "{value} in {column} has more digits than a spreadsheet keeps of a number."
    " Format the cells as text and type it again."
)
SHOWN_OTHERWISE = (
    "{value} in {column} is shown otherwise by its number format {format}."
    " Format the cells as text and type what is meant."
)
NO_TEXT = (
    "{value} in {column} is a date or a time to the spreadsheet."
    " Format the cells as text and type it again."
)
FORMULA_START = r"^'*[=+\-@\t\r＝＋－＠]"  # a text that begins so may run in a spreadsheet, ...
SIGNED_NUMBER = r"^[+\-]\d[\d,.]*$"  # ... unless it is one of these
_ERROR = re.compile(r"#(?:[A-Z]+(?:/0)?[!?]|N/A|DIV/0!|GETTING_DATA|#+)|Err:\d+|Loading\.\.\.")
_FORMULA = re.compile(r"=[+\-(]*(?:[A-Za-z_.]+\(|\$?[A-Za-z]{1,3}\$?\d|\d|')")
_AS_TEXT = re.compile(r'="([^"]*)"')
WATCHED = frozenset("'=#EL")  # how a cell may begin that is more than its text


class Unread(msgspec.Struct, frozen=True):
    """A cell without a value to be trusted: `text` with `params` and the column is the reason."""

    text: str
    params: dict[str, str] = {}


class SheetRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a sheet as text; `row` counts from 1 with the heading, as a spreadsheet shows
    it. Cells that could not be read are named in `unread`.
    """

    row: int
    cells: Mapping[str, str]
    surplus: str = ""  # the first text right of the last heading, where there is one
    unread: Mapping[str, Unread] = {}


def of_text(text: str) -> str | Unread:
    """What a cell of a CSV file stands for: a code kept from becoming a number (="00123"), a
    formula nobody computed, or what it would in a workbook.
    """
    if text[0] == "=":
        quoted = _AS_TEXT.fullmatch(text)
        return quoted[1] if quoted else Unread(NO_VALUE) if _FORMULA.match(text) else text
    return of_book(text)


def of_book(text: str) -> str | Unread:
    """What a text cell of a workbook stands for: a text kept from running ('-A100), an error value,
    or itself.
    """
    if text[0] == "'":
        return text[1:] if runs(text) else text
    return Unread(ERROR_VALUE, {"value": text}) if _ERROR.fullmatch(text.strip()) else text


def runs(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula."""
    return bool(re.match(FORMULA_START, text)) and not re.match(SIGNED_NUMBER, text)
