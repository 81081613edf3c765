"""A month of settlements as an Excel file an accountant can use. No streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.parts.frames import workbook_bytes
from dashboard.settlements.words import KINDS, TYPES, type_word
from dashboard.words.i18n import N_, _
from dashboard.words.phrases import day
from engine import Book, BookTotal, ByDay, StepName

BY = {
    ByDay.PAYMENT: N_("By day of payment"),
    ByDay.BASIS: N_("By basis day (VAT)"),
    ByDay.EXPECTED: N_("By expected day"),
    ByDay.PAID_OUT: N_("Paid out to the bank"),
}
STEPS = {
    StepName.FROM_EARLIER: N_("Rows of the second day, whose first day lies in an earlier month"),
    StepName.FROM_LATER: N_("Rows of the second day, whose first day lies in a later month"),
    StepName.FROM_UNKNOWN: N_("Rows of the second day, whose first day is not told"),
    StepName.TO_EARLIER: N_("Rows of the first day, whose second day lies in an earlier month"),
    StepName.TO_LATER: N_("Rows of the first day, whose second day lies in a later month"),
    StepName.TO_UNKNOWN: N_("Rows of the first day, whose second day is not told yet"),
    StepName.BENEFIT: N_("Benefits in no row"),
    StepName.DEDUCTION: N_("Deducted or restored"),
    StepName.HELD_BACK: N_("Held back"),
    StepName.RELEASED: N_("Released"),
    StepName.MINUS_CHARGE: N_("Minus charge"),
    StepName.EXTRA: N_("Corrections, care for returns, order fees given back"),
    StepName.UNEXPLAINED: N_("In the sums of days and in no row: not explained"),
    StepName.NOT_PAID: N_("Not paid out yet"),
    StepName.PAID_ELSEWHEN: N_("Paid out in another month"),
    StepName.FROM_ELSEWHEN: N_("Expected in another month, paid out in this"),
    StepName.CHARGE: N_("Kept as charge money"),
}


def book_bytes(book: Book) -> bytes:
    """Five sheets: totals with what does not reconcile, rows, days, VAT, and the steps that lead
    from each total to the next.
    """
    sheets = {
        _("Totals"): _totals(book),
        _("Rows"): _rows(book),
        _("Days"): _days(book),
        _("VAT"): _vat(book),
        _("From total to total"): _steps(book),
    }
    return workbook_bytes(sheets, freeze_panes=(1, 0))


def _totals(book: Book) -> pd.DataFrame:
    lines: list[Sequence[Any]] = [
        (
            *(_(BY[one.by]), one.rows, one.pay_won, one.order_fee_won, one.sales_fee_won),
            *(one.instalment_fee_won, one.benefit_won, one.beyond_won, one.settled_won),
            _growth(one),
        )
        for one in book.totals
    ]
    blank = (None,) * 7
    off = _("Daily sums less rows and named amounts, by expected day")
    lines.append((off, *blank, book.days_off_won, None))
    sold = sum(day.total_won for day in book.vat_days) if book.vat_days else None
    lines.append((_("Sales for VAT"), None, sold, *blank))
    lines.append((_("VAT less rows, by basis day"), None, book.vat_off_won, *blank))
    return pd.DataFrame(
        lines,
        columns=[
            *(_("Total"), _("Rows"), _("Settlement base (₩)"), _("Order fee"), _("Sales fee")),
            *(_("Instalment fee"), _("Benefit (₩)"), _("Beyond the rows"), _("Settled (₩)")),
            _("May still grow"),
        ],
    )


def _growth(total: BookTotal) -> str | None:
    if total.open_until is None:
        return None
    text = _("until {day}: {count} days are not over or not read yet")
    return text.format(day=day(total.open_until), count=total.open_days)


def _steps(book: Book) -> pd.DataFrame:
    """Each total, the amounts that lead to the next, and that one."""
    settled = {one.by: one.settled_won for one in book.totals}
    lines: list[tuple[str | None, str | None, int | None]] = []
    for by in BY:
        lines.append((_(BY[by]), None, settled[by]))
        lines += [(None, _(STEPS[one.name]), one.won) for one in book.steps if one.start is by]
    return pd.DataFrame(lines, columns=[_("Total"), _("Step"), _("Settled (₩)")])


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
            _("Deducted or restored"): [day.deduction_won for day in book.days],
            _("Minus charge"): [day.minus_charge_won for day in book.days],
            _("Correction"): [day.difference_won for day in book.days],
            _("Care for returns"): [day.return_care_won for day in book.days],
            _("Order fees given back"): [day.preferential_won for day in book.days],
            _("Settlement limit"): [day.limit_won for day in book.days],
            _("Way of paying"): [day.method for day in book.days],
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
