"""The fees in the form of a delivery template: how delivery is charged, what a return costs."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.parts.widgets import section
from dashboard.words.i18n import _
from dashboard.words.labels import label
from engine import FeeRule, PayType, TemplateSettings

MOST_FEE_WON, MOST_CLAIM_FEE_WON, MOST_FREE_OVER_WON = 100_000, 1_000_000, 999_999_990


def fee_fields(held: TemplateSettings, key: str) -> dict[str, Any]:
    """The fee rule with the fields it has; fees in won."""
    section(_("Delivery fee"))
    rule = st.segmented_control(
        _("Fee rule"),
        list(FeeRule),
        default=held.fee_rule,
        required=True,
        format_func=label,
        label_visibility="collapsed",
        key=f"templates.rule.{key}",
    )
    rule = rule or FeeRule.FREE
    values: dict[str, Any] = {"fee_rule": rule}
    if rule is FeeRule.FREE:
        return values
    left, right = st.columns(2)
    with left:
        values["base_fee_won"] = _won(
            _("Delivery fee (₩)"), held.base_fee_won, MOST_FEE_WON, f"base.{key}"
        )
        values["pay_type"] = st.selectbox(
            _("Paid how"),
            list(PayType),
            index=list(PayType).index(held.pay_type or PayType.PREPAID),
            format_func=label,
            key=f"templates.pay.{key}",
        )
    with right:
        values |= _of_rule(rule, held, key)
    return values


def _of_rule(rule: FeeRule, held: TemplateSettings, key: str) -> dict[str, Any]:
    """The fields that only this fee rule has."""
    if rule is FeeRule.CONDITIONAL_FREE:
        over = held.free_over_won
        title = _("Free from (₩)")
        return {"free_over_won": _won(title, over, MOST_FREE_OVER_WON, f"over.{key}", step=1000)}
    if rule is FeeRule.UNIT_QUANTITY_PAID:
        each = held.repeat_quantity
        return {
            "repeat_quantity": _pieces(_("Again for every so many pieces"), each, f"each.{key}")
        }
    if rule is not FeeRule.RANGE_QUANTITY_PAID:
        return {}
    extra = _("Extra fee from there on (₩)")
    return {
        "second_from": _pieces(
            _("Second range from so many pieces"), held.second_from, f"second.{key}"
        ),
        "second_extra_won": _won(extra, held.second_extra_won, MOST_FEE_WON, f"second_extra.{key}"),
        "third_from": _pieces(
            _("Third range from so many pieces, empty for none"),
            held.third_from,
            f"third.{key}",
        ),
        "third_extra_won": _won(extra, held.third_extra_won, MOST_FEE_WON, f"third_extra.{key}"),
    }


def return_fields(held: TemplateSettings, key: str) -> dict[str, Any]:
    """What the buyer pays for a return and for an exchange, in won."""
    section(_("Return and exchange"))
    left, right = st.columns(2)
    with left:
        back = _won(
            _("Return fee (₩), one way"),
            held.return_fee_won,
            MOST_CLAIM_FEE_WON,
            f"return_fee.{key}",
        )
    with right:
        exchange = _won(
            _("Exchange fee (₩), both ways"),
            held.exchange_fee_won,
            MOST_CLAIM_FEE_WON,
            f"exchange_fee.{key}",
        )
    return {"return_fee_won": back or 0, "exchange_fee_won": exchange or 0}


def _won(title: str, held: int | None, most: int, key: str, *, step: int = 500) -> int | None:
    return st.number_input(
        title, min_value=0, max_value=most, value=held, step=step, key=f"templates.{key}"
    )


def _pieces(title: str, held: int | None, key: str) -> int | None:
    return st.number_input(title, min_value=1, value=held, step=1, key=f"templates.{key}")
