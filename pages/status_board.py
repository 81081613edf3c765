"""현황판: what every store needs next, and the numbers over all of them."""

from __future__ import annotations

import streamlit as st

from dashboard import board
from dashboard.i18n import _, ngettext
from dashboard.phrases import day_and_time
from dashboard.session import get_engine, kept
from dashboard.widgets import head, no_store, show_errors
from engine import now

with show_errors():
    boards = kept("board", "", get_engine().board, seconds=10)
    facts = [
        ngettext("{count} store", "{count} stores", len(boards)),
        _("as of {moment}").format(moment=day_and_time(now())),
    ]
    with head(_("Status board"), " · ".join(facts)):
        view = board.view_switch(len(boards))
        board.sync_button(boards)

    if not boards:
        no_store()
        st.stop()
    board.numbers(boards)
    if view is board.View.CARDS:
        board.cards(boards)
    else:
        board.table(boards)
