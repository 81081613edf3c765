"""The listings of the margin page: the table, those without a margin, and the downloads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st

from dashboard.margins import columns as margin_tables
from dashboard.margins.choice import Choice, Kind
from dashboard.margins.frames import FILLED, margin_download, margin_frame, unknown_frame
from dashboard.parts import pager
from dashboard.parts.downloads import downloads as export
from dashboard.parts.frames import DOUBTED, as_sent
from dashboard.parts.margin_summary import Mask, Shown, shown_rows
from dashboard.parts.navigation import page_button
from dashboard.parts.picked_listings import take
from dashboard.parts.widgets import empty, row, section
from dashboard.server.session import derived_once, get_engine, mode
from dashboard.words.i18n import _, language, ngettext
from dashboard.words.phrases import UNKNOWN, day, number, totals
from engine import Arrival, Engine, MarginTable, Sku, Store, sorted_page

PAGE = 100
UNKNOWN_ROWS = 500


def listing_table(
    table: MarginTable, choice: Choice, rows: Mask | None, target_mp: int
) -> int | None:
    """The listings, lowest margin first, a page at a time; the row that is chosen."""
    which = (choice.tier, choice.category, choice.shown)

    def shown() -> Mask:
        return shown_rows(table, choice.tier, rows, choice.shown)

    count = derived_once(table, ("count", *which), lambda: int(shown().sum()))
    section(_("Margin by product"), _("{count} · lowest first").format(count=number(count)))
    if not count:
        _no_losses(choice)
        return None
    key, last = f"margins.page.{hash(which)}", pager.pages(count, PAGE)
    page = pager.page_at(key, last)
    rates, start = table.tiers[choice.tier].margin_rate_mp, pager.offset(page, PAGE)
    at = derived_once(
        table,
        ("page", *which, page),
        lambda: sorted_page(rates, shown(), start=start, count=PAGE),
    )
    frame = derived_once(
        table,
        ("frame", *which, page, target_mp, language()),
        lambda: as_sent(
            margin_frame(table, choice.tier, at, target_mp, skus_of(table.sku_code[at]))
        ),
    )
    chosen = _rows(frame, choice, page)
    sums = derived_once(
        table, ("totals", *which, language()), lambda: _totals(table, choice, shown())
    )
    pager.pager(key, last, sums)
    if table.doubtful[at].any():
        st.caption(_("{sign} the SKU has a name of little in common").format(sign=DOUBTED))
    if "filled" in frame.column_names:
        st.caption(_("{sign} a cost profile filled in a part of the cost").format(sign=FILLED))
    if "tax" in frame.column_names and table.tax.unknown:
        st.caption(_tax_unknown(table))
    if choice.shown is not Shown.ALL:
        take(table, np.flatnonzero(shown()), "margins.take.shown")
    return int(at[chosen if chosen < len(at) else 0])


def skus_of(codes: Iterable[str | None]) -> dict[str, Sku]:
    """The SKUs of these own codes, for their names."""
    return get_engine().skus.named({code for code in codes if code})


def _rows(frame: pa.Table, choice: Choice, page: int) -> int:
    """The table of a page; the place of the row that is chosen, the first until one is."""
    event = st.dataframe(
        frame,
        column_config=margin_tables.margins(mode()),
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=36,
        height=min(400, 40 + 36 * len(frame)),
        key=f"margins.table.{choice.tier}.{choice.arrival}.{choice.shown}.{choice.category}.{page}",
        on_select="rerun",
        selection_mode="single-row-required",
        alt=_("Margin by product"),
    )
    chosen = event["selection"]["rows"]
    return int(chosen[0]) if chosen else 0


def _totals(table: MarginTable, choice: Choice, rows: Mask) -> str:
    """What one piece of each product makes together."""
    columns = table.tiers[choice.tier]
    return totals(
        {
            _("Price"): int(columns.price_won[rows].sum()),
            _("Order"): int(columns.order_fee_won[rows].sum()),
            _("Sales"): int(columns.sales_fee_won[rows].sum()),
            _("Settled"): int(columns.settlement_won[rows].sum()),
            _("Cost"): int(columns.cost_won[rows].sum()),
            _("Profit"): int(columns.profit_won[rows].sum()),
        }
    )


def _tax_unknown(table: MarginTable) -> str:
    text = ngettext(
        "Of {count} product the tax is not known yet: its margin rests on the VAT of the store."
        " A later sync reads it, or the SKU says it.",
        "Of {count} products the tax is not known yet: their margins rest on the VAT of the store."
        " Later syncs read it, or the SKU says it.",
        table.tax.unknown,
    )
    return text


def _no_losses(choice: Choice) -> None:
    if choice.shown is Shown.LOSSES:
        st.success(_("No product sells at a loss"), icon=":material/check:")
    elif choice.shown is Shown.NEXT_TIER:
        st.success(_("No product turns to loss at the next tier"), icon=":material/check:")
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
        page_button(
            *(_("Match them"), "product_import"),
            icon=":material/link:",
            type="tertiary",
            store=store.name,
            fix="1",
        )


def doubtful(table: MarginTable, store: Store) -> None:
    """How many margins are by a SKU of another name, with the way to check them."""
    count = int(np.count_nonzero(table.doubtful)) + int(np.count_nonzero(table.unknown.doubtful))
    if not count:
        return
    with row():
        text = ngettext(
            "{count} match is doubtful: the code leads to a SKU of another name.",
            "{count} matches are doubtful: their codes lead to SKUs of other names.",
            count,
        )
        st.caption(text, width="content")
        page_button(
            *(_("Check them"), "product_import"),
            icon=":material/question_mark:",
            type="tertiary",
            store=store.name,
            fix="1",
            kind="DOUBTFUL",
        )


def ended(table: MarginTable) -> None:
    """How many imported products nobody can buy any more, and so have no margin."""
    if table.ended:
        text = ngettext(
            "{count} imported product is closed, prohibited or deleted and has no margin.",
            "{count} imported products are closed, prohibited or deleted and have no margin.",
            table.ended,
        )
        st.caption(text)


def unknown(table: MarginTable) -> None:
    """Products of unknown cost, listed apart."""
    count = len(table.unknown.name)
    if not count:
        return
    title = _("Unknown cost · {count}").format(count=number(count))
    part = st.expander(title, icon=":material/help:", key="margins.unknown", on_change="rerun")
    if not part.open:
        return  # what nobody sees is neither worked out nor sent
    with part:
        st.caption(
            _("They are in no sum. Add what is missing to the SKU sheet and upload it again.")
        )
        st.dataframe(
            unknown_frame(
                table.unknown, UNKNOWN_ROWS, skus_of(table.unknown.sku_code[:UNKNOWN_ROWS])
            ),
            column_config=margin_tables.unknown(),
            hide_index=True,
            placeholder=UNKNOWN,
            row_height=36,
            height=min(400, 40 + 36 * min(count, UNKNOWN_ROWS)),
            alt=_("Products of unknown cost"),
        )
        page_button(_("To the SKUs"), "skus", icon=":material/inventory_2:")


def nothing(table: MarginTable, store: Store) -> None:
    """No listing has a margin yet: what to do first."""
    empty(
        _("No product has a cost yet"),
        _("Upload SKUs with costs and import products matched by code."),
        icon="query_stats",
    )
    with row():
        page_button(_("Upload SKUs"), "skus", icon=":material/upload:", type="primary")
        page_button(
            _("Import products"), "product_import", icon=":material/download:", store=store.name
        )
    unmatched(table, store)
    doubtful(table, store)
    ended(table)
    unknown(table)


def downloads(store: Store, on: date, arrival: Arrival, kind: Kind) -> None:
    """All products in all tiers, made when asked for."""
    name, sheet = f"storeboard-margins-{day(on)}", _("Margins")

    def whole(engine: Engine) -> pd.DataFrame:
        table = engine.margins.table(
            store.store_id,
            arrival=arrival,
            on=on,
            unit=kind.unit,
            with_delivery=kind.with_delivery,
        )
        codes = {code for code in (*table.sku_code, *table.unknown.sku_code) if code}
        return margin_download(table, engine.skus.named(codes))

    export(name, sheet, "margins", whole)
