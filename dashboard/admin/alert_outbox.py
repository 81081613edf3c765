"""The outbox of alerts on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from dashboard.parts.navigation import go
from dashboard.parts.widgets import empty, show_errors, toast_after_rerun
from dashboard.server.session import all_stores, get_engine
from dashboard.words.i18n import N_, _
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, ago, near, number
from engine import AlertLine, AlertState

COLUMNS = {
    "created_at": (N_("When"), 120),
    "store": (N_("Store"), 180),
    "kind": (N_("About"), 200),
    "way": (N_("By"), 90),
    "state": (N_("State"), 110),
    "moment": (N_("Sent or tried again"), 150),
    "problem": (N_("Why it waits"), 260),
}
PROBLEMS = {
    "MAIL_SERVER": N_("No mail server is set"),
    "MAIL_SIGN_IN": N_("User name or password refused"),
    "MAIL_ADDRESS": N_("Sender or recipient refused"),
    "MAIL_SECURITY": N_("Security does not fit"),
    "MAIL_UNREACHABLE": N_("The mail server does not answer"),
    "CHAT_ADDRESS": N_("The chat address is not understood"),
    "CHAT_REFUSED": N_("The chat service refused"),
}


def alert_facts(lines: Sequence[AlertLine]) -> str:
    """The grey line of the head."""
    waiting = sum(line.state is AlertState.WAITING for line in lines)
    sent = max((line.sent_at for line in lines if line.sent_at), default=None)
    last = _("last sent {moment}").format(moment=ago(sent)) if sent else _("none sent yet")
    return f"{_('{count} waiting').format(count=number(waiting))} · {last}"


def offer_contacts() -> None:
    """The way to where it is set who gets alerts."""
    if st.button(_("Who gets alerts"), icon=":material/contacts:", key="alerts.contacts"):
        go("stores")


def alert_list(lines: Sequence[AlertLine]) -> None:
    """One row for each alert to one person by one way."""
    if not lines:
        empty(
            _("No alerts yet"),
            _("Contacts of a store are told of what you choose for them on the page Stores."),
            icon="notifications",
        )
        return
    if any(line.state is AlertState.WAITING and line.tries for line in lines) and st.button(
        _("Try again now"), icon=":material/refresh:", key="alerts.retry"
    ):
        with show_errors():
            get_engine().alerts.retry()
            toast_after_rerun(_("What waits is tried within seconds."))
            st.rerun()
    st.dataframe(
        alert_frame(lines, {store.store_id: store.name for store in all_stores()}),
        column_config={
            name: st.column_config.TextColumn(_(text), width=width)
            for name, (text, width) in COLUMNS.items()
        },
        hide_index=True,
        placeholder=UNKNOWN,
        height=566 if len(lines) > 14 else "content",
        row_height=36,
        key="alerts.table",
        alt=_("Outbox"),
    )


def alert_frame(lines: Sequence[AlertLine], stores: Mapping[int, str]) -> pd.DataFrame:
    """Lines as shown text; a store that is gone keeps its number."""
    return pd.DataFrame(
        [
            {
                "created_at": near(line.created_at),
                "store": stores.get(line.store_id, str(line.store_id)),
                "kind": label(line.kind),
                "way": label(line.way),
                "state": label(line.state),
                "moment": _moment(line),
                "problem": _problem(line),
            }
            for line in lines
        ],
        columns=list(COLUMNS),
    )


def _moment(line: AlertLine) -> str | None:
    if line.state is AlertState.GIVEN_UP:
        return None
    return near(line.sent_at or line.next_try_at)


def _problem(line: AlertLine) -> str | None:
    """Why it is not there yet; nothing once it was sent."""
    if line.state is AlertState.SENT or line.problem is None:
        return None
    return _(PROBLEMS[line.problem]) if line.problem in PROBLEMS else line.problem
