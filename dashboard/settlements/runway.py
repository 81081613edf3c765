"""The tier runway on the screen: of the stores of one business number."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.parts import view
from dashboard.parts.widgets import empty, row, section
from dashboard.server.session import get_engine
from dashboard.settlements.export import runway_csv
from dashboard.settlements.words import word
from dashboard.words.i18n import _
from dashboard.words.labels import label
from dashboard.words.phrases import day, days, plain, won
from engine import BusinessGroup, Reset, Store, TierRunway, business_no_text


def runway(store: Store) -> None:
    """How far the stores of a business number are from the next tier, and what is taken for
    granted.
    """
    groups = get_engine().runway.groups()
    with row(apart=True):
        section(_("Tier runway"), _("stores of one business number count together"))
        group = _group(store, groups)
    told = get_engine().runway.of(group.stores)
    if not told.runway.resets:
        empty(
            _("No sales are known yet"),
            _("They come with the settlements, up to the end of last month."),
            icon="flight_takeoff",
        )
        _without_number(group, groups)
        return
    with row(apart=True):
        with st.container(gap="xxsmall", width="stretch"):
            _facts(told)
            _without_number(group, groups)
        runway_csv(group.stores)
    for column, reset in zip(st.columns(2, gap="medium"), told.runway.resets, strict=True):
        with column:
            _reset(reset)
    with st.expander(_("What is not certain"), icon=":material/help:"):
        st.markdown("\n".join(f"- {word(rule)}" for rule in told.runway.uncertain))


def _group(store: Store, groups: Sequence[BusinessGroup]) -> BusinessGroup:
    """The stores to look at: those that share the number of the store of the page, unless another
    number or store is chosen.
    """
    own = next(group for group in groups if store.name in group.stores)
    if len(groups) == 1:
        return own
    names = {group.stores: group for group in groups}
    key = f"settlements.business.{store.store_id}"
    # Named by its first store: a business number may be that of a person.
    first = {stores[0]: stores for stores in names}
    chosen = view.held("business", key, view.named(first), own.stores)
    st.selectbox(
        _("Business number"),
        list(names),
        format_func=lambda stores: _name(names[stores]) if stores in names else "",
        label_visibility="collapsed",
        width=280,
        key=key,
    )
    return names.get(chosen, own)


def _name(group: BusinessGroup) -> str:
    stores = ", ".join(group.stores)
    return f"{business_no_text(group.business_no)} · {stores}" if group.business_no else stores


def _without_number(group: BusinessGroup, groups: Sequence[BusinessGroup]) -> None:
    """Where a store stands alone for want of a number, among several: how to set it."""
    if group.business_no is None and len(groups) > 1:
        st.caption(
            _(
                "{store} has no business number here, so it is counted alone."
                " A manager sets it under Stores, Basics."
            ).format(store=plain(", ".join(group.stores)))
        )


def _facts(told: TierRunway) -> None:
    known_to = told.runway.known_to
    st.caption(
        _("{won} sold since {day}, VAT inside, as far as known: up to {known_to}").format(
            won=won(told.runway.half_won),
            day=day(told.runway.half_from),
            known_to=day(known_to),
        )
    )
    if told.unread:
        text = _("Not read yet, and in no sum: {stores}")
        st.caption(text.format(stores=plain(", ".join(told.unread))))
    if told.archived:
        text = _("Archived among them: {stores}")
        st.caption(text.format(stores=plain(", ".join(told.archived))))


def _reset(reset: Reset) -> None:
    """One reset: the tier it would bring, how much is left, and what crossing costs."""
    with st.container(border=True):
        section(
            _("Tier from {day}").format(day=day(reset.on)),
            days(reset.period_from, reset.period_to),
        )
        with row(apart=True):
            st.metric(
                _("Projected tier"),
                label(reset.tier),
                help=_("Sales known so far, and the rest at the pace of the last 90 days."),
                width="content",
            )
            st.metric(
                _("Projected sales"),
                won(reset.projected_won),
                help=_("Without VAT, twelve months"),
                width="content",
            )
            st.metric(_("Left to the limit"), won(reset.left_won), width="content")
        if reset.crossing_won is not None:
            text = _("One tier higher costs about {won} a year more in order fees.")
            st.caption(text.format(won=won(reset.crossing_won)))
