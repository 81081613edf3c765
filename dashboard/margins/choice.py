"""What the margin page looks at: tier, arrival, category, which products, options and delivery."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard.parts import view
from dashboard.parts.margin_summary import ARRIVALS, Groups, Shown
from dashboard.parts.widgets import row
from dashboard.server.session import cached_for_visit, is_cached_for_visit, margin_table
from dashboard.words.i18n import N_, _, language
from dashboard.words.labels import label
from engine import Arrival, FeeTier, MarginTable, MarginUnit, Store

ALL = ""  # no category has this name: a box shows None as nothing chosen yet
READ_SECONDS = 600.0  # as long as margins are shared at most
SHOWN = {
    Shown.ALL: N_("All products"),
    Shown.LOSSES: N_("Loss-makers only"),
    Shown.NEXT_TIER: N_("Turn to loss at the next tier"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Which margins are read: of listings or options, with or without the buyer's delivery fee."""

    unit: MarginUnit = MarginUnit.LISTING
    with_delivery: bool = False

    def table(self, store_id: int, arrival: Arrival, on: date) -> MarginTable:
        """The margins of a store."""
        return margin_table(store_id, arrival, on, self.unit, with_delivery=self.with_delivery)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is looked at."""

    tier: FeeTier
    arrival: Arrival
    category: str | None
    shown: Shown
    kind: Kind


def kind() -> Kind:
    """What was chosen before, as it is needed above the choices."""
    return Kind(
        unit=view.held("unit", "margins.unit", view.one_of(MarginUnit), MarginUnit.LISTING),
        with_delivery=view.held("delivery", "margins.delivery", view.switch(), False),
    )


def arrival() -> Arrival:
    """The arrival chosen before, as it is needed above the choices."""
    return view.held("arrival", "margins.arrival", view.one_of(ARRIVALS), Arrival.NORMAL)


def was_read(store: Store, on: date) -> bool:
    """Whether this visit has seen the margins of the store, so that they are there at once."""
    return is_cached_for_visit("margins.read", (store.store_id, on, kind()), seconds=READ_SECONDS)


def read(store: Store, on: date) -> None:
    """Reads the margins of both arrivals, which takes a moment for many listings."""
    for arrival in ARRIVALS:
        kind().table(store.store_id, arrival, on)
    cached_for_visit(
        "margins.read", (store.store_id, on, kind()), lambda: True, seconds=READ_SECONDS
    )


def choose(store: Store, found: Groups) -> Choice:
    """Everything to choose from, in one row."""
    with row():
        tier = _choose_tier(store)
        chosen = arrival()
        st.segmented_control(
            _("Arrival"),
            ARRIVALS,
            required=True,
            format_func=label,
            key="margins.arrival",
            label_visibility="collapsed",
        )
        category = _choose_category(store, found)
        shown = _choose_shown()
    return Choice(tier=tier, arrival=chosen, category=category, shown=shown, kind=kind())


def _choose_tier(store: Store) -> FeeTier:
    key = f"margins.tier.{store.store_id}"
    tier = view.held("tier", key, view.one_of(FeeTier), store.fee_tier)
    st.segmented_control(
        _("Fee tier"),
        list(FeeTier),
        required=True,
        format_func=lambda one: _tier_name(one, store.fee_tier),
        key=key,
        label_visibility="collapsed",
    )
    return tier


def _choose_category(store: Store, found: Groups) -> str | None:
    key = f"margins.category.{store.store_id}"
    category = view.held("category", key, view.one_of(found.names), ALL)
    st.selectbox(
        _("Category"),
        [ALL, *found.names],
        format_func=lambda name: name or _("All categories"),
        key=key,
        label_visibility="collapsed",
        width=150,
    )
    return None if category == ALL else category


def _choose_shown() -> Shown:
    key = f"margins.shown.{language()}"
    shown = view.held("shown", key, view.one_of(Shown), Shown.ALL)
    st.selectbox(
        _("Products shown"),
        list(Shown),
        format_func=lambda one: _(SHOWN[one]),
        key=key,
        label_visibility="collapsed",
        width=190,
    )
    return shown


def choose_kind() -> None:
    """What one row is, and whether delivery is counted."""
    kind()
    with st.popover(_("Counting"), icon=":material/tune:"):
        st.segmented_control(
            _("One row is"),
            list(MarginUnit),
            required=True,
            format_func=label,
            key="margins.unit",
            help=_("Options are those that were read: of products no code of their own matches."),
        )
        st.toggle(
            _("Count the delivery fee"),
            key="margins.delivery",
            help=_("What the buyer pays for one piece sent alone, with its order management fee."),
        )


def _tier_name(tier: FeeTier, own: FeeTier) -> str:
    return _("{tier} · ours").format(tier=label(tier)) if tier is own else label(tier)
