"""Settled rows, tiers, shares and days as DataFrames; amounts are won. No streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.parts.frames import whole
from dashboard.settlements.lines import five_decimals
from dashboard.settlements.words import type_text, verdict_text, why
from dashboard.words.i18n import _
from dashboard.words.labels import label
from dashboard.words.phrases import day, short_day
from engine import CashDay, RowCheck, SalesShare, TierRun


def check_frame(checks: Sequence[RowCheck]) -> pd.DataFrame:
    """One row a settled row: taken, predicted, and the difference."""
    return pd.DataFrame(
        {
            "expected": [day(check.row.expected_on) for check in checks],
            "verdict": [[verdict_text(check.verdict)] for check in checks],
            "why": [why(check) or None for check in checks],
            "off": whole(check.off_won for check in checks),
            "name": [check.row.name for check in checks],
            "type": [type_text(check) for check in checks],
            "basis": whole(check.basis_won for check in checks),
            "order_fee": whole(check.row.fees.order_won for check in checks),
            "order_predicted": whole(check.order_fee_won for check in checks),
            "sales_fee": whole(check.row.fees.sales_won for check in checks),
            "sales_predicted": whole(check.sales_fee_won for check in checks),
            "settled": whole(check.row.settled_won for check in checks),
            "paid": [_iso(check.row.paid_on) for check in checks],
            "order": [check.row.product_order_no for check in checks],
        }
    )


def check_totals(checks: Sequence[RowCheck]) -> dict[str, int]:
    """What the rows make together: what was settled, and by how much fees were off where they could
    be predicted.
    """
    return {
        _("Settled"): sum(check.row.settled_won for check in checks),
        _("Off"): sum(check.off_won or 0 for check in checks),
    }


def tier_frame(runs: Sequence[TierRun]) -> pd.DataFrame:
    """One row a stretch of payment days with one measured tier, the newest first."""
    newest = runs[::-1]
    return pd.DataFrame(
        {
            "days": [f"{short_day(run.starts_on)} – {short_day(run.ends_on)}" for run in newest],
            "measured": [label(run.measured) if run.measured else None for run in newest],
            "set": [label(run.tier_set) if run.tier_set else None for run in newest],
            "rate": [
                f"{five_decimals(run.rate_percent)} %" if run.rate_percent is not None else None
                for run in newest
            ],
            "fitting": [
                _("{fitting} of {rows}").format(fitting=run.fitting, rows=run.rows)
                for run in newest
            ],
        }
    )


def share_frame(shares: Sequence[SalesShare]) -> pd.DataFrame:
    """One row an arrival."""
    return pd.DataFrame(
        {
            "arrival": [label(share.arrival) for share in shares],
            "rows": whole(share.rows for share in shares),
            "basis": whole(share.basis_won for share in shares),
            "fee": whole(share.fee_won for share in shares),
            "saved": whole(share.saved_won for share in shares),
        }
    )


def cash_frame(days: Sequence[CashDay]) -> pd.DataFrame:
    """One row a day, the latest first; a quiet zero is empty."""
    newest = days[::-1]
    return pd.DataFrame(
        {
            "on": [day(one.on) for one in newest],
            "paid": whole(day.paid_won or None for day in newest),
            "due": whole(day.due_won or None for day in newest),
            "normal": whole(day.normal_won or None for day in newest),
            "quick": whole(day.quick_won or None for day in newest),
            "back": whole(day.claw_back_won or None for day in newest),
            "held": whole(day.held_back_won or None for day in newest),
            "released": whole(day.released_won or None for day in newest),
            "deduction": whole(day.deduction_won or None for day in newest),
            "charge": whole(day.charge_won or None for day in newest),
            "difference": whole(day.difference_won or None for day in newest),
            "return_care": whole(day.return_care_won or None for day in newest),
            "preferential": whole(day.preferential_won or None for day in newest),
            "limit": whole(day.limit_won or None for day in newest),
            "unexplained": whole(day.unexplained_won or None for day in newest),
        }
    )


def _iso(on: Any) -> str | None:
    return None if on is None else day(on)
