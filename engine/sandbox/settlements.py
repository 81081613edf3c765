"""The settlement calls: daily sums, rows a product order, commission rows.

Source: docs/reference/commerce-api.md section 8 and docs/reference/corrections.md (windows, refused
mixtures of parameters, what is missing until a day is paid).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from engine.sandbox.answers import Answer, InvalidInput, Refused, bad_request, ok, whole_number
from engine.sandbox.gateway import Call
from engine.sandbox.moments import day_number, day_text
from engine.sandbox.money.days import Extra
from engine.sandbox.money.entries import BEFORE_CANCEL, QUICK, QUICK_CANCEL, Entry, Fee
from engine.sandbox.money.till import Till
from engine.sandbox.money.workdays import AUGUST_2026

MOST_A_PAGE = 1000
MOST_DAYS = 32  # counted inclusively, as measured
ORDER_FEE = ("PAY_COMMISSION",)
SALES_FEE = ("PLATFORM_COMMISSION", "SALE_COMMISSION")
_PERIODS: dict[str, Callable[[Till, int], list[Entry]]] = {
    "SETTLE_CASEBYCASE_SETTLE_SCHEDULE_DATE": lambda till, day: till.expected(day, day),
    "SETTLE_CASEBYCASE_SETTLE_COMPLETE_DATE": lambda till, day: (
        till.expected(day, day) if day <= till.today() else []
    ),
    "SETTLE_CASEBYCASE_SETTLE_BASIS_DATE": lambda till, day: till.based(day, day),
    "SETTLE_CASEBYCASE_TAXRETURN_BASIS_DATE": lambda till, day: till.based(day, day),
    "SETTLE_CASEBYCASE_PAY_DATE": lambda till, day: till.paid_on(day),
}
_ENUMS = {  # docs/reference/openapi.yaml
    "settleDecisionType": ("SETTLED", "UNSETTLED", "BEFORE_CANCEL"),
    "settleType": (
        *("NORMAL_SETTLE_ORIGINAL", "NORMAL_SETTLE_AFTER_CANCEL", "NORMAL_SETTLE_BEFORE_CANCEL"),
        *("QUICK_SETTLE_ORIGINAL", "QUICK_SETTLE_CANCEL"),
        *("QUANTITY_CANCEL_DEDUCTION", "QUANTITY_CANCEL_RESTORE"),
    ),
}
_DEFAULT_PERIOD = "SETTLE_CASEBYCASE_SETTLE_SCHEDULE_DATE"
Row = dict[str, Any]


def daily(call: Call) -> Answer:
    """GET the daily settlements whose money is expected between two days, both included."""
    first, last = days_between(call)
    till = call.store.till
    days: dict[int, list[Entry]] = {}
    for entry in till.expected(first, last):
        days.setdefault(entry.expected, []).append(entry)
    rows = []
    for day in range(first, last + 1):
        rows += _day_rows(call, till, day, days.get(day, []))
    return paged(call, rows, lambda row: row)


def case(call: Call) -> Answer:
    """GET the rows of one day, or of an order: one row a product order, delivery rows apart."""
    return paged(call, _asked(call), lambda entry: _case_row(call, entry))


def commission_details(call: Call) -> Answer:
    """GET the commission rows of one day, or of an order: several a product order."""
    rows = [(entry, fee) for entry in _asked(call) for fee in entry.commission_rows()]
    return paged(call, rows, lambda row: _commission_row(call, *row))


def days_between(call: Call) -> tuple[int, int]:
    """The two days of a query as day numbers; refuses more than one month."""
    start, end = _day(call, "startDate"), _day(call, "endDate")
    if not 0 <= (end - start).days < MOST_DAYS:
        raise Refused(bad_request(InvalidInput("endDate", "Range", "한 달 이내로 조회해 주세요.")))
    return day_number(start), day_number(end)


def paged(call: Call, rows: list[Any], told: Callable[[Any], Row]) -> Answer:
    """One page of rows with its pagination; refuses a page above 1,000 rows."""
    page = whole_number(call.query.get("pageNumber"), "pageNumber")
    size = whole_number(call.query.get("pageSize"), "pageSize")
    if page < 1 or not 1 <= size <= MOST_A_PAGE:
        raise Refused(bad_request(InvalidInput("pageSize", "Range", f"1~{MOST_A_PAGE}")))
    pages = -(-len(rows) // size)
    pagination = {"page": page, "size": size, "totalPages": pages, "totalElements": len(rows)}
    shown = rows[(page - 1) * size : page * size]
    return ok({"elements": [told(row) for row in shown], "pagination": pagination})


def merchant(call: Call) -> Row:
    """Who the row belongs to."""
    return {"merchantId": call.store.account_id, "merchantName": call.store.name}


def _asked(call: Call) -> list[Entry]:
    """The rows of the query: of one day, or of an order; never of both."""
    query, till = call.query, call.store.till
    number = query.get("productOrderId") or query.get("orderId")
    if number:
        for name in ("periodType", "searchDate"):
            if query.get(name):
                message = "orderId, productOrderId와 함께 조회할 수 없습니다."
                raise Refused(bad_request(InvalidInput(name, "NotAllowed", message)))
        return till.of_order(number)
    period = query.get("periodType") or _DEFAULT_PERIOD
    if period not in _PERIODS:
        raise Refused(bad_request(InvalidInput("periodType", "NotValidEnum", period)))
    for name, values in _ENUMS.items():
        if query.get(name) and query[name] not in values:
            raise Refused(bad_request(InvalidInput(name, "NotValidEnum", query[name])))
    found = [e for e in _PERIODS[period](till, day_number(_day(call, "searchDate"))) if e.told]
    decision = query.get("settleDecisionType")
    if decision and period == "SETTLE_CASEBYCASE_PAY_DATE":
        now = till.today()
        found = [e for e in found if _decision(e, now) == decision]
    if query.get("settleType"):
        found = [entry for entry in found if entry.type == query["settleType"]]
    return found


def _decision(entry: Entry, now: int) -> str:
    if entry.type == BEFORE_CANCEL:
        return "BEFORE_CANCEL"
    return "SETTLED" if entry.known <= now else "UNSETTLED"


def _day_rows(call: Call, till: Till, day: int, entries: list[Entry]) -> list[Row]:
    """The sum of a day; a deduction has one of its own, where nothing but that is told."""
    extra = till.extra(day)
    found = [_day_row(call, till, day, entries, extra)] if entries or extra.released else []
    if extra.deduction_won:
        alone = {"settleExpectDate": day_text(day), "settleAmount": extra.deduction_won}
        parts = {"deductionRestoreSettleAmount": extra.deduction_won}
        found.append(alone | parts | _paid(call, till, day, charge=False) | merchant(call))
    return found


def _day_row(call: Call, till: Till, day: int, entries: list[Entry], extra: Extra) -> Row:
    pay = sum(entry.pay_won for entry in entries)
    fees = sum(entry.expect_won - entry.pay_won for entry in entries)
    quick = sum(e.expect_won for e in entries if e.type in (QUICK, QUICK_CANCEL))
    settled = pay + fees + extra.benefit_won + extra.held_won + extra.minus_charge_won
    off, normal_off = till.day_off_won(day)
    basis = [entry.basis for entry in entries] or [day]
    row = {
        "settleBasisStartDate": day_text(min(basis)),
        "settleBasisEndDate": day_text(max(basis)),
        "settleExpectDate": day_text(day),
        "settleAmount": settled + off,
        "paySettleAmount": pay,
        "commissionSettleAmount": fees,
        "benefitSettleAmount": extra.benefit_won,
        "deductionRestoreSettleAmount": 0,
        "payHoldbackAmount": extra.held_won,
        "minusChargeAmount": extra.minus_charge_won,
        "differenceSettleAmount": extra.difference_won,
        "returnCareSettleAmount": extra.return_care_won,
        "normalSettleAmount": settled - quick + normal_off,
        "quickSettleAmount": quick,
        "preferentialCommissionAmount": extra.preferential_won,
        "settlementLimitAmount": extra.limit_won,
        **merchant(call),
        **_paid(call, till, day, charge=extra.charge),
    }
    return {name: value for name, value in row.items() if name not in till.untold(day)}


def _paid(call: Call, till: Till, day: int, *, charge: bool) -> Row:
    """How a day was paid, not told before; charge money has no bank."""
    if day > till.today():
        return {}
    row: Row = {"settleCompleteDate": day_text(day), "settleMethodType": "ACCOUNT"}
    if charge:
        return row | {"settleMethodType": "CHARGE_AMT"}
    bank = {"bankType": "SHINHAN", "depositorName": call.store.name}
    return row | bank | {"accountNo": "110-***-******"}


def _case_row(call: Call, entry: Entry) -> Row:
    return {
        **_dates(call.store.till, entry),
        "payDate": day_text(entry.paid),
        "orderId": entry.order,
        **_goods(entry),
        "paySettleAmount": entry.pay_won,
        "totalPayCommissionAmount": entry.fee_won(*ORDER_FEE),
        "freeInstallmentCommissionAmount": entry.fee_won("ISTLM_COMMISSION"),
        "sellingInterlockCommissionAmount": entry.fee_won(*SALES_FEE),
        "benefitSettleAmount": 0,
        "settleExpectAmount": entry.expect_won,
        **merchant(call),
        "contractNo": f"C{call.store.index:06d}",
    }


def _commission_row(call: Call, entry: Entry, fee: Fee) -> Row:
    row = {
        **_dates(call.store.till, entry),
        "orderNo": entry.order,
        **_goods(entry),
        "commissionBasisAmount": fee.basis_won,
        "commissionType": fee.type,
        "payMeansType": fee.means,
        "commissionAmount": fee.won,
        "maximumSellingInterlockCommissionAmount": 0,
        **merchant(call),
    }
    if fee.path and entry.expected < AUGUST_2026:  # left out of answers since then
        row["sellingInterlockCommissionType"] = fee.path
    return row


def _goods(entry: Entry) -> Row:
    row = {
        "productOrderId": entry.number,
        "productOrderType": entry.kind,
        "settleType": entry.type,
        "purchaserName": entry.buyer,
    }
    if entry.channel_no is not None and entry.name is not None:
        row |= {"productId": str(entry.channel_no), "productName": entry.name}
    return row


def _dates(till: Till, entry: Entry) -> Row:
    """The three dates, missing as long as the order is not closed; the last until it is paid."""
    now = till.today()
    if entry.known > now:
        return {}
    dates = {
        "settleBasisDate": day_text(entry.basis),
        "settleExpectDate": day_text(entry.expected),
    }
    return dates | (
        {"settleCompleteDate": day_text(entry.expected)} if entry.expected <= now else {}
    )


def _day(call: Call, name: str) -> date:
    try:
        return date.fromisoformat(call.query.get(name, ""))
    except ValueError:
        wrong = InvalidInput(name, "TypeMismatch", "yyyy-MM-dd")
        raise Refused(bad_request(wrong)) from None
