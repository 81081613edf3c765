"""What is chosen on a page lives in its address: a reload, Back and a shared link show it again.

The address holds only what differs from where the page begins, and nothing personal. What it holds
that means nothing, is passed over. `held` is told of a widget's key before the widget is drawn:

    view.held("tier", "margins.tier", view.one_of(FeeTier), store.fee_tier)
    st.segmented_control(_("Fee tier"), list(FeeTier), key="margins.tier")
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import streamlit as st

Value = TypeVar("Value")
PAGE = "page"  # of a table: whatever else is chosen anew begins at the first
STAYS = frozenset({"store", "lang"})  # names that are no view of a page
LONGEST = 100  # characters of typed words


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling(Generic[Value]):
    """How a choice is written in an address; `read` raises ValueError for what means nothing."""

    write: Callable[[Value], str]
    read: Callable[[str], Value]


def one_of(options: Iterable[Value]) -> Spelling[Value]:
    """One of these, by its own text: members of a closed set, numbers, names."""
    return named({str(option): option for option in options})


def named(options: Mapping[str, Value]) -> Spelling[Value]:
    """One of these, by its name."""
    names = {option: name for name, option in options.items()}
    return Spelling(
        write=lambda value: names.get(value, ""), read=lambda text: _found(options, text)
    )


def several(options: Iterable[Value]) -> Spelling[list[Value]]:
    """Some of these, by commas; one that means nothing is passed over alone."""
    known = {str(option): option for option in options}
    return Spelling(
        write=lambda values: ",".join(map(str, values)),
        read=lambda text: [known[one] for one in dict.fromkeys(text.split(",")) if one in known],
    )


def words(longest: int = LONGEST) -> Spelling[str]:
    """Typed words, as many as a person types."""
    return Spelling(write=str, read=lambda text: text[:longest])


def day() -> Spelling[date | None]:
    """A day, as 2026-11-23; None is not written."""
    return Spelling(write=lambda on: on.isoformat() if on else "", read=date.fromisoformat)


def switch() -> Spelling[bool]:
    """On or off."""
    return Spelling(
        write=lambda on: str(int(on)), read=lambda text: _found({"0": False, "1": True}, text)
    )


def whole(least: int, most: int) -> Spelling[int]:
    """A whole number between two."""
    return Spelling(write=str, read=lambda text: _between(text, least, most))


def held(
    name: str, key: str, spelling: Spelling[Value], first: Value, *, narrows: bool = True
) -> Value:
    """The choice of the widget under `key`, drawn after this: its own, else the address's, else
    `first`. The address is told; where the choice `narrows` a table, its pages begin anew.
    """
    if key not in st.session_state:
        st.session_state[key] = asked(name, spelling, first)
    value: Value | None = st.session_state[key]
    chosen = first if value is None else value
    keep(name, spelling, chosen, first, narrows=narrows)
    return chosen


def asked(name: str, spelling: Spelling[Value], first: Value) -> Value:
    """What the address says under that name; `first` where it says nothing that means anything."""
    text = st.query_params.get(name)
    if text is None:
        return first
    try:
        return spelling.read(text)
    except ValueError:
        return first


def keep(
    name: str, spelling: Spelling[Value], chosen: Value, first: Value, *, narrows: bool = True
) -> None:
    """Tells the address what was chosen, nothing where it is what the page begins with."""
    before, text = st.query_params.get(name), None if chosen == first else spelling.write(chosen)
    if before == text:
        return
    if text is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = text
    if narrows and name != PAGE:
        st.query_params.pop(PAGE, None)


def forget() -> None:
    """Lets go of the page's view: another store is looked at, for which it means nothing."""
    for name in set(st.query_params) - STAYS:
        st.query_params.pop(name, None)


def _found(options: Mapping[str, Value], text: str) -> Value:
    if text not in options:
        raise ValueError(text)
    return options[text]


def _between(text: str, least: int, most: int) -> int:
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
        raise ValueError(text)
    if not least <= int(text) <= most:
        raise ValueError(text)
    return int(text)
