"""Margins: what a sale leaves after fees, costs and VAT, for one listing and for whole columns.

R is price plus delivery fee paid by the buyer, F both fees, T the costs: G = R - F - T is the gross,
and profit (shown as margin) is what VAT leaves of G. Everything is won with VAT inside, as integers;
`_amounts` is the only place with the formula, it serves an int and an int64 column alike.
Profit and margin rate are rounded to the nearest unit, halves up, in `round_half_up` and nowhere
else. Source: fees.md section 9.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.domain.fees import (
    FULL_RATE_MP,
    FeeRates,
    TaxMode,
    Won,
    WonColumn,
    check_won,
    floor_fee,
)
from engine.errors import CostUnknown

UNKNOWN_WON = -(2**63)  # stands in a column where the amount is not known; no amount can be this
CHUNK_ROWS = 16_384  # a chunk and its intermediate columns stay in the processor's cache
WORKERS = 2


class _VatRule(NamedTuple):
    """Profit is (gross x G + revenue x R) / divisor."""

    gross: int
    revenue: int
    divisor: int


_VAT_RULES = {
    TaxMode.GENERAL: _VatRule(10, 0, 11),  # G x 10/11
    TaxMode.SIMPLIFIED: _VatRule(200, -3, 200),  # G - 0.015 x R: retail 15 % x 10 %
    TaxMode.EXEMPT: _VatRule(1, 0, 1),  # G
}


class _Amounts(NamedTuple, Generic[Won]):
    order_fee: Won
    sales_fee: Won
    settlement: Won
    gross: Won
    profit: Won
    rate_mp: Won


def _amounts(
    price: Won, delivery: Won | None, cost: Won, rates: FeeRates, tax_mode: TaxMode
) -> _Amounts[Won]:
    """The formula. A delivery of None is free delivery; the rate means nothing where R is zero."""
    order_fee = floor_fee(price, rates.order_mp)
    sales_fee = floor_fee(price, rates.sales_mp)
    revenue = price
    if delivery is not None:
        order_fee = order_fee + floor_fee(delivery, rates.order_mp)
        revenue = price + delivery
    settlement = revenue - order_fee - sales_fee
    gross = settlement - cost
    numerator, divisor = profit_ratio(gross, revenue, tax_mode)
    some_revenue = revenue + (revenue == 0)
    return _Amounts(
        order_fee=order_fee,
        sales_fee=sales_fee,
        settlement=settlement,
        gross=gross,
        profit=round_half_up(numerator, divisor),
        rate_mp=round_half_up(numerator * FULL_RATE_MP, some_revenue * divisor),
    )


def profit_ratio(gross_won: Won, revenue_won: Won, tax_mode: TaxMode) -> tuple[Won, int]:
    """Profit after VAT as an exact numerator and divisor. Source: fees.md section 9."""
    rule = _VAT_RULES[tax_mode]
    numerator = gross_won * rule.gross
    if rule.revenue:
        numerator = numerator + revenue_won * rule.revenue
    return numerator, rule.divisor


def round_half_up(numerator: Won, divisor: Won | int) -> Won:
    """The whole number nearest to the ratio, halves up (-2.5 becomes -2); the divisor is positive."""
    return (numerator + divisor // 2) // divisor


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What one piece costs the seller, won with VAT inside. None is unknown, zero is none."""

    goods_won: int | None
    packaging_won: int | None = 0
    shipping_won: int | None = 0
    inbound_won: int | None = 0
    ads_won: int | None = 0
    other_won: int | None = 0

    @property
    def total_won(self) -> int | None:
        """All costs together, None as soon as one is unknown."""
        parts = (
            self.goods_won,
            self.packaging_won,
            self.shipping_won,
            self.inbound_won,
            self.ads_won,
            self.other_won,
        )
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginBreakdown:
    """One sale from price to profit; `profit_won` is after VAT and rounded, `profit` is exact.

    `margin_rate_mp` is profit on revenue, None where there is no revenue. Fees hold delivery's.
    """

    price_won: int
    delivery_income_won: int
    costs: Costs
    cost_won: int
    order_fee_won: int
    sales_fee_won: int
    settlement_won: int
    gross_won: int
    profit_won: int
    margin_rate_mp: int | None
    rates: FeeRates
    tax_mode: TaxMode

    @property
    def revenue_won(self) -> int:
        """What the buyer pays: price and delivery fee."""
        return self.price_won + self.delivery_income_won

    @property
    def fees_won(self) -> int:
        """Both fees together."""
        return self.order_fee_won + self.sales_fee_won

    @property
    def vat_won(self) -> int:
        """What VAT takes from the gross (below zero: gives back), so that gross = profit + VAT."""
        return self.gross_won - self.profit_won

    @property
    def profit(self) -> Fraction:
        """Profit after VAT in won, exact."""
        return Fraction(*profit_ratio(self.gross_won, self.revenue_won, self.tax_mode))

    @property
    def margin_rate(self) -> Fraction | None:
        """Profit on revenue as an exact share, None where there is no revenue."""
        return self.profit / self.revenue_won if self.revenue_won else None


