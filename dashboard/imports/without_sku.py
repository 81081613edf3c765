"""Working through listings without a SKU, one by one: the list at the left, SKUs at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.imports.pieces import pick_parts
from dashboard.imports.taken_back import decisions
from dashboard.parts import tables
from dashboard.parts.frames import whole
from dashboard.parts.widgets import section
from dashboard.server.session import forget, get_engine
from dashboard.words.i18n import _
from dashboard.words.phrases import UNKNOWN, at_most, plain, seller_code, stamp, won
from engine import LISTING, ImportedProduct, Parts, ReportItem

LIMIT = 500  # the engine reads so many at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class FixRow:
    """A listing, or an option of it, that waits for its SKU."""

    channel_product_no: int
    name: str
    code: str | None
    price_won: int | None
    image_url: str | None
    option_id: int = LISTING  # of the option or supplement that is linked, not the whole listing


def fix_row_of_report(item: ReportItem) -> FixRow:
    """The row of a line of a report."""
    return FixRow(
        channel_product_no=item.channel_product_no or 0,
        name=item.name or str(item.channel_product_no),
        code=item.seller_management_code,
        price_won=item.discounted_price_won,
        image_url=item.image_url,
    )


def fix_row_of_product(held: ImportedProduct) -> FixRow:
    """The row of an imported listing."""
    product = held.product
    return FixRow(
        channel_product_no=product.channel_product_no,
        name=product.name,
        code=product.seller_management_code,
        price_won=product.discounted_price_won or product.sale_price_won,
        image_url=product.image_url,
    )


def fix_list(store_id: int, rows: Sequence[FixRow], key: str) -> None:
    """The list and the chosen listing's SKUs."""
    section(_("Fix one by one"), _("{count} left").format(count=at_most(len(rows), LIMIT)))
    if not rows:
        st.success(_("Everything is matched or needs no SKU."), icon=":material/check_circle:")
        return
    left, right = st.columns([9, 11])
    with left:
        chosen = _list(rows, f"without_sku.{key}.{len(rows)}")
        st.caption(_("Linking moves on to the next listing."))
    with right, st.container(border=True):
        fix_one(store_id, rows[chosen])


def _list(rows: Sequence[FixRow], key: str) -> int:
    frame = pd.DataFrame(
        {
            "picture": [row.image_url for row in rows],
            "name": [row.name for row in rows],
            "code": [row.code or _("no code") for row in rows],
            "discounted": whole(row.price_won for row in rows),
        }
    )
    event = st.dataframe(
        frame,
        column_config=tables.report(with_changes=False),
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=44,
        height=min(480, 40 + 44 * len(rows)),
        key=key,
        on_select="rerun",
        selection_mode="single-row-required",
        alt=_("Listings without a SKU"),
    )
    chosen = event["selection"]["rows"]
    return chosen[0] if chosen and chosen[0] < len(rows) else 0


def fix_one(store_id: int, row: FixRow) -> None:
    """One listing with the SKUs to choose from, and the ways to do without."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if row.image_url:
            st.image(row.image_url, width=44, alt=row.name)
        code = seller_code(row.code)
        number_text = _("Channel product {number}").format(number=row.channel_product_no)
        st.markdown(
            f"**{plain(row.name)}**  \n:small[:gray[{number_text} · {code} · {won(row.price_won)}]]"
        )
    number = f"{row.channel_product_no}{f'.{row.option_id}' if row.option_id else ''}"
    parts = pick_parts(row.name, row.code, f"without_sku.{number}", narrow=True)
    whole_listing = row.option_id == LISTING
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        link_stock = st.toggle(
            _("Stock link"),
            value=bool(parts) and whole_listing,
            disabled=not parts or not whole_listing,
            key=f"without_sku.link.{bool(parts)}.{whole_listing}",
            help=None if whole_listing else _("The stock link is that of the whole listing."),
        )
        with st.container(horizontal=True, width="content"):
            if whole_listing and st.button(
                _("Leave without SKU"), type="tertiary", key="without_sku.leave"
            ):
                get_engine().products.leave_without_sku(store_id, row.channel_product_no)
                forget()
                st.rerun()
            if st.button(
                _("Link and next"),
                icon=":material/link:",
                type="primary",
                disabled=not parts,
                key="without_sku.link_and_next",
            ):
                _link(store_id, row, parts, bool(link_stock))


def left_list(store_id: int) -> None:
    """The listings that need no SKU, with who decided that and when, and the way back."""
    products = get_engine().products
    decisions(
        products.left_without_sku(store_id, limit=LIMIT),
        LIMIT,
        title=_("Need no SKU · {count}"),
        icon=":material/link_off:",
        what=_("Listing"),
        told=lambda one: f"{one.name} · {one.decided_by} · {stamp(one.decided_at)}",
        back=_("Needs a SKU after all"),
        take_back=lambda one: products.want_sku(store_id, one.channel_product_no),
        key="without_sku.left",
    )


def _link(store_id: int, row: FixRow, parts: Parts, link_stock: bool) -> None:
    get_engine().links.link(
        store_id, row.channel_product_no, parts, option_id=row.option_id, link_stock=link_stock
    )
    forget()
    st.rerun()
