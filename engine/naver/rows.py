"""Mends lists of which a row does not decode as it stands, so that the other rows are read."""

from __future__ import annotations

import logging
from typing import Any

import msgspec

from engine.naver.wire import Call, Mend, misfit

log = logging.getLogger(__name__)


def mend_rows(call: Call, kind: type[msgspec.Struct], member: str | None = None) -> Mend:
    """Mends the list under `member` of an answer, or the answer that is a list. A member of another
    type counts as not told. A row that then lacks what `kind` requires is left out and logged: it
    is its number, without which nothing can be done with it. Where no row is left, the list stays
    as it is: NAVER's answer has changed.
    """

    def mend(raw: Any) -> None:
        rows = raw.get(member) if member is not None and isinstance(raw, dict) else raw
        if not isinstance(rows, list):
            return
        mended = [_mended(row, kind) for row in rows]
        kept = [row for row in mended if row is not None]
        if kept:
            if len(kept) < len(rows):
                log.warning("%s: %s rows cannot be read", call.name, len(rows) - len(kept))
            rows[:] = kept

    return mend


def _mended(row: Any, kind: type[msgspec.Struct]) -> Any:
    """The row without what does not fit, None where too little is left."""
    while isinstance(row, dict):
        try:
            msgspec.convert(row, kind)
            return row
        except msgspec.ValidationError as error:
            wrong = misfit(str(error)).partition(".")[0].partition("[")[0]
            if wrong not in row:
                return None
            row = {name: value for name, value in row.items() if name != wrong}
    return None
