"""The form of this-day dispatch: cut-off time, weekly day off, days off."""

from __future__ import annotations

from datetime import time, timedelta

import streamlit as st

from dashboard.parts.draft import Draft, draft
from dashboard.parts.guarded_write import offer_plan, outdated_note, plan_box, plan_of
from dashboard.server.session import get_engine
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
    form = draft("dispatch", store.store_id, held)
    wanted = _fields(form)
    offer_plan(
        place,
        form,
        f"dispatch.plan.{store.store_id}",
        lambda: get_engine().delivery.plan_this_day_dispatch(store.store_id, wanted),
    )


def _fields(form: Draft[ThisDayDispatch]) -> ThisDayDispatch:
    held = form.shown
    left, right = st.columns(2)
    with left:
        cut_off = st.time_input(
            _("Cut-off time"),
            value=None,
            step=STEP,
            help=_("Orders paid until then leave the same day."),
            key=form.field("time", _time(held), _("Cut-off time")),
        )
    with right:
        weekly = st.selectbox(
            _("Weekly day off"),
            ("", *WORKING_DAYS),
            format_func=lambda day: said(day) if day else _("None"),
            help=_("NAVER takes one, Monday to Friday; at the weekend nothing leaves anyway."),
            key=form.field("weekly", _weekly(held), _("Weekly day off"), f".{language()}"),
        )
    days = _days_off(form)
    reason = st.text_input(
        _("Reason"),
        max_chars=100,
        placeholder=_("What buyers read, such as: regular day off"),
        key=form.field("reason", held.reason or "", _("Reason")),
    )
    return ThisDayDispatch(
        basis_hour=cut_off.hour if cut_off else None,
        basis_minute=cut_off.minute if cut_off else None,
        holiday_of_the_week=(weekly,) if weekly else (),
        seller_holidays=tuple(days),
        reason=reason,
    )


def _days_off(form: Draft[ThisDayDispatch]) -> list[str]:
    first, held = day(today()), form.shown
    coming = [one for one in held.seller_holidays if one >= first]
    days = st.multiselect(
        _("Days off"),
        coming,
        accept_new_options=True,
        placeholder=_("Type a day like 2026-12-25 and press Enter"),
        key=form.field("days", coming, _("Days off")),
    )
    if past := [one for one in held.seller_holidays if one < first]:
        st.caption(_("Days that have passed are taken out: {days}").format(days=", ".join(past)))
    return [str(day) for day in days]


def _time(held: ThisDayDispatch) -> time | None:
    if held.basis_hour is None or held.basis_minute is None:
        return None
    return time(held.basis_hour, held.basis_minute)


def _weekly(held: ThisDayDispatch) -> str:
    """The weekly day off; one NAVER takes no longer counts as none."""
    day = next(iter(held.holiday_of_the_week), "")
    return day if day in WORKING_DAYS else ""
