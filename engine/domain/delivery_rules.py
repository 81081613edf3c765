"""What may be written into NAVER's delivery settings, so that a mistake is said before it is sent.

Source: docs/reference/commerce-api.md section 4 and docs/reference/openapi.yaml (hours, minutes,
weekend, extra fees). The lengths of names and reasons are ours: NAVER documents none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from engine.domain.delivery import BundleGroupSettings, ThisDayDispatch
from engine.errors import BadRequest

WORKING_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY")
CHARGE_METHODS = ("MIN", "MAX")
AREA_TYPES = ("AREA_2", "AREA_3")
LONGEST_NAME, LONGEST_REASON = 50, 100
MOST_EXTRA_WON = 200_000


def tidy_dispatch(wanted: ThisDayDispatch, today: date) -> ThisDayDispatch:
    """The setting as it is sent: days off once each and in order. Raises BadRequest."""
    hour, minute = wanted.basis_hour, wanted.basis_minute
    if hour is None or minute is None:
        raise BadRequest("The cut-off time needs an hour and a minute.")
    if not (0 <= hour <= 23 and 0 <= minute <= 59):
        raise BadRequest(
            "The cut-off time {time} does not exist. Choose one from 00:00 to 23:59.",
            time=f"{hour:02}:{minute:02}",
        )
    return replace(
        wanted,
        holiday_of_the_week=_weekly(wanted.holiday_of_the_week),
        seller_holidays=_days_off(wanted.seller_holidays, today),
        reason=_short(wanted.reason or "", LONGEST_REASON) or None,
    )


def _weekly(days: tuple[str, ...]) -> tuple[str, ...]:
    if len(days) > 1:
        raise BadRequest("NAVER takes one weekly day off. Add the others as dates.")
    if any(day not in WORKING_DAYS for day in days):
        raise BadRequest("NAVER takes Monday to Friday as the weekly day off. Choose one of these.")
    return days


def _days_off(days: Iterable[str], today: date) -> tuple[str, ...]:
    found = {_day(text) for text in days}
    if past := sorted(day for day in found if day < today):
        raise BadRequest("The day off {day} has passed. Take it out.", day=past[0].isoformat())
    return tuple(day.isoformat() for day in sorted(found))


def _day(text: str) -> date:
    """Source: the form is assumed, docs/reference/commerce-api.md section 10 lists it as open."""
    try:
        day = date.fromisoformat(text.strip())
        if day.isoformat() == text.strip():
            return day
    except ValueError:
        pass
    raise BadRequest("{day} is no date. Write days off like 2026-12-25.", day=text.strip() or "–")


def tidy_group(
    wanted: BundleGroupSettings, held: BundleGroupSettings | None = None
) -> BundleGroupSettings:
    """The group as it is sent; `held` is what NAVER has of it. Raises BadRequest."""
    name = _short(wanted.name, LONGEST_NAME)
    if not name:
        raise BadRequest("The bundle delivery group needs a name.")
    if wanted.charge_method not in CHARGE_METHODS:
        raise BadRequest("Choose which of the delivery fees a bundle is charged.")
    if wanted.base_group and not wanted.usable:
        raise BadRequest("The default group is always in use. Switch it on.")
    if held is not None and held.base_group and not wanted.base_group:
        raise BadRequest("NAVER always has one default group. Make another group the default.")
    return replace(_with_areas(wanted), name=name)


def _with_areas(wanted: BundleGroupSettings) -> BundleGroupSettings:
    """The same with the extra fees that its areas have, and no others."""
    if wanted.area_type is None:
        return replace(wanted, area_2_extra_fee_won=None, area_3_extra_fee_won=None)
    if wanted.area_type not in AREA_TYPES:
        raise BadRequest("Choose two areas, three areas, or no extra fees.")
    third = wanted.area_3_extra_fee_won if wanted.area_type == "AREA_3" else None
    for fee in (wanted.area_2_extra_fee_won, third):
        if fee is not None and not 0 <= fee <= MOST_EXTRA_WON:
            raise BadRequest("An extra delivery fee is ₩0 to ₩200,000. Change it.")
    if wanted.area_2_extra_fee_won is None or (wanted.area_type == "AREA_3" and third is None):
        raise BadRequest("Each area needs its extra fee; ₩0 is one.")
    return replace(wanted, area_3_extra_fee_won=third)


def _short(text: str, most: int) -> str:
    tidy = tidy_line(text)
    if len(tidy) > most:
        raise BadRequest("{name} is longer than {most} signs. Shorten it.", name=tidy, most=most)
    return tidy


def tidy_line(text: str) -> str:
    """A text on one line as it is kept: composed letters, single spaces, nothing unprintable."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(c if c.isprintable() else " " for c in composed).split())
