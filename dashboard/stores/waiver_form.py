"""The starter waiver of a store: its form, and the closed months a change of it prices anew."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard.parts.widgets import section, show_errors
from dashboard.server.session import get_engine
from dashboard.stores.closed_months import confirm, done_or_asked
from dashboard.stores.section import key, note, save_button, saved
from dashboard.words.i18n import _
from dashboard.words.phrases import day
from engine import Store, Waiver, WaiverChange

SECTION = "waiver"


def waiver_form(store: Store, held: Waiver | None) -> None:
    """First and last day, the monthly cap, and how the fee is given back."""
    section(_("Starter programme"), _("fee waiver for new stores"))
    with st.form(f"stores.form.waiver.{store.store_id}", border=False):
        waiver = _fields(store, held)
        asked = save_button(store, SECTION)
    if asked:
        with show_errors():
            if _change(store, waiver):
                saved(SECTION, store)
    _confirm(store)


def _fields(store: Store, held: Waiver | None) -> Waiver | None:
    """What is typed; None where a day is missing: no waiver."""
    start, end = st.columns(2)
    with start:
        first = st.date_input(
            _("Waiver from"), held.starts_on if held else None, key=key(store, SECTION, "start")
        )
    with end:
        last = st.date_input(
            _("Waiver to"), held.ends_on if held else None, key=key(store, SECTION, "end")
        )
    cap = st.number_input(
        _("Monthly cap (₩)"),
        min_value=0,
        step=100_000,
        value=held.monthly_cap_won if held else None,
        key=key(store, SECTION, "cap"),
    )
    pays_back = st.checkbox(
        _("The fee is taken and paid back later"),
        held.pays_back if held else False,
        key=key(store, SECTION, "back"),
    )
    note(
        _(
            "First and last day and the most sales a month it covers, as the letter of the"
            " programme says; empty days: no waiver."
        )
    )
    if not isinstance(first, date) or not isinstance(last, date):
        return None
    return Waiver(
        starts_on=first, ends_on=last, monthly_cap_won=cap or None, pays_back=bool(pays_back)
    )


def _change(store: Store, waiver: Waiver | None) -> bool:
    """Sets the waiver, or where closed months would be priced anew asks first; whether it is
    set.
    """
    engine = get_engine()
    return done_or_asked(
        store,
        SECTION,
        engine.terms.plan_waiver(store.store_id, waiver),
        lambda: engine.terms.set_waiver(store.store_id, waiver),
    )


def _confirm(store: Store) -> None:
    confirm(
        store,
        SECTION,
        WaiverChange,
        told=_change_text,
        keep=_("Keep the starter programme as it was"),
        do=lambda change: get_engine().terms.set_waiver(store.store_id, change.after, reprice=True),
    )


def _change_text(change: WaiverChange) -> str:
    waiver = change.after
    if waiver is None:
        return _("No starter programme.")
    return _("Starter programme from {first} to {last}.").format(
        first=day(waiver.starts_on), last=day(waiver.ends_on)
    )
