"""What may be written into NAVER's delivery settings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.domain.delivery import (
    BundleGroup,
    BundleGroupSettings,
    ThisDayDispatch,
    facts,
    record_of,
)
from engine.domain.delivery_rules import tidy_dispatch, tidy_group
from engine.errors import BadRequest

TODAY = date(2026, 11, 23)


def dispatch(**fields: Any) -> ThisDayDispatch:
    return ThisDayDispatch(**({"basis_hour": 14, "basis_minute": 0} | fields))


def group(**fields: Any) -> BundleGroupSettings:
    defaults = {"name": "묶음", "usable": True, "base_group": False, "charge_method": "MIN"}
    return BundleGroupSettings(**(defaults | fields))


def test_days_off_are_sent_once_each_and_in_order() -> None:
    wanted = dispatch(seller_holidays=("2027-01-01", " 2026-12-25", "2027-01-01"), reason="  휴무 ")

    tidy = tidy_dispatch(wanted, TODAY)

    assert tidy.seller_holidays == ("2026-12-25", "2027-01-01")
    assert tidy.reason == "휴무"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"basis_hour": 24}, "24:00 does not exist"),
        ({"basis_hour": -1}, "does not exist"),
        ({"basis_minute": 60}, "14:60 does not exist"),
        ({"basis_hour": None}, "needs an hour and a minute"),
        ({"basis_minute": None}, "needs an hour and a minute"),
        ({"holiday_of_the_week": ("SUNDAY",)}, "Monday to Friday"),
        ({"holiday_of_the_week": ("월요일",)}, "Monday to Friday"),
        ({"holiday_of_the_week": ("MONDAY", "FRIDAY")}, "one weekly day off"),
        ({"seller_holidays": ("tomorrow",)}, "tomorrow is no date"),
        ({"seller_holidays": ("2026-02-30",)}, "2026-02-30 is no date"),
        ({"seller_holidays": ("20261225",)}, "20261225 is no date"),
        ({"seller_holidays": ("2026-W52-5",)}, "is no date"),
        ({"seller_holidays": ("",)}, "is no date"),
        ({"seller_holidays": ("2026-11-22",)}, "2026-11-22 has passed"),
        ({"reason": "가" * 101}, "longer than 100 signs"),
    ],
)
def test_a_dispatch_setting_naver_would_refuse_is_refused_first(
    fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadRequest, match=sentence):
        tidy_dispatch(dispatch(**fields), TODAY)


def test_today_may_be_a_day_off() -> None:
    tidy = tidy_dispatch(dispatch(seller_holidays=("2026-11-23",)), TODAY)

    assert tidy.seller_holidays == ("2026-11-23",)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " \n "}, "needs a name"),
        ({"name": "가" * 51}, "longer than 50 signs"),
        ({"charge_method": "SUM"}, "which of the delivery fees"),
        ({"charge_method": None}, "which of the delivery fees"),
        ({"base_group": True, "usable": False}, "always in use"),
        ({"area_type": "AREA_9"}, "two areas, three areas"),
        ({"area_type": "AREA_2"}, "needs its extra fee"),
        ({"area_type": "AREA_3", "area_2_extra_fee_won": 3000}, "needs its extra fee"),
        ({"area_type": "AREA_2", "area_2_extra_fee_won": -1}, "₩0 to ₩200,000"),
        ({"area_type": "AREA_2", "area_2_extra_fee_won": 200_001}, "₩0 to ₩200,000"),
    ],
)
def test_a_group_naver_would_refuse_is_refused_first(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadRequest, match=sentence):
        tidy_group(group(**fields))


def test_a_group_sends_only_the_extra_fees_its_areas_have() -> None:
    two = tidy_group(group(area_type="AREA_2", area_2_extra_fee_won=0, area_3_extra_fee_won=5000))
    none = tidy_group(group(area_2_extra_fee_won=3000, area_3_extra_fee_won=5000))

    assert (two.area_2_extra_fee_won, two.area_3_extra_fee_won) == (0, None)
    assert (none.area_2_extra_fee_won, none.area_3_extra_fee_won) == (None, None)


def test_the_default_group_is_not_given_up_but_passed_on() -> None:
    with pytest.raises(BadRequest, match="Make another group the default"):
        tidy_group(group(), held=group(base_group=True))


def test_a_name_with_html_stays_what_it_is_and_loses_what_cannot_be_seen() -> None:
    assert tidy_group(group(name="<b>묶음</b>\u200b\u0007 1")).name == "<b>묶음</b> 1"


@pytest.mark.parametrize(
    "record",
    [
        ThisDayDispatch(),
        ThisDayDispatch(basis_hour=0, basis_minute=5, reason="휴무"),
        ThisDayDispatch(
            basis_hour=14,
            basis_minute=30,
            holiday_of_the_week=("MONDAY", "FRIDAY"),
            seller_holidays=("2026-12-25",),
        ),
        BundleGroup(bundle_group_id=7, name="123", usable=False, base_group=True),
        BundleGroup(bundle_group_id=7, name="True", area_type="AREA_2", area_2_extra_fee_won=0),
    ],
)
def test_a_record_kept_as_facts_comes_back_the_same(record: Any) -> None:
    assert record_of(type(record), facts(record)) == record
