"""The sections basics, storefront and integration of the store form."""

from __future__ import annotations

import msgspec
import streamlit as st

from dashboard.parts.draft import Draft
from dashboard.parts.widgets import section, toast_after_rerun
from dashboard.server.session import get_engine
from dashboard.stores.section import form, note, pick, save_button, saved
from dashboard.words.i18n import N_, _, language
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, plain
from engine import (
    Basics,
    Store,
    StoreType,
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
    draft = form(store, "basics")
    with st.container(width=WIDTH):
        name, seller_id, business_no = _names(draft)
        window, category = _choices(draft)
        memo = st.text_area(
            _("Memo"),
            key=draft.field("memo", draft.shown.basics.memo or "", _("Memo")),
            height=100,
        )
        note(_("For your team only; NAVER never sees it."))
        asked = save_button(draft, store, "basics")
    if asked:
        with draft.saving():
            basics = Basics(
                seller_id=seller_id,
                window_kind=window,
                category_id=category,
                memo=memo,
                business_no=business_no,
            )
            save = get_engine().store_sections.save_basics
            saved("basics", save(store.store_id, name, basics, shown=draft.shown))


def _names(draft: Draft[Store]) -> tuple[str, str, str]:
    """Name, seller id and business number as they are typed."""
    shown = draft.shown
    name = st.text_input(_("Name"), max_chars=60, key=draft.field("name", shown.name, _("Name")))
    note(_("As your team calls the store; shoppers never see it."))
    seller_id = st.text_input(
        _("Seller ID"),
        key=draft.field("seller_id", shown.basics.seller_id or "", _("Seller ID")),
    )
    note(_("Login id or e-mail: SmartStore centre › My info."))
    held_no = shown.basics.business_no
    business_no = st.text_input(
        _("Business number"),
        placeholder="000-00-00000",
        key=draft.field(
            "business_no", business_no_text(held_no) if held_no else "", _("Business number")
        ),
    )
    note(_("All stores of one number count for its fee tier: SmartStore centre › Seller info."))
    return name or "", seller_id or "", business_no or ""


def _choices(draft: Draft[Store]) -> tuple[WindowKind | None, str | None]:
    """The kind of window seller and the main category's number, None for none."""
    shown = draft.shown.basics
    window = st.selectbox(
        _("Window seller"),
        [NONE, *WindowKind],
        format_func=lambda kind: _("none") if kind == NONE else label(kind),
        key=draft.field(
            "window_kind", shown.window_kind or NONE, _("Window seller"), f".{language()}"
        ),
    )
    note(_("Only where NAVER let the store into a themed window: SmartStore centre › Windows."))
    found = _categories(draft)
    category = st.selectbox(
        _("Main category"),
        [NONE, *found],
        format_func=lambda number: found.get(number, _("none")),
        key=draft.field(
            "category_id", shown.category_id or NONE, _("Main category"), f".{language()}"
        ),
    )
    note(_("What the store sells most, out of NAVER's own list; search above to choose."))
    return (
        WindowKind(window) if window and window != NONE else None,
        category if category and category != NONE else None,
    )


def _categories(draft: Draft[Store]) -> dict[str, str]:
    """The held category and those that hold the words searched for, path by number."""
    engine, store = get_engine(), draft.shown
    held = store.basics
    words = st.text_input(
        _("Search categories"),
        placeholder=_("Words of the category, such as kitchen table"),
        icon=":material/search:",
        live=True,
        key=draft.key("category_search"),
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
    draft = form(store, "storefront")
    front = draft.shown.storefront
    with st.container(width=WIDTH):
        address = st.text_input(
            _("Store address"),
            placeholder="smartstore.naver.com/…",
            key=draft.field("address", front.address or "", _("Store address")),
        )
        note(
            _(
                "What follows smartstore.naver.com/; a whole pasted URL is understood. SmartStore"
                " centre › Store management."
            )
        )
        kind = pick(draft, "type", _("Kind of store"), StoreType, draft.shown.store_type)
        note(_("Brand stores pay another sales fee: SmartStore centre › Store management."))
        channel = st.text_input(
            _("Channel number"),
            key=draft.field("channel", str(front.channel_no or ""), _("Channel number")),
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
        asked = save_button(draft, store, "storefront")
    if asked:
        with draft.saving():
            save = get_engine().store_sections.save_storefront
            changed = save(
                store.store_id,
                address or "",
                channel=channel or "",
                store_type=kind,
                shown=draft.shown,
            )
            saved("storefront", changed)


def integration_section(store: Store) -> None:
    """Master switch, and the switches of each kind of call."""
    draft = form(store, "integration")
    with st.container(width=WIDTH):
        section(_("Calls to NAVER"), _("what is off is asked nothing, by hand or at dawn"))
        switches = {
            name: _switch(draft, name, _(title), _(text))
            for name, (title, text) in SWITCHES.items()
        }
        section(_("Automatic work"))
        note(
            _(
                "Confirming orders by themselves comes with orders, extending sale periods with"
                " writes to NAVER; Storeboard does neither yet."
            )
        )
        asked = save_button(draft, store, "integration")
    if asked:
        wanted = msgspec.structs.replace(draft.shown.switches, **switches)
        with draft.saving():
            save = get_engine().store_sections.save_switches
            saved("integration", save(store.store_id, wanted, shown=draft.shown))


def _switch(draft: Draft[Store], name: str, title: str, text: str) -> bool:
    held = getattr(draft.shown.switches, name)
    on = st.toggle(title, key=draft.field(name, held, title))
    note(text)
    return bool(on)
