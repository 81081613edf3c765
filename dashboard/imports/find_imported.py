"""Finding imported listings by what NAVER does not search: names, and many codes at once."""

from __future__ import annotations

import streamlit as st

from dashboard.parts.widgets import toast_after_rerun
from dashboard.server.session import get_engine
from dashboard.words.i18n import _
from dashboard.words.phrases import plain
from engine import Store

MOST = 100  # numbers NAVER is asked for at once
NAMED = 3  # of what was not found


def find_imported(store: Store) -> tuple[str, ...] | None:
    """The numbers of the imported listings a person asked for just now; None if nothing was asked
    or found.
    """
    with st.popover(_("Find imported"), icon=":material/manage_search:"):
        text = st.text_area(
            _("Names, seller codes, SKU codes or numbers"),
            placeholder=_("One or many, by lines or commas"),
            help=_("Searches what is imported here; NAVER's own search knows no names."),
            key=f"find_imported.{store.store_id}",
        )
        asked = st.button(_("Find"), icon=":material/search:", key="find_imported.find")
        if not asked or not text.strip():
            return None
        found = get_engine().products.find(store.store_id, text, limit=MOST)
        if not found.numbers:
            st.caption(_("No imported listing fits."))
            return None
        if found.missing:
            _tell(found.missing)
        return tuple(map(str, found.numbers))


def _tell(missing: tuple[str, ...]) -> None:
    more = "" if len(missing) <= NAMED else " ..."
    which = ", ".join(map(plain, missing[:NAMED])) + more
    toast_after_rerun(_("Not found: {which}").format(which=which))
