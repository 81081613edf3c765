"""The parts of the margin page: choices, strip, charts, table, and one listing in depth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard import charts
from dashboard.i18n import _, language
from dashboard.labels import label
from dashboard.margin_numbers import (
    Categories,
    Overview,
    categories,
    more_losses,
    next_tier,
    overviews,
    spreads,
)
from dashboard.phrases import counted, percent, plain, won
from dashboard.session import found_in, get_engine, is_kept, kept, margin_table, mode
from dashboard.widgets import row, section, strip
from engine import Arrival, FeeTier, MarginTable, Store

READ_SECONDS = 600.0  # as long as margins are shared at most
ARRIVALS = (Arrival.NORMAL, Arrival.SELLER_MARKETING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is looked at."""

    tier: FeeTier
    arrival: Arrival
    category: str | None
    losses_only: bool


def facts(store: Store, on: date) -> str:
    """The grey line of the head; estimated rates are said so."""
    parts = [
        plain(store.name),
        _("fee rates of {day}").format(day=on.isoformat()),
        _("by {tax}").format(tax=label(store.tax_mode)),
    ]
    engine = get_engine()
    rates = [engine.rates(store.store_id, tier=tier, on=on) for tier in FeeTier]
    if any(one.order_fee_waived for one in rates):
        parts.append(_("starter programme: no order fee, below its monthly cap"))
    if not all(one.is_certain for one in rates):
        parts.append(_("estimate"))
    return " · ".join(parts)


def was_read(store: Store, on: date) -> bool:
    """Whether this visit has seen the margins of the store, so that they are there at once."""
    return is_kept("margins.read", (store.store_id, on), seconds=READ_SECONDS)


def read(store: Store, on: date) -> None:
    """Reads the margins of both arrivals, which takes a moment for many listings."""
    for arrival in ARRIVALS:
        margin_table(store.store_id, arrival, on)
    kept("margins.read", (store.store_id, on), lambda: True, seconds=READ_SECONDS)


def choose(store: Store, found: Categories) -> Choice:
    """Tier, arrival, category and loss-makers only, in one row."""
    with row():
        tier = st.segmented_control(
            _("Fee tier"),
            list(FeeTier),
            default=store.fee_tier,
            required=True,
            format_func=lambda one: _tier_name(one, store.fee_tier),
            key=f"margins.tier.{store.store_id}",
            label_visibility="collapsed",
        )
        arrival = st.segmented_control(
            _("Arrival"),
            ARRIVALS,
            default=Arrival.NORMAL,
            required=True,
            format_func=label,
            key="margins.arrival",
            label_visibility="collapsed",
        )
        category = st.selectbox(
            _("Category"),
            [None, *found.names],
            format_func=lambda name: name or _("All categories"),
            key=f"margins.category.{store.store_id}",
            label_visibility="collapsed",
            width=150,
        )
        losses_only = st.toggle(_("Loss-makers only"), key="margins.losses_only")
    return Choice(
        tier=tier or store.fee_tier,
        arrival=arrival or Arrival.NORMAL,
        category=category,
        losses_only=losses_only,
    )


def _tier_name(tier: FeeTier, own: FeeTier) -> str:
    return _("{tier} · ours").format(tier=label(tier)) if tier is own else label(tier)


def store_categories(table: MarginTable) -> Categories:
    """The top categories of the store's listings, found once."""
    key = ("categories", language())
    return found_in(table, key, lambda: categories(table, _("No category")))


def overview(
    table: MarginTable, found: Categories, category: str | None
) -> dict[FeeTier, Overview]:
    """The overview of every tier, worked out once."""
    key = ("overview", category)
    return found_in(table, key, lambda: overviews(table, found.rows(category)))


def numbers(table: MarginTable, seen: dict[FeeTier, Overview], choice: Choice) -> None:
    """The strip of five."""
    one, more = seen[choice.tier], more_losses(seen, choice.tier)
    after = next_tier(choice.tier)
    with strip(5):
        st.metric(
            _("Median margin rate"),
            percent(one.median_mp),
            help=_("Half of the products earn more, half less. Profit after VAT on the price."),
        )
        st.metric(_("Mean profit a piece"), won(one.mean_profit_won))
        st.metric(
            _("Loss-makers"),
            counted(one.losses),
            delta=percent(one.loss_share_mp) if one.losses else None,
            delta_color="orange",
            delta_arrow="off",
        )
        st.metric(
            _("Loss at the next tier"),
            "—" if more is None else f"+{counted(more)}",
            help=_("How many more lose at {tier}").format(tier=label(after)) if after else None,
        )
        st.metric(
            _("Unknown cost"),
            counted(len(table.unknown.name)),
            help=_("Linked products of which a cost or price is not known; they are in no sum."),
        )


def overall_charts(store: Store, on: date, choice: Choice) -> None:
    """Heat of tiers and arrivals, and the spread by category."""
    by_arrival = {arrival: margin_table(store.store_id, arrival, on) for arrival in ARRIVALS}
    medians = {arrival: _medians(table, choice) for arrival, table in by_arrival.items()}
    left, right = st.columns([11, 9], gap="medium")
    with left:
        section(_("Fee tier × arrival"), _("median margin rate, and how far from the chosen cell"))
        st.plotly_chart(
            charts.heat(medians, (choice.arrival, choice.tier), mode()),
            theme=None,
            config=charts.CONFIG,
            key="margins.heat",
            alt=_("Median margin rate by fee tier and arrival"),
        )
    with right:
        section(_("Margin rate by category"), _("the box is the middle half, dotted is break-even"))
        table = by_arrival[choice.arrival]
        key = ("spreads", choice.tier, language())
        seen = found_in(table, key, lambda: spreads(table, choice.tier, store_categories(table)))
        st.plotly_chart(
            charts.spread(seen, mode()),
            theme=None,
            config=charts.CONFIG,
            key="margins.spread",
            alt=_("Margin rates by category"),
        )


def _medians(table: MarginTable, choice: Choice) -> dict[FeeTier, int | None]:
    """The median margin rate of every tier; None where nothing is of the category."""
    found = store_categories(table)  # of this very table: the other arrival was read apart from it
    if choice.category is not None and choice.category not in found.names:
        return dict.fromkeys(FeeTier)
    seen = overview(table, found, choice.category)
    return {tier: one.median_mp for tier, one in seen.items()}
