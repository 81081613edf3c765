"""Saved scenarios: kept under a name, compared side by side, downloaded."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pandas as pd
import streamlit as st

from dashboard.parts.downloads import downloads
from dashboard.parts.frames import whole
from dashboard.parts.widgets import row, section, show_errors, toast_after_rerun
from dashboard.scenarios.result import result_frame, seen, tried
from dashboard.server.session import forget, get_engine
from dashboard.words.fields import field
from dashboard.words.i18n import _
from dashboard.words.labels import label, tax_text
from dashboard.words.phrases import UNKNOWN, percent, won
from engine import Engine, Scenario, ScenarioResult, Store


def saving(store: Store, scenario: Scenario) -> None:
    """A name, and the button that keeps the scenario under it."""
    with row():
        name = st.text_input(
            _("Name"),
            placeholder=_("18 % in every tier"),
            key="scenarios.name",
            label_visibility="collapsed",
            width=260,
        )
        if st.button(_("Save scenario"), icon=":material/save:", key="scenarios.save"):
            with show_errors():
                kept = named(scenario, name or "")
                get_engine().scenarios.save(store.store_id, kept)
                toast_after_rerun(_("Saved"))
                st.rerun()


def named(scenario: Scenario, name: str) -> Scenario:
    """The scenario under that name."""
    return msgspec.structs.replace(scenario, name=name)


def side_by_side(store: Store) -> None:
    """Saved scenarios beside each other, what each changes and what it leaves."""
    saved = get_engine().scenarios.of_store(store.store_id)
    if not saved:
        st.caption(_("No scenario is saved yet. Give one a name to compare it with others."))
        return
    results = {one.scenario.name: tried(store, one.scenario) for one in saved}
    section(_("Saved scenarios"), _("by the rates and costs of today"))
    st.dataframe(
        comparison(results),
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height="content",
        alt=_("Saved scenarios"),
    )
    with row():
        name = st.selectbox(
            _("Scenario"),
            list(results),
            key="scenarios.chosen",
            label_visibility="collapsed",
            width=260,
        )
        _downloads(store, next(one.scenario for one in saved if one.scenario.name == name))
        if st.button(_("Remove"), icon=":material/delete:", type="tertiary", key="scenarios.gone"):
            get_engine().scenarios.remove(store.store_id, str(name))
            forget()
            st.rerun()


def comparison(results: Mapping[str, ScenarioResult]) -> pd.DataFrame:
    """One row a scenario with translated column names."""
    ends = {name: (seen(one.now), seen(one.then)) for name, one in results.items()}
    return pd.DataFrame(
        {
            _("Scenario"): list(results),
            _("What it changes"): [changes(one.scenario) for one in results.values()],
            _("Products"): whole(len(one.name) for one in results.values()),
            _("Median margin rate"): [percent(then["median"]) for _now, then in ends.values()],
            _("Profit, one piece of each (₩)"): whole(then["profit"] for _n, then in ends.values()),
            _("Profit now (₩)"): whole(now["profit"] for now, _then in ends.values()),
            _("Loss-makers"): whole(then["losses"] for _now, then in ends.values()),
        }
    )


def changes(scenario: Scenario) -> str:
    """What a scenario changes, in a line."""
    parts = [label(scenario.tier), label(scenario.arrival)]
    for title, change in (
        (_("price"), scenario.price_change_mp),
        (_("cost"), scenario.cost_change_mp),
    ):
        if change:
            parts.append(f"{title} {'+' if change > 0 else ''}{percent(change)}")
    if scenario.discount_won:
        parts.append(f"{_('discount')} {won(scenario.discount_won)}")
    if scenario.target_mp is not None:
        parts.append(
            _("to reach {rate}, rounded up {ending}").format(
                rate=percent(scenario.target_mp), ending=label(scenario.ending)
            )
        )
    if scenario.shipping_change_won:
        parts.append(f"{_('shipping')} {won(scenario.shipping_change_won)}")
    if scenario.with_delivery:
        parts.append(_("with the delivery fee"))
        if scenario.delivery_change_won:
            parts.append(f"{_('delivery fee')} {won(scenario.delivery_change_won)}")
    for title, fee in ((_("order fee"), scenario.order_mp), (_("sales fee"), scenario.sales_mp)):
        if fee is not None:
            parts.append(f"{title} {percent(fee)}")
    return " · ".join(parts)


def _downloads(store: Store, scenario: Scenario) -> None:
    """Every listing of a scenario, made when asked for."""
    store_id, sheet = store.store_id, _("Scenario")

    def made(engine: Engine) -> pd.DataFrame:
        return export_frame(engine.scenarios.result(store_id, scenario))

    downloads("storeboard-scenario", sheet, "scenarios", made)


def export_frame(result: ScenarioResult) -> pd.DataFrame:
    """All listings with translated column names, as they are downloaded."""
    taxes = [tax_text(result.then.tax.of(row)) for row in range(len(result.name))]
    return (
        result_frame(result)
        .assign(tax=taxes, doubt=[_("doubtful") if one else "" for one in result.doubtful])
        .rename(
            columns={
                "number": _("Channel product no."),
                "tax": field("tax_type"),
                "doubt": field("match_doubt"),
                "name": _("Product name"),
                "price_now": _("Price now (₩)"),
                "price": _("Price then (₩)"),
                "profit_now": _("Profit now (₩)"),
                "profit": _("Profit then (₩)"),
                "rate_now": _("Margin now (%)"),
                "rate": _("Margin then (%)"),
            }
        )
    )
