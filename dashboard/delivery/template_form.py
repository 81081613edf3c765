"""The form of a delivery template: addresses, bundle group, fee rule, fees of a return."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.delivery.couriers import courier
from dashboard.delivery.template_fees import fee_fields, return_fields
from dashboard.parts.draft import Draft, draft
from dashboard.parts.widgets import row, toast_after_rerun
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

Form = Draft[TemplateSettings]


def open_form(store: Store, template_id: int | None) -> None:
    """Draws the form of a template from the next drawing on, of a new one for 0, none for None."""
    st.session_state[f"templates.editing.{store.store_id}"] = template_id


def opened(store: Store) -> int | None:
    """The number of the template whose form is open, 0 for a new one; None: none is."""
    number: int | None = st.session_state.get(f"templates.editing.{store.store_id}")
    return number


def template_form(store: Store, template: CheckedTemplate | None) -> None:
    """The form; saved or left it gives way to the list."""
    number = template.template_id if template else 0
    held = template.settings if template else EMPTY
    form = draft("templates", f"{store.store_id}.{number}", held)
    with st.container(border=True, key="templates.form"):
        values = {**_names(store, form), **fee_fields(form), **return_fields(form)}
        form.note()
        with row():
            saved = st.button(
                _("Save template"), icon=":material/save:", type="primary", key="templates.save"
            )
            if st.button(_("Back"), type="tertiary", key="templates.back"):
                open_form(store, None)
                st.rerun()
    if saved:
        _save(store, values, form, number)


def _save(store: Store, values: dict[str, Any], form: Form, number: int) -> None:
    with form.saving():
        get_engine().delivery_templates.save(
            store.store_id, TemplateSettings(**values), number or None, shown=form.shown
        )
        form.end()
        forget()
        open_form(store, None)
        toast_after_rerun(_("Saved"))
        st.rerun()


def _names(store: Store, form: Form) -> dict[str, Any]:
    held, addresses = form.shown, _addresses(store)
    groups = {0: _("Not bundled")} | {
        one.bundle_group_id: one.name
        for one in get_engine().delivery.bundle_groups(store.store_id)
        if one.usable is not False or held.bundle_group_id == one.bundle_group_id
    }
    name = st.text_input(_("Name"), max_chars=40, key=form.field("name", held.name, _("Name")))
    left, right = st.columns(2)
    with left:
        release = _choose(
            form,
            *("release", _("Release address"), addresses),
            held.release_address_no or _first(addresses, "RELEASE"),
        )
        courier = _courier(form)
    with right:
        back = _choose(
            form,
            *("return", _("Return address"), addresses),
            held.return_address_no or _first(addresses, "REFUND_OR_EXCHANGE"),
        )
        group = _choose(
            form, "group", _("Bundle delivery group"), groups, held.bundle_group_id or 0
        )
    this_day = st.toggle(
        _("This-day dispatch"),
        help=_("Needs a cut-off time at NAVER; it is set on the prerequisites page."),
        key=form.field("this_day", held.this_day_dispatch, _("This-day dispatch")),
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


def _choose(
    form: Form, name: str, title: str, options: Mapping[int, str], held: int | None
) -> int | None:
    """One of the options; a held one that is gone must be chosen anew."""
    began = held if held is not None and held in options else None
    return st.selectbox(
        title,
        list(options),
        index=None,
        format_func=lambda number: options[number],
        placeholder=_("Gone at NAVER: choose another one") if held else _("Choose"),
        key=form.field(name, began, title, f".{language()}"),
    )


def _courier(form: Form) -> str:
    code = form.shown.courier
    chosen = st.selectbox(
        _("Courier"),
        list(dict.fromkeys((*COURIERS, code))),
        format_func=lambda one: f"{courier(one)} ({one})" if courier(one) != one else one,
        accept_new_options=True,
        help=_("Another courier: type NAVER's code for it."),
        key=form.field("courier", code, _("Courier"), f".{language()}"),
    )
    return chosen or ""
