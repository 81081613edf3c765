"""SKU: the seller's own catalogue; a sheet is uploaded, looked at, then saved."""

from __future__ import annotations

import streamlit as st

from dashboard.parts import pager, tables, view
from dashboard.parts.frames import sku_frame, without_empty
from dashboard.parts.widgets import empty, head, row, show_errors, show_toast
from dashboard.server.session import get_engine
from dashboard.skus.cost_profiles import cost_profiles
from dashboard.skus.upload import templates, upload
from dashboard.words.i18n import _, ngettext
from dashboard.words.phrases import UNKNOWN

PAGE = 100
EXTRAS = ("inbound_won", "ads", "returns", "sku_group", "tax_type")

show_toast()
with show_errors():
    engine = get_engine()
    count = engine.skus.count()
    with head(_("SKUs"), ngettext("{count} SKU", "{count} SKUs", count)):
        templates()
    if upload():
        st.stop()
    if not count:
        empty(
            _("No SKU yet"), _("Upload a sheet of your own items; the template shows its columns.")
        )
        st.stop()

    with row():
        asked = view.held("words", "skus.search", view.words(), "")
        st.text_input(
            _("Search"),
            placeholder=_("SKU code or name · finds as you type"),
            icon=":material/search:",
            live=True,
            key="skus.search",
            label_visibility="collapsed",
            width=360,
        )
    key, last = f"skus.page.{asked}", pager.pages(engine.skus.count(asked), PAGE)
    page = pager.page_at(key, last)
    found = engine.skus.find(asked, limit=PAGE, offset=pager.offset(page, PAGE))
    if found:
        st.dataframe(
            without_empty(sku_frame(found), EXTRAS),
            column_config=tables.skus(),
            hide_index=True,
            placeholder=UNKNOWN,
            row_height=36,
            height=566 if len(found) > 14 else "content",
            key="skus.table",
            alt=_("SKU catalogue"),
        )
        pager.pager(key, last)
    else:
        empty(_("No SKU has these words"), icon="search_off")
    cost_profiles()
