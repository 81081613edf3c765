"""The pages of the product: where they are, what they are called, and how to go there."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from typing import Literal

import streamlit as st

from dashboard.server.session import role
from dashboard.words.i18n import N_, ROOT, _
from engine import NotAllowed, Role

CLOSED = N_("Your role may not open this page. Ask a manager of this workspace.")
Kind = Literal["primary", "secondary", "tertiary"]
SECTIONS: dict[str, tuple[tuple[str, str, str, Role], ...]] = {
    N_("Today"): (
        ("status_board", N_("Status board"), "space_dashboard", Role.ANALYST),
        ("jobs", N_("Jobs"), "progress_activity", Role.ANALYST),
        ("schedule", N_("Schedule"), "schedule", Role.ANALYST),
    ),
    N_("Products"): (
        ("product_import", N_("Product import"), "download", Role.OPERATOR),
        ("skus", N_("SKUs"), "inventory_2", Role.OPERATOR),
        ("changes", N_("Change history"), "history", Role.ANALYST),
    ),
    N_("Earnings"): (
        ("margins", N_("Margins"), "query_stats", Role.ANALYST),
        ("settlements", N_("Settlements"), "receipt_long", Role.ANALYST),
        ("scenarios", N_("Scenarios"), "experiment", Role.ANALYST),
        ("fees", N_("Fee rates"), "percent", Role.ANALYST),
    ),
    N_("Settings"): (
        ("stores", N_("Stores"), "storefront", Role.MANAGER),
        ("prerequisites", N_("Prerequisites"), "fact_check", Role.OPERATOR),
        ("delivery_templates", N_("Delivery templates"), "local_shipping", Role.OPERATOR),
        ("alerts", N_("Alerts"), "notifications", Role.MANAGER),
        ("people", N_("People"), "group", Role.MANAGER),
        ("audit", N_("Audit"), "policy", Role.MANAGER),
        ("backups", N_("Backups"), "inventory", Role.MANAGER),
    ),
}


def pages(held: Role, closed: Callable[[], None]) -> dict[str, list[st.Page]]:
    """The menu of a role: sections with their pages, the status board first and at the root
    address. A page the role may not open stands in no menu; `closed` stands at its address.
    """
    return {
        _(section): [
            copy.copy(
                _page(name, _(title), icon, None if open_to else closed)
            )  # a run marks the page it takes
            for name, title, icon, least in entries
            for open_to in [held.may(least)]
        ]
        for section, entries in SECTIONS.items()
    }


@cache
def _page(name: str, title: str, icon: str, closed: Callable[[], None] | None) -> st.Page:
    """A page of the menu, made once: its file is looked up on the disk."""
    return st.Page(
        closed or _path(name),
        title=title,
        icon=f":material/{icon}:",
        url_path=name,
        default=name == "status_board",
        visibility="hidden" if closed else "visible",
    )


def may_open(name: str) -> bool:
    """Whether who is signed in may open the page of that name."""
    return role().may(_LEAST[name])


def page_button(text: str, name: str, *, icon: str, type: Kind = "secondary", **query: str) -> None:
    """A button that leads to a page, for those who may open it."""
    if may_open(name) and st.button(text, icon=icon, type=type, key=f"page_button.{name}.{text}"):
        go(name, **query)


def go(name: str, **query: str) -> None:
    """Leaves for the page of that name; `query` is its address line, such as store="...". Raises
    NotAllowed for one the role may not open.
    """
    if not may_open(name):
        raise NotAllowed(CLOSED)
    st.switch_page(_path(name), query_params=query)


_LEAST = {name: least for entries in SECTIONS.values() for name, *_rest, least in entries}


def _path(name: str) -> str:
    return str(ROOT / "pages" / f"{name}.py")
