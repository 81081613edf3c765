"""The check of settlements, the calendar and the runway as tables to take along. No streamlit.

Amounts are whole won. What people open in a spreadsheet has headings and words of their language;
Parquet, for other tools, has the names and codes of the command line.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from dashboard.parts.frames import bare, whole
from dashboard.settlements.lines import check_line
from dashboard.settlements.words import KINDS, TYPES, type_word, verdict_text, why
from dashboard.words.i18n import N_, _
from dashboard.words.labels import label
from engine import CashDay, RowCheck, TierRunway, business_no_text

HEADINGS = {
    "expected_on": N_("Expected"),
    "verdict": N_("Verdict"),
    "why": N_("Why"),
    "off_won": N_("Off (₩)"),
    "name": N_("Product name"),
    "kind": N_("Type"),
    "settle_type": N_("Settlement"),
    "pay_won": N_("Settlement base (₩)"),
    "basis_won": N_("Fee base (₩)"),
    "order_fee_won": N_("Order fee"),
    "predicted_order_fee_won": N_("Order fee, predicted"),
    "sales_fee_won": N_("Sales fee"),
    "predicted_sales_fee_won": N_("Sales fee, predicted"),
    "settled_won": N_("Settled (₩)"),
    "paid_on": N_("Paid on"),
    "order": N_("Order"),
    "product_order": N_("Product order"),
    "tier_set": N_("Tier set"),
    "tier_found": N_("Tier that fits"),
    "arrival": N_("Arrival"),
}


def check_download(checks: Sequence[RowCheck]) -> pd.DataFrame:
    """One row a settled row, in words."""
    lines = _lines(checks)
    for line, check in zip(lines, checks, strict=True):
        line["verdict"] = bare(verdict_text(check.verdict))
        line["why"] = why(check) or None
        line["name"] = check.row.name
        line["kind"] = type_word(KINDS, check.row.kind)
        line["settle_type"] = type_word(TYPES, check.row.settle_type)
        for name in ("tier_set", "tier_found", "arrival"):
            line[name] = None if line[name] is None else label(line[name])
    frame = _table(lines, tuple(HEADINGS))
    return frame.rename(columns={name: _(text) for name, text in HEADINGS.items()})


def check_parquet(checks: Sequence[RowCheck]) -> bytes:
    """The same for other tools."""
    names = tuple(name for name in HEADINGS if name != "why")
    lines = [
        {**line, "name": check.row.name} for line, check in zip(_lines(checks), checks, strict=True)
    ]
    file = io.BytesIO()
    _table(lines, (*names, "reason", "causes", "flags")).to_parquet(file, index=False)
    return file.getvalue()


def _lines(checks: Sequence[RowCheck]) -> list[dict[str, Any]]:
    return [check_line(check) for check in checks]


def _table(lines: Sequence[dict[str, Any]], names: Sequence[str]) -> pd.DataFrame:
    """Columns of whole won, days and words, with their types also where there is no row."""
    return pd.DataFrame({name: _column(name, [line[name] for line in lines]) for name in names})


def _column(name: str, values: list[Any]) -> pd.Series[Any]:
    if name.endswith("_won"):
        return whole(values)
    is_day = name.endswith("_on")
    return pd.Series(values, dtype=pd.ArrowDtype(pa.date32()) if is_day else "string")


def cash_download(days: Sequence[CashDay]) -> pd.DataFrame:
    """One row a day, the earliest first."""
    return pd.DataFrame(
        {
            _("Day"): [day.on for day in days],
            _("Paid out"): whole(day.paid_won for day in days),
            _("Due"): whole(day.due_won for day in days),
            _("Normal"): whole(day.normal_won for day in days),
            _("Quick"): whole(day.quick_won for day in days),
            _("Taken back"): whole(day.claw_back_won for day in days),
            _("Held back"): whole(day.held_back_won for day in days),
            _("Released"): whole(day.released_won for day in days),
            _("Deducted or restored"): whole(day.deduction_won for day in days),
            _("Benefit (₩)"): whole(day.benefit_won for day in days),
            _("Minus charge"): whole(day.minus_charge_won for day in days),
            _("Correction"): whole(day.difference_won for day in days),
            _("Care for returns"): whole(day.return_care_won for day in days),
            _("Order fees given back"): whole(day.preferential_won for day in days),
            _("Settlement limit"): whole(day.limit_won for day in days),
            _("Charge money"): whole(day.charge_won for day in days),
            _("Beyond the rows"): whole(day.unexplained_won for day in days),
        }
    )


def runway_download(told: TierRunway) -> pd.DataFrame:
    """One row a reset, with whose sales they are and up to when they are known."""
    resets, number = told.runway.resets, told.business_no
    stores = ", ".join(told.stores)
    return pd.DataFrame(
        {
            _("Business number"): [business_no_text(number) if number else None for _one in resets],
            _("Stores"): [stores for _one in resets],
            _("Tier from"): [one.on for one in resets],
            _("Sales from"): [one.period_from for one in resets],
            _("Sales to"): [one.period_to for one in resets],
            _("Known to"): [told.runway.known_to for _one in resets],
            _("Known sales (₩)"): whole(one.known_won for one in resets),
            _("Projected sales (₩)"): whole(one.projected_won for one in resets),
            _("Projected tier"): [label(one.tier) for one in resets],
            _("Next limit (₩)"): whole(one.next_limit_won for one in resets),
            _("Left to the limit (₩)"): whole(one.left_won for one in resets),
            _("Cost of crossing a year (₩)"): whole(one.crossing_won for one in resets),
        }
    )
