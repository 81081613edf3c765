"""The forms of alerts: the mail server, when alerts wait, and a test to oneself."""

from __future__ import annotations

from datetime import time

import streamlit as st

from dashboard.parts.draft import Draft, draft
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
    form = draft("alerts", "server", held or USUAL)
    section(_("Mail server"), "" if held else _("not set: alerts by e-mail wait"))
    server, password = _server_fields(form)
    form.note()
    with row():
        if st.button(_("Save"), type="primary", key="alerts.save_server"):
            with form.saving():
                get_engine().alerts.set_mail_server(server, password or None, shown=form.shown)
                form.end()
                _again(_("Saved."))
        if held and st.button(_("Remove"), icon=":material/delete:", key="alerts.remove"):
            with show_errors():
                get_engine().alerts.forget_mail_server()
                form.end()
                _again(_("The mail server was removed."))


def _server_fields(form: Draft[MailServer]) -> tuple[MailServer, str]:
    """What is typed, and the password, which is kept apart."""
    shown = form.shown
    with st.container(horizontal=True):
        host = st.text_input(
            _("Server"),
            placeholder="smtp.example.com",
            key=form.field("host", shown.host, _("Server")),
            width=240,
        )
        port = st.number_input(
            _("Port"), 1, 65535, key=form.field("port", shown.port, _("Port")), width=110
        )
    security = st.segmented_control(
        _("Security"),
        list(Security),
        required=True,
        format_func=label,
        key=form.field("security", shown.security, _("Security")),
        help=_("Port 587 is usually STARTTLS, port 465 TLS."),
    )
    user = st.text_input(
        _("User name"), key=form.field("user", shown.user, _("User name")), autocomplete="off"
    )
    password = st.text_input(
        _("Password"),
        type="password",
        placeholder=_("set; type to replace it") if shown.has_password else "",
        key=form.key("password"),
        autocomplete="new-password",
    )
    sender = st.text_input(
        _("Sender"),
        placeholder="alerts@example.com",
        key=form.field("sender", shown.sender, _("Sender")),
    )
    server = MailServer(
        host=host or "",
        port=int(port),
        security=security or shown.security,
        user=user or "",
        sender=sender or "",
    )
    return server, password or ""


def _rules() -> None:
    form = draft("alerts", "rules", get_engine().alerts.rules())
    section(_("When and how"))
    rules = _rule_fields(form)
    form.note()
    if st.button(_("Save"), type="primary", key="alerts.save_rules"):
        with form.saving():
            get_engine().alerts.set_rules(rules, shown=form.shown)
            form.end()
            _again(_("Saved."))


def _rule_fields(form: Draft[AlertRules]) -> AlertRules:
    held = form.shown
    title = _("Language of alerts")
    lang = st.segmented_control(
        title,
        LANGUAGES,
        required=True,
        format_func=str.upper,
        key=form.field("language", held.language, title),
    )
    quiet = held.quiet or NIGHT
    wanted = st.toggle(
        _("Quiet hours"), key=form.field("quiet", held.quiet is not None, _("Quiet hours"))
    )
    since, until = quiet.since, quiet.until
    if wanted:
        with st.container(horizontal=True):
            key = form.field("since", quiet.since, _("From"))
            since = st.time_input(_("From"), value=None, key=key, width=130) or quiet.since
            key = form.field("until", quiet.until, _("Until"))
            until = st.time_input(_("Until"), value=None, key=key, width=130) or quiet.until
        st.caption(_("Alerts wait for their end; Korean time."))
    title = _("Tell when NAVER refuses more calls a day than")
    refusals = st.number_input(
        title,
        *(1, 1_000_000),
        key=form.field("refusals", held.refusals, title),
        width=340,
        help=_("Counted for each store: answers that ask to slow down."),
    )
    chosen = QuietHours(since=since, until=until) if wanted else None
    return AlertRules(language=lang or held.language, quiet=chosen, refusals=int(refusals))


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
