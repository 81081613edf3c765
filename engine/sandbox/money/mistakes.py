"""Mistakes that can be planted into settlement rows, and what each does to a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec

from engine.sandbox.money.entries import DEDUCTION, ORIGINAL, QUICK, Entry, Fee
from engine.sandbox.money.rates import TIERS

OF_ROWS = ("promotion", "one_won", "doubled", "unknown_type", "fee_sum", "missing_row", "part_fee")
OF_DAYS = ("day_sum", "day_split", "sum_untold")
KINDS = ("wrong_tier", *OF_ROWS, *OF_DAYS)
SALES = ("PLATFORM_COMMISSION", "SALE_COMMISSION")
_LEAST_WON = 10_000  # a smaller row hides what is planted in it
DAY_SUM_WON, DAY_SPLIT_WON, FEE_SUM_WON, PART_FEE_WON = 1_100, 700, 150, 40
UNKNOWN_KIND, UNKNOWN_WON = "NEW_BENEFIT_ADJUSTMENT", -700


class Unclear(ValueError):
    """A mistake that cannot be planted, with the reason."""


class Mistake(msgspec.Struct, frozen=True):
    """What to plant. `on` is the first day of payment of a wrong tier, else the day on which the
    money is expected; `store` None means every store.
    """

    kind: str
    on: date
    store: int | None = None
    tier: str | None = None


def read_mistake(order: Mapping[str, Any]) -> Mistake:
    """The mistake of `{kind, on, store, tier}`; Unclear for an unclear one."""
    unknown = set(order) - {"kind", "on", "store", "tier"}
    if unknown or order.get("kind") not in KINDS:
        raise Unclear(f"a mistake has kind ({', '.join(KINDS)}), on, store and tier")
    tier, store = order.get("tier"), order.get("store")
    if (order["kind"] == "wrong_tier") != (tier in TIERS):
        raise Unclear(f"wrong_tier, and it alone, takes a tier of {', '.join(TIERS)}")
    if store is not None and not isinstance(store, int):
        raise Unclear("store must be a whole number")
    try:
        return Mistake(order["kind"], date.fromisoformat(str(order.get("on"))), store, tier)
    except ValueError:
        raise Unclear("on must be a day as yyyy-MM-dd") from None


def bears(entry: Entry, kind: str) -> bool:
    """Whether a mistake of one row can be planted here and seen."""
    if kind == "part_fee":
        return entry.type == DEDUCTION and entry.pay_won <= -_LEAST_WON
    whole = entry.since == 0 and entry.until > entry.expected + 60
    return (
        entry.kind == "PROD_ORDER"
        and entry.type in (ORIGINAL, QUICK)
        and whole
        and not entry.parted
        and entry.pay_won >= _LEAST_WON
    )


def _half_sales(entry: Entry) -> tuple[Entry, ...]:
    return (_changed(entry, SALES, lambda fee: -(-fee.won // 2)),)


def _one_won(entry: Entry) -> tuple[Entry, ...]:
    return (_changed(entry, SALES, lambda fee: fee.won - 1),)


def _doubled(entry: Entry) -> tuple[Entry, ...]:
    return entry, entry


def _unknown_type(entry: Entry) -> tuple[Entry, ...]:
    strange = msgspec.structs.replace(
        entry, number="9" + entry.number[1:], kind=UNKNOWN_KIND, pay_won=UNKNOWN_WON, fees=()
    )
    return entry, strange


def _missing(entry: Entry) -> tuple[Entry, ...]:
    return (msgspec.structs.replace(entry, told=False),)


def _fee_sum(entry: Entry) -> tuple[Entry, ...]:
    return (msgspec.structs.replace(entry, fees_off_won=-FEE_SUM_WON),)


def _part_fee(entry: Entry) -> tuple[Entry, ...]:
    return (_changed(entry, ("PAY_COMMISSION",), lambda fee: fee.won - PART_FEE_WON),)


CHANGES: dict[str, Callable[[Entry], tuple[Entry, ...]]] = {
    "promotion": _half_sales,
    "one_won": _one_won,
    "doubled": _doubled,
    "unknown_type": _unknown_type,
    "missing_row": _missing,
    "fee_sum": _fee_sum,
    "part_fee": _part_fee,
}


def _changed(entry: Entry, types: tuple[str, ...], won: Callable[[Fee], int]) -> Entry:
    fees = tuple(
        msgspec.structs.replace(fee, won=won(fee)) if fee.type in types else fee
        for fee in entry.fees
    )
    return msgspec.structs.replace(entry, fees=fees)
