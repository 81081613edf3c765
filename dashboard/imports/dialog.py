"""The dialog of one listing: three ways to match it, the stock link, and what would change."""

from __future__ import annotations

import streamlit as st

from dashboard.imports.bar import start_import
from dashboard.imports.pieces import pick_parts, stock_change
from dashboard.imports.unlinking import option_links, past_links, unlink_box
from dashboard.parts.listing_history import show_history
from dashboard.parts.listing_line import product_line
from dashboard.parts.widgets import row
from dashboard.server.session import cached_for_visit, forget, get_engine
from dashboard.words.i18n import _
from dashboard.words.labels import label
from dashboard.words.phrases import number, plain, sku_said
from engine import (
    MATCHED,
    ChannelProduct,
    ImportRequest,
    LinkPart,
    Match,
    MatchingMode,
    MatchKind,
    Parts,
    PreviewRow,
    Store,
    spell_link,
)


def open_dialog(store: Store, listing: PreviewRow, blocked: str) -> None:
    """Opens the dialog; `blocked` says why nothing can be imported now, empty if it can."""
    title = _("Change the SKU") if listing.imported else _("Import one listing")
    st.dialog(title, width="large", icon=":material/download:")(_body)(store, listing, blocked)


def _body(store: Store, listing: PreviewRow, blocked: str) -> None:
    product = listing.product
    key = f"import_dialog.{product.channel_product_no}"
    product_line(product)
    if listing.imported and listing.match.sku_code:
        st.caption(_("Linked with {code}").format(code=plain(listing.match.sku_code)))
    mode = _pick_mode(listing, key)
    parts: Parts = ()
    if mode is MatchingMode.BY_CHOICE:
        parts = pick_parts(product.name, product.seller_management_code, key)
    match = listing.match
    if mode is MatchingMode.BY_CODE:
        match = _match_by_code(store, listing)
        _by_code(match)
    linkable, reason = _linkable(mode, match, parts)
    linked = st.toggle(
        _("Stock link"),
        value=linkable,
        disabled=not linkable,
        key=f"{key}.link.{mode}.{linkable}",
    )
    st.caption(reason or (_change(product, parts, match) if linked else _kept_as_it_is()))
    if blocked:
        st.caption(f":orange[:material/pending: {blocked}]")
    request = ImportRequest(
        store_id=store.store_id,
        numbers=(product.channel_product_no,),
        mode=mode,
        link_stock=linkable and bool(linked),
        parts=parts,
    )
    _buttons(store, listing, match, request, blocked)
    if listing.imported:
        _held_link(store, listing)
        with st.expander(_("What changed"), icon=":material/history:", key=f"{key}.past"):
            show_history(store.store_id, product.channel_product_no)


def _pick_mode(listing: PreviewRow, key: str) -> MatchingMode:
    modes = list(MatchingMode)
    chosen = st.radio(
        _("Match with a SKU"),
        range(len(modes)),
        index=modes.index(_first_mode(listing)),
        format_func=lambda at: label(modes[at]),
        horizontal=True,
        key=f"{key}.mode",
    )
    return modes[chosen]


def _first_mode(listing: PreviewRow) -> MatchingMode:
    """By code where that finds a SKU, else the suggestions."""
    found = listing.match.kind in MATCHED - {MatchKind.CHOICE}
    return MatchingMode.BY_CODE if found else MatchingMode.BY_CHOICE


def _match_by_code(store: Store, listing: PreviewRow) -> Match:
    """What the listing's code leads to; where it leads nowhere, NAVER is asked for option codes."""
    if listing.match.kind in (*MATCHED - {MatchKind.CHOICE}, MatchKind.AMBIGUOUS):
        return listing.match
    with st.spinner(_("Comparing option codes")):
        return cached_for_visit(
            "match_of",
            listing.product.channel_product_no,
            lambda: get_engine().products.match_of(store.store_id, listing),
            seconds=600,
        )


