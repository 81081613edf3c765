"""The parts of the margin page: choices, strip, charts, table, and one listing in depth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from dashboard import charts, tables
from dashboard.frames import csv_bytes, xlsx_bytes
from dashboard.i18n import _, ngettext
from dashboard.labels import label
from dashboard.margin_frames import margin_download, margin_frame, unknown_frame
from dashboard.margin_numbers import (
    Categories,
    Mask,
    Overview,
    categories,
    more_losses,
    next_tier,
    overviews,
    shown_rows,
    spreads,
)
from dashboard.navigation import go
from dashboard.phrases import UNKNOWN, counted, number, percent, plain, won
from dashboard.session import margin_table, mode, read_once
from dashboard.widgets import empty, row, section, strip
from engine import Arrival, FeeTier, MarginTable, Store, sorted_page

ARRIVALS = (Arrival.NORMAL, Arrival.SELLER_MARKETING)
PAGE = 100
UNKNOWN_ROWS = 500
EXCEL_ROWS = 200_000  # beyond this an Excel file takes minutes; the CSV has all


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
    rates = margin_table(store.store_id, Arrival.NORMAL, on).rates
    if not all(one.is_certain for one in rates.values()):
        parts.append(_("estimate"))
    return " · ".join(parts)


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
    return read_once(
        "categories", (table.store.store_id, table.on), lambda: categories(table, _("No category"))
    )


def overview(
    table: MarginTable, found: Categories, category: str | None
) -> dict[FeeTier, Overview]:
    """The overview of every tier, worked out once."""
    key = (table.store.store_id, table.on, table.arrival, category)
    return read_once("overview", key, lambda: overviews(table, found.rows(category)))


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


def overall_charts(store: Store, on: date, found: Categories, choice: Choice) -> None:
    """Heat of tiers and arrivals, and the spread by category."""
    by_arrival = {arrival: margin_table(store.store_id, arrival, on) for arrival in ARRIVALS}
    medians = {
        arrival: {
            tier: seen.median_mp for tier, seen in overview(table, found, choice.category).items()
        }
        for arrival, table in by_arrival.items()
    }
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
        key = (store.store_id, on, choice.arrival, choice.tier)
        st.plotly_chart(
            charts.spread(
                read_once("spreads", key, lambda: spreads(table, choice.tier, found)), mode()
            ),
            theme=None,
            config=charts.CONFIG,
            key="margins.spread",
            alt=_("Margin rates by category"),
        )


def listing_table(
    table: MarginTable, choice: Choice, rows: Mask | None, target_mp: int
) -> int | None:
    """The listings, lowest margin first, a page at a time; the row that is chosen."""
    shown = shown_rows(table, choice.tier, rows, losses_only=choice.losses_only)
    count = int(shown.sum())
    with row(apart=True):
        section(
            _("Margin by product"),
            _("{count} · lowest first").format(count=number(count)),
        )
        pages = tables.pages(count, PAGE)
        page = 1
        if pages > 1:
            page = st.pagination(
                pages,
                max_visible_pages=5,
                key=f"margins.page.{choice.losses_only}.{choice.category}",
            )
    if not count:
        _no_losses(choice)
        return None
    rates = table.tiers[choice.tier].margin_rate_mp
    at = sorted_page(rates, shown, start=tables.offset(page, PAGE), count=PAGE)
    event = st.dataframe(
        margin_frame(table, choice.tier, at, target_mp),
        column_config=tables.margins(mode()),
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height=min(400, 40 + 36 * len(at)),
        key=f"margins.table.{choice.tier}.{choice.arrival}.{choice.losses_only}.{choice.category}.{page}",
        on_select="rerun",
        selection_mode="single-row-required",
        alt=_("Margin by product"),
    )
    chosen = event["selection"]["rows"]
    return int(at[chosen[0] if chosen and chosen[0] < len(at) else 0])


def _no_losses(choice: Choice) -> None:
    if choice.losses_only:
        st.success(_("No product sells at a loss"), icon=":material/check:")
    else:
        empty(_("No product in this category"))


def unmatched(table: MarginTable, store: Store) -> None:
    """How many imported products have no SKU, and so no margin, with the way to match them."""
    if not table.unmatched:
        return
    with row():
        text = ngettext(
            "{count} imported product has no SKU, so its margin is not known.",
            "{count} imported products have no SKU, so their margin is not known.",
            table.unmatched,
        )
        st.caption(text, width="content")
        if st.button(_("Match them"), icon=":material/link:", type="tertiary", key="margins.match"):
            go("product_import", store=store.name, fix="1")


def unknown(table: MarginTable) -> None:
    """Products of unknown cost, listed apart."""
    count = len(table.unknown.name)
    if not count:
        return
    title = _("Unknown cost · {count}").format(count=number(count))
    with st.expander(title, icon=":material/help:", key="margins.unknown"):
        st.caption(
            _("They are in no sum. Add what is missing to the SKU sheet and upload it again.")
        )
        st.dataframe(
            unknown_frame(table.unknown, UNKNOWN_ROWS),
            column_config=tables.unknown(),
            hide_index=True,
            placeholder=UNKNOWN,
            row_height=36,
            height=min(400, 40 + 36 * min(count, UNKNOWN_ROWS)),
            alt=_("Products of unknown cost"),
        )
        if st.button(_("To the SKUs"), icon=":material/inventory_2:", key="margins.skus"):
            go("skus")


def nothing(table: MarginTable, store: Store) -> None:
    """No listing has a margin yet: what to do first."""
    empty(
        _("No product has a cost yet"),
        _("Upload SKUs with costs and import products matched by code."),
        icon="query_stats",
    )
    with row():
        if st.button(_("Upload SKUs"), icon=":material/upload:", type="primary"):
            go("skus")
        if st.button(_("Import products"), icon=":material/download:"):
            go("product_import", store=store.name)
    unmatched(table, store)
    unknown(table)


def downloads(store: Store, on: date, arrival: Arrival) -> None:
    """All products in all tiers as CSV and Excel, made when asked for."""
    name = f"storeboard-margins-{on.isoformat()}"
    with st.popover(_("Export"), icon=":material/download:"):
        st.download_button(
            "CSV",
            lambda: csv_bytes(margin_download(margin_table(store.store_id, arrival, on))),
            file_name=f"{name}.csv",
            icon=":material/description:",
            type="tertiary",
            on_click="ignore",
            key="margins.csv",
        )
        st.download_button(
            "Excel (.xlsx)",
            lambda: xlsx_bytes(
                margin_download(margin_table(store.store_id, arrival, on)).head(EXCEL_ROWS),
                _("Margins"),
            ),
            file_name=f"{name}.xlsx",
            icon=":material/table:",
            type="tertiary",
            on_click="ignore",
            key="margins.xlsx",
        )
