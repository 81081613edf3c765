"""A change of terms that prices closed months anew waits for a yes; which months is shown first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from dashboard.parts.widgets import row, show_errors
from dashboard.stores.section import saved
from dashboard.words.closed_months import repriced
from dashboard.words.i18n import _
from engine import Store, TierChange, WaiverChange

Change = TypeVar("Change", TierChange, WaiverChange)


def done_or_asked(
    store: Store, section: str, change: TierChange | WaiverChange, do: Callable[[], object]
) -> bool:
    """Does it, or where closed months would be priced anew asks first; whether it is done."""
    if change.months:
        st.session_state[_name(store, section)] = change
        return False
    do()
    return True


def confirm(
    store: Store,
    section: str,
    kind: type[Change],
    *,
    told: Callable[[Change], str],
    keep: str,
    do: Callable[[Change], object],
    form: str = "",
) -> None:
    """The change of a section that waits, if there is one, with a button for each answer: `do` for
    yes, `keep` names the no. Afterwards the section's form is drawn anew, or that named.
    """
    name = _name(store, section)
    change = st.session_state.get(name)
    if not isinstance(change, kind):
        return
    with st.container(border=True):
        st.warning(f"{told(change)} {repriced(change)}", icon=":material/history:")
        with row():
            yes = st.button(
                _("Price these months anew"), type="primary", key=f"stores.confirm.{section}"
            )
            if yes:
                with show_errors():
                    del st.session_state[name]
                    do(change)
                    saved(form or section, store)
            if st.button(keep, type="tertiary", key=f"stores.keep.{section}"):
                del st.session_state[name]
                st.rerun()


def _name(store: Store, section: str) -> str:
    return f"stores.planned.{section}.{store.store_id}"
