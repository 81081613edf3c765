"""What verdicts, causes and types of settled rows are called on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from dashboard.words.i18n import N_, _
from engine import Cause, DayFlag, Flag, Reason, RowCheck, Source, UncertainRule, Verdict

VERDICTS = {  # chips have no icons: the sign is a letter
    Verdict.EQUAL: N_("= As predicted"),
    Verdict.ONE_WON: N_("≈ Off by a won"),
    Verdict.OFF: N_("✕ Off"),
    Verdict.NOT_PREDICTABLE: N_("– Not predictable"),
}
TONES = {
    Verdict.EQUAL: "green",
    Verdict.ONE_WON: "blue",
    Verdict.OFF: "red",
    Verdict.NOT_PREDICTABLE: "gray",
}
WORDS: dict[type[StrEnum], dict[StrEnum, str]] = {
    Cause: {
        Cause.OTHER_TIER: N_("Another tier"),
        Cause.OTHER_ARRIVAL: N_("Another arrival"),
        Cause.PROMOTION: N_("A promotion"),
        Cause.PART_FEE: N_("Not its share of the fee"),
        Cause.UNKNOWN: N_("Unknown cause"),
    },
    Reason: {
        Reason.NO_TIER: N_("No fee tier is set for the payment day"),
        Reason.NO_RATE: N_("No fee rate is known for the payment day"),
        Reason.NO_PAYMENT_DAY: N_("NAVER tells no payment day"),
        Reason.NO_BASIS: N_("NAVER tells no base of the fees"),
        Reason.WAIVER: N_("Within the starter waiver"),
        Reason.PARTIAL_CANCEL: N_("A partial cancellation"),
        Reason.OTHER_KIND: N_("A row no fee rate is for"),
        Reason.UNKNOWN_TYPE: N_("A type Storeboard does not know"),
    },
    Flag: {
        Flag.DOES_NOT_ADD_UP: N_("Does not add up"),
        Flag.FEES_DIFFER: N_("Commission rows differ"),
        Flag.DOUBLED: N_("Settled twice"),
        Flag.UNKNOWN_TYPE: N_("Unknown type"),
    },
    DayFlag: {
        DayFlag.PARTS: N_("The sum is not that of its parts"),
        DayFlag.SPLIT: N_("Ordinary and quick settlement do not make the sum"),
        DayFlag.ROWS: N_("The rows do not make the sum"),
        DayFlag.FEES_ALONE: N_("Commission rows without a settled row"),
        DayFlag.SUM_UNTOLD: N_("NAVER told no sum: it is made of its parts"),
    },
    Source: {
        Source.DAYS: N_("Sums of days"),
        Source.ROWS: N_("Settled rows"),
        Source.COMMISSIONS: N_("Commission rows"),
        Source.VAT: N_("Sales for VAT"),
    },
    UncertainRule: {
        UncertainRule.AUGUST_PERIOD: N_(
            "The tier of August looks at last year's second half and this year's first half."
        ),
        UncertainRule.SUPPLY_VALUE: N_("Sales count without VAT."),
        UncertainRule.ON_THE_LIMIT: N_("Sales exactly on a limit belong to the lower tier."),
        UncertainRule.OTHER_CHANNELS: N_(
            "The tax office also counts what is sold elsewhere, which is not known here."
        ),
        UncertainRule.RESET_DAYS: N_("Tiers change on 14 February and 14 August, as in 2025."),
    },
}
KINDS = {"PROD_ORDER": N_("Product"), "DELIVERY": N_("Delivery fee")}
TYPES = {
    "NORMAL_SETTLE_ORIGINAL": N_("Normal"),
    "NORMAL_SETTLE_AFTER_CANCEL": N_("Taken back"),
    "NORMAL_SETTLE_BEFORE_CANCEL": N_("Before a cancellation"),
    "QUICK_SETTLE_ORIGINAL": N_("Quick"),
    "QUICK_SETTLE_CANCEL": N_("Quick, taken back"),
    "QUANTITY_CANCEL_DEDUCTION": N_("Partial cancellation"),
    "QUANTITY_CANCEL_RESTORE": N_("Partial cancellation, given back"),
}


def type_word(words: Mapping[str, str], code: str) -> str:
    """What a type is called; one we do not know as NAVER tells it."""
    return _(words[code]) if code in words else code


def word(member: StrEnum) -> str:
    """What a member of a closed set is called."""
    return _(WORDS[type(member)][member])


def verdict_text(verdict: Verdict) -> str:
    """Sign and word of a verdict."""
    return _(VERDICTS[verdict])


def type_text(check: RowCheck) -> str:
    """Kind and way of settling; a word we do not know is shown as NAVER tells it."""
    row = check.row
    kind, way = KINDS.get(row.kind), TYPES.get(row.settle_type)
    return f"{_(kind) if kind else row.kind} · {_(way) if way else row.settle_type}"


def why(check: RowCheck) -> str:
    """Causes, flags and reason in one line; empty for a row as predicted."""
    parts = [word(one) for one in (*check.causes, *check.flags)]
    if check.reason is not None and check.reason is not Reason.UNKNOWN_TYPE:
        parts.append(word(check.reason))
    return ", ".join(parts)
