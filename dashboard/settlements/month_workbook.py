"""A month of settlements as an Excel file an accountant can use. No streamlit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.parts.frames import harmless
from dashboard.settlements.words import KINDS, TYPES, type_word
from dashboard.words.i18n import N_, _
from engine import Book, ByDay

BY = {
    ByDay.EXPECTED: N_("By expected day"),
    ByDay.PAID_OUT: N_("By day of paying out"),
    ByDay.BASIS: N_("By basis day (VAT)"),
    ByDay.PAYMENT: N_("By day of payment"),
}


def book_bytes(book: Book) -> bytes:
    """Four sheets: totals with what does not reconcile, rows, days, VAT."""
    sheets = {
        _("Totals"): _totals(book),
        _("Rows"): _rows(book),
        _("Days"): _days(book),
        _("VAT"): _vat(book),
    }
    file = io.BytesIO()
    with pd.ExcelWriter(file, engine="openpyxl") as writer:
        for name, frame in sheets.items():
            harmless(frame).to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
    return file.getvalue()


def _totals(book: Book) -> pd.DataFrame:
    lines: list[Sequence[Any]] = [
        (
            *(_(BY[one.by]), one.rows, one.pay_won, one.order_fee_won, one.sales_fee_won),
            *(one.instalment_fee_won, one.benefit_won, one.settled_won),
        )
        for one in book.totals
    ]
    blank = (None,) * 6
    lines.append((_("Daily sums less rows, by expected day"), *blank, book.days_off_won))
    sold = sum(day.total_won for day in book.vat_days) if book.vat_days else None
    lines.append((_("Sales for VAT"), None, sold, *blank[2:], None))
    lines.append((_("VAT less rows, by basis day"), None, book.vat_off_won, *blank[2:], None))
    return pd.DataFrame(
        lines,
        columns=[
            *(_("Total"), _("Rows"), _("Settlement base (₩)"), _("Order fee"), _("Sales fee")),
            *(_("Instalment fee"), _("Benefit (₩)"), _("Settled (₩)")),
        ],
    )


def _rows(book: Book) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Expected"): [row.expected_on for row in book.rows],
            _("Paid out on"): [row.completed_on for row in book.rows],
            _("Basis day"): [row.based_on for row in book.rows],
            _("Paid on"): [row.paid_on for row in book.rows],
            _("Order"): [row.order_no for row in book.rows],
            _("Product order"): [row.product_order_no for row in book.rows],
            _("Type"): [type_word(KINDS, row.kind) for row in book.rows],
            _("Settlement"): [type_word(TYPES, row.settle_type) for row in book.rows],
            _("Product name"): [row.name for row in book.rows],
            _("Settlement base (₩)"): [row.pay_won for row in book.rows],
            _("Order fee"): [row.fees.order_won for row in book.rows],
            _("Sales fee"): [row.fees.sales_won for row in book.rows],
            _("Instalment fee"): [row.fees.instalment_won for row in book.rows],
            _("Benefit (₩)"): [row.benefit_won for row in book.rows],
            _("Settled (₩)"): [row.settled_won for row in book.rows],
        }
    )


def _days(book: Book) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Expected"): [day.expected_on for day in book.days],
            _("Paid out on"): [day.completed_on for day in book.days],
            _("Settlement base (₩)"): [day.pay_won for day in book.days],
            _("Fees"): [day.fee_won for day in book.days],
            _("Benefit (₩)"): [day.benefit_won for day in book.days],
            _("Settled (₩)"): [day.settled_won for day in book.days],
            _("Normal"): [day.normal_won for day in book.days],
            _("Quick"): [day.quick_won for day in book.days],
            _("Held back"): [day.held_back_won for day in book.days],
        }
    )


def _vat(book: Book) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("Basis day"): [day.based_on for day in book.vat_days],
            _("Sales (₩)"): [day.total_won for day in book.vat_days],
            _("Taxed"): [day.taxed_won for day in book.vat_days],
            _("Exempt"): [day.exempt_won for day in book.vat_days],
            _("Card"): [day.card_won for day in book.vat_days],
            _("Cash, deductible"): [day.cash_deducted_won for day in book.vat_days],
            _("Cash, evidence"): [day.cash_evidence_won for day in book.vat_days],
            _("Cash, not issued"): [day.cash_unissued_won for day in book.vat_days],
            _("Other"): [day.other_won for day in book.vat_days],
        }
    )
