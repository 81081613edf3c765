"""Rows ticked in a table, kept while its pages are turned.

Streamlit forgets the selection of a table it no longer draws. Here each page's ticked rows are
kept by what they are, not by where they stand, for as long as the table is of the same things.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

import streamlit as st

from dashboard.words.i18n import _, ngettext

Row = TypeVar("Row")
KEPT = "ticks"


class Ticks(Generic[Row]):
    """The ticked rows of the table `name` over all its pages; another `of` has none of them."""

    def __init__(self, name: str, of: Hashable, identity: Callable[[Row], Hashable]) -> None:
        self._name, self._of, self._identity = name, of, identity
        shelf = st.session_state.setdefault(KEPT, {})
        if shelf.get(name, (None, None))[0] != of:
            shelf[name] = (of, {})
        self._held: dict[Hashable, Row] = shelf[name][1]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Everything that is ticked, in the order of ticking."""
        return tuple(self._held.values())

    def grid(self, page: Hashable) -> str:
        """The key of the table's widget for one of its pages."""
        version = st.session_state.get(f"{KEPT}.{self._name}", 0)
        return f"{self._name}.grid.{hash((self._of, page)) & 0xFFFFFFFFFFFF:x}.{version}"

    def prepare(self, page: Hashable, rows: Sequence[Row]) -> str:
        """Ticks what was ticked on this page when it was last looked at; before it is drawn."""
        grid = self.grid(page)
        known = [at for at, row in enumerate(rows) if self._identity(row) in self._held]
        if known and grid not in st.session_state:
            st.session_state[grid] = selection(known)
        return grid

    def take(self, rows: Sequence[Row], event: Any) -> None:
        """Keeps what is ticked on this page now; places that no longer exist are passed over."""
        ticked = {at for at in event["selection"]["rows"] if at < len(rows)}
        for at, row in enumerate(rows):
            if at in ticked:
                self._held[self._identity(row)] = row
            else:
                self._held.pop(self._identity(row), None)

    def tick(self, page: Hashable, rows: Sequence[Row], wanted: Sequence[Row]) -> None:
        """Ticks those rows of a page that are wanted, and no others of it; in a callback."""
        names = {self._identity(row) for row in wanted}
        chosen = [at for at, row in enumerate(rows) if self._identity(row) in names]
        st.session_state[self.grid(page)] = selection(chosen)


def untick(name: str) -> None:
    """Unticks every row of every page of that table; what draws it anew is another widget."""
    st.session_state.get(KEPT, {}).pop(name, None)
    counter = f"{KEPT}.{name}"
    st.session_state[counter] = st.session_state.get(counter, 0) + 1


def count_and_clear(count: int, key: str, clear: Callable[[], None]) -> None:
    """How many are ticked on all pages, and the way to untick them."""
    told = ngettext("{count} selected", "{count} selected", count)
    st.markdown(f"**{told}**", width="content")
    st.button(
        _("Clear"),
        icon=":material/close:",
        type="tertiary",
        help=_("Unticks the rows of every page"),
        key=key,
        on_click=clear,
    )


def selection(rows: Sequence[int]) -> dict[str, Any]:
    """The state of a table whose rows at these places are ticked."""
    return {"selection": {"rows": list(rows), "columns": [], "cells": []}}
