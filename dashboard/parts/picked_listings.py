"""Listings picked by hand for a scenario, kept for this visit, store by store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from dashboard.parts import view
from dashboard.parts.columns import amount, rate, text
from dashboard.parts.frames import as_sent, sku_of
from dashboard.parts.navigation import go
from dashboard.parts.widgets import row
from dashboard.server.session import get_engine
from dashboard.words.i18n import _, ngettext
from dashboard.words.phrases import UNKNOWN, number
from engine import MarginTable, Store

FOUND = 100  # nobody reads more to pick one


def pick(store: Store, numbers: Iterable[int]) -> None:
    """Picks these listings for the scenarios of a store, and no others."""
    st.session_state[_key(store)] = tuple(dict.fromkeys(numbers))


def take(table: MarginTable, rows: NDArray[np.intp], key: str) -> None:
    """A button that takes the listings of these rows to the scenarios."""
    if st.button(_("Try a scenario with these"), icon=":material/experiment:", key=key):
        pick(table.store, (int(one) for one in table.channel_product_no[rows]))
        go("scenarios", store=table.store.name, which="PICKED")


def picked(store: Store) -> tuple[int, ...]:
    """The channel product numbers picked for the store."""
    return tuple(st.session_state.get(_key(store), ()))


def choose_picks(store: Store, table: MarginTable) -> None:
    """Finds listings by words and adds the chosen rows."""
    held = picked(store)
    words = _words(store, held)
    found = find(table, words)[:FOUND]
    if not len(found):
        st.caption(_("No product has these words."))
        return
    event = st.dataframe(
        as_sent(_frame(table, found, held)),
        column_config={
            "name": text(_("Product name"), 300),
            "sku": text("SKU", 230),
            "price": amount(_("Price (₩)"), 90),
            "rate": rate(_("Margin rate"), 90),
            "picked": text(_("Picked"), 60),
        },
        hide_index=True,
        placeholder=UNKNOWN,
        row_height=32,
        height=min(240, 38 + 32 * len(found)),
        key=f"scenarios.rows.{store.store_id}.{words}.{len(held)}",
        on_select="rerun",
        selection_mode="multi-row",
        alt=_("Products to pick"),
    )
    chosen = [int(table.channel_product_no[found[at]]) for at in event["selection"]["rows"]]
    if st.button(
        _("Pick {count}").format(count=number(len(chosen))),
        icon=":material/playlist_add:",
        disabled=not chosen,
        key="scenarios.pick",
    ):
        pick(store, (*held, *chosen))
        st.rerun()


def _words(store: Store, held: Sequence[int]) -> str:
    """What is looked for, beside how many are picked."""
    with row(apart=True):
        key = f"scenarios.find.{store.store_id}"
        words = view.held("find", key, view.words(), "")
        st.text_input(
            _("Find products"),
            placeholder=_("Name, SKU code or number"),
            icon=":material/search:",
            key=key,
            label_visibility="collapsed",
            width=300,
        )
        with row():
            told = ngettext("{count} product picked", "{count} products picked", len(held))
            st.markdown(told, width="content")
            if st.button(_("Clear"), type="tertiary", disabled=not held, key="scenarios.clear"):
                pick(store, ())
                st.rerun()
    return words


def find(table: MarginTable, words: str) -> NDArray[np.intp]:
    """Rows whose name, SKU code or number holds all the words, in the order of the table."""
    mask = np.ones(len(table), np.bool_)
    names = pd.Series(table.name, dtype="string").str.lower()
    codes = pd.Series(table.sku_code, dtype="string").str.lower()
    numbers = pd.Series(table.channel_product_no).astype("string")
    for word in words.lower().split():
        holds = pd.concat(
            [one.str.contains(word, regex=False) for one in (names, codes, numbers)], axis=1
        )
        mask &= holds.fillna(False).any(axis=1).to_numpy(dtype=np.bool_)
    return np.flatnonzero(mask)


def _frame(table: MarginTable, rows: NDArray[np.intp], held: Iterable[int]) -> pd.DataFrame:
    columns = table.tiers[table.store.fee_tier].take(rows)
    skus = get_engine().skus.named({code for code in table.sku_code[rows] if code})
    known = set(held)
    numbers = [int(one) for one in table.channel_product_no[rows]]
    return pd.DataFrame(
        {
            "name": table.name[rows],
            "sku": [sku_of(code, skus) for code in table.sku_code[rows]],
            "price": columns.price_won,
            "rate": np.where(columns.price_won > 0, columns.margin_rate_mp / 1000, np.nan),
            "picked": ["✓" if one in known else "" for one in numbers],
        }
    )


def _key(store: Store) -> str:
    return f"scenarios.picked.{store.store_id}"
