"""Settled rows in codes and whole won, as other programs are told of them. No streamlit."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from engine import RowCheck


def check_line(check: RowCheck) -> dict[str, Any]:
    """A checked row in codes and whole won."""
    row = check.row
    return {
        "expected_on": row.expected_on,
        "paid_on": row.paid_on,
        "order": row.order_no,
        "product_order": row.product_order_no,
        "kind": row.kind,
        "settle_type": row.settle_type,
        "verdict": check.verdict,
        "reason": check.reason,
        "causes": ", ".join(check.causes),
        "flags": ", ".join(check.flags),
        "pay_won": row.pay_won,
        "basis_won": check.basis_won,
        "order_fee_won": row.fees.order_won,
        "sales_fee_won": row.fees.sales_won,
        "predicted_order_fee_won": check.order_fee_won,
        "predicted_sales_fee_won": check.sales_fee_won,
        "off_won": check.off_won,
        "settled_won": row.settled_won,
        "tier_set": check.tier,
        "tier_found": check.tier_found,
        "arrival": check.arrival,
    }


def five_decimals(rate: Fraction) -> str:
    """A rate with five decimals, the half away from zero: 2.56299."""
    sign, scaled = "-" if rate < 0 else "", int(abs(rate) * 100_000 + Fraction(1, 2))
    return f"{sign}{scaled // 100_000}.{scaled % 100_000:05d}"
