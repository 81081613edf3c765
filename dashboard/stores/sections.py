"""The sections basics, storefront and integration of the store form."""

from __future__ import annotations

import streamlit as st

from dashboard.parts.widgets import section, show_errors, toast_after_rerun
from dashboard.server.session import get_engine
from dashboard.stores.section import key, note, pick, save_button, saved
from dashboard.words.i18n import N_, _, language
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, plain
from engine import (
    Basics,
    OrderConfirm,
    Store,
    StoreType,
    Switches,
    WindowKind,
    business_no_text,
)

NONE = "-"
WIDTH = 680  # of a form alone on the page, in pixels; a phone has less and gets less
SWITCHES = {  # title, and what is off with it
    "master": (
        N_("All of this store"),
        N_("Off, Storeboard sends nothing to NAVER for this store; what was read stays."),
    ),
    "product": (
        N_("Product API"),
        N_("Imports, syncs, previews and categories; group Products of the application."),
    ),
    "order": (
        N_("Order API"),
        N_("Orders and their confirmation; group Orders (seller) of the application."),
    ),
    "cs": (
        N_("CS API"),
        N_("Questions and their answers; group Inquiries of the application."),
    ),
    "stock": (
        N_("Display status and stock API"),
        N_("Writes of sale status and stock; group Products of the application."),
    ),
    "settlement": (
        N_("Settlement API"),
        N_("What NAVER paid, and the sales for VAT; group Settlement of the application."),
    ),
}


def basics_section(store: Store) -> None:
    """Name, seller id, window seller, main category, memo."""
    with st.container(width=WIDTH):  # no form: the search of categories answers at once
        name, seller_id, business_no = _names(store)
        window, category = _choices(store)
        memo = st.text_area(
            _("Memo"), store.basics.memo or "", key=key(store, "basics", "memo"), height=100
        )
        note(_("For your team only; NAVER never sees it."))
        asked = st.button(
            _("Save"),
            icon=":material/save:",
            type="primary",
            key=f"stores.save.basics.{store.store_id}",
        )
    if asked:
        with show_errors():
            basics = Basics(
                seller_id=seller_id,
                window_kind=window,
                category_id=category,
                memo=memo,
                business_no=business_no,
            )
            save = get_engine().store_sections.save_basics
            saved("basics", save(store.store_id, name, basics))


def _names(store: Store) -> tuple[str, str, str]:
    """Name, seller id and business number as they are typed."""
    name = st.text_input(_("Name"), store.name, max_chars=60, key=key(store, "basics", "name"))
    note(_("As your team calls the store; shoppers never see it."))
    seller_id = st.text_input(
        _("Seller ID"), store.basics.seller_id or "", key=key(store, "basics", "seller_id")
    )
    note(_("Login id or e-mail: SmartStore centre › My info."))
    held_no = store.basics.business_no
    business_no = st.text_input(
        _("Business number"),
        business_no_text(held_no) if held_no else "",
        placeholder="000-00-00000",
        key=key(store, "basics", "business_no"),
    )
    note(_("All stores of one number count for its fee tier: SmartStore centre › Seller info."))
    return name or "", seller_id or "", business_no or ""


def _choices(store: Store) -> tuple[WindowKind | None, str | None]:
    """The kind of window seller and the main category's number, None for none."""
    kinds = [NONE, *WindowKind]
    window = st.selectbox(
        _("Window seller"),
        kinds,
        index=kinds.index(store.basics.window_kind or NONE),
        format_func=lambda kind: _("none") if kind == NONE else label(kind),
        key=f"{key(store, 'basics', 'window')}.{language()}",
    )
    note(_("Only where NAVER let the store into a themed window: SmartStore centre › Windows."))
    found = _categories(store)
    category = st.selectbox(
        _("Main category"),
        [NONE, *found],
        index=1 if store.basics.category_id in found else 0,
        format_func=lambda number: found.get(number, _("none")),
        key=f"{key(store, 'basics', 'category')}.{language()}",
    )
    note(_("What the store sells most, out of NAVER's own list; search above to choose."))
    return (
        WindowKind(window) if window and window != NONE else None,
        category if category and category != NONE else None,
    )


