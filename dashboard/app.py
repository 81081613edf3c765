"""The script of every visit: menu, sidebar, then the page that was asked for."""

from __future__ import annotations

import streamlit as st

from dashboard.i18n import ROOT, ask_again
from dashboard.navigation import pages
from dashboard.session import in_sandbox
from dashboard.widgets import language_switch, sandbox_badge

STATIC = ROOT / "dashboard" / "static"

ask_again()  # the language is held for the run that begins here
st.set_page_config(
    page_title="Storeboard",
    page_icon=str(STATIC / "icon.png"),
    layout="wide",
    initial_sidebar_state=232,
)
dark = st.context.theme.type == "dark"
st.logo(str(STATIC / ("logo-dark.svg" if dark else "logo.svg")))
page = st.navigation(pages(), expanded=True)

with st.sidebar.container():
    if in_sandbox():
        sandbox_badge()
    language_switch()

page.run()
