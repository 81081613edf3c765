"""현황판: what every store needs next, and the numbers over all of them."""

from __future__ import annotations

import streamlit as st

from dashboard.board import cards
from dashboard.parts.left_out import show_left_out
from dashboard.parts.widgets import head, no_store, show_errors
from dashboard.server.session import cached_for_visit, get_engine
from dashboard.words.i18n import _, ngettext
from dashboard.words.phrases import day_and_time
from engine import now

with show_errors():
    boards = cached_for_visit("board", "", get_engine().boards.cards, seconds=10)
    facts = [
        ngettext("{count} store", "{count} stores", len(boards)),
        _("as of {moment}").format(moment=day_and_time(now())),
    ]
    with head(_("Status board"), " · ".join(facts)):
        view = cards.view_switch(len(boards))
        cards.sync_button(boards)

    if not boards:
        no_store()
        st.stop()
    show_left_out()
    cards.board_numbers(boards)
    if view is cards.View.CARDS:
        cards.cards(boards)
    else:
        cards.table(boards)
