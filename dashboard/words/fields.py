"""What the engine's fields are called, and the words NAVER uses in them."""

from __future__ import annotations

from dashboard.words.i18n import N_, _
from engine import PrerequisiteKind

FIELDS = {  # names of the engine's fields, where a sentence or a table tells them
    "own_code": N_("Own code"),
    "unique_code": N_("Unique code"),
    "name": N_("Name"),
    "option_name": N_("Option"),
    "cost_won": N_("Cost (₩)"),
    "stock_quantity": N_("Stock"),
    "packaging_won": N_("Packaging (₩)"),
    "shipping_won": N_("Shipping (₩)"),
    "inbound_won": N_("Inbound (₩)"),
    "ads": N_("Advertising (₩ or %)"),
    "returns": N_("Returns (₩ or %)"),
    "sku_group": N_("SKU group"),
    "tax_type": N_("Tax of goods"),
    "costs_from": N_("Costs from"),
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
    "sku_name": N_("SKU name"),
    "sku_option": N_("SKU option"),
    "match_doubt": N_("Doubtful match"),
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
    "role": N_("Role"),
    "stores": N_("Stores"),
    "disabled": N_("Disabled"),
    "price": N_("price"),
    "cost": N_("cost"),
    "packaging": N_("packaging"),
    "shipping": N_("shipping"),
    "client_id": N_("Application ID"),
    "linked_seller_id": N_("Linked seller ID"),
    "storefront": N_("Store address"),
    "channel_no": N_("Channel number"),
    "store_type": N_("Kind of store"),
    "seller_id": N_("Seller ID"),
    "business_no": N_("Business number"),
    "window_kind": N_("Window seller"),
    "memo": N_("Memo"),
    "fee_tier": N_("Fee tier"),
    "tier_starts_on": N_("Tier counts from"),
    "tax_mode": N_("VAT"),
    "valid_until": N_("Application valid until"),
    "base_url": N_("API address"),
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
    "inbound_won",
    "ads",
    "returns",
    "sku_group",
    "tax_type",
)


def field(name: str) -> str:
    """What a field is called; an unknown one keeps its name."""
    return _(FIELDS[name]) if name in FIELDS else name


def fields(names: str) -> str:
    """Names of fields joined by commas, translated."""
    return ", ".join(field(name) for name in names.split(", "))


def said(value: str) -> str:
    """A word NAVER uses, or several, translated; anything else as it came."""
    return ", ".join(_(VALUES[part]) if part in VALUES else part for part in value.split(", "))
