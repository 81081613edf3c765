"""Doubtful matches, whose codes lead to SKUs of other names, to accept at once or to correct."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd
import streamlit as st

from dashboard.imports.taken_back import decisions
from dashboard.imports.without_sku import LIMIT, FixRow, fix_one
from dashboard.parts import tables
from dashboard.parts.frames import whole
from dashboard.parts.widgets import section
from dashboard.server.session import forget, get_engine
from dashboard.words.i18n import _, ngettext
from dashboard.words.phrases import UNKNOWN, at_most, sku_said, stamp
from engine import DoubtfulMatch

DOUBTFUL = "DOUBTFUL"  # beside the kinds of matches in an address


def doubtful_list(store_id: int, among: Collection[int] | None, key: str) -> None:
    """The doubtful matches of a store, or of some of its listings; what is ticked is accepted, and
    one that is ticked alone can be corrected.
    """
    found = [
        one
        for one in get_engine().products.doubtful(store_id, limit=LIMIT)
        if among is None or one.channel_product_no in among
    ]
    section(_("Doubtful matches"), _("{count} left").format(count=at_most(len(found), LIMIT)))
    if not found:
        st.success(_("No match is doubtful."), icon=":material/check_circle:")
        return
    st.caption(
        _(
            "The code leads to this SKU, but the names have little in common. Until a match is"
            " accepted it has no stock link, and its margin is marked."
        )
    )
    ticked = _table(found, f"doubtful.{key}.{len(found)}")
    _accept(store_id, ticked)
    if len(ticked) == 1:
        with st.container(border=True):
            fix_one(store_id, _fix_row(ticked[0]))


def _table(found: Sequence[DoubtfulMatch], key: str) -> list[DoubtfulMatch]:
    event = st.dataframe(
        doubtful_frame(found),
        column_config=tables.doubtful(),
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=44,
        height=min(480, 40 + 44 * len(found)),
        key=key,
        on_select="rerun",
        selection_mode="multi-row",
        alt=_("Doubtful matches"),
    )
    return [found[at] for at in event["selection"]["rows"] if at < len(found)]


def doubtful_frame(found: Sequence[DoubtfulMatch]) -> pd.DataFrame:
    """One row a listing or option beside the SKU its code leads to."""
    return pd.DataFrame(
        {
            "picture": [one.image_url for one in found],
            "name": [full_name(one) for one in found],
            "code": [one.code or UNKNOWN for one in found],
            "price": whole(one.price_won for one in found),
            "sku": [sku_said(one.sku_code, one.sku_name, one.sku_option) for one in found],
        }
    )


def full_name(match: DoubtfulMatch) -> str:
    """The name of the listing, with that of the option where the match is of one."""
    return f"{match.name} / {match.option_name}" if match.option_name else match.name


def _accept(store_id: int, ticked: Sequence[DoubtfulMatch]) -> None:
    numbers = {one.channel_product_no for one in ticked}
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        link_stock = st.toggle(
            _("Stock link"), disabled=not numbers, key=f"doubtful.link.{bool(numbers)}"
        )
        if st.button(
            ngettext("Accept {count} match", "Accept {count} matches", len(numbers))
            if numbers
            else _("Tick matches to accept or correct"),
            icon=":material/check:",
            type="primary",
            disabled=not numbers,
            key="doubtful.accept",
        ):
            accept(store_id, numbers, link_stock=bool(link_stock))


def accept(store_id: int, numbers: Collection[int], *, link_stock: bool) -> None:
    """Keeps these matches and shows what is left."""
    get_engine().products.accept_matches(store_id, numbers, link_stock=link_stock)
    forget()
    st.rerun()


def _fix_row(match: DoubtfulMatch) -> FixRow:
    return FixRow(
        channel_product_no=match.channel_product_no,
        name=full_name(match),
        code=match.code,
        price_won=match.price_won,
        image_url=match.image_url,
        option_id=match.option_id,
    )


def accepted_list(store_id: int) -> None:
    """The matches that were accepted, with who said so and when, and the way back."""
    products = get_engine().products
    decisions(
        products.accepted(store_id, limit=LIMIT),
        LIMIT,
        title=_("Accepted matches · {count}"),
        icon=":material/check:",
        what=_("Match"),
        told=lambda one: (
            f"{one.name} → {sku_said(one.sku_code, one.sku_name, one.sku_option)}"
            f" · {one.accepted_by} · {stamp(one.accepted_at)}"
        ),
        back=_("Doubtful after all"),
        take_back=lambda one: products.withdraw_acceptance(store_id, one.channel_product_no),
        key="doubtful.accepted",
    )