def _categories(store: Store) -> dict[str, str]:
    """The held category and those that hold the words searched for, path by number."""
    engine = get_engine()
    held = store.basics
    words = st.text_input(
        _("Search categories"),
        placeholder=_("Words of the category, such as kitchen table"),
        icon=":material/search:",
        live=True,
        key=key(store, "basics", "category_search"),
    )
    found = {held.category_id: held.category_name or UNKNOWN} if held.category_id else {}
    some = engine.categories.find(words or "", limit=50)
    found |= {one.category_id: one.whole_name for one in some}
    if not some and not words and _fetch_button(store):
        engine.categories.fetch(store.store_id)
        toast_after_rerun(_("Categories fetched"))
        st.rerun()
    return found


def _fetch_button(store: Store) -> bool:
    return st.button(
        _("Fetch NAVER's categories"),
        icon=":material/download:",
        key="stores.fetch_categories",
        disabled=store.approved_at is None,
        help=_("Once the connection is approved."),
    )


def storefront_section(store: Store) -> None:
    """Store address, type, channel."""
    front = store.storefront
    with st.form(f"stores.form.storefront.{store.store_id}", border=False, width=WIDTH):
        address = st.text_input(
            _("Store address"),
            front.address or "",
            placeholder="smartstore.naver.com/…",
            key=key(store, "storefront", "address"),
        )
        note(
            _(
                "What follows smartstore.naver.com/; a whole pasted URL is understood. SmartStore"
                " centre › Store management."
            )
        )
        kind = pick(store, "storefront", "type", _("Kind of store"), StoreType, store.store_type)
        note(_("Brand stores pay another sales fee: SmartStore centre › Store management."))
        channel = st.text_input(
            _("Channel number"),
            str(front.channel_no or ""),
            key=key(store, "storefront", "channel"),
        )
        note(
            _(
                "SmartStore centre › Store management › Channels; left empty, the connection check"
                " fills it in."
            )
        )
        if front.channel_name:
            st.caption(_("NAVER calls it: {name}").format(name=plain(front.channel_name)))
        st.caption(_("Another address or channel must be checked anew before anything runs."))
        asked = save_button(store, "storefront")
    if asked:
        with show_errors():
            engine = get_engine()
            changed = engine.store_sections.save_storefront(
                store.store_id, address or "", channel=channel or "", store_type=kind
            )
            saved("storefront", changed)


def integration_section(store: Store) -> None:
    """Master switch, switches of each kind of call, order confirmation, sale-period extension."""
    with st.form(f"stores.form.integration.{store.store_id}", border=False, width=WIDTH):
        section(_("Calls to NAVER"), _("what is off is asked nothing, by hand or at dawn"))
        switches = {
            name: _switch(store, name, _(title), getattr(store.switches, name), _(text))
            for name, (title, text) in SWITCHES.items()
        }
        section(_("Automatic work"))
        confirm, days = _automatic_work(store)
        asked = save_button(store, "integration")
    if asked:
        wanted = Switches(order_confirm=confirm, extend_days=days, **switches)
        with show_errors():
            saved("integration", get_engine().store_sections.save_switches(store.store_id, wanted))


def _automatic_work(store: Store) -> tuple[OrderConfirm, int | None]:
    """Who confirms orders, and by how many days sale periods grow (None: not at all)."""
    held = store.switches
    confirm = pick(
        store, "integration", "confirm", _("Order confirmation"), OrderConfirm, held.order_confirm
    )
    note(_("Who confirms new orders; the same step as SmartStore centre › Sales › Confirm."))
    days = st.number_input(
        _("Sale-period extension (days)"),
        min_value=0,
        max_value=365,
        value=held.extend_days or 0,
        key=key(store, "integration", "extend"),
    )
    note(_("By how many days an ending sale period grows; 0 leaves it as it is."))
    return confirm, int(days) or None


def _switch(store: Store, name: str, title: str, held: bool, text: str) -> bool:
    on = st.toggle(title, held, key=key(store, "integration", name))
    note(text)
    return bool(on)
