"""The pages of the product: where they are, what they are called, and how to go there."""

from __future__ import annotations

import streamlit as st

from dashboard.i18n import N_, ROOT, _

SECTIONS: dict[str, tuple[tuple[str, str, str], ...]] = {
    N_("Today"): (
        ("status_board", N_("Status board"), "space_dashboard"),
        ("jobs", N_("Jobs"), "progress_activity"),
        ("schedule", N_("Schedule"), "schedule"),
    ),
    N_("Products"): (
        ("product_import", N_("Product import"), "download"),
        ("skus", N_("SKUs"), "inventory_2"),
        ("changes", N_("Change history"), "history"),
    ),
    N_("Earnings"): (("margins", N_("Margins"), "query_stats"),),
    N_("Settings"): (
        ("stores", N_("Stores"), "storefront"),
        ("prerequisites", N_("Prerequisites"), "fact_check"),
    ),
}


def pages() -> dict[str, list[st.Page]]:
    """The menu: sections with their pages, the status board first and at the root address."""
    return {
        _(section): [
            st.Page(
                _path(name),
                title=_(title),
                icon=f":material/{icon}:",
                url_path=name,
                default=name == "status_board",
            )
            for name, title, icon in entries
        ]
        for section, entries in SECTIONS.items()
    }


def go(name: str, **query: str) -> None:
    """Leaves for the page of that name; `query` is its address line, such as store="..."."""
    st.switch_page(_path(name), query_params=query)


def _path(name: str) -> str:
    return str(ROOT / "pages" / f"{name}.py")
