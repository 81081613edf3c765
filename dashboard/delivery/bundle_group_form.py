"""The form of a bundle delivery group: a new one, or one that NAVER has."""

from __future__ import annotations

import streamlit as st

from dashboard.parts.draft import Draft, draft
from dashboard.parts.guarded_write import offer_plan, outdated_note, plan_box, plan_of
from dashboard.server.session import get_engine
from dashboard.words.fields import said
from dashboard.words.i18n import _, language
from dashboard.words.phrases import plain
from engine import AREA_TYPES, CHARGE_METHODS, BundleGroup, BundleGroupSettings, Store, Write

NEW = BundleGroupSettings(name="", usable=True, base_group=False, charge_method="MIN")
MOST_EXTRA_WON = 200_000


def edit_groups(store: Store) -> bool:
    """The form, or the difference it would make; True once something was sent."""
    place = f"groups.{store.store_id}"
    groups = get_engine().delivery.bundle_groups(store.store_id)
    planned = plan_of(place)
    if planned is not None:
        outdated_note(place)
        return plan_box(place, planned, note=_default_note(groups, planned))
    chosen = _choose(store, groups)
    _form(store, chosen, place)
    return False


def _choose(store: Store, groups: tuple[BundleGroup, ...]) -> BundleGroup | None:
    """The group to change; None: a new one."""
    held = {group.bundle_group_id: group for group in groups}
    number = st.selectbox(
        _("Bundle delivery group"),
        [0, *held],
        format_func=lambda one: held[one].name if one else _("New group"),
        key=f"groups.chosen.{store.store_id}.{language()}",
        width=360,
    )
    return held.get(number or 0)


def _form(store: Store, group: BundleGroup | None, place: str) -> None:
    number = 0 if group is None else group.bundle_group_id
    form = draft("groups", f"{store.store_id}.{number}", NEW if group is None else group.settings)
    wanted = _fields(form)
    offer_plan(
        place,
        form,
        f"groups.plan.{store.store_id}.{number}",
        lambda: get_engine().delivery.plan_bundle_group(store.store_id, wanted, number or None),
    )


def _fields(form: Draft[BundleGroupSettings]) -> BundleGroupSettings:
    held, spoken = form.shown, f".{language()}"
    left, right = st.columns(2)
    name = left.text_input(_("Name"), max_chars=50, key=form.field("name", held.name, _("Name")))
    method = right.selectbox(
        _("Fee charged"),
        CHARGE_METHODS,
        format_func=said,
        help=_("Of the products in a bundle, the lowest or the highest delivery fee is charged."),
        key=form.field(
            "method", _known(CHARGE_METHODS, held.charge_method), _("Fee charged"), spoken
        ),
    )
    usable = left.toggle(_("In use"), key=form.field("usable", bool(held.usable), _("In use")))
    base = right.toggle(
        _("Default group"),
        help=_("Products without a group of their own go there; it is always in use."),
        key=form.field("base", bool(held.base_group), _("Default group")),
    )
    first, second_fee, third_fee = st.columns(3)
    areas = first.selectbox(
        _("Extra fees by area"),
        ("", *AREA_TYPES),
        format_func=lambda one: said(one) if one else _("None"),
        key=form.field(
            "areas", _known(("", *AREA_TYPES), held.area_type), _("Extra fees by area"), spoken
        ),
    )
    with second_fee:
        second = _extra(form, "second", _("Area 2 extra (₩)"), held.area_2_extra_fee_won)
    with third_fee:
        third = _extra(form, "third", _("Area 3 extra (₩)"), held.area_3_extra_fee_won)
    return BundleGroupSettings(
        name=name or "",
        usable=usable,
        base_group=base,
        charge_method=method,
        area_type=areas or None,
        area_2_extra_fee_won=second,
        area_3_extra_fee_won=third,
    )


def _extra(form: Draft[BundleGroupSettings], name: str, title: str, held: int | None) -> int | None:
    return st.number_input(
        title,
        min_value=0,
        max_value=MOST_EXTRA_WON,
        value=None,
        step=500,
        help=_("Counts only where the areas above have it."),
        key=form.field(name, held, title),
    )


def _known(members: tuple[str, ...], held: str | None) -> str:
    """A held one of these; one NAVER takes no longer counts as the first."""
    return held if held in members and held is not None else members[0]


def _default_note(groups: tuple[BundleGroup, ...], planned: Write) -> str:
    """Which group stops being the default one, where the plan makes another that."""
    becomes = any(one.field == "base_group" and one.after == "True" for one in planned.changes)
    former = next((group.name for group in groups if group.base_group), "")
    if not becomes or not former:
        return ""
    return _("The group {name} is no longer the default one then.").format(name=plain(former))
