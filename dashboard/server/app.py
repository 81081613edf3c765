"""The script of every visit: menu, sidebar, then the page that was asked for."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard.parts.draft import keep_typed
from dashboard.parts.navigation import pages
from dashboard.parts.widgets import language_switch, sandbox_badge
from dashboard.server.account_menu import account_menu, closed, signed_out
from dashboard.server.session import actor, in_sandbox
from dashboard.words.i18n import ask_again
from engine import RuleBroken

STATIC = "/app/static"  # named by address: a file would be read and encoded anew at every run

ask_again()  # the language is held for the run that begins here
st.set_page_config(
    page_title="Storeboard",
    page_icon=f"{STATIC}/icon.png",
    layout="wide",
    initial_sidebar_state=232,
)
dark = st.context.theme.type == "dark"
st.logo(f"{STATIC}/logo-dark.svg" if dark else f"{STATIC}/logo.svg")
try:
    who = actor(clicked=True)
except RuleBroken as error:
    outside = st.Page(partial(signed_out, error), title="Storeboard", url_path="signed_out")
    page = st.navigation([outside], position="hidden")
else:
    page = st.navigation(pages(who.role, closed), expanded=True)
    with st.sidebar.container():
        if in_sandbox():
            sandbox_badge()
        account_menu(who)
        language_switch()

keep_typed()
page.run()
