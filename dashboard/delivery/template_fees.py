"""The fees in the form of a delivery template: how delivery is charged, what a return costs."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.parts.draft import Draft
from dashboard.parts.widgets import section
from dashboard.words.i18n import _, language
from dashboard.words.labels import label
from engine import FeeRule, PayType, TemplateSettings

Form = Draft[TemplateSettings]
MOST_FEE_WON, MOST_CLAIM_FEE_WON, MOST_FREE_OVER_WON = 100_000, 1_000_000, 999_999_990


def fee_fields(form: Form) -> dict[str, Any]:
    """The fee rule with the fields it has; fees in won."""
    held = form.shown
    section(_("Delivery fee"))
    rule = st.segmented_control(
        _("Fee rule"),
        list(FeeRule),
        required=True,
        format_func=label,
        label_visibility="collapsed",
        key=form.field("rule", held.fee_rule, _("Fee rule"), f".{language()}"),
    )
    rule = rule or FeeRule.FREE
    values: dict[str, Any] = {"fee_rule": rule}
    if rule is FeeRule.FREE:
        return values
    left, right = st.columns(2)
    with left:
        values["base_fee_won"] = _won(
            form, "base", _("Delivery fee (₩)"), held.base_fee_won, MOST_FEE_WON
        )
        values["pay_type"] = st.selectbox(
            _("Paid how"),
            list(PayType),
            format_func=label,
            key=form.field(
                "pay", held.pay_type or PayType.PREPAID, _("Paid how"), f".{language()}"
            ),
        )
    with right:
        values |= _of_rule(rule, form)
    return values


def _of_rule(rule: FeeRule, form: Form) -> dict[str, Any]:
    """The fields that only this fee rule has."""
    held = form.shown
    if rule is FeeRule.CONDITIONAL_FREE:
        over = held.free_over_won
        title = _("Free from (₩)")
        return {"free_over_won": _won(form, "over", title, over, MOST_FREE_OVER_WON, step=1000)}
    if rule is FeeRule.UNIT_QUANTITY_PAID:
        title = _("Again for every so many pieces")
        return {"repeat_quantity": _pieces(form, "each", title, held.repeat_quantity)}
    if rule is not FeeRule.RANGE_QUANTITY_PAID:
        return {}
    extra, most = _("Extra fee from there on (₩)"), MOST_FEE_WON
    second = _("Second range from so many pieces")
    third = _("Third range from so many pieces, empty for none")
    return {
        "second_from": _pieces(form, "second", second, held.second_from),
        "second_extra_won": _won(form, "second_extra", extra, held.second_extra_won, most),
        "third_from": _pieces(form, "third", third, held.third_from),
        "third_extra_won": _won(form, "third_extra", extra, held.third_extra_won, most),
    }


def return_fields(form: Form) -> dict[str, Any]:
    """What the buyer pays for a return and for an exchange, in won."""
    held = form.shown
    section(_("Return and exchange"))
    left, right = st.columns(2)
    with left:
        title = _("Return fee (₩), one way")
        back = _won(form, "return_fee", title, held.return_fee_won, MOST_CLAIM_FEE_WON)
    with right:
        title = _("Exchange fee (₩), both ways")
        exchange = _won(form, "exchange_fee", title, held.exchange_fee_won, MOST_CLAIM_FEE_WON)
    return {"return_fee_won": back or 0, "exchange_fee_won": exchange or 0}


def _won(
    form: Form, name: str, title: str, held: int | None, most: int, *, step: int = 500
) -> int | None:
    key = form.field(name, held, title)
    return st.number_input(title, min_value=0, max_value=most, value=None, step=step, key=key)


def _pieces(form: Form, name: str, title: str, held: int | None) -> int | None:
    key = form.field(name, held, title)
    return st.number_input(title, min_value=1, value=None, step=1, key=key)
