"""The pages of a table: which one is looked at, how many there are, and the pager below the table.

The pager stands under its table: the table's own tools float over what is above it, and on a phone
nothing there could be pressed.
"""

from __future__ import annotations

import streamlit as st

from dashboard.parts import view

MOST_PAGES = 10**6
WIDTH = 312  # pixels: seven numbers and two arrows, on the narrowest phone too
SHOWN = 7  # so many pages are all shown; of more, the first, the last and those around


def pages(count: int, size: int) -> int:
    """How many pages that many rows need; at least one."""
    return max(1, -(-count // size))


def offset(page: int, size: int) -> int:
    """How many rows stand before a page."""
    return (page - 1) * size


def page_at(key: str, last: int = MOST_PAGES) -> int:
    """The page that is looked at, the last one where there are fewer; asked above the table.

    `key` names what the pages are of: with other rows it is another, which begins at the first.
    """
    numbers = view.whole(1, MOST_PAGES)
    page = view.held(view.PAGE, key, numbers, 1)
    if page > last:
        page = st.session_state[key] = last
        view.keep(view.PAGE, numbers, last, 1)
    return page


def pager(key: str, last: int, note: str = "") -> None:
    """The pager, below the table at the right, with a grey note at the left; none for one page."""
    if last < 2:
        if note:
            st.caption(note)
        return
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.caption(note, width="content")
        with st.container(horizontal=True, horizontal_alignment="right"):  # also below a note
            # By itself it leaves out pages there is room for: its own width says how many fit.
            st.pagination(last, max_visible_pages=SHOWN, width=WIDTH, key=key)
