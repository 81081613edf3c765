"""What the closed sets of the engine are called on the screen, and the names of fields."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from dashboard.i18n import N_, _
from engine import (
    Arrival,
    ConnectionState,
    JobKind,
    JobState,
    KeywordType,
    MatchingMode,
    MatchKind,
    Outcome,
    PeriodType,
    PrerequisiteKind,
    ProductOrder,
    RowState,
    SaleStatus,
    StoreType,
    TaxMode,
)
from engine import FeeTier as Tier

# Keyed by class first: members of different sets may share their text.
TEXTS: dict[type[StrEnum], dict[StrEnum, str]] = {
    Tier: {
        Tier.MICRO: N_("Micro"),
        Tier.SMALL_1: N_("Small 1"),
        Tier.SMALL_2: N_("Small 2"),
        Tier.SMALL_3: N_("Small 3"),
        Tier.GENERAL: N_("General"),
    },
    StoreType: {
        StoreType.SMARTSTORE: N_("SmartStore"),
        StoreType.BRAND_STORE: N_("Brand store"),
    },
    TaxMode: {
        TaxMode.GENERAL: N_("general VAT"),
        TaxMode.SIMPLIFIED: N_("simplified VAT"),
        TaxMode.EXEMPT: N_("VAT-exempt"),
    },
    Arrival: {
        Arrival.NORMAL: N_("Normal arrival"),
        Arrival.SELLER_MARKETING: N_("Seller marketing"),
        Arrival.NAVER_SHOPPING: N_("NAVER Shopping"),
        Arrival.DIRECT: N_("Direct"),
    },
    ConnectionState: {
        ConnectionState.UNCHECKED: N_("Not checked"),
        ConnectionState.CONNECTED: N_("OK"),
        ConnectionState.BROKEN: N_("Disconnected"),
    },
    PrerequisiteKind: {
        PrerequisiteKind.ADDRESS_BOOK: N_("Address book"),
        PrerequisiteKind.THIS_DAY_DISPATCH: N_("This-day dispatch"),
        PrerequisiteKind.BUNDLE_GROUPS: N_("Bundle delivery groups"),
    },
    SaleStatus: {
        SaleStatus.WAIT: N_("Waiting"),
        SaleStatus.SALE: N_("On sale"),
        SaleStatus.OUTOFSTOCK: N_("Out of stock"),
        SaleStatus.UNADMISSION: N_("Awaiting approval"),
        SaleStatus.REJECTION: N_("Rejected"),
        SaleStatus.SUSPENSION: N_("Suspended"),
        SaleStatus.CLOSE: N_("Ended"),
        SaleStatus.PROHIBITION: N_("Prohibited"),
        SaleStatus.DELETE: N_("Deleted"),
    },
    KeywordType: {
        KeywordType.CHANNEL_PRODUCT_NO: N_("Channel product no."),
        KeywordType.PRODUCT_NO: N_("Origin product no."),
        KeywordType.GROUP_PRODUCT_NO: N_("Group product no."),
        KeywordType.SELLER_CODE: N_("Seller code"),
    },
    PeriodType: {
        PeriodType.PROD_REG_DAY: N_("Registered"),
        PeriodType.SALE_START_DAY: N_("Sale starts"),
        PeriodType.SALE_END_DAY: N_("Sale ends"),
        PeriodType.PROD_MOD_DAY: N_("Modified"),
    },
    ProductOrder: {
        ProductOrder.REG_DATE: N_("Newest first"),
        ProductOrder.MOD_DATE: N_("Recently modified"),
        ProductOrder.NO: N_("By number"),
        ProductOrder.NAME: N_("By name"),
        ProductOrder.SELLER_CODE: N_("By seller code"),
        ProductOrder.LOW_PRICE: N_("Lowest price"),
        ProductOrder.HIGH_PRICE: N_("Highest price"),
        ProductOrder.LOW_DISCOUNT_PRICE: N_("Lowest discounted price"),
        ProductOrder.SALE_START: N_("By sale start"),
        ProductOrder.SALE_END: N_("By sale end"),
        ProductOrder.POPULARITY: N_("Most popular"),
        ProductOrder.ACCUMULATE_SALE: N_("Most sold"),
        ProductOrder.TOTAL_REVIEW_COUNT: N_("Most reviews"),
        ProductOrder.AVERAGE_REVIEW_SCORE: N_("Best rated"),
    },
    MatchingMode: {
        MatchingMode.NONE: N_("No match"),
        MatchingMode.BY_CODE: N_("Match by code"),
        MatchingMode.BY_CHOICE: N_("Choose SKU"),
    },
    MatchKind: {  # chips have no icons: the sign is a letter
        MatchKind.EXACT: N_("= Same code"),
        MatchKind.NORMAL_FORM: N_("≈ Spelling differs"),
        MatchKind.OPTION: N_("= Option codes"),
        MatchKind.CHOICE: N_("✓ Chosen"),
        MatchKind.AMBIGUOUS: N_("! Several SKUs"),
        MatchKind.NONE: N_("– None"),
    },
    RowState: {
        RowState.NEW: N_("+ New"),
        RowState.CHANGED: N_("≈ Changed"),
        RowState.UNCHANGED: N_("= Unchanged"),
    },
    Outcome: {
        Outcome.IMPORTED: N_("+ Imported"),
        Outcome.CHANGED: N_("≈ Changed"),
        Outcome.UNCHANGED: N_("= Unchanged"),
        Outcome.GONE: N_("– Gone"),
        Outcome.FAILED: N_("✕ Failed"),
    },
    JobKind: {
        JobKind.PRODUCT_IMPORT: N_("Product import"),
        JobKind.PRODUCT_SYNC: N_("Product sync"),
    },
    JobState: {
        JobState.WAITING: N_("Waiting to run"),
        JobState.RUNNING: N_("Running"),
        JobState.CANCELLING: N_("Cancelling"),
        JobState.CANCELLED: N_("– Cancelled"),
        JobState.INTERRUPTED: N_("! Interrupted"),
        JobState.FAILED: N_("✕ Failed"),
        JobState.DONE: N_("✓ Done"),
    },
}

FIELDS = {  # names of the engine's fields, where a sentence or a table tells them
    "own_code": N_("Own code"),
    "unique_code": N_("Unique code"),
    "name": N_("Name"),
    "option_name": N_("Option"),
    "cost_won": N_("Cost (₩)"),
    "stock_quantity": N_("Stock"),
    "packaging_won": N_("Packaging (₩)"),
    "shipping_won": N_("Shipping (₩)"),
    "sale_status": N_("Status"),
    "display_status": N_("Display"),
    "sale_price_won": N_("Price (₩)"),
    "discounted_price_won": N_("Discounted (₩)"),
    "seller_management_code": N_("Seller code"),
    "delivery_fee_won": N_("Delivery fee (₩)"),
    "category_id": N_("Category no."),
    "category_name": N_("Category"),
    "brand_name": N_("Brand"),
    "image_url": N_("Picture"),
    "sale_end_at": N_("Sale ends"),
    "registered_at": N_("Registered"),
    "modified_at": N_("Modified"),
    "channel_product_no": N_("Channel product no."),
    "origin_product_no": N_("Origin product no."),
    "sku_code": "SKU",
    "stock_linked": N_("Stock link"),
    "address_book_no": N_("No."),
    "address_type": N_("Kind"),
    "postal_code": N_("Postal code"),
    "address": N_("Address"),
    "phone_number": N_("Phone"),
    "phone_number_2": N_("Phone 2"),
    "basis_hour": N_("Cut-off hour"),
    "basis_minute": N_("Cut-off minute"),
    "holiday_of_the_week": N_("Weekly days off"),
    "seller_holidays": N_("Days off"),
    "reason": N_("Reason"),
    "bundle_group_id": N_("No."),
    "usable": N_("In use"),
    "base_group": N_("Default group"),
    "charge_method": N_("Fee charged"),
    "area_type": N_("Areas"),
    "area_2_extra_fee_won": N_("Area 2 extra (₩)"),
    "area_3_extra_fee_won": N_("Area 3 extra (₩)"),
    "price": N_("price"),
    "cost": N_("cost"),
    "packaging": N_("packaging"),
    "shipping": N_("shipping"),
    PrerequisiteKind.ADDRESS_BOOK.value: N_("Address book"),
    PrerequisiteKind.THIS_DAY_DISPATCH.value: N_("This-day dispatch"),
    PrerequisiteKind.BUNDLE_GROUPS.value: N_("Bundle delivery groups"),
}
VALUES = {  # words NAVER uses in prerequisites
    "True": N_("yes"),
    "False": N_("no"),
    "REPRESENTATIVE": N_("Main"),
    "RELEASE": N_("Release"),
    "REFUND_OR_EXCHANGE": N_("Return or exchange"),
    "BUSINESS": N_("Business"),
    "GENERAL": N_("Other"),
    "MIN": N_("lowest"),
    "MAX": N_("highest"),
    "AREA_2": N_("2 areas"),
    "AREA_3": N_("3 areas"),
    "MONDAY": N_("Monday"),
    "TUESDAY": N_("Tuesday"),
    "WEDNESDAY": N_("Wednesday"),
    "THURSDAY": N_("Thursday"),
    "FRIDAY": N_("Friday"),
    "SATURDAY": N_("Saturday"),
    "SUNDAY": N_("Sunday"),
}
NAMING = frozenset({"missing", "column", "field"})  # parts of sentences that name fields

SKU_FIELDS = (
    "own_code",
    "unique_code",
    "name",
    "option_name",
    "cost_won",
    "stock_quantity",
    "packaging_won",
    "shipping_won",
)


def label(member: Any) -> str:
    """What a member of a closed set is called; a word NAVER added since is shown as it came."""
    text = TEXTS.get(type(member), {}).get(member)
    return _(text) if text else str(member)


def status_label(status: str) -> str:
    """What a sale status is called; one we do not know keeps NAVER's word."""
    return label(SaleStatus(status)) if status in SaleStatus.__members__ else status


def field(name: str) -> str:
    """What a field is called; an unknown one keeps its name."""
    return _(FIELDS[name]) if name in FIELDS else name


def word(name: str, value: Any) -> Any:
    """A part of a sentence: our own words translated, everything else as it is.

    A text names a field only where the part says so; what a person wrote stays as it is.
    """
    if isinstance(value, StrEnum):
        return label(value)
    if isinstance(value, str) and name in NAMING:
        return fields(value)
    return value


def fields(names: str) -> str:
    """Names of fields joined by commas, translated."""
    return ", ".join(field(name) for name in names.split(", "))


def said(value: str) -> str:
    """A word NAVER uses, or several, translated; anything else as it came."""
    return ", ".join(_(VALUES[part]) if part in VALUES else part for part in value.split(", "))
