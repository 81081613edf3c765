"""The form of a delivery template: addresses, bundle group, fee rule, fees of a return."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.delivery.couriers import courier
from dashboard.delivery.template_fees import fee_fields, return_fields
from dashboard.parts.widgets import row, show_errors, toast_after_rerun
from dashboard.server.session import forget, get_engine
from dashboard.words.fields import said
from dashboard.words.i18n import _, language
from engine import (
    COURIERS,
    CheckedTemplate,
    PrerequisiteKind,
    Store,
    TemplateSettings,
)

EMPTY = TemplateSettings(name="", release_address_no=0, return_address_no=0)


def open_form(store: Store, template_id: int | None) -> None:
    """Draws the form of a template from the next drawing on, of a new one for 0, none for None."""
    st.session_state[f"templates.editing.{store.store_id}"] = template_id
    st.session_state["templates.version"] = st.session_state.get("templates.version", 0) + 1


def opened(store: Store) -> int | None:
    """The number of the template whose form is open, 0 for a new one; None: none is."""
    number: int | None = st.session_state.get(f"templates.editing.{store.store_id}")
    return number


def template_form(store: Store, template: CheckedTemplate | None) -> None:
    """The form; saved or left it gives way to the list."""
    held = template.settings if template else EMPTY
    key = f"{store.store_id}.{st.session_state.get('templates.version', 0)}.{language()}"
    with st.container(border=True, key="templates.form"):
        values = {
            **_names(store, held, key),
            **fee_fields(held, key),
            **return_fields(held, key),
        }
        with row():
            saved = st.button(
                _("Save template"), icon=":material/save:", type="primary", key="templates.save"
            )
            if st.button(_("Back"), type="tertiary", key="templates.back"):
                open_form(store, None)
                st.rerun()
    if saved:
        _save(store, values, template)


def _save(store: Store, values: dict[str, Any], template: CheckedTemplate | None) -> None:
    with show_errors():
        get_engine().delivery_templates.save(
            store.store_id,
            TemplateSettings(**values),
            template.template_id if template else None,
        )
        forget()
        open_form(store, None)
        toast_after_rerun(_("Saved"))
        st.rerun()


def _names(store: Store, held: TemplateSettings, key: str) -> dict[str, Any]:
    addresses = _addresses(store)
    groups = {0: _("Not bundled")} | {
        one.bundle_group_id: one.name
        for one in get_engine().delivery.bundle_groups(store.store_id)
        if one.usable is not False or held.bundle_group_id == one.bundle_group_id
    }
    name = st.text_input(_("Name"), held.name, max_chars=40, key=f"templates.name.{key}")
    left, right = st.columns(2)
    with left:
        release = _choose(
            _("Release address"),
            addresses,
            held.release_address_no or _first(addresses, "RELEASE"),
            f"templates.release.{key}",
        )
        courier = _courier(held, key)
    with right:
        back = _choose(
            _("Return address"),
            addresses,
            held.return_address_no or _first(addresses, "REFUND_OR_EXCHANGE"),
            f"templates.return.{key}",
        )
        group = _choose(
            _("Bundle delivery group"),
            groups,
            held.bundle_group_id or 0,
            f"templates.group.{key}",
        )
    this_day = st.toggle(
        _("This-day dispatch"),
        held.this_day_dispatch,
        help=_("Needs a cut-off time at NAVER; it is set on the prerequisites page."),
        key=f"templates.this_day.{key}",
    )
    return {
        "name": name or "",
        "release_address_no": release or 0,
        "return_address_no": back or 0,
        "bundle_group_id": (held.bundle_group_id if group is None else group) or None,
        "courier": courier,
        "this_day_dispatch": this_day,
    }


def _addresses(store: Store) -> dict[int, str]:
    """The address book as it may be shown: name, kind, and what tells addresses apart."""
    book = next(
        one
        for one in get_engine().prerequisites.of_store(store.store_id)
        if one.kind is PrerequisiteKind.ADDRESS_BOOK
    )
    return {
        int(line["address_book_no"]): " · ".join(
            dict.fromkeys(
                part
                for part in (
                    line.get("name", ""),
                    said(line.get("address_type", "")),
                    line.get("address", ""),
                )
                if part
            )
        )
        for line in book.rows
    }


def _first(addresses: Mapping[int, str], kind: str) -> int | None:
    """The first address of a kind, else the first of all."""
    fitting = (number for number, text in addresses.items() if said(kind) in text)
    return next(fitting, next(iter(addresses), None))


def _choose(title: str, options: Mapping[int, str], held: int | None, key: str) -> int | None:
    """One of the options; a held one that is gone must be chosen anew."""
    numbers = list(options)
    return st.selectbox(
        title,
        numbers,
        index=numbers.index(held) if held is not None and held in options else None,
        format_func=lambda number: options[number],
        placeholder=_("Gone at NAVER: choose another one") if held else _("Choose"),
        key=key,
    )


def _courier(held: TemplateSettings, key: str) -> str:
    code = held.courier
    codes = list(dict.fromkeys((*COURIERS, code)))
    chosen = st.selectbox(
        _("Courier"),
        codes,
        index=codes.index(code),
        format_func=lambda one: f"{courier(one)} ({one})" if courier(one) != one else one,
        accept_new_options=True,
        help=_("Another courier: type NAVER's code for it."),
        key=f"templates.courier.{key}",
    )
    return chosen or ""
