"""Delivery templates: named sets of what a product is registered or changed with.

Source of fields and limits: docs/reference/commerce-api.md section 5 (deliveryInfo) and
docs/reference/openapi.yaml (DeliveryFeeInput, ClaimDeliveryInfoInput). The length of a name is
ours.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from engine.domain.delivery import AddressBookEntry, BundleGroup, ThisDayDispatch
from engine.domain.delivery_rules import tidy_line
from engine.errors import BadRequest

LONGEST_NAME = 40
MOST_FEE_WON = 100_000
MOST_FREE_OVER_WON = 999_999_990
MOST_CLAIM_FEE_WON = 1_000_000
COURIERS = (  # NAVER's frequent codes; others are taken as they are
    *("CJGLS", "HANJIN", "HYUNDAI", "KGB", "EPOST", "KDEXP", "DAESIN", "ILYANG"),
    *("CVSNET", "CUPARCEL", "EMS", "DHL", "FEDEX", "UPS", "CH1"),
)


class FeeRule(StrEnum):
    """How a delivery fee is charged, in NAVER's words."""

    FREE = "FREE"  # 무료
    CONDITIONAL_FREE = "CONDITIONAL_FREE"  # 조건부 무료
    PAID = "PAID"  # 유료
    UNIT_QUANTITY_PAID = "UNIT_QUANTITY_PAID"  # 수량별, again for every so many
    RANGE_QUANTITY_PAID = "RANGE_QUANTITY_PAID"  # 구간별, more from two or three ranges on


class PayType(StrEnum):
    """When the buyer pays the delivery fee."""

    PREPAID = "PREPAID"  # 선결제
    COLLECT = "COLLECT"  # 착불
    COLLECT_OR_PREPAID = "COLLECT_OR_PREPAID"  # 착불 또는 선결제


class TemplateSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a template says; fees in won. Fields a fee rule does not have are None."""

    name: str
    release_address_no: int
    return_address_no: int
    bundle_group_id: int | None = None  # None: not bundled
    fee_rule: FeeRule = FeeRule.FREE
    base_fee_won: int | None = None
    free_over_won: int | None = None  # CONDITIONAL_FREE: no fee from this amount on
    repeat_quantity: int | None = None  # UNIT_QUANTITY_PAID: the fee again for every so many
    second_from: int | None = None  # RANGE_QUANTITY_PAID: from so many pieces on ...
    second_extra_won: int | None = None  # ... so much more
    third_from: int | None = None  # None: two ranges only
    third_extra_won: int | None = None
    pay_type: PayType | None = None  # None with FREE
    return_fee_won: int = 0
    exchange_fee_won: int = 0
    courier: str = "CJGLS"
    this_day_dispatch: bool = False


class DeliveryTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """One template of a store."""

    template_id: int
    store_id: int
    settings: TemplateSettings
    saved_at: datetime


class TemplateProblem(msgspec.Struct, frozen=True, kw_only=True):
    """Why a template cannot be used as NAVER's settings were last fetched."""

    code: str
    text: str
    params: dict[str, str] = {}


