"""The settlement section: fee tier, quick settlement and starter waiver, each with its dates."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard.parts.widgets import section, show_errors
from dashboard.server.session import get_engine
from dashboard.stores.section import form, form_of, note, pick, save_button, saved
from dashboard.stores.tier_change import (
    change_tier,
    confirm_tier,
    confirm_tier_back,
    take_tier_back,
)
from dashboard.stores.waiver_form import waiver_form
from dashboard.words.i18n import _, language
from dashboard.words.labels import label
from dashboard.words.phrases import won
from engine import FeeTier, Store, TaxMode, Terms, today


def settlement_section(store: Store) -> None:
    """Three small forms and the histories beside them."""
    terms = get_engine().terms.of_store(store.store_id)
    left, right = st.columns([6, 5], gap="large")
    with left:
        _tier(store)
        _quick(store, terms)
        waiver_form(store, terms.waiver)
    with right:
        _histories(store, terms)


def _tier(store: Store) -> None:
    draft = form(store, "settlement")
    shown = draft.shown
    tier = pick(draft, "tier", _("Fee tier"), FeeTier, shown.fee_tier)
    note(_("No API tells the tier: SmartStore centre › Seller info › Sales grade."))
    starts_on = st.date_input(
        _("Tier counts from"),
        value=None,
        key=draft.field("from", shown.tier_starts_on, _("Tier counts from")),
    )
    note(_("The first day of the tier as NAVER told it; the days before keep theirs."))
    tax_mode = pick(draft, "tax", _("VAT"), TaxMode, shown.tax_mode)
    note(_("How margins count VAT: SmartStore centre › Seller info › Business."))
    if save_button(draft, store, "settlement"):
        with draft.saving():
            engine, day = get_engine(), _day(starts_on) or shown.tier_starts_on
            held = engine.stores.update(store.store_id, tax_mode=tax_mode, shown=shown)
            changes = (tier, day) != (shown.fee_tier, shown.tier_starts_on)
            if not changes or change_tier(store, tier, day):
                saved("settlement", held)
    confirm_tier(store)


def _quick(store: Store, terms: Terms) -> None:
    section(_("Quick settlement"))
    last = terms.quick_settlement[0] if terms.quick_settlement else None
    draft = form_of(store, "quick", terms.quick_settlement)
    used = st.selectbox(
        _("Uses quick settlement"),
        [True, False],
        format_func=lambda yes: _("yes") if yes else _("no"),
        key=draft.field(
            "quick", bool(last and last.used), _("Uses quick settlement"), f".{language()}"
        ),
    )
    since = st.date_input(
        _("Since"),
        value=None,
        key=draft.field("since", last.starts_on if last else today(), _("Since")),
    )
    note(_("SmartStore centre › Settlement › Quick settlement."))
    if save_button(draft, store, "quick"):
        with show_errors():
            engine, day = get_engine(), _day(since) or today()
            engine.terms.set_quick_settlement(store.store_id, day, used=bool(used))
            saved("quick", store)


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _histories(store: Store, terms: Terms) -> None:
    with st.container(border=True):
        section(_("Fee tier history"))
        for one in terms.tiers:
            st.markdown(f"{one.starts_on} · **{label(one.tier)}**")
        if len(terms.tiers) > 1 and st.button(
            _("Take the last change back"),
            icon=":material/undo:",
            type="tertiary",
            key="stores.tier.undo",
        ):
            with show_errors():
                if take_tier_back(store):
                    saved("settlement", store)
        confirm_tier_back(store)
        if terms.quick_settlement:
            section(_("Quick settlement"))
        for quick in terms.quick_settlement:
            st.markdown(f"{quick.starts_on} · **{_('yes') if quick.used else _('no')}**")
        if terms.waiver:
            section(_("Starter programme"))
            cap = won(terms.waiver.monthly_cap_won)
            st.markdown(f"{terms.waiver.starts_on} – {terms.waiver.ends_on} · {cap}")
