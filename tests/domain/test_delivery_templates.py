"""Delivery templates: what may stand in one, and what NAVER must have for it."""

from __future__ import annotations

from typing import Any

import pytest

from engine.domain.delivery import AddressBookEntry, BundleGroup, ThisDayDispatch
from engine.domain.delivery_templates import (
    FeeRule,
    Known,
    PayType,
    TemplateSettings,
    tidy_template,
)
from engine.errors import BadRequest

KNOWN = Known(
    addresses=(AddressBookEntry(address_book_no=1), AddressBookEntry(address_book_no=2)),
    groups=(
        BundleGroup(bundle_group_id=10, name="기본", usable=True),
        BundleGroup(bundle_group_id=11, name="쉬는 묶음", usable=False),
    ),
    dispatch=ThisDayDispatch(basis_hour=14, basis_minute=0),
)


def template(**fields: Any) -> TemplateSettings:
    defaults = {"name": "기본 배송", "release_address_no": 1, "return_address_no": 2}
    return TemplateSettings(**(defaults | fields))


PAID = {"fee_rule": FeeRule.PAID, "base_fee_won": 3000}
RANGES = {
    "fee_rule": FeeRule.RANGE_QUANTITY_PAID,
    "base_fee_won": 3000,
    "second_from": 3,
    "second_extra_won": 1000,
}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "needs a name"),
        ({"name": "가" * 41}, "longer than 40 signs"),
        ({"return_fee_won": -1}, "return or exchange fee"),
        ({"exchange_fee_won": 1_000_001}, "return or exchange fee"),
        ({"fee_rule": FeeRule.PAID}, "delivery fee is"),
        (PAID | {"base_fee_won": 0}, "delivery fee is"),
        (PAID | {"base_fee_won": -3000}, "delivery fee is"),
        (PAID | {"base_fee_won": 100_001}, "delivery fee is"),
        (PAID | {"fee_rule": FeeRule.CONDITIONAL_FREE}, "Free delivery begins"),
        (
            PAID | {"fee_rule": FeeRule.CONDITIONAL_FREE, "free_over_won": 999_999_991},
            "Free delivery begins",
        ),
        (PAID | {"fee_rule": FeeRule.UNIT_QUANTITY_PAID, "repeat_quantity": 0}, "charged again"),
        (RANGES | {"second_from": 1}, "second range"),
        (RANGES | {"second_extra_won": -1}, "extra fee of a range"),
        (RANGES | {"third_from": 3, "third_extra_won": 0}, "third range"),
        (RANGES | {"third_from": 5}, "extra fee of a range"),
        ({"courier": "LOTTE"}, "HYUNDAI"),
        ({"courier": " "}, "Choose the courier"),
        ({"courier": "=CMD()"}, "Choose the courier"),
    ],
)
def test_a_template_naver_would_refuse_is_refused(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadRequest, match=sentence):
        tidy_template(template(**fields))


def test_a_template_keeps_only_what_its_fee_rule_has() -> None:
    filled = RANGES | {"free_over_won": 50_000, "repeat_quantity": 2, "pay_type": PayType.COLLECT}

    free = tidy_template(template(**filled | {"fee_rule": FeeRule.FREE}))
    paid = tidy_template(template(**filled | {"fee_rule": FeeRule.PAID}))
    over = tidy_template(template(**filled | {"fee_rule": FeeRule.CONDITIONAL_FREE}))

    assert free == template()
    assert paid == template(**PAID, pay_type=PayType.COLLECT)
    assert (over.base_fee_won, over.free_over_won, over.second_from) == (3000, 50_000, None)


def test_a_fee_without_a_word_on_who_pays_is_prepaid() -> None:
    assert tidy_template(template(**PAID)).pay_type is PayType.PREPAID


def test_a_template_as_naver_has_everything_has_no_problem() -> None:
    settings = template(bundle_group_id=10, this_day_dispatch=True)

    assert KNOWN.problems(settings) == ()


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ({"release_address_no": 3}, ["RELEASE_ADDRESS_GONE"]),
        ({"return_address_no": 3}, ["RETURN_ADDRESS_GONE"]),
        ({"bundle_group_id": 12}, ["BUNDLE_GROUP_GONE"]),
        ({"bundle_group_id": 11}, ["BUNDLE_GROUP_UNUSED"]),
        (
            {"release_address_no": 3, "return_address_no": 4, "bundle_group_id": 0},
            ["RELEASE_ADDRESS_GONE", "RETURN_ADDRESS_GONE", "BUNDLE_GROUP_GONE"],
        ),
    ],
)
def test_what_vanished_at_naver_is_named(fields: dict[str, Any], codes: list[str]) -> None:
    assert [one.code for one in KNOWN.problems(template(**fields))] == codes


def test_this_day_dispatch_needs_a_cut_off_at_naver() -> None:
    without = Known(addresses=KNOWN.addresses, groups=(), dispatch=ThisDayDispatch())

    assert [one.code for one in without.problems(template(this_day_dispatch=True))] == [
        "NO_CUT_OFF"
    ]
    assert without.problems(template()) == ()
