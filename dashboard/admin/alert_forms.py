"""The forms of alerts: the mail server, when alerts wait, and a test to oneself."""

from __future__ import annotations

from datetime import time

import streamlit as st

from dashboard.parts.widgets import row, section, show_errors, toast_after_rerun
from dashboard.server.session import get_engine
from dashboard.words.i18n import _
from dashboard.words.labels import label
from dashboard.words.languages import LANGUAGES
from engine import AlertRules, AlertWay, MailServer, QuietHours, Security

USUAL = MailServer(host="", port=587, security=Security.STARTTLS, user="", sender="")
NIGHT = QuietHours(since=time(22, 0), until=time(8, 0))


def forms() -> None:
    """Both forms, side by side where there is room."""
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        _mail_server()
    with right, st.container(border=True, height="stretch"):
        _rules()


def _mail_server() -> None:
    held = get_engine().alerts.mail_server()
    shown = held or USUAL
    section(_("Mail server"), "" if held else _("not set: alerts by e-mail wait"))
    with st.container(horizontal=True):
        host = st.text_input(
            _("Server"), shown.host, placeholder="smtp.example.com", key="alerts.host", width=240
        )
        port = st.number_input(_("Port"), 1, 65535, shown.port, key="alerts.port", width=110)
    security = st.segmented_control(
        _("Security"),
        list(Security),
        default=shown.security,
        required=True,
        format_func=label,
        key="alerts.security",
        help=_("Port 587 is usually STARTTLS, port 465 TLS."),
    )
    user = st.text_input(_("User name"), shown.user, key="alerts.user", autocomplete="off")
    password = st.text_input(
        _("Password"),
        type="password",
        placeholder=_("set; type to replace it") if shown.has_password else "",
        key="alerts.password",
        autocomplete="new-password",
    )
    sender = st.text_input(
        _("Sender"), shown.sender, placeholder="alerts@example.com", key="alerts.sender"
    )
    with row():
        if st.button(_("Save"), type="primary", key="alerts.save_server"):
            server = MailServer(
                host=host or "",
                port=int(port),
                security=security or shown.security,
                user=user or "",
                sender=sender or "",
            )
            _save_server(server, password or None)
        if held and st.button(_("Remove"), icon=":material/delete:", key="alerts.remove"):
            with show_errors():
                get_engine().alerts.forget_mail_server()
                _again(_("The mail server was removed."))


def _save_server(server: MailServer, password: str | None) -> None:
    with show_errors():
        get_engine().alerts.set_mail_server(server, password)
        st.session_state.pop("alerts.password", None)
        _again(_("Saved."))


def _rules() -> None:
    held = get_engine().alerts.rules()
    section(_("When and how"))
    lang = st.segmented_control(
        _("Language of alerts"),
        LANGUAGES,
        default=held.language,
        required=True,
        format_func=str.upper,
        key="alerts.language",
    )
    wanted = st.toggle(_("Quiet hours"), held.quiet is not None, key="alerts.quiet")
    quiet = held.quiet or NIGHT
    since, until = quiet.since, quiet.until
    if wanted:
        with st.container(horizontal=True):
            since = st.time_input(_("From"), quiet.since, key="alerts.since", width=130)
            until = st.time_input(_("Until"), quiet.until, key="alerts.until", width=130)
        st.caption(_("Alerts wait for their end; Korean time."))
    refusals = st.number_input(
        _("Tell when NAVER refuses more calls a day than"),
        *(1, 1_000_000, held.refusals),
        key="alerts.refusals",
        width=340,
        help=_("Counted for each store: answers that ask to slow down."),
    )
    if st.button(_("Save"), type="primary", key="alerts.save_rules"):
        with show_errors():
            chosen = QuietHours(since=since, until=until) if wanted else None
            rules = AlertRules(language=lang or held.language, quiet=chosen, refusals=int(refusals))
            get_engine().alerts.set_rules(rules)
            _again(_("Saved."))


def offer_test() -> None:
    """What sends a test to oneself, or to any address."""
    with st.popover(_("Send me a test"), icon=":material/send:", key="alerts.test"):
        way = st.segmented_control(
            _("By"),
            list(AlertWay),
            default=AlertWay.EMAIL,
            required=True,
            format_func=label,
            key="alerts.test.way",
        )
        by_chat = way is AlertWay.CHAT
        address = st.text_input(
            _("Chat address") if by_chat else _("E-mail"),
            "" if by_chat else _own_email(),
            key="alerts.test.chat" if by_chat else "alerts.test.email",
            help=_("As Apprise writes it, such as slack://... or json://...") if by_chat else None,
        )
        if st.button(_("Send"), type="primary", key="alerts.test.send"):
            with show_errors(), st.spinner(_("Sending")):
                get_engine().alerts.send_test(way or AlertWay.EMAIL, address or "")
                st.success(_("It was handed in. Look whether it arrives."))


def _own_email() -> str:
    """The address of who is signed in; empty where that is not known."""
    engine = get_engine()
    actor = engine.actor
    if actor.account_id is None or actor.store_ids is not None:
        return ""
    return engine.people.get(actor.account_id).email


def _again(text: str) -> None:
    toast_after_rerun(text)
    st.rerun()
