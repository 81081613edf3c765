"""A write to NAVER on the screen: the difference, the button that sends it, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.parts.draft import Draft
from dashboard.parts.widgets import row, section, show_errors, toast_after_rerun
from dashboard.server.session import forget, get_engine
from dashboard.words.fields import field, said
from dashboard.words.i18n import _, ngettext
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, ago, number, plain, stamp
from dashboard.words.sentences import marked
from engine import Change, Store, Write, WriteState

MOST_SHOWN = 6
TONES = {
    WriteState.SENT: "orange",
    WriteState.DONE: "green",
    WriteState.DIFFERENT: "orange",
    WriteState.REFUSED: "red",
    WriteState.NOT_ARRIVED: "red",
    WriteState.OUTDATED: "gray",
}


def plan_of(place: str) -> Write | None:
    """The plan that is shown at a place of the screen; None: nothing is planned there."""
    write_id = st.session_state.get(f"plan.{place}")
    return None if write_id is None else get_engine().writes.get(write_id)


def keep_plan(place: str, write: Write | None) -> None:
    """Shows a plan at that place from the next drawing on, or none."""
    st.session_state[f"plan.{place}"] = None if write is None else write.write_id


def offer_plan(place: str, form: Draft[Any], key: str, plan: Callable[[], Write]) -> None:
    """The foot of a form whose values are sent to NAVER: what is not sent yet, and the button that
    plans it and shows the difference. What was typed is let go of once NAVER has it.
    """
    form.note()
    if not st.button(
        _("Show what will change"), icon=":material/difference:", type="primary", key=key
    ):
        return
    with show_errors(), st.spinner(_("Asking NAVER")):
        keep_plan(place, plan())
        st.session_state[f"plan.form.{place}"] = form
        forget()
        st.rerun()


def plan_box(place: str, write: Write, *, note: str = "") -> bool:
    """The difference with the buttons below it; True once it was sent, whatever came of it."""
    if not write.changes:
        st.info(_("NAVER holds these values already. There is nothing to send."))
        if st.button(_("Back"), icon=":material/arrow_back:", key=f"plan.back.{place}"):
            _leave(place)
        return False
    changes = ngettext("{count} change", "{count} changes", len(write.changes))
    section(changes, _("nothing has been sent yet"))
    differences(write.changes)
    if note:
        st.caption(note)
    with row():
        confirmed = st.button(
            _("Send to NAVER"), icon=":material/send:", type="primary", key=f"plan.send.{place}"
        )
        if st.button(_("Back"), type="tertiary", key=f"plan.back.{place}"):
            _leave(place)
    return confirmed and _send(place, write)


def _leave(place: str) -> None:
    keep_plan(place, None)
    st.rerun()


def _send(place: str, write: Write) -> bool:
    sent = False
    with show_errors(), st.spinner(_("Sending to NAVER")):
        done = get_engine().writes.confirm(write.write_id)
        forget()
        if done.state is WriteState.OUTDATED and done.replaced_by is not None:
            keep_plan(place, get_engine().writes.get(done.replaced_by))
            st.session_state[f"plan.outdated.{place}"] = True
            st.rerun()
        keep_plan(place, None)
        form: Draft[Any] | None = st.session_state.pop(f"plan.form.{place}", None)
        if form is not None and done.state in (WriteState.DONE, WriteState.DIFFERENT):
            form.end()
        toast_after_rerun(
            outcome(done), ":material/check:" if done.state is WriteState.DONE else TOAST
        )
        sent = True
    return sent


TOAST = ":material/info:"


def outdated_note(place: str) -> None:
    """Says that NAVER's values had changed, above the new difference."""
    if st.session_state.pop(f"plan.outdated.{place}", False):
        st.warning(
            _("Nothing was sent. Look at the new difference, then send it."),
            title=_("NAVER's values have changed since"),
            icon=":material/difference:",
        )


def outcome(write: Write) -> str:
    """What came of a write, in one sentence."""
    return {
        WriteState.PLANNED: _("Nothing has been sent."),
        WriteState.SENT: _("It is not known whether the change arrived. Look at NAVER's values."),
        WriteState.DONE: _("NAVER holds the change."),
        WriteState.DIFFERENT: _("NAVER holds other values than were sent. Look at them."),
        WriteState.REFUSED: _("NAVER refused the change; nothing was changed."),
        WriteState.NOT_ARRIVED: _("The change did not arrive; NAVER holds what it held."),
        WriteState.OUTDATED: _("Nothing was sent: NAVER's values had changed."),
    }[write.state]


def differences(changes: Sequence[Change], *, alt: str = "") -> None:
    """What differs: field, what NAVER holds, what it would hold."""
    frame = pd.DataFrame(
        {
            _("Field"): [field(one.field) for one in changes],
            _("At NAVER now"): [_shown(one.before) for one in changes],
            _("After sending"): [_shown(one.after) for one in changes],
        }
    )
    st.dataframe(
        frame,
        hide_index=True,
        row_height=36,
        height=40 + 36 * len(changes),
        alt=alt or _("What would change"),
    )


def _shown(value: str | None) -> str:
    if value is None:
        return UNKNOWN
    return number(int(value)) if value.isdecimal() and len(value) > 3 else said(value)


def write_history(store: Store) -> None:
    """What was sent of a store's settings: first what may or may not have arrived."""
    writes = get_engine().writes.of_store(store.store_id, limit=MOST_SHOWN)
    if not writes:
        return
    section(_("Sent to NAVER"), _("newest first; each was sent once"))
    for write in writes:
        _line(write)


def _line(write: Write) -> None:
    with st.container(border=True, key=f"writes.{write.write_id}"):
        with row(apart=True):
            with row():
                st.markdown(_title(write), width="content")
                st.badge(label(write.state), color=TONES.get(write.state, "gray"))  # type: ignore[arg-type]
                st.caption(
                    f"{ago(write.sent_at)} · {plain(write.asked_by)}",
                    width="content",
                    help=stamp(write.sent_at),
                )
            if write.unsettled and st.button(
                _("Look at NAVER"),
                icon=":material/visibility:",
                type="primary",
                key=f"writes.settle.{write.write_id}",
            ):
                _settle(write)
        if write.state is not WriteState.DONE:
            st.caption(_why(write))
        with st.expander(_("Details"), icon=":material/difference:"):
            differences(write.changes)
            if write.trace_id:
                st.caption(_("Trace id {trace_id}").format(trace_id=plain(write.trace_id)))


def _title(write: Write) -> str:
    kind = label(write.kind)
    return f"**{kind}**" if write.subject == "this_day_dispatch" else _named(kind, write.title)


def _named(kind: str, title: str) -> str:
    return f"**{kind}** · {plain(title)}"


def _why(write: Write) -> str:
    said = outcome(write)
    if write.error_text and write.state is WriteState.REFUSED:
        said += " " + marked(write.error_text, write.error_params)
    return said


def _settle(write: Write) -> None:
    with show_errors(), st.spinner(_("Asking NAVER")):
        settled = get_engine().writes.settle(write.write_id)
        forget()
        if settled.unsettled:
            toast_after_rerun(
                _("It is not there yet and may still arrive. Look again in three minutes."), TOAST
            )
        else:
            toast_after_rerun(outcome(settled))
        st.rerun()