class CheckedTemplate(DeliveryTemplate, frozen=True, kw_only=True):
    """A template with what is wrong with it; nothing: usable."""

    problems: tuple[TemplateProblem, ...]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What was fetched last of a store; `dispatch` is None where nothing was fetched yet."""

    addresses: tuple[AddressBookEntry, ...]
    groups: tuple[BundleGroup, ...]
    dispatch: ThisDayDispatch | None

    def problems(self, settings: TemplateSettings) -> tuple[TemplateProblem, ...]:
        """What a template names that NAVER does not have."""
        numbers = {entry.address_book_no for entry in self.addresses}
        found = []
        if settings.release_address_no not in numbers:
            found.append(_GONE_RELEASE)
        if settings.return_address_no not in numbers:
            found.append(_GONE_RETURN)
        found += self._of_group(settings.bundle_group_id)
        if settings.this_day_dispatch and (
            self.dispatch is None or self.dispatch.basis_hour is None
        ):
            found.append(_NO_CUT_OFF)
        return tuple(found)

    def _of_group(self, number: int | None) -> list[TemplateProblem]:
        if number is None:
            return []
        for group in self.groups:
            if group.bundle_group_id == number:
                return [_unused(group)] if group.usable is False else []
        return [_GONE_GROUP]


_GONE_RELEASE = TemplateProblem(
    code="RELEASE_ADDRESS_GONE",
    text="The release address is no longer in NAVER's address book. Choose another one.",
)
_GONE_RETURN = TemplateProblem(
    code="RETURN_ADDRESS_GONE",
    text="The return address is no longer in NAVER's address book. Choose another one.",
)
_GONE_GROUP = TemplateProblem(
    code="BUNDLE_GROUP_GONE",
    text="NAVER no longer has the bundle delivery group. Choose another one.",
)
_NO_CUT_OFF = TemplateProblem(
    code="NO_CUT_OFF",
    text="NAVER holds no cut-off time for this-day dispatch. Set it on the prerequisites page.",
)


def _unused(group: BundleGroup) -> TemplateProblem:
    return TemplateProblem(
        code="BUNDLE_GROUP_UNUSED",
        text="The bundle delivery group {name} is not in use at NAVER. Choose another one.",
        params={"name": group.name},
    )


def tidy_template(wanted: TemplateSettings) -> TemplateSettings:
    """The template as it is kept, without what its fee rule does not have. Raises BadRequest."""
    name = tidy_line(wanted.name)
    if not name:
        raise BadRequest("The delivery template needs a name.")
    if len(name) > LONGEST_NAME:
        raise BadRequest(
            "{name} is longer than {most} signs. Shorten it.", name=name, most=LONGEST_NAME
        )
    for fee in (wanted.return_fee_won, wanted.exchange_fee_won):
        _between(fee, 0, MOST_CLAIM_FEE_WON, _CLAIM_FEE)
    return msgspec.structs.replace(
        wanted, name=name, courier=_courier(wanted.courier), **_fee(wanted)
    )


_CLAIM_FEE = "A return or exchange fee is ₩0 to ₩1,000,000. Change it."
_BASE_FEE = "The delivery fee is ₩1 to ₩100,000. Change it, or choose free delivery."
_FREE_OVER = "Free delivery begins at ₩1 to ₩999,999,990. Change the amount."
_REPEAT = "The fee is charged again for every piece or more. Change the number of pieces."
_SECOND = "The second range begins at two pieces or more. Change the number of pieces."
_THIRD = "The third range begins after the second one. Change the number of pieces."
_EXTRA = "The extra fee of a range is ₩0 to ₩100,000. Change it."
_MANY = 1_000_000  # pieces; NAVER documents no limit


def _fee(wanted: TemplateSettings) -> dict[str, int | PayType | None]:
    """The fields of the fee rule, the others None."""
    fields: dict[str, int | PayType | None] = dict.fromkeys(_FEE_FIELDS)
    rule = wanted.fee_rule
    if rule is FeeRule.FREE:
        return fields
    fields["pay_type"] = wanted.pay_type or PayType.PREPAID  # in effect required with a fee
    fields["base_fee_won"] = _between(wanted.base_fee_won, 1, MOST_FEE_WON, _BASE_FEE)
    if rule is FeeRule.CONDITIONAL_FREE:
        fields["free_over_won"] = _between(wanted.free_over_won, 1, MOST_FREE_OVER_WON, _FREE_OVER)
    elif rule is FeeRule.UNIT_QUANTITY_PAID:
        fields["repeat_quantity"] = _between(wanted.repeat_quantity, 1, _MANY, _REPEAT)
    elif rule is FeeRule.RANGE_QUANTITY_PAID:
        fields |= _ranges(wanted)
    return fields


_FEE_FIELDS = (
    "base_fee_won",
    "free_over_won",
    "repeat_quantity",
    "second_from",
    "second_extra_won",
    "third_from",
    "third_extra_won",
    "pay_type",
)


def _ranges(wanted: TemplateSettings) -> dict[str, int | PayType | None]:
    second = _between(wanted.second_from, 2, _MANY, _SECOND)
    fields: dict[str, int | PayType | None] = {
        "second_from": second,
        "second_extra_won": _between(wanted.second_extra_won, 0, MOST_FEE_WON, _EXTRA),
    }
    if wanted.third_from is not None:
        fields["third_from"] = _between(wanted.third_from, second + 1, _MANY, _THIRD)
        fields["third_extra_won"] = _between(wanted.third_extra_won, 0, MOST_FEE_WON, _EXTRA)
    return fields


def _between(value: int | None, least: int, most: int, sentence: str) -> int:
    if value is None or not least <= value <= most:
        raise BadRequest(sentence)
    return value


def _courier(code: str) -> str:
    """Source: docs/reference/commerce-api.md section 4; LOTTE is refused, Lotte's is HYUNDAI."""
    tidy = tidy_line(code).upper()
    if tidy == "LOTTE":
        raise BadRequest("NAVER's code of Lotte is HYUNDAI. Choose that one.")
    if not tidy.replace("_", "").isalnum():
        raise BadRequest("Choose the courier, or type NAVER's code for it.")
    return tidy
