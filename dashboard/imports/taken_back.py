"""Decisions that last, with who took them and when, and the way back from one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import streamlit as st

from dashboard.server.session import forget
from dashboard.words.phrases import at_most

Decision = TypeVar("Decision")


def decisions(
    held: Sequence[Decision],
    limit: int,
    *,
    title: str,
    icon: str,
    what: str,
    told: Callable[[Decision], str],
    back: str,
    take_back: Callable[[Decision], object],
    key: str,
) -> None:
    """The folded list, `limit` of them at most, under a `title` with the place of their count; the
    button `back` takes back the chosen one. Nothing where there is no decision.
    """
    if not held:
        return
    count = at_most(len(held), limit)
    with st.expander(title.format(count=count), icon=icon, key=key):
        chosen = st.selectbox(
            what,
            held,
            format_func=told,
            key=f"{key}.{len(held)}",
            label_visibility="collapsed",
        )
        if chosen and st.button(back, key=f"{key}.back"):
            take_back(chosen)
            forget()
            st.rerun()
