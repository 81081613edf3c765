"""The fees of a row against what else tells of them: its commission rows, and, for a part that was
cancelled, the fees of the row it is a part of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from engine.domain.fees import MAX_WON
from engine.domain.settlement import (
    ORDER_FEE,
    ORIGINALS,
    PARTIAL,
    CommissionRow,
    SettlementRow,
)

RowKey = tuple[date, str, str, str, int]
_KINDS = {
    ORDER_FEE: "order",
    **dict.fromkeys(
        (
            *("PLATFORM_COMMISSION", "SALE_COMMISSION", "INFLOW_COMMISSION"),
            "PRICE_COMPARISON_COMMISSION",
        ),
        "sales",
    ),
    "ISTLM_COMMISSION": "instalment",
}


class PartFees(msgspec.Struct, frozen=True, kw_only=True):
    """What a part that is cancelled, or restored, gives back, or takes again; fees are costs above
    zero. `basis_won` is below zero for a cancellation.
    """

    basis_won: int
    order_won: int
    sales_won: int


def key_of(row: SettlementRow | CommissionRow) -> RowKey:
    """What joins a row and its commission rows."""
    return row.expected_on, row.product_order_no, row.kind, row.settle_type, row.place


def by_row(commissions: Iterable[CommissionRow]) -> Mapping[RowKey, list[CommissionRow]]:
    """Commission rows by the row they belong to; none where there are none."""
    found: defaultdict[RowKey, list[CommissionRow]] = defaultdict(list)
    for fee in commissions:
        found[key_of(fee)].append(fee)
    return found


def fee_basis(fees: Iterable[CommissionRow]) -> int | None:
    """What the order management fee was taken on: the sum over means of payment, None if untold."""
    parts = [fee.basis_won for fee in fees if fee.type == ORDER_FEE]
    total = sum(parts)
    return total if parts and abs(total) <= MAX_WON else None


def fees_agree(row: SettlementRow, fees: Iterable[CommissionRow]) -> bool:
    """Whether the commission rows of each kind make the fee of that kind. The raw sign is not
    trusted (docs/reference/fees.md section 5), so sums are compared without it. Which of a row's
    fees holds one of the other kinds is not known: with such, all of them are compared together.
    """
    sums: Counter[str] = Counter()
    for fee in fees:
        sums[_KINDS.get(fee.type, "other")] += fee.fee_won
    if sums["other"]:
        return abs(sum(sums.values())) == abs(row.fees.total_won)
    told = {
        "order": row.fees.order_won,
        "sales": row.fees.sales_won,
        "instalment": row.fees.instalment_won,
    }
    return all(abs(sums[kind]) == abs(won) for kind, won in told.items())


def part_fees(
    rows: Iterable[SettlementRow], fees: Mapping[RowKey, Sequence[CommissionRow]]
) -> dict[RowKey, PartFees]:
    """What partial cancellations give back, where the row they are part of is among the rows: after
    each, of every fee floor(fee x remain / total) is left.

    Source: docs/reference/fees.md, newer finding (d).
    """
    lines: defaultdict[tuple[str, str], list[SettlementRow]] = defaultdict(list)
    for row in rows:
        if row.settle_type in ORIGINALS or row.settle_type in PARTIAL:
            lines[row.product_order_no, row.kind].append(row)
    found: dict[RowKey, PartFees] = {}
    for line in lines.values():
        whole = next((row for row in line if row.settle_type in ORIGINALS), None)
        parts = [row for row in line if row.settle_type in PARTIAL]
        if whole is not None and parts:
            found |= _of_line(whole, sorted(parts, key=_in_turn), fees)
    return found


def _in_turn(row: SettlementRow) -> tuple[date, str, int]:
    return row.expected_on, row.settle_type, row.place


def _of_line(
    whole: SettlementRow,
    parts: Iterable[SettlementRow],
    fees: Mapping[RowKey, Sequence[CommissionRow]],
) -> dict[RowKey, PartFees]:
    total = _basis(whole, fees)
    left = total
    found: dict[RowKey, PartFees] = {}
    for part in parts:
        piece = _basis(part, fees)
        before, left = left, left + piece
        if total <= 0 or not 0 <= left <= total:
            break  # no part of what is known: nothing can be said of what follows either
        order, sales = (
            _left(won, left, total) - _left(won, before, total)
            for won in (whole.fees.order_won, whole.fees.sales_won)
        )
        found[key_of(part)] = PartFees(basis_won=piece, order_won=order, sales_won=sales)
    return found


def _basis(row: SettlementRow, fees: Mapping[RowKey, Sequence[CommissionRow]]) -> int:
    told = fee_basis(fees.get(key_of(row), ()))
    return row.pay_won if told is None else told


def _left(fee_won: int, remain_won: int, total_won: int) -> int:
    """What is left of a fee, cut below one won."""
    return fee_won * remain_won // total_won