def _by_code(match: Match) -> None:
    """What the codes of the listing lead to."""
    said = plain(sku_said(match.sku_code, match.sku_name, match.sku_option))
    if match.doubtful:
        text = _("The code leads to SKU {sku}, but the names have little in common.")
        st.warning(text.format(sku=said), icon=":material/question_mark:")
    elif match.kind in MATCHED and match.sku_code:
        text = _("The code leads to SKU {sku}.").format(sku=said)
        st.success(text, icon=":material/link:")
    elif match.kind is MatchKind.OPTION:
        text = _("Codes of the options lead to {count} SKUs.").format(
            count=number(match.candidates)
        )
        st.success(text, icon=":material/link:")
    elif match.kind is MatchKind.AMBIGUOUS:
        text = _("The code stands on {count} SKUs. Choose one of them by hand.")
        st.warning(text.format(count=number(match.candidates)), icon=":material/alt_route:")
    else:
        st.info(
            _("No SKU has a code of this listing or of its options."),
            icon=":material/link_off:",
        )


def _linkable(mode: MatchingMode, match: Match, parts: Parts) -> tuple[bool, str]:
    """Whether stock can follow a SKU, and if not, why."""
    if mode is MatchingMode.NONE:
        return False, _("Without a SKU there is no stock to follow, so the stock link is off.")
    if mode is MatchingMode.BY_CHOICE:
        reason = _("Choose a SKU: until then the stock link is off.")
        return bool(parts), "" if parts else reason
    if match.doubtful:
        return False, _("The match is doubtful: until somebody accepts it the stock link is off.")
    if match.kind in MATCHED and match.whole:
        return True, ""
    if match.kind is MatchKind.OPTION:
        return False, _("Some options have no SKU, so the stock link is off.")
    return False, _("No match, so the stock link is off.")


def _change(product: ChannelProduct, parts: Parts, match: Match) -> str:
    """What linking would do to the stock, in one sentence."""
    if not parts and match.sku_code is not None:
        parts = (LinkPart(code=match.sku_code),)
    return stock_change(product.stock_quantity, parts)


def _kept_as_it_is() -> str:
    return _("Stock at NAVER stays as it is.")


def _held_link(store: Store, listing: PreviewRow) -> None:
    """What can be done with the link that is held: taken off, put back, of single options."""
    channel_product_no = listing.product.channel_product_no
    if listing.match.kind in MATCHED:
        title = _("Take the link off")
        key, icon = "import_dialog.unlink", ":material/link_off:"
        part = st.expander(title, icon=icon, key=key, on_change="rerun")
        if part.open:  # its margin is asked for
            with part:
                unlink_box(store, channel_product_no)
    else:
        past_links(store, channel_product_no)
    with st.expander(_("Options"), icon=":material/tune:", key="import_dialog.options"):
        option_links(store, channel_product_no)


def _buttons(
    store: Store, listing: PreviewRow, match: Match, request: ImportRequest, blocked: str
) -> None:
    waits = request.mode is MatchingMode.BY_CHOICE and not request.parts
    at_once = listing.imported and request.mode is not MatchingMode.BY_CODE  # NAVER is not asked
    with st.container(horizontal=True, horizontal_alignment="right"), row():
        if st.button(_("Close"), type="tertiary", key="import_dialog.close"):
            st.rerun()
        if st.button(
            _label(request, match, imported=listing.imported),
            icon=":material/link:" if request.parts else ":material/download:",
            type="primary",
            disabled=waits or bool(blocked and not at_once),
            key="import_dialog.import",
        ):
            _do(store, listing, request)


def _do(store: Store, listing: PreviewRow, request: ImportRequest) -> None:
    """Links what is held at once; imports what is not, or what is to be matched by its code."""
    number, engine = listing.product.channel_product_no, get_engine()
    if listing.imported and request.mode is MatchingMode.NONE:
        engine.products.leave_without_sku(store.store_id, number)
    elif listing.imported and request.mode is MatchingMode.BY_CHOICE:
        engine.links.link(store.store_id, number, request.parts, link_stock=request.link_stock)
    else:
        if listing.imported and listing.match.kind is MatchKind.CHOICE:
            engine.links.unlink(store.store_id, number)  # an import leaves what a person linked
        start_import(request)
    forget()
    st.rerun()


def _label(request: ImportRequest, match: Match, *, imported: bool) -> str:
    """What the button does, with the link where one is meant."""
    code = spell_link(request.parts) if request.parts else None
    if request.mode is MatchingMode.BY_CODE and match.kind in MATCHED:
        code = match.sku_code
    if code and request.mode is not MatchingMode.NONE:
        text = _("Link with {code}") if imported else _("Import with {code}")
        return text.format(code=plain(code))
    if request.mode is MatchingMode.NONE:
        return _("Leave without SKU") if imported else _("Import without SKU")
    return _("Change SKU") if imported else _("Import")
