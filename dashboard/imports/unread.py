"""The listings of a page that could not be read: a line each."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.words.i18n import ngettext
from dashboard.words.phrases import UNKNOWN, plain
from dashboard.words.sentences import marked
from engine import UnreadListing, unread_error


def unread_notice(unread: Sequence[UnreadListing]) -> None:
    """How many they are and, opened, why each is left out; nothing where all could be read."""
    if not unread:
        return
    title = ngettext(
        "{count} listing of this page cannot be read and is left out.",
        "{count} listings of this page cannot be read and are left out.",
        len(unread),
    )
    with st.expander(title, icon=":material/warning:"):
        for one in unread:
            error = unread_error(one)
            st.markdown(f"**{_title(one)}** · {marked(error.text, error.params)}")


def _title(one: UnreadListing) -> str:
    number = str(one.channel_product_no or UNKNOWN)
    return f"{number} {plain(one.name)}" if one.name else number
