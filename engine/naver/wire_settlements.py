"""The JSON of the settlement and VAT calls, and the one step from it to domain records.

Buyers' names, account numbers and NAVER's word for the merchant are not read at all. Members that
may be missing: docs/reference/openapi.yaml.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from datetime import date
from typing import Annotated

import msgspec

from engine.domain.settlement import (
    CommissionRow,
    SettlementDay,
    SettlementRow,
    VatDay,
    directed,
    normal_fees,
)

# No amount of a row or a day comes near it; what does is no amount.
_MOST_WON = 10**15
Won = Annotated[int, msgspec.Meta(ge=-_MOST_WON, le=_MOST_WON)]


class DayElement(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """One row of settle/daily; amounts are documented as numbers, and each may be missing."""

    settle_expect_date: date
    settle_amount: Won | None = None
    pay_settle_amount: Won | None = None
    settle_complete_date: date | None = None
    commission_settle_amount: Won | None = None
    benefit_settle_amount: Won | None = None
    deduction_restore_settle_amount: Won | None = None
    pay_holdback_amount: Won | None = None
    minus_charge_amount: Won | None = None
    difference_settle_amount: Won | None = None
    return_care_settle_amount: Won | None = None
    preferential_commission_amount: Won | None = None
    settlement_limit_amount: Won | None = None
    normal_settle_amount: Won | None = None
    quick_settle_amount: Won | None = None
    settle_method_type: str | None = None


class CaseElement(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """One row of settle/case."""

    pay_settle_amount: Won
    settle_expect_amount: Won
    product_order_id: str | None = None
    order_id: str | None = None
    product_order_type: str | None = None
    settle_type: str | None = None
    product_id: str | None = None
    product_name: str | None = None
    pay_date: date | None = None
    settle_basis_date: date | None = None
    settle_complete_date: date | None = None
    total_pay_commission_amount: Won | None = None
    selling_interlock_commission_amount: Won | None = None
    free_installment_commission_amount: Won | None = None
    benefit_settle_amount: Won | None = None


class CommissionElement(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """One row of settle/commission-details."""

    commission_type: str
    commission_basis_amount: Won
    commission_amount: Won
    product_order_id: str | None = None
    product_order_type: str | None = None
    settle_type: str | None = None
    pay_means_type: str | None = None
    selling_interlock_commission_type: str | None = None


class VatElement(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """One row of vat/daily."""

    settle_basis_date: date
    total_sales_amount: Won
    taxation_sales_amount: Won | None = None
    tax_exemption_sales_amount: Won | None = None
    credit_card_amount: Won | None = None
    cash_in_come_deduction_amount: Won | None = None
    cash_out_going_evidence_amount: Won | None = None
    cash_exclusion_issuance_amount: Won | None = None
    other_amount: Won | None = None


def parse_days(elements: Iterable[DayElement]) -> tuple[SettlementDay, ...]:
    """Days as NAVER pays them; a day may come in two ways of paying."""
    places = _Places()
    return tuple(_day(w, places.of(w.settle_expect_date)) for w in elements)


def _day(w: DayElement, place: int) -> SettlementDay:
    """A part that is not told is none: a day of deductions alone has no pay. Where the sum is not
    told it is made of its parts, which the day says of itself; where no way of settling is told,
    all of it is ordinary.
    """
    parts = {
        "pay_won": w.pay_settle_amount or 0,
        "fee_won": -(w.commission_settle_amount or 0),
        "benefit_won": w.benefit_settle_amount or 0,
        "deduction_won": w.deduction_restore_settle_amount or 0,
        "held_back_won": w.pay_holdback_amount or 0,
        "minus_charge_won": w.minus_charge_amount or 0,
    }
    settled = w.settle_amount
    if settled is None:
        settled = sum(parts.values()) - 2 * parts["fee_won"]
    normal, quick = w.normal_settle_amount, w.quick_settle_amount
    if normal is None and quick is None:
        normal = settled
    return SettlementDay(
        expected_on=w.settle_expect_date,
        place=place,
        method=w.settle_method_type,
        completed_on=w.settle_complete_date,
        settled_won=settled,
        normal_won=normal or 0,
        quick_won=quick or 0,
        difference_won=w.difference_settle_amount or 0,
        return_care_won=w.return_care_settle_amount or 0,
        preferential_won=w.preferential_commission_amount or 0,
        limit_won=w.settlement_limit_amount or 0,
        sum_told=w.settle_amount is not None,
        **parts,
    )


def parse_rows(on: date, elements: Iterable[CaseElement]) -> tuple[SettlementRow, ...]:
    """The rows of the day asked for, in our signs; an unknown type is kept as it is told."""
    places = _Places()
    return tuple(
        SettlementRow(
            expected_on=on,
            order_no=w.order_id,
            product_order_no=w.product_order_id or "",
            kind=w.product_order_type or "",
            settle_type=w.settle_type or "",
            place=places.of(w.product_order_id, w.product_order_type, w.settle_type),
            channel_product_no=_number(w.product_id),
            name=w.product_name,
            paid_on=w.pay_date,
            based_on=w.settle_basis_date,
            completed_on=w.settle_complete_date,
            pay_won=w.pay_settle_amount,
            fees=normal_fees(
                w.pay_settle_amount,
                (
                    w.total_pay_commission_amount or 0,
                    w.selling_interlock_commission_amount or 0,
                    w.free_installment_commission_amount or 0,
                ),
                w.benefit_settle_amount or 0,
                w.settle_expect_amount,
            ),
            benefit_won=w.benefit_settle_amount or 0,
            settled_won=w.settle_expect_amount,
        )
        for w in elements
    )


def parse_commissions(on: date, elements: Iterable[CommissionElement]) -> tuple[CommissionRow, ...]:
    """The commission rows of the day asked for. Rows that are alike in type, means and all that
    names them belong to the first, the second, ... settlement row of that name.
    """
    places = _Places()
    found = []
    for w in elements:
        basis, fee = directed(w.settle_type or "", w.commission_basis_amount, w.commission_amount)
        found.append(
            CommissionRow(
                expected_on=on,
                product_order_no=w.product_order_id or "",
                kind=w.product_order_type or "",
                settle_type=w.settle_type or "",
                place=places.of(
                    *(w.product_order_id, w.product_order_type, w.settle_type),
                    *(w.commission_type, w.pay_means_type),
                ),
                type=w.commission_type,
                means=w.pay_means_type,
                path=w.selling_interlock_commission_type,
                basis_won=basis,
                fee_won=fee,
            )
        )
    return tuple(found)


def parse_vat(elements: Iterable[VatElement]) -> tuple[VatDay, ...]:
    """Days of sales with VAT inside."""
    return tuple(
        VatDay(
            based_on=w.settle_basis_date,
            total_won=w.total_sales_amount,
            taxed_won=w.taxation_sales_amount or 0,
            exempt_won=w.tax_exemption_sales_amount or 0,
            card_won=w.credit_card_amount or 0,
            cash_deducted_won=w.cash_in_come_deduction_amount or 0,
            cash_evidence_won=w.cash_out_going_evidence_amount or 0,
            cash_unissued_won=w.cash_exclusion_issuance_amount or 0,
            other_won=w.other_amount or 0,
        )
        for w in elements
    )


class _Places:
    """Counts rows that are alike in what names them."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[Hashable, ...]] = Counter()

    def of(self, *name: Hashable) -> int:
        self._seen[name] += 1
        return self._seen[name]


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() and len(text) < 19 else None
