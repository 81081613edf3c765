"""Who is signed in, in the sidebar: the role, the password, the ways out."""

from __future__ import annotations

from urllib.parse import quote

import streamlit as st

from dashboard.parts.navigation import CLOSED
from dashboard.parts.widgets import show_error, show_errors
from dashboard.server.runtime import held_access, held_engine
from dashboard.server.session import cookie, get_engine
from dashboard.words.i18n import _, language
from dashboard.words.labels import label
from dashboard.words.phrases import plain
from engine import Actor, BadRequest, EngineError, NotAllowed, SignedOut

AWAY = "<script>window.location.assign({address!r})</script>"


def account_menu(who: Actor) -> None:
    """The name of who is signed in; behind it the role and the ways out."""
    with st.popover(plain(who.name), icon=":material/account_circle:", width="stretch"):
        st.caption(label(who.role))
        if held_access().provider is not None:
            if st.button(_("Sign out"), icon=":material/logout:", width="stretch"):
                st.logout()
            return
        if st.button(_("Sign out"), icon=":material/logout:", key="account.out", width="stretch"):
            held_engine().sessions.sign_out(cookie())
            _leave()
        if st.button(
            _("Sign out everywhere"), icon=":material/devices:", key="account.all", width="stretch"
        ):
            get_engine().people.sign_out_everywhere()
            _leave()
        if not held_engine().sessions.is_demo and st.button(
            _("Change password"), icon=":material/key:", key="account.password", width="stretch"
        ):
            _password()


def _password() -> None:
    @st.dialog(_("Change password"))
    def ask() -> None:
        present = st.text_input(_("Present password"), type="password")
        new = st.text_input(_("New password"), type="password", help=_("At least 10 characters."))
        again = st.text_input(_("New password once more"), type="password")
        st.caption(_("All your sessions end, this one too."))
        if st.button(_("Change password"), type="primary"):
            with show_errors():
                if new != again:
                    raise BadRequest("The two passwords differ. Type the same one twice.")
                get_engine().people.change_own_password(present, new)
                _leave()

    ask()


def _leave() -> None:
    """Leads to the sign-in: the session has just ended."""
    st.html(AWAY.format(address=_sign_in()), unsafe_allow_javascript=True)
    st.stop()


def _sign_in() -> str:
    return f"{held_access().base_path}/sign-in?lang={quote(language())}"


def closed() -> None:
    """What stands at the address of a page that the role may not open."""
    show_error(NotAllowed(CLOSED))


def signed_out(error: EngineError) -> None:
    """What stands where nobody is signed in, or no longer."""
    provider = held_access().provider
    with st.container(horizontal_alignment="center"):
        st.title("Storeboard", anchor=False, width="content")
        with st.container(border=True, width=376):
            if provider is None or not isinstance(error, SignedOut):
                show_error(error)
            else:
                st.markdown(_("Sign in with your team's account."))
            if provider is not None and isinstance(error, SignedOut):
                if st.button(_("Sign in"), type="primary", key="account.in", width="stretch"):
                    st.login()
            elif provider is not None and st.button(
                _("Sign out"), key="account.out", width="stretch"
            ):
                st.logout()
