"""Buttons in the rows of a table whose rows come and go: a click means the row it was made on.

Streamlit tells the place of the row alone, and the table may have been drawn anew since. So the key
of such a column names the rows it was drawn over: a click on a table that is no longer there stands
under a key nobody asks for, and does nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

import streamlit as st

Row = TypeVar("Row")


def key_over(key: str, rows: Iterable[Hashable]) -> str:
    """The key of a column of buttons over these rows."""
    return f"{key}.{hash(tuple(rows)) & 0xFFFFFFFFFFFF:x}"


def clicked(key: str, rows: Sequence[Row]) -> Row | None:
    """The row whose button was pressed just now; `key` is that of the column."""
    click = st.session_state.get(key)
    return rows[click["row"]] if click is not None and 0 <= click["row"] < len(rows) else None
