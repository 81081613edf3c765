"""What an act over many stores left out, and why: told until somebody closes it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.words.i18n import _, ngettext
from dashboard.words.phrases import plain

KEPT = "left.out"


def keep_left_out(reasons: Mapping[str, str]) -> None:
    """Keeps the reasons by the store's name, for the page that is drawn next; none forgets them."""
    st.session_state[KEPT] = dict(reasons)


def show_left_out() -> None:
    """The box, where something was left out."""
    reasons: dict[str, str] = st.session_state.get(KEPT, {})
    if not reasons:
        return
    lines = "\n".join(f"- **{plain(name)}**: {plain(why)}" for name, why in reasons.items())
    title = ngettext("{count} store was left out", "{count} stores were left out", len(reasons))
    st.warning(lines, title=title, icon=":material/rule:")
    st.button(
        _("Close"),
        icon=":material/close:",
        type="tertiary",
        key="left_out.close",
        on_click=keep_left_out,
        args=({},),
    )
