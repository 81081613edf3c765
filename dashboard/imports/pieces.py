"""Choosing what a listing is linked to by hand: a SKU with its pieces, or a set of several."""

from __future__ import annotations

import streamlit as st

from dashboard.imports.sku_picker import pick_sku
from dashboard.parts.widgets import row, show_error
from dashboard.server.session import get_engine
from dashboard.words.i18n import _, ngettext
from dashboard.words.not_yet import NOT_SENT_YET
from dashboard.words.phrases import number, plain
from engine import BadRequest, LinkPart, Parts, pieces_in_name, spell_link, spells_pieces

MOST = 999


def pick_parts(name: str, code: str | None, key: str, *, narrow: bool = False) -> Parts:
    """The SKUs and pieces a person chose for a listing of that name and code; none while nothing
    is chosen. A set that is typed goes before the SKU that is picked.
    """
    sku = pick_sku(name, code, key, narrow=narrow)
    if sku is None and not get_engine().skus.count():
        return ()
    count = _pieces(name, f"{key}.pieces") if sku else 1
    _propose_code(code, f"{key}.set")
    typed = typed_link(f"{key}.set", help=_("In place of the SKU above"))
    if typed is not None:
        return typed
    return (LinkPart(code=sku.own_code, quantity=count),) if sku else ()


def typed_link(key: str, *, help: str = "", value: str = "") -> Parts | None:
    """The link that is typed (CODE*2+CODE); None for nothing typed, no parts for what is wrong."""
    text = st.text_input(
        _("Set of several SKUs"),
        value=value,
        placeholder=_("CODE*2+CODE, say CUP-1*2+GIFT"),
        help=help or None,
        key=key,
    )
    if not text.strip():
        return None
    try:
        return get_engine().links.read(text)
    except BadRequest as error:
        show_error(error)
        return ()


def _pieces(name: str, key: str) -> int:
    """How many pieces one sale takes; what the name speaks of is offered, not taken."""
    with row():
        count = st.number_input(
            _("Pieces"), min_value=1, max_value=MOST, step=1, value=1, width=140, key=key
        )
        for proposed in pieces_in_name(name):
            st.button(
                pieces(proposed),
                icon=":material/lightbulb:",
                help=_("The name speaks of so many. Take it over if it is meant."),
                on_click=_take,
                args=(key, proposed),
                key=f"{key}.{proposed}",
            )
    return int(count)


def _propose_code(code: str | None, key: str) -> None:
    """A seller code that is written as a link (CODE*2) is offered, not taken."""
    if not code or not spells_pieces(code):
        return
    try:
        parts = get_engine().links.read(code)
    except BadRequest:  # a code like any other
        return
    st.button(
        plain(spell_link(parts)),
        icon=":material/lightbulb:",
        help=_("The seller code is written like a link. Take it over if it is meant."),
        on_click=_take,
        args=(key, spell_link(parts)),
        key=f"{key}.proposed",
    )


def pieces(count: int) -> str:
    """A number of pieces in words."""
    return ngettext("{count} piece", "{count} pieces", count)


def stock_change(before: int | None, parts: Parts) -> str:
    """What linking would do to the stock, in one sentence."""
    after = get_engine().links.to_sell(parts) if parts else None
    if after is None:
        return f"{_('The stock of the SKU is not known.')} {_(NOT_SENT_YET)}"
    held = _("NAVER has {before} in stock, the SKU {after}.").format(
        before=number(before), after=number(after)
    )
    return f"{held} {_(NOT_SENT_YET)}"


def link_text(text: str | None) -> str:
    """A link as it is written, safe in Markdown."""
    return plain(text) if text else ""


def _take(key: str, value: int | str) -> None:
    st.session_state[key] = value
