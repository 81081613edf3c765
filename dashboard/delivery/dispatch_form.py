"""The form of this-day dispatch: cut-off time, weekly day off, days off."""

from __future__ import annotations

from datetime import time, timedelta

import streamlit as st

from dashboard.parts.guarded_write import keep_plan, outdated_note, plan_box, plan_of
from dashboard.parts.widgets import show_errors
from dashboard.server.session import forget, get_engine
from dashboard.words.fields import said
from dashboard.words.i18n import _, language
from dashboard.words.phrases import day
from engine import WORKING_DAYS, Store, ThisDayDispatch, today

STEP = timedelta(minutes=10)


def edit_dispatch(store: Store) -> bool:
    """The form, or the difference it would make; True once something was sent."""
    place = f"dispatch.{store.store_id}"
    planned = plan_of(place)
    if planned is not None:
        outdated_note(place)
        return plan_box(place, planned)
    held = get_engine().delivery.this_day_dispatch(store.store_id) or ThisDayDispatch()
    _form(store, held, place)
    return False


def _form(store: Store, held: ThisDayDispatch, place: str) -> None:
    with st.form(f"dispatch.form.{store.store_id}", border=False):
        left, right = st.columns(2)
        with left:
            cut_off = st.time_input(
                _("Cut-off time"),
                _time(held),
                step=STEP,
                help=_("Orders paid until then leave the same day."),
                key=f"dispatch.time.{store.store_id}",
            )
        with right:
            weekly = st.selectbox(
                _("Weekly day off"),
                ("", *WORKING_DAYS),
                index=_index(held),
                format_func=lambda day: said(day) if day else _("None"),
                help=_("NAVER takes one, Monday to Friday; at the weekend nothing leaves anyway."),
                key=f"dispatch.weekly.{store.store_id}.{language()}",
            )
        days = _days_off(store, held)
        reason = st.text_input(
            _("Reason"),
            held.reason or "",
            max_chars=100,
            placeholder=_("What buyers read, such as: regular day off"),
            key=f"dispatch.reason.{store.store_id}",
        )
        asked = st.form_submit_button(
            _("Show what will change"),
            icon=":material/difference:",
            type="primary",
            key=f"dispatch.plan.{store.store_id}",
        )
    if asked:
        wanted = ThisDayDispatch(
            basis_hour=cut_off.hour if cut_off else None,
            basis_minute=cut_off.minute if cut_off else None,
            holiday_of_the_week=(weekly,) if weekly else (),
            seller_holidays=tuple(days),
            reason=reason,
        )
        with show_errors(), st.spinner(_("Asking NAVER")):
            keep_plan(place, get_engine().delivery.plan_this_day_dispatch(store.store_id, wanted))
            forget()
            st.rerun()


def _days_off(store: Store, held: ThisDayDispatch) -> list[str]:
    first = day(today())
    coming = [one for one in held.seller_holidays if one >= first]
    days = st.multiselect(
        _("Days off"),
        coming,
        coming,
        accept_new_options=True,
        placeholder=_("Type a day like 2026-12-25 and press Enter"),
        key=f"dispatch.days.{store.store_id}",
    )
    if past := [one for one in held.seller_holidays if one < first]:
        st.caption(_("Days that have passed are taken out: {days}").format(days=", ".join(past)))
    return [str(day) for day in days]


def _time(held: ThisDayDispatch) -> time | None:
    if held.basis_hour is None or held.basis_minute is None:
        return None
    return time(held.basis_hour, held.basis_minute)


def _index(held: ThisDayDispatch) -> int:
    """The place of the weekly day off in the list; one NAVER takes no longer counts as none."""
    day = next(iter(held.holiday_of_the_week), "")
    return WORKING_DAYS.index(day) + 1 if day in WORKING_DAYS else 0
