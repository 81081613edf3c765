"""What the members of the engine's closed sets are called on the screen."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from dashboard.words.fields import NAMING, fields
from dashboard.words.i18n import N_, _
from dashboard.words.job_faces import FACES
from engine import (
    AlertKind,
    AlertState,
    AlertWay,
    Arrival,
    Asker,
    Confidence,
    ConnectionState,
    CostPart,
    FeeLayer,
    FeeRule,
    JobKind,
    JobState,
    KeywordType,
    MarginUnit,
    MatchingMode,
    MatchKind,
    OrderConfirm,
    Outcome,
    PayType,
    PeriodType,
    PrerequisiteKind,
    PriceEnding,
    ProductSort,
    ProfileKind,
    Role,
    RowState,
    SaleStatus,
    ScheduleKind,
    Security,
    StoreType,
    TaxMode,
    TaxType,
    WindowKind,
    WriteKind,
    WriteState,
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
    CostPart: {
        CostPart.GOODS: N_("goods"),
        CostPart.PACKAGING: N_("packaging"),
        CostPart.SHIPPING: N_("shipping"),
        CostPart.INBOUND: N_("inbound"),
        CostPart.ADS: N_("advertising"),
        CostPart.RETURNS: N_("returns"),
    },
    MarginUnit: {
        MarginUnit.LISTING: N_("a product"),
        MarginUnit.OPTION: N_("an option"),
    },
    ProfileKind: {
        ProfileKind.CATEGORY: N_("Category"),
        ProfileKind.SKU_GROUP: N_("SKU group"),
    },
    PriceEnding: {
        PriceEnding.TEN: N_("to 10 won"),
        PriceEnding.HUNDRED: N_("to 100 won"),
        PriceEnding.NINE_HUNDRED: N_("to an ending of 900"),
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
    TaxType: {
        TaxType.TAX: N_("taxed"),
        TaxType.DUTYFREE: N_("tax-exempt"),
        TaxType.SMALL: N_("zero-rated"),
    },
    Arrival: {
        Arrival.NORMAL: N_("Normal arrival"),
        Arrival.SELLER_MARKETING: N_("Seller marketing"),
        Arrival.NAVER_SHOPPING: N_("NAVER Shopping"),
        Arrival.DIRECT: N_("Direct"),
    },
    FeeLayer: {
        FeeLayer.ORDER: N_("Order management fee"),
        FeeLayer.SALES: N_("Sales fee"),
    },
    Confidence: {  # chips have no icons: the sign is a letter
        Confidence.HIGH: N_("✓ Well attested"),
        Confidence.MEDIUM: N_("≈ One good source"),
        Confidence.LOW: N_("! Uncertain"),
    },
    AlertKind: {
        AlertKind.CONNECTION: N_("Connection lost or ending"),
        AlertKind.JOB_FAILED: N_("A job failed"),
        AlertKind.PREREQUISITES_CHANGED: N_("Delivery settings changed"),
        AlertKind.REFUSALS: N_("Many refused calls"),
    },
    AlertWay: {
        AlertWay.EMAIL: N_("E-mail"),
        AlertWay.CHAT: N_("Chat"),
    },
    AlertState: {
        AlertState.WAITING: N_("○ Waiting"),
        AlertState.SENT: N_("✓ Sent"),
        AlertState.GIVEN_UP: N_("✕ Given up"),
    },
    Security: {
        Security.STARTTLS: N_("STARTTLS"),
        Security.TLS: N_("TLS"),
        Security.NONE: N_("None (this machine only)"),
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
    ProductSort: {
        ProductSort.REG_DATE: N_("Newest first"),
        ProductSort.MOD_DATE: N_("Recently modified"),
        ProductSort.NO: N_("By number"),
        ProductSort.NAME: N_("By name"),
        ProductSort.SELLER_CODE: N_("By seller code"),
        ProductSort.LOW_PRICE: N_("Lowest price"),
        ProductSort.HIGH_PRICE: N_("Highest price"),
        ProductSort.LOW_DISCOUNT_PRICE: N_("Lowest discounted price"),
        ProductSort.SALE_START: N_("By sale start"),
        ProductSort.SALE_END: N_("By sale end"),
        ProductSort.POPULARITY: N_("Most popular"),
        ProductSort.ACCUMULATE_SALE: N_("Most sold"),
        ProductSort.TOTAL_REVIEW_COUNT: N_("Most reviews"),
        ProductSort.AVERAGE_REVIEW_SCORE: N_("Best rated"),
    },
    MatchingMode: {
        MatchingMode.NONE: N_("No match"),
        MatchingMode.BY_CODE: N_("Match by code"),
        MatchingMode.BY_CHOICE: N_("Choose SKU"),
    },
    MatchKind: {  # chips have no icons: the sign is a letter
        MatchKind.EXACT: N_("= Same code"),
        MatchKind.NORMAL_FORM: N_("≈ Near code"),
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
    JobKind: {kind: face.name for kind, face in FACES.items()},
    Asker: {
        Asker.SCREEN: N_("Screen"),
        Asker.COMMAND_LINE: N_("Command line"),
        Asker.SCHEDULE: N_("Schedule"),
    },
    Role: {
        Role.ANALYST: N_("Analyst"),
        Role.OPERATOR: N_("Operator"),
        Role.MANAGER: N_("Manager"),
    },
    ScheduleKind: {
        ScheduleKind.FULL_SYNC: N_("Full sync at dawn"),
        ScheduleKind.ORDERS: N_("Collecting orders"),
        ScheduleKind.INQUIRIES: N_("Collecting inquiries"),
        ScheduleKind.SETTLEMENTS: N_("Reading of settlements"),
        ScheduleKind.BACKUP: N_("Backup"),
        ScheduleKind.SNAPSHOT: N_("Snapshot for other tools"),
    },
    WriteKind: {
        WriteKind.THIS_DAY_DISPATCH: N_("This-day dispatch"),
        WriteKind.BUNDLE_GROUP_CREATE: N_("New bundle delivery group"),
        WriteKind.BUNDLE_GROUP_EDIT: N_("Bundle delivery group"),
    },
    WriteState: {
        WriteState.PLANNED: N_("Not sent"),
        WriteState.SENT: N_("! Not known whether it arrived"),
        WriteState.DONE: N_("✓ At NAVER"),
        WriteState.DIFFERENT: N_("≈ Other values"),
        WriteState.REFUSED: N_("✕ Refused"),
        WriteState.NOT_ARRIVED: N_("✕ Did not arrive"),
        WriteState.OUTDATED: N_("– Not sent, outdated"),
    },
    FeeRule: {
        FeeRule.FREE: N_("Free"),
        FeeRule.CONDITIONAL_FREE: N_("Free from an amount"),
        FeeRule.PAID: N_("Paid"),
        FeeRule.UNIT_QUANTITY_PAID: N_("Per quantity"),
        FeeRule.RANGE_QUANTITY_PAID: N_("By ranges"),
    },
    PayType: {
        PayType.PREPAID: N_("Prepaid"),
        PayType.COLLECT: N_("Cash on delivery"),
        PayType.COLLECT_OR_PREPAID: N_("Prepaid or cash on delivery"),
    },
    WindowKind: {
        WindowKind.DEPARTMENT: N_("Department store window"),
        WindowKind.OUTLET: N_("Outlet window"),
        WindowKind.STYLE: N_("Style window"),
        WindowKind.DESIGNER: N_("Designer window"),
        WindowKind.BEAUTY: N_("Beauty window"),
        WindowKind.LIVING: N_("Living window"),
        WindowKind.FOOD: N_("Food window"),
        WindowKind.KIDS: N_("Kids window"),
        WindowKind.PET: N_("Pet window"),
        WindowKind.ART: N_("Art window"),
        WindowKind.PLAY: N_("Play window"),
        WindowKind.OTHER: N_("Other window"),
    },
    OrderConfirm: {
        OrderConfirm.MANUAL: N_("By hand"),
        OrderConfirm.AUTO: N_("Automatically"),
        OrderConfirm.RUNPLE: N_("Only products marked for it (Runple)"),
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


def label(member: Any) -> str:
    """What a member of a closed set is called; a word NAVER added since is shown as it came."""
    text = TEXTS.get(type(member), {}).get(member)
    return _(text) if text else str(member)


def match_label(kind: MatchKind, *, doubtful: bool = False) -> str:
    """How a match was found; that it is doubtful goes before it."""
    return _("? Doubtful") if doubtful else label(kind)


def status_label(status: str) -> str:
    """What a sale status is called; one we do not know keeps NAVER's word."""
    return label(SaleStatus(status)) if status in SaleStatus.__members__ else status


def word(name: str, value: Any) -> Any:
    """A part of a sentence: our own words translated, everything else as it is.

    A text names a field only where the part says so; what a person wrote stays as it is.
    """
    if isinstance(value, StrEnum):
        return label(value)
    if isinstance(value, str) and name in NAMING:
        return fields(value)
    return value


def tax_text(tax_type: TaxType | None) -> str:
    """The tax of goods in a word, where it is not known that the mode of the store decided."""
    return _("by the store") if tax_type is None else label(tax_type)
