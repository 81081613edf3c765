"""The kinds of columns tables are made of: text, won, rates, shares, chips, buttons, pictures."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec

import streamlit as st

from dashboard.parts.palette import palette
from dashboard.words.i18n import language

Given = ParamSpec("Given")


class Column(dict[str, Any]):
    """How a column looks; Streamlit takes a deep copy for each run of a page, where a flat one
    does: it sets entries of its copy and reaches no deeper.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return dict(self)


def once_a_language(make: Callable[Given, dict[str, Any]]) -> Callable[Given, dict[str, Any]]:
    """Makes the columns of a table once for each language and choice; nobody may change them."""

    @functools.cache
    def made(spoken: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
        columns = make(*args, **kwargs)
        return {
            name: Column(column) if type(column) is dict else column
            for name, column in columns.items()
        }

    @functools.wraps(make)
    def columns(*args: Given.args, **kwargs: Given.kwargs) -> dict[str, Any]:
        return made(language(), *args, **kwargs)  # type: ignore[arg-type]

    return columns


def text(name: str, width: int | None = None, **more: Any) -> Any:
    """A column of text."""
    return st.column_config.TextColumn(name, width=width, **more)


def amount(name: str, width: int | None = None, help: str | None = None) -> Any:
    """A column of won or counts with thousands separators."""
    return st.column_config.NumberColumn(name, width=width, format="localized", help=help)


def rate(name: str, width: int | None = 76, help: str | None = None) -> Any:
    """A column of percents, 0 to 100, to one decimal."""
    return st.column_config.NumberColumn(name, width=width, format="%.1f%%", help=help)


def share(name: str, width: int | None = 108, help: str | None = None) -> Any:
    """A column of shares, 0 to 100, as bars."""
    return st.column_config.ProgressColumn(
        name, width=width, format="%.0f%%", min_value=0, max_value=100, help=help
    )


def chips(name: str, tones: Mapping[str, str], mode: str, width: int, **more: Any) -> Any:
    """A column of chips: lists of one text, coloured by `tones` (text to tone)."""
    grounds = palette(mode).grounds
    return st.column_config.MultiselectColumn(
        name,
        width=width,
        options=list(tones),
        color=[grounds[tone] for tone in tones.values()],
        **more,
    )


def action(name: str, key: str, width: int = 92) -> Any:
    """A column of quiet buttons; a click stands under `key` for one run."""
    return st.column_config.ButtonColumn(
        name, width=width, type="tertiary", alignment="left", key=key
    )


def picture(name: str, width: int = 52) -> Any:
    """A column of small pictures."""
    return st.column_config.ImageColumn(name, width=width)
