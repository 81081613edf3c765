"""Scenarios on the screen: what is changed on which listings, and what that leaves."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np
import pandas as pd
import streamlit as st

from dashboard.columns import amount, rate, text
from dashboard.downloads import downloads
from dashboard.frames import whole
from dashboard.i18n import _, ngettext
from dashboard.labels import label
from dashboard.margin_numbers import middle
from dashboard.phrases import UNKNOWN, counted, percent, totals, won
from dashboard.session import forget, found_in, get_engine, margin_table
from dashboard.widgets import row, say_after, section, show_errors, strip
from engine import (
    Arrival,
    Engine,
    MarginColumns,
    Scenario,
    ScenarioResult,
    Store,
    today,
)

SHOWN = 100


def tried(store: Store, scenario: Scenario) -> ScenarioResult:
    """What the scenario leaves, worked out once for as long as the margins of the store hold."""
    table = margin_table(store.store_id, Arrival.NORMAL, today())
    read = get_engine().try_scenario
    return found_in(table, ("scenario", scenario), lambda: read(store.store_id, scenario))


def numbers(result: ScenarioResult) -> None:
    """The strip: how the scenario does, each with the distance from now."""
    now, then = _seen(result.now), _seen(result.then)
    with strip(4):
        st.metric(_("Products"), counted(len(result.name)))
        st.metric(
            _("Median margin rate"),
            percent(then["median"]),
            delta=_("now {value}").format(value=percent(now["median"])),
            delta_color="off",
            delta_arrow="off",
        )
        st.metric(
            _("Profit, one piece of each"),
            won(then["profit"]),
            delta=_("now {value}").format(value=won(now["profit"])),
            delta_color="off",
            delta_arrow="off",
        )
        st.metric(
            _("Loss-makers"),
            counted(then["losses"]),
            delta=_("now {value}").format(value=counted(now["losses"])),
            delta_color="off",
            delta_arrow="off",
        )


def _seen(columns: MarginColumns) -> dict[str, int | None]:
    sold = columns.price_won > 0
    return {
        "median": middle(columns.margin_rate_mp[sold]),
        "profit": int(columns.profit_won.sum()) if len(columns.profit_won) else None,
        "losses": int(np.count_nonzero(columns.profit_won < 0)),
    }


def listing(result: ScenarioResult) -> None:
    """The listings now and then, the lowest margin then first."""
    if result.missing:
        st.caption(
            _("{count} chosen listings have no margin now and are left out.").format(
                count=result.missing
            )
        )
    if unreached := int(np.count_nonzero(result.unreached)):
        st.warning(
            ngettext(
                "No price brings {count} product to that margin: fees, VAT and shares take it all."
                " Its price stays.",
                "No price brings {count} products to that margin: fees, VAT and shares take it all."
                " Their prices stay.",
                unreached,
            )
        )
    order = np.argsort(result.then.margin_rate_mp, kind="stable")[:SHOWN]
    frame = result_frame(result).iloc[order]
    st.dataframe(
        frame,
        column_config={
            "number": None,
            "name": text(_("Product name"), 260),
            "price_now": amount(_("Price now (₩)"), 110),
            "price": amount(_("Price then (₩)"), 110),
            "profit_now": amount(_("Profit now (₩)"), 110),
            "profit": amount(_("Profit then (₩)"), 110),
            "rate_now": rate(_("Margin now"), 96),
            "rate": rate(_("Margin then"), 96),
        },
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height=min(400, 40 + 36 * max(1, len(frame))),
        alt=_("Listings now and in the scenario"),
    )
    parts = {_("now"): result.now, _("then"): result.then}
    st.caption(
        " — ".join(
            totals(
                {
                    _("Price"): int(one.price_won.sum()),
                    _("Settled"): int(one.settlement_won.sum()),
                    _("Profit"): int(one.profit_won.sum()),
                },
                end,
            )
            for end, one in parts.items()
        )
    )


def result_frame(result: ScenarioResult) -> pd.DataFrame:
    """One row a listing: price, profit and margin rate now and then."""
    parts = {"_now": result.now, "": result.then}
    columns: dict[str, object] = {"number": result.channel_product_no, "name": result.name}
    for what in ("price", "profit", "rate"):
        for end, of in parts.items():
            columns[what + end] = {
                "price": of.price_won,
                "profit": of.profit_won,
                "rate": np.where(of.price_won > 0, of.margin_rate_mp / 1000, np.nan),
            }[what]
    return pd.DataFrame(columns)


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
                get_engine().save_scenario(store.store_id, kept)
                say_after(_("Saved"))
                st.rerun()


def named(scenario: Scenario, name: str) -> Scenario:
    """The scenario under that name."""
    return msgspec.structs.replace(scenario, name=name)


def side_by_side(store: Store) -> None:
    """Saved scenarios beside each other, what each changes and what it leaves."""
    saved = get_engine().scenarios(store.store_id)
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
            get_engine().remove_scenario(store.store_id, str(name))
            forget()
            st.rerun()


def comparison(results: Mapping[str, ScenarioResult]) -> pd.DataFrame:
    """One row a scenario with translated column names."""
    seen = {name: (_seen(one.now), _seen(one.then)) for name, one in results.items()}
    return pd.DataFrame(
        {
            _("Scenario"): list(results),
            _("What it changes"): [changes(one.scenario) for one in results.values()],
            _("Products"): whole(len(one.name) for one in results.values()),
            _("Median margin rate"): [percent(then["median"]) for _now, then in seen.values()],
            _("Profit, one piece of each (₩)"): whole(then["profit"] for _n, then in seen.values()),
            _("Profit now (₩)"): whole(now["profit"] for now, _then in seen.values()),
            _("Loss-makers"): whole(then["losses"] for _now, then in seen.values()),
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
    for title, tried in ((_("order fee"), scenario.order_mp), (_("sales fee"), scenario.sales_mp)):
        if tried is not None:
            parts.append(f"{title} {percent(tried)}")
    return " · ".join(parts)


def _downloads(store: Store, scenario: Scenario) -> None:
    """Every listing of a scenario, made when asked for."""
    store_id, sheet = store.store_id, _("Scenario")

    def made(engine: Engine) -> pd.DataFrame:
        return export_frame(engine.try_scenario(store_id, scenario))

    downloads("storeboard-scenario", sheet, "scenarios", made)


def export_frame(result: ScenarioResult) -> pd.DataFrame:
    """All listings with translated column names, as they are downloaded."""
    return result_frame(result).rename(
        columns={
            "number": _("Channel product no."),
            "name": _("Product name"),
            "price_now": _("Price now (₩)"),
            "price": _("Price then (₩)"),
            "profit_now": _("Profit now (₩)"),
            "profit": _("Profit then (₩)"),
            "rate_now": _("Margin now (%)"),
            "rate": _("Margin then (%)"),
        }
    )
