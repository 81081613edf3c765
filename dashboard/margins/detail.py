"""One listing in depth: waterfall, every tier, the price without loss, and a price to try."""

from __future__ import annotations

import streamlit as st

from dashboard.margins import columns
from dashboard.margins.choice import Choice
from dashboard.margins.frames import filled_text, tiers_frame
from dashboard.margins.waterfall_chart import waterfall
from dashboard.parts import charts, view
from dashboard.parts.frames import as_sent, sku_of
from dashboard.parts.navigation import page_button
from dashboard.parts.widgets import section
from dashboard.server.session import derived_once, get_engine, mode
from dashboard.words.i18n import _, language
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, percent, plain, won
from engine import Costs, FeeTier, MarginBreakdown, MarginTable, NoPrice

TARGET_MP, TARGET = 15_000, "margins.target"


def target_mp() -> int:
    """The margin rate a seller wants, in thousandths of a percent."""
    percents = view.whole(0, 80)
    return 1000 * view.held("target", TARGET, percents, TARGET_MP // 1000, narrows=False)


def detail(table: MarginTable, at: int, choice: Choice) -> None:
    """The listing at that row of the table."""
    price = int(table.price_won[at])
    section(plain(str(table.name[at])), f"{label(choice.tier)} · {label(choice.arrival)}")
    _sku(table, at)
    sale = _sale(table, at, choice.tier, price)
    left, right = st.columns([58, 42], gap="medium")
    with left:
        st.plotly_chart(
            waterfall(sale, mode()),
            theme=None,
            config=charts.CONFIG,
            key="margins.waterfall",
            alt=_("From the price to the profit of one piece"),
        )
    with right:
        _notes(table, at, sale)
        _prices(table, at, choice)
        _tiers(table, at)


def _tiers(table: MarginTable, at: int) -> None:
    """The listing in every fee tier."""
    st.dataframe(
        derived_once(table, ("tiers", at, language()), lambda: as_sent(tiers_frame(table, at))),
        column_config=columns.tiers(),
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=32,
        height="content",
        key="margins.tiers",
        alt=_("This product in every fee tier"),
    )


def _sku(table: MarginTable, at: int) -> None:
    """The SKU the costs are of, and that it may be a wrong one."""
    code = str(table.sku_code[at])
    said = plain(sku_of(code, get_engine().skus.named([code])))
    st.caption(f":material/inventory_2: {said}")
    if table.doubtful[at]:
        st.warning(
            _("Doubtful: the code leads to a SKU whose name has little in common."),
            icon=":material/question_mark:",
        )
        page_button(
            *(_("Check the match"), "product_import"),
            icon=":material/link:",
            type="tertiary",
            store=table.store.name,
            fix="1",
            kind="DOUBTFUL",
        )


def _notes(table: MarginTable, at: int, sale: MarginBreakdown) -> None:
    """The margin on cost, the tax it rests on, and what a profile filled in."""
    notes = [_("{rate} of the cost").format(rate=percent(sale.cost_rate_mp))]
    notes.append(_tax_note(table, at))
    if filled := filled_text(int(table.costs.filled[at])):
        notes.append(_("filled by a profile: {parts}").format(parts=filled))
    st.caption(" · ".join(notes))


def _tax_note(table: MarginTable, at: int) -> str:
    """Which VAT was counted, and on whose word."""
    if (tax_type := table.tax.of(at)) is not None:
        return label(tax_type)
    return _("tax not known yet: by {tax}").format(tax=label(table.store.tax_mode))


def costs_of(table: MarginTable, at: int) -> Costs:
    """What one piece of the listing costs."""
    return table.costs.of(at)


def delivery_of(table: MarginTable, at: int) -> int:
    """What the buyer of one piece pays for its delivery, 0 where it is left out."""
    return 0 if table.delivery_won is None else int(table.delivery_won[at])


def _sale(table: MarginTable, at: int, tier: FeeTier, price_won: int) -> MarginBreakdown:
    return get_engine().margins.of(
        table.store.store_id,
        price_won,
        costs_of(table, at),
        table.rates[tier],
        delivery_income_won=delivery_of(table, at),
        tax_type=table.tax.of(at),
    )


def _prices(table: MarginTable, at: int, choice: Choice) -> None:
    """Break-even and target price, and a price to try."""
    engine, rates, costs = get_engine(), table.rates[choice.tier], costs_of(table, at)
    delivery = delivery_of(table, at)
    even = engine.margins.break_even(
        costs, rates, delivery_income_won=delivery, vat=table.tax.rule_of(at)
    )
    wanted = engine.margins.target_price(
        table.store.store_id,
        target_mp(),
        costs,
        rates,
        delivery_income_won=delivery,
        tax_type=table.tax.of(at),
    )
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.markdown(
            f":small[:gray[{_('Break-even price')}]]  \n**{shown_price(even)}**", width="content"
        )
        name = _("Price for {rate}").format(rate=percent(target_mp()))
        st.markdown(f":small[:gray[{name}]]  \n**{shown_price(wanted)}**", width="content")
        with st.popover(_("Try a price")):
            _try(table, at, choice)


def shown_price(found: int | NoPrice) -> str:
    """A price, or that there is none."""
    return _("no such price") if isinstance(found, NoPrice) else won(found)


def _try(table: MarginTable, at: int, choice: Choice) -> None:
    held = int(table.price_won[at])
    key = f"margins.try.{int(table.channel_product_no[at])}.{int(table.option_id[at])}"
    tried = st.number_input(_("Price (₩)"), min_value=0, value=held, step=100, key=key)
    sale = _sale(table, at, choice.tier, int(tried))
    st.markdown(
        _("Profit **{profit}** · margin rate **{rate}**").format(
            profit=won(sale.profit_won), rate=percent(sale.margin_rate_mp)
        )
    )
    st.number_input(
        _("Margin rate wanted (%)"),
        min_value=0,
        max_value=80,
        step=1,
        key=TARGET,
        persist_state="session",
    )
