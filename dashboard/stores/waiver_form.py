"""The starter waiver of a store: its form, and the closed months a change of it prices anew."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard.parts.draft import Draft
from dashboard.parts.widgets import section
from dashboard.server.session import get_engine
from dashboard.stores.closed_months import confirm, done_or_asked
from dashboard.stores.section import form_of, note, save_button, saved
from dashboard.words.i18n import _
from dashboard.words.phrases import day
from engine import Store, Waiver, WaiverChange

SECTION = "waiver"


def waiver_form(store: Store, held: Waiver | None) -> None:
    """First and last day, the monthly cap, and how the fee is given back."""
    section(_("Starter programme"), _("fee waiver for new stores"))
    draft = form_of(store, SECTION, held)
    waiver = _fields(draft)
    asked = save_button(draft, store, SECTION)
    if asked:
        with draft.saving():
            if _change(store, waiver, draft.shown):
                saved(SECTION, store)
    _confirm(store)


def _fields(draft: Draft[Waiver | None]) -> Waiver | None:
    """What is typed; None where a day is missing: no waiver."""
    held = draft.shown
    start, end = st.columns(2)
    with start:
        began = held.starts_on if held else None
        key = draft.field("start", began, _("Waiver from"))
        first = st.date_input(_("Waiver from"), value=None, key=key)
    with end:
        began = held.ends_on if held else None
        key = draft.field("end", began, _("Waiver to"))
        last = st.date_input(_("Waiver to"), value=None, key=key)
    cap = st.number_input(
        _("Monthly cap (₩)"),
        min_value=0,
        step=100_000,
        value=None,
        key=draft.field("cap", held.monthly_cap_won if held else None, _("Monthly cap (₩)")),
    )
    title = _("The fee is taken and paid back later")
    pays_back = st.checkbox(
        title, key=draft.field("back", held.pays_back if held else False, title)
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


def _change(store: Store, waiver: Waiver | None, shown: Waiver | None) -> bool:
    """Sets the waiver, or where closed months would be priced anew asks first; whether it is
    set.
    """
    engine = get_engine()
    return done_or_asked(
        store,
        SECTION,
        engine.terms.plan_waiver(store.store_id, waiver, shown=shown),
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
