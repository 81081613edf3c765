"""The VAT calls: sales by settlement basis day, told up to the last day of the month before.

Source: docs/reference/commerce-api.md section 8; docs/reference/corrections.md (a month's total is
the sum of paySettleAmount over the basis days in it, VAT inside).
"""

from __future__ import annotations

from typing import Any

from engine.sandbox.answers import Answer
from engine.sandbox.gateway import Call
from engine.sandbox.moments import day_number, day_text
from engine.sandbox.money.entries import AFTER_CANCEL, QUICK_CANCEL, Entry
from engine.sandbox.money.workdays import day_of
from engine.sandbox.settlements import days_between, merchant, paged

Row = dict[str, Any]


def daily(call: Call) -> Answer:
    """GET the VAT figures of each day between two days."""
    days: dict[int, list[Entry]] = {}
    for entry in _told(call):
        days.setdefault(entry.basis, []).append(entry)
    rows = [
        {"settleBasisDate": day_text(day), **_amounts(days[day]), **merchant(call)}
        for day in sorted(days)
    ]
    return paged(call, rows, lambda row: row)


def case(call: Call) -> Answer:
    """GET the VAT figures of each settlement row between two days."""
    return paged(call, _told(call), lambda entry: _row(call, entry))


def _told(call: Call) -> list[Entry]:
    """The rows of the days asked for, as far as months have ended."""
    first, last = days_between(call)
    till = call.store.till
    ended = day_number(day_of(till.today()).replace(day=1)) - 1
    return till.based(first, min(last, ended))


def _row(call: Call, entry: Entry) -> Row:
    taken_back = entry.type in (AFTER_CANCEL, QUICK_CANCEL)
    row = {
        "settleBasisDate": day_text(entry.basis),
        "orderId": entry.order,
        "productOrderId": entry.number,
        "productOrderType": entry.kind,
        "status": "VOUCH_CANCEL" if taken_back else "VOUCH_PUBLICATION",
        "detailType": "VOUCH_DETAIL_PAYMENT_SETL",
        **_amounts([entry]),
        **merchant(call),
    }
    return row | ({"productName": entry.name} if entry.name is not None else {})


def _amounts(entries: list[Entry]) -> Row:
    """Sales with VAT inside, by kind of tax and by means of payment; NAVER's coupons are other."""
    total = sum(entry.pay_won for entry in entries)
    by_means = {"PAYMEANS_TYPE_CCARD": 0, "PAYMEANS_TYPE_POINT": 0}
    for entry in entries:
        for fee in entry.fees:
            if fee.type == "PAY_COMMISSION":
                by_means[fee.means] += fee.basis_won
    card, points = by_means.values()
    return {
        "totalSalesAmount": total,
        "taxationSalesAmount": total,
        "taxExemptionSalesAmount": 0,
        "creditCardAmount": card,
        "cashInComeDeductionAmount": points,
        "cashOutGoingEvidenceAmount": 0,
        "cashExclusionIssuanceAmount": 0,
        "otherAmount": total - card - points,
    }
