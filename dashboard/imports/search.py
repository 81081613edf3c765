"""The search of the product import: NAVER's filters in one row; nothing is asked until [Search]."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.imports.find_imported import find_imported
from dashboard.parts import view
from dashboard.words.i18n import _, language
from dashboard.words.labels import label
from dashboard.words.phrases import number
from engine import (
    BadRequest,
    KeywordType,
    PeriodType,
    ProductSearch,
    ProductSort,
    SaleStatus,
    Store,
)

STATUSES = tuple(status for status in SaleStatus if status is not SaleStatus.DELETE)
KIND: view.Spelling[KeywordType | None] = view.one_of(KeywordType)
STATUS: view.Spelling[list[SaleStatus]] = view.several(STATUSES)
PERIOD: view.Spelling[PeriodType | None] = view.one_of(PeriodType)
ORDER: view.Spelling[ProductSort | None] = view.one_of(ProductSort)
DAY: view.Spelling[date | None] = view.day()
WORDS = view.words(2_000)  # a list of numbers is long


def search_bar(store: Store) -> ProductSearch:
    """The filter row; the search that is applied. Raises BadRequest for numbers that are none."""
    applied = asked_search()
    version = st.session_state.setdefault("product_import.filters", 0)
    key = f"product_import.{store.store_id}.{version}.{language()}"
    with (
        st.form(f"{key}.form", border=False),
        st.container(horizontal=True, vertical_alignment="center", gap="xsmall"),
    ):
        keyword_type, words = _keyword_inputs(applied, key)
        statuses = _statuses(applied, key)
        period_type, days = _period(applied, key)
        order = _order_input(applied, key)
        asked = st.form_submit_button(_("Search"), icon=":material/search:", key=f"{key}.ask")
    if (numbers := find_imported(store)) is not None:
        keep_search(ProductSearch(keyword_type=KeywordType.CHANNEL_PRODUCT_NO, keywords=numbers))
        st.session_state["product_import.filters"] += 1
        st.rerun()
    if asked:
        applied = search_of(
            keyword_type=keyword_type,
            words=words,
            statuses=statuses,
            period_type=period_type,
            days=days,
            order=order,
        )
        keep_search(applied)
    return applied


def clear() -> None:
    """Back to all listings; the filters are drawn anew, empty."""
    keep_search(ProductSearch())
    st.session_state["product_import.filters"] += 1


def asked_search() -> ProductSearch:
    """The search of the address; what means nothing in it is passed over."""
    days = [view.asked(name, DAY, None) for name in ("from", "to")]
    known: dict[str, Any] = {
        "statuses": view.asked("status", STATUS, []),
        "period_type": view.asked("period", PERIOD, None),
        "days": [day for day in days if day],
        "order": view.asked("sort", ORDER, None),
    }
    kind, words = view.asked("by", KIND, None), view.asked("words", WORDS, "")
    try:
        return search_of(keyword_type=kind, words=words, **known)
    except BadRequest:  # words that are no numbers
        return search_of(keyword_type=None, words="", **known)


def keep_search(search: ProductSearch) -> None:
    """Tells the address what is searched for; other results begin at their first page."""
    view.keep("by", KIND, search.keyword_type, None)
    view.keep("words", WORDS, ", ".join(search.keywords), "")
    view.keep("status", STATUS, list(search.statuses), [])
    view.keep("period", PERIOD, search.period_type, None)
    view.keep("from", DAY, search.from_on, None)
    view.keep("to", DAY, search.to_on, None)
    view.keep("sort", ORDER, search.order, None)


def _keyword_inputs(applied: ProductSearch, key: str) -> tuple[KeywordType, str]:
    kinds = list(KeywordType)
    kind = st.selectbox(
        _("Search by"),
        kinds,
        index=kinds.index(applied.keyword_type or KeywordType.SELLER_CODE),
        format_func=label,
        key=f"{key}.by",
        label_visibility="collapsed",
        width=176,
    )
    words = st.text_input(
        _("Search words"),
        ", ".join(applied.keywords),
        placeholder=_("Code or numbers, by commas"),
        help=_("NAVER finds one seller code, or several numbers; it does not search names."),
        icon=":material/search:",
        key=f"{key}.words",
        label_visibility="collapsed",
        width=250,
    )
    return kind or KeywordType.SELLER_CODE, words or ""


def _order_input(applied: ProductSearch, key: str) -> ProductSort | None:
    orders = list(ProductSort)
    return st.selectbox(
        _("Sort by"),
        orders,
        index=orders.index(applied.order or ProductSort.REG_DATE),
        format_func=label,
        key=f"{key}.order",
        label_visibility="collapsed",
        width=158,
    )


def _statuses(applied: ProductSearch, key: str) -> Sequence[SaleStatus]:
    shown = number(len(applied.statuses)) if applied.statuses else _("all")
    with st.popover(_("Status · {shown}").format(shown=shown), icon=":material/filter_list:"):
        chosen = st.pills(
            _("Status"),
            STATUSES,
            selection_mode="multi",
            default=list(applied.statuses),
            format_func=label,
            key=f"{key}.statuses",
        )
        st.caption(_("None chosen means all."))
    return chosen


def _period(applied: ProductSearch, key: str) -> tuple[PeriodType | None, Any]:
    shown = label(applied.period_type) if applied.period_type and applied.from_on else _("all")
    with st.popover(_("Period · {shown}").format(shown=shown), icon=":material/date_range:"):
        period_type = st.radio(
            _("Day of"),
            list(PeriodType),
            index=list(PeriodType).index(applied.period_type or PeriodType.PROD_REG_DAY),
            format_func=label,
            key=f"{key}.period",
        )
        held = [day for day in (applied.from_on, applied.to_on) if day]
        days = st.date_input(_("From and to"), tuple(held), key=f"{key}.days")  # type: ignore[arg-type]
        st.caption(_("No days chosen means all."))
    return period_type, days


def search_of(
    *,
    keyword_type: KeywordType | None,
    words: str,
    statuses: Sequence[SaleStatus],
    period_type: PeriodType | None,
    days: Sequence[date] | date | None,
    order: ProductSort | None,
) -> ProductSearch:
    """The search these filters mean. Raises BadRequest for numbers that are none."""
    keywords = _keywords(keyword_type, words)
    span = tuple(days) if isinstance(days, tuple | list) else (days,) if days else ()
    whole = len(span) == 2
    return ProductSearch(
        keyword_type=keyword_type if keywords else None,
        keywords=keywords,
        statuses=tuple(statuses),
        period_type=period_type if whole else None,
        from_on=span[0] if whole else None,
        to_on=span[1] if whole else None,
        order=None if order is ProductSort.REG_DATE else order,
    )


def _keywords(keyword_type: KeywordType | None, words: str) -> tuple[str, ...]:
    if keyword_type is KeywordType.SELLER_CODE:
        return (words.strip(),) if words.strip() else ()
    numbers = tuple(word for word in re.split(r"[,\s]+", words) if word)
    wrong = [word for word in numbers if not (word.isascii() and word.isdigit())]
    if wrong:
        raise BadRequest(
            "{value} is not a product number. Write digits, several by commas.", value=wrong[0][:40]
        )
    return numbers