def margin(
    price_won: int,
    costs: Costs,
    rates: FeeRates,
    *,
    delivery_income_won: int = 0,
    tax_mode: TaxMode = TaxMode.GENERAL,
) -> MarginBreakdown:
    """The margin of one piece sold at `price_won` (after discounts the seller pays).

    Raises CostUnknown if a cost is None, ValueError for an amount below zero or above MAX_WON.
    Source: fees.md sections 5 and 9.
    """
    cost_won = costs.total_won
    if cost_won is None:
        raise CostUnknown()
    check_won(cost_won)
    delivery = delivery_income_won or None
    amounts = _amounts(price_won, delivery, cost_won, rates, tax_mode)
    return MarginBreakdown(
        price_won=price_won,
        delivery_income_won=delivery_income_won,
        costs=costs,
        cost_won=cost_won,
        order_fee_won=amounts.order_fee,
        sales_fee_won=amounts.sales_fee,
        settlement_won=amounts.settlement,
        gross_won=amounts.gross,
        profit_won=amounts.profit,
        margin_rate_mp=amounts.rate_mp if price_won + delivery_income_won else None,
        rates=rates,
        tax_mode=tax_mode,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CostColumn:
    """Total cost per listing in won; `known` is False where a part is unknown, the won then void."""

    total_won: WonColumn
    known: NDArray[np.bool_]


def cost_column(*parts: NDArray[np.integer]) -> CostColumn:
    """Adds cost columns; an entry masked in any part (numpy masked array, SQL null) is unknown.

    Raises ValueError for an amount below zero or above MAX_WON, TypeError for a column of floats.
    """
    total_won = np.zeros(len(parts[0]), np.int64)
    unknown = np.zeros(len(total_won), np.bool_)
    for part in parts:
        total_won += won_column(np.ma.filled(part, 0))
        if np.ma.is_masked(part):
            unknown |= np.ma.getmaskarray(part)
    check_won(total_won)
    return CostColumn(total_won=total_won, known=~unknown)


def won_column(values: NDArray[np.integer]) -> WonColumn:
    """The column as int64; TypeError for floats, which must not touch money."""
    return values.astype(np.int64, casting="safe", copy=False)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MarginColumns:
    """The margins of many listings at one pair of rates: one row a listing, in the order given.

    Where `known` is False, cost, gross, profit and rate hold UNKNOWN_WON; fees and settlement
    still count. `profit_won` is after VAT. A rate without revenue holds UNKNOWN_WON too.
    """

    price_won: WonColumn
    order_fee_won: WonColumn
    sales_fee_won: WonColumn
    settlement_won: WonColumn
    cost_won: WonColumn
    gross_won: WonColumn
    profit_won: WonColumn
    margin_rate_mp: NDArray[np.int64]
    known: NDArray[np.bool_]
    rates: FeeRates
    tax_mode: TaxMode


def margin_columns(
    price_won: NDArray[np.integer],
    cost: CostColumn,
    rates: FeeRates,
    *,
    delivery_income_won: NDArray[np.integer] | None = None,
    tax_mode: TaxMode = TaxMode.GENERAL,
) -> MarginColumns:
    """`margin` for whole columns, row by row the same to the won; no delivery column is free delivery.

    Raises ValueError for an amount below zero or above MAX_WON, TypeError for a column of floats.
    """
    price = won_column(price_won)
    delivery = None if delivery_income_won is None else won_column(delivery_income_won)
    result = _Amounts(*(np.empty(len(price), np.int64) for _ in _Amounts._fields))

    def fill(rows: slice) -> None:
        part = None if delivery is None else delivery[rows]
        amounts = _amounts(price[rows], part, cost.total_won[rows], rates, tax_mode)
        for column, values in zip(result, amounts, strict=True):
            column[rows] = values

    _in_chunks(fill, len(price))
    return MarginColumns(
        price_won=price,
        order_fee_won=result.order_fee,
        sales_fee_won=result.sales_fee,
        settlement_won=result.settlement,
        cost_won=cost.total_won,
        gross_won=result.gross,
        profit_won=result.profit,
        margin_rate_mp=result.rate_mp,
        known=cost.known,
        rates=rates,
        tax_mode=tax_mode,
    )


def _in_chunks(work: Callable[[slice], None], rows: int) -> None:
    starts = range(0, rows, CHUNK_ROWS)

    def run(worker: int) -> None:
        for start in starts[worker::WORKERS]:
            work(slice(start, start + CHUNK_ROWS))

    if len(starts) < WORKERS:
        run(0) if rows else None
        return
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(run, range(WORKERS)))
