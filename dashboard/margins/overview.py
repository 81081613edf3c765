"""The parts of the margin page over all listings: the head's facts, the strip, the charts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import streamlit as st

from dashboard.margins.choice import Choice
from dashboard.parts import charts, view
from dashboard.parts.margin_summary import (
    ARRIVALS,
    CATEGORIES,
    Groups,
    Overview,
    Spread,
    brands,
    categories,
    more_losses,
    next_tier,
    overviews,
    spread_of,
    spreads,
)
from dashboard.parts.widgets import row, section, strip
from dashboard.server.session import all_stores, derived_once, get_engine, mode
from dashboard.words.i18n import N_, _, language
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, counted, day, number, percent, plain, won
from engine import FeeTier, MarginTable, Store

CATEGORY, BRAND, STORE = "CATEGORY", "BRAND", "STORE"
SPREAD_BY = {CATEGORY: N_("Category"), BRAND: N_("Brand"), STORE: N_("Store")}


def margin_facts(store: Store, on: date) -> str:
    """The grey line of the head; estimated rates are said so."""
    parts = [
        plain(store.name),
        _("fee rates of {day}").format(day=day(on)),
        _("by {tax}").format(tax=label(store.tax_mode)),
    ]
    engine = get_engine()
    rates = [engine.margins.rates(store.store_id, tier=tier, on=on) for tier in FeeTier]
    if any(one.order_fee_waived for one in rates):
        parts.append(_("starter programme: no order fee, below its monthly cap"))
    if not all(one.is_certain for one in rates):
        parts.append(_("estimate"))
    return " · ".join(parts)


def store_categories(table: MarginTable) -> Groups:
    """The top categories of the store's listings, found once."""
    key = ("categories", language())
    return derived_once(table, key, lambda: categories(table, _("No category")))


def overview(table: MarginTable, found: Groups, category: str | None) -> dict[FeeTier, Overview]:
    """The overview of every tier, worked out once."""
    key = ("overview", category)
    return derived_once(table, key, lambda: overviews(table, found.rows(category)))


def margin_numbers(table: MarginTable, seen: dict[FeeTier, Overview], choice: Choice) -> None:
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
            delta=_loss_note(one) if one.losses else None,
            delta_color="orange",
            delta_arrow="off",
        )
        st.metric(
            _("Loss at the next tier"),
            UNKNOWN if more is None else f"+{counted(more)}",
            help=_("How many more lose at {tier}").format(tier=label(after)) if after else None,
        )
        st.metric(
            _("Unknown cost"),
            counted(len(table.unknown.name)),
            help=_("Linked products of which a cost or price is not known; they are in no sum."),
        )


def _loss_note(one: Overview) -> str:
    """The share of loss-makers, and how many of them may have a wrong SKU."""
    share = percent(one.loss_share_mp)
    if not one.doubtful_losses:
        return share
    return f"{share} · {_('{count} doubtful').format(count=number(one.doubtful_losses))}"


def overall_charts(store: Store, on: date, choice: Choice) -> None:
    """Heat of tiers and arrivals, and the spread of margin rates by group."""
    by_arrival = {arrival: choice.kind.table(store.store_id, arrival, on) for arrival in ARRIVALS}
    medians = {arrival: _medians(table, choice) for arrival, table in by_arrival.items()}
    left, right = st.columns([11, 9], gap="medium")
    with left:
        told = _("median margin rate, and how far from the chosen cell")
        section(_("Fee tier × arrival"), _with_doubts(told, by_arrival[choice.arrival]))
        st.plotly_chart(
            charts.heat(medians, (choice.arrival, choice.tier), mode()),
            theme=None,
            config=charts.CONFIG,
            key="margins.heat",
            alt=_("Median margin rate by fee tier and arrival"),
        )
    with right:
        _spread(by_arrival[choice.arrival], on, choice)


def _spread(table: MarginTable, on: date, choice: Choice) -> None:
    """Margin rates by category, brand or store."""
    with row(apart=True):
        section(_("Margin rates"), _with_doubts(_("box: the middle half"), table))
        by = view.held("by", "margins.spread_by", view.one_of(SPREAD_BY), CATEGORY, narrows=False)
        st.segmented_control(
            _("By"),
            list(SPREAD_BY),
            required=True,
            format_func=lambda one: _(SPREAD_BY[one]),
            key="margins.spread_by",
            label_visibility="collapsed",
        )
    seen = _spreads_of_stores(on, choice) if by == STORE else _spreads(table, choice, by)
    st.plotly_chart(
        charts.spread(seen, mode()),
        theme=None,
        config=charts.CONFIG,
        key="margins.spread",
        alt=_("Margin rates by {group}").format(group=_(SPREAD_BY[by])),
    )


def _with_doubts(told: str, table: MarginTable) -> str:
    """What is said of a chart, and how many of its margins are doubtful."""
    count = int(np.count_nonzero(table.doubtful))
    return f"{told} · {_('{count} doubtful').format(count=number(count))}" if count else told


def _spreads(table: MarginTable, choice: Choice, by: str) -> list[Spread]:
    groups: Callable[[MarginTable], Groups] = _brands if by == BRAND else store_categories
    key = ("spreads", by, choice.tier, language())
    return derived_once(table, key, lambda: spreads(table, choice.tier, groups(table)))


def _brands(table: MarginTable) -> Groups:
    return brands(table, _("No brand"))


def _spreads_of_stores(on: date, choice: Choice) -> list[Spread]:
    """Each store at its own tier, the largest first."""
    found = []
    for store in all_stores():
        table = choice.kind.table(store.store_id, choice.arrival, on)
        columns = table.tiers[table.store.fee_tier]
        rates = columns.margin_rate_mp[columns.price_won > 0]
        key, name = ("spread", language()), f"{store.name} · {label(table.store.fee_tier)}"
        found.append(derived_once(table, key, _spread_finder(name, rates)))
    known = [one for one in found if one is not None]
    return sorted(known, key=lambda one: -one.count)[:CATEGORIES]


def _spread_finder(name: str, rates: np.ndarray) -> Callable[[], Spread | None]:
    return lambda: spread_of(name, rates)


def _medians(table: MarginTable, choice: Choice) -> dict[FeeTier, int | None]:
    """The median margin rate of every tier; None where nothing is of the category."""
    found = store_categories(table)  # of this very table: the other arrival was read apart from it
    if choice.category is not None and choice.category not in found.names:
        return dict.fromkeys(FeeTier)
    seen = overview(table, found, choice.category)
    return {tier: one.median_mp for tier, one in seen.items()}
