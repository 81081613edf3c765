"""Delivery templates as cards: what each says, and what NAVER no longer has of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.delivery.couriers import courier
from dashboard.delivery.template_form import open_form
from dashboard.parts.widgets import row, show_errors, toast_after_rerun
from dashboard.server.session import forget, get_engine
from dashboard.words.i18n import _, ngettext
from dashboard.words.labels import label
from dashboard.words.phrases import ago, number, plain, stamp, won
from dashboard.words.sentences import marked
from engine import CheckedTemplate, FeeRule, PrerequisiteKind, Store, TemplateSettings


def template_cards(store: Store, templates: Sequence[CheckedTemplate]) -> None:
    """A card each, those that need a look first."""
    names = _names(store)
    with st.grid(2, min_column_width=320, border=False):
        for template in sorted(templates, key=lambda one: not one.problems):
            _card(store, template, names)


def _card(store: Store, template: CheckedTemplate, names: dict[str, dict[int, str]]) -> None:
    settings = template.settings
    with st.container(border=True, key=f"templates.card.{template.template_id}"):
        with row(apart=True):
            st.markdown(f"**{plain(settings.name)}**", width="content")
            if template.problems:
                st.badge(_("Needs a look"), icon=":material/error:", color="orange")
            else:
                st.badge(_("Usable"), icon=":material/check_circle:", color="green")
        with st.container(gap="xxsmall"):
            for icon, text in _lines(settings, names):
                st.markdown(f":gray[:material/{icon}:] {plain(text)}")
            for problem in template.problems:
                said = marked(problem.text, problem.params)
                st.markdown(f":orange[:material/error:] {said}")
        with row(apart=True):
            st.caption(
                _("saved {when}").format(when=ago(template.saved_at)),
                width="content",
                help=stamp(template.saved_at),
            )
            with row():
                _buttons(store, template)


def _buttons(store: Store, template: CheckedTemplate) -> None:
    with st.popover(_("Delete"), icon=":material/delete:", type="tertiary"):
        st.caption(_("Products registered with it keep what they have."))
        if st.button(_("Delete for good"), key=f"templates.remove.{template.template_id}"):
            with show_errors():
                get_engine().delivery_templates.remove(store.store_id, template.template_id)
                forget()
                toast_after_rerun(_("Template deleted"))
                st.rerun()
    if st.button(
        _("Edit"),
        icon=":material/edit:",
        type="primary" if template.problems else "secondary",
        key=f"templates.edit.{template.template_id}",
    ):
        open_form(store, template.template_id)
        st.rerun()


def _lines(settings: TemplateSettings, names: dict[str, dict[int, str]]) -> list[tuple[str, str]]:
    addresses, groups = names["addresses"], names["groups"]
    bundled = (
        _("not bundled")
        if settings.bundle_group_id is None
        else groups.get(settings.bundle_group_id, str(settings.bundle_group_id))
    )
    release, back = settings.release_address_no, settings.return_address_no
    return [
        (
            "local_shipping",
            " · ".join(
                [
                    courier(settings.courier),
                    *([_("this-day dispatch")] if settings.this_day_dispatch else []),
                ]
            ),
        ),
        ("payments", fee_words(settings)),
        (
            "warehouse",
            f"{addresses.get(release, str(release))} → {addresses.get(back, str(back))}",
        ),
        ("package_2", bundled),
        (
            "assignment_return",
            _("return {back} · exchange {exchange}").format(
                back=won(settings.return_fee_won), exchange=won(settings.exchange_fee_won)
            ),
        ),
    ]


def fee_words(settings: TemplateSettings) -> str:
    """The fee rule in one line."""
    if settings.fee_rule is FeeRule.FREE:
        return _("free delivery")
    fee = f"{won(settings.base_fee_won)} ({label(settings.pay_type)})"
    match settings.fee_rule:
        case FeeRule.CONDITIONAL_FREE:
            return _("{fee}, free from {over}").format(fee=fee, over=won(settings.free_over_won))
        case FeeRule.UNIT_QUANTITY_PAID:
            each = number(settings.repeat_quantity)
            return _("{fee} for every {count} pieces").format(fee=fee, count=each)
        case FeeRule.RANGE_QUANTITY_PAID:
            return ", ".join([fee, *_ranges(settings)])
    return fee


def _ranges(settings: TemplateSettings) -> list[str]:
    ranges = [
        (settings.second_from, settings.second_extra_won),
        (settings.third_from, settings.third_extra_won),
    ]
    return [
        _("from {count} pieces {extra} more").format(count=number(start), extra=won(extra))
        for start, extra in ranges
        if start is not None
    ]


def _names(store: Store) -> dict[str, dict[int, str]]:
    """What addresses and groups are called, by number."""
    held = {one.kind: one.rows for one in get_engine().prerequisites.of_store(store.store_id)}

    def named(kind: PrerequisiteKind, key: str) -> dict[int, str]:
        return {int(line[key]): line.get("name", line[key]) for line in held[kind]}

    return {
        "addresses": named(PrerequisiteKind.ADDRESS_BOOK, "address_book_no"),
        "groups": named(PrerequisiteKind.BUNDLE_GROUPS, "bundle_group_id"),
    }


def count_facts(templates: Sequence[CheckedTemplate]) -> str:
    """How many there are, and how many need a look."""
    facts = ngettext("{count} template", "{count} templates", len(templates))
    broken = sum(bool(one.problems) for one in templates)
    if not broken:
        return facts
    return f"{facts} · " + ngettext("{count} needs a look", "{count} need a look", broken)
