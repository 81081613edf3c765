"""Taking a link off a listing or an option: what goes, the act, and the way back."""

from __future__ import annotations

import streamlit as st

from dashboard.imports.pieces import link_text, typed_link
from dashboard.parts.widgets import row, show_errors, toast_after_rerun
from dashboard.server.session import forget, get_engine
from dashboard.words.i18n import _, ngettext
from dashboard.words.phrases import UNKNOWN, plain, stamp, won
from engine import LISTING, LinkedOption, Store, Unlinking

TAKEN_OFF = "product_import.taken_off"  # session state: store, listing, option and its link


def unlink_box(store: Store, channel_product_no: int, option_id: int = LISTING) -> None:
    """What goes if the link is taken off, and the button for it."""
    goes = get_engine().links.unlinking(store.store_id, channel_product_no, option_id=option_id)
    st.markdown("\n".join(f"- {line}" for line in _lines(goes)))
    if st.button(
        _("Take the link off"),
        icon=":material/link_off:",
        key=f"unlink.{channel_product_no}.{option_id}",
    ):
        get_engine().links.unlink(store.store_id, channel_product_no, option_id=option_id)
        st.session_state[TAKEN_OFF] = (store.store_id, channel_product_no, option_id, goes.sku_code)
        forget()
        st.rerun()


def _lines(goes: Unlinking) -> list[str]:
    lines = [_("the link with {code}").format(code=link_text(goes.sku_code) or UNKNOWN)]
    if goes.option_links:
        lines.append(
            ngettext("{count} link of an option", "{count} links of options", goes.option_links)
        )
    if goes.stock_linked:
        lines.append(_("the stock link"))
    if goes.profit_won is None:
        lines.append(_("no margin is known that would go"))
    else:
        lines.append(_("the margin, {won} a sale").format(won=won(goes.profit_won)))
    return lines


def undo_bar(store: Store) -> None:
    """The way back after a link was taken off, until another is."""
    store_id, channel_product_no, option_id, code = st.session_state.get(TAKEN_OFF) or (None,) * 4
    if store_id != store.store_id or channel_product_no is None or option_id is None:
        return
    with st.container(border=True), row(apart=True):
        st.markdown(
            _("Taken off channel product {number}: {code}").format(
                number=channel_product_no, code=link_text(code) or UNKNOWN
            ),
            width="content",
        )
        with row():
            if st.button(_("Undo"), icon=":material/undo:", key="unlink.undo"):
                st.session_state[TAKEN_OFF] = None
                put_back(store, channel_product_no, option_id)
            if st.button(_("Close"), type="tertiary", key="unlink.close"):
                st.session_state[TAKEN_OFF] = None
                st.rerun()


def past_links(store: Store, channel_product_no: int) -> None:
    """What was taken off this listing, and the way back."""
    for past in get_engine().links.past(store.store_id, channel_product_no):
        if past.option_id != LISTING:
            continue
        with row():
            said = _("Link taken off by {person}, {at}").format(
                person=plain(past.unlinked_by), at=stamp(past.unlinked_at)
            )
            st.caption(said, width="content")
            if st.button(_("Put back"), icon=":material/undo:", key="unlink.back"):
                st.session_state[TAKEN_OFF] = None
                put_back(store, channel_product_no, past.option_id)


def put_back(store: Store, channel_product_no: int, option_id: int) -> None:
    """Makes the link what it was."""
    with show_errors():
        get_engine().links.put_back(store.store_id, channel_product_no, option_id=option_id)
        toast_after_rerun(_("The link is back."))
        forget()
        st.rerun()


def option_links(store: Store, channel_product_no: int) -> None:
    """The options of a listing, each with the link a person made of it, and how to make another."""
    options = get_engine().links.options(store.store_id, channel_product_no)
    if not options:
        st.caption(_("Its options are not read yet, or it has none."))
        return
    key = f"option_links.{channel_product_no}"
    chosen = st.selectbox(_("Option"), options, format_func=_named, key=key)
    one = f"{key}.{chosen.option_id}"
    parts = typed_link(f"{one}.set", value=chosen.sku_code or "")
    if st.button(
        _("Link the option"), icon=":material/link:", disabled=not parts, key=f"{one}.link"
    ):
        get_engine().links.link(
            store.store_id,
            channel_product_no,
            parts or (),
            option_id=chosen.option_id,
            link_stock=False,
        )
        toast_after_rerun(_("The option is linked."))
        forget()
        st.rerun()
    if chosen.sku_code:
        unlink_box(store, channel_product_no, chosen.option_id)


def _named(option: LinkedOption) -> str:
    said = option.sku_code or option.seller_code or _("no code")
    sign = "+ " if option.option_id < LISTING else ""  # a supplement, sold beside the listing
    return f"{sign}{option.name} · {said}"
