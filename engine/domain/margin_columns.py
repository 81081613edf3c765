"""Margins of whole columns: a million listings in five tiers by the formula of `margin`.

A column is int64 won, one row a listing. The work is cut into chunks that fit the processor's
cache and shared by two threads (numpy lets go of the interpreter while it computes); all results
lie in one block, as fetching fresh memory costs as much as the arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.domain.cost_columns import CostColumn, Mask, Rows, won_column
from engine.domain.fees import FeeRates, TaxMode, WonColumn, floor_fee
from engine.domain.margin import margin_amounts, margin_rate_mp, settled
from engine.domain.vat import TaxColumn

UNKNOWN = -(2**63)  # stands in a column where an amount is not known; no amount can be this
CHUNK_ROWS = 65_536
WORKERS = 2

Key = TypeVar("Key")


@dataclass(frozen=True, kw_only=True, eq=False)
class MarginColumns:
    """The margins of many listings at one pair of rates, in the order given. Fees hold delivery's.

    `profit_won` is after VAT and rounded as in `margin`: below zero it is a loss (for a simplified
    taxpayer, one of more than half a won). Where `known` is False, the columns of cost, gross,
    profit and rate hold UNKNOWN, while fees and settlement still count. What follows from other
    columns is formed when first asked for: take the rows of a page before asking.
    """

    price_won: WonColumn
    delivery_income_won: WonColumn | None
    cost: CostColumn
    order_fee_won: WonColumn
    sales_fee_won: WonColumn
    profit_won: WonColumn
    rates: FeeRates
    tax: TaxColumn

    @property
    def known(self) -> Mask:
        """Where the cost, and so the margin, is known."""
        return self.cost.known

    @cached_property
    def revenue_won(self) -> WonColumn:
        """What the buyer pays: price and delivery fee."""
        delivery = self.delivery_income_won
        return self.price_won if delivery is None else self.price_won + delivery

    @cached_property
    def settlement_won(self) -> WonColumn:
        """Revenue less both fees."""
        return settled(self.revenue_won, self.order_fee_won, self.sales_fee_won)

    @cached_property
    def cost_won(self) -> WonColumn:
        """All costs, UNKNOWN where one is."""
        return np.where(self.known, self.cost.total_won, UNKNOWN)

    @cached_property
    def gross_won(self) -> WonColumn:
        """Settlement less costs, before VAT, UNKNOWN where a cost is."""
        return np.where(self.known, self.settlement_won - self.cost.total_won, UNKNOWN)

    @cached_property
    def margin_rate_mp(self) -> NDArray[np.int64]:
        """Profit on revenue, rounded, UNKNOWN where a cost is or where there is no revenue."""
        rated = self.known & (self.revenue_won > 0)
        gross = self.settlement_won - self.cost.total_won
        rate = margin_rate_mp(gross, np.maximum(self.revenue_won, 1), self.tax.rule())
        return np.where(rated, rate, UNKNOWN)

    @cached_property
    def cost_rate_mp(self) -> NDArray[np.int64]:
        """Profit on cost, rounded, UNKNOWN where a cost is or where there is none."""
        rated = self.known & (self.cost.total_won > 0)
        gross = self.settlement_won - self.cost.total_won
        base = np.maximum(self.cost.total_won, 1)
        rate = margin_rate_mp(gross, self.revenue_won, self.tax.rule(), base)
        return np.where(rated, rate, UNKNOWN)

    def take(self, rows: Rows) -> MarginColumns:
        """These rows alone, in their order."""
        delivery = self.delivery_income_won
        return replace(
            self,
            price_won=self.price_won[rows],
            delivery_income_won=None if delivery is None else delivery[rows],
            cost=CostColumn(total_won=self.cost.total_won[rows], known=self.known[rows]),
            order_fee_won=self.order_fee_won[rows],
            sales_fee_won=self.sales_fee_won[rows],
            profit_won=self.profit_won[rows],
            tax=self.tax.take(rows),
        )


def margin_columns(
    price_won: NDArray[np.integer],
    cost: CostColumn,
    rates: FeeRates,
    *,
    delivery_income_won: NDArray[np.integer] | None = None,
    tax_mode: TaxMode = TaxMode.GENERAL,
    tax_places: NDArray[np.int8] | None = None,
) -> MarginColumns:
    """`margin` of every listing, the same to the won; no delivery column is free delivery.

    Raises ValueError for an amount below zero or above MAX_WON or for columns that differ in
    length, TypeError for a column of floats.
    """
    return margins_by(
        {"": rates},
        price_won,
        cost,
        delivery_income_won=delivery_income_won,
        tax_mode=tax_mode,
        tax_places=tax_places,
    )[""]


def margins_by(
    rates: Mapping[Key, FeeRates],
    price_won: NDArray[np.integer],
    cost: CostColumn,
    *,
    delivery_income_won: NDArray[np.integer] | None = None,
    tax_mode: TaxMode = TaxMode.GENERAL,
    tax_places: NDArray[np.int8] | None = None,
) -> dict[Key, MarginColumns]:
    """`margin_columns` for each pair of rates, say of each fee tier, computed side by side."""
    tax = TaxColumn(mode=tax_mode, places=tax_places)
    price = won_column(price_won)
    delivery = None if delivery_income_won is None else won_column(delivery_income_won)
    columns = (price, cost.total_won, delivery, tax_places)
    if len({len(column) for column in columns if column is not None}) > 1:
        raise ValueError("all columns must have one row a listing each")
    results = _blank_columns(rates, price, delivery, cost, tax)
    unknown = None if cost.known.all() else ~cost.known

    def fill(rows: slice) -> None:
        part, vat = None if delivery is None else delivery[rows], tax.rule(rows)
        for sales_mp, sales_fee in _sales_columns(results).items():
            sales_fee[rows] = floor_fee(price[rows], sales_mp)
        for result in results.values():
            amounts = margin_amounts(
                price[rows],
                part,
                result.sales_fee_won[rows],
                cost.total_won[rows],
                order_mp=result.rates.order_mp,
                vat=vat,
            )
            result.order_fee_won[rows] = amounts.order_fee_won
            result.profit_won[rows] = amounts.profit_won
            if unknown is not None:
                np.copyto(result.profit_won[rows], UNKNOWN, where=unknown[rows])

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(fill, _chunks(len(price))))
    return results


def _blank_columns(
    rates: Mapping[Key, FeeRates],
    price: WonColumn,
    delivery: WonColumn | None,
    cost: CostColumn,
    tax: TaxColumn,
) -> dict[Key, MarginColumns]:
    """Results still to be filled; those of one sales rate share its column."""
    sales_rates = sorted({pair.sales_mp for pair in rates.values()})
    block = np.empty((len(sales_rates) + 2 * len(rates), len(price)), np.int64)
    columns = iter(block)
    sales = {sales_mp: next(columns) for sales_mp in sales_rates}
    return {
        key: MarginColumns(
            price_won=price,
            delivery_income_won=delivery,
            cost=cost,
            order_fee_won=next(columns),
            sales_fee_won=sales[pair.sales_mp],
            profit_won=next(columns),
            rates=pair,
            tax=tax,
        )
        for key, pair in rates.items()
    }


def _sales_columns(results: Mapping[Key, MarginColumns]) -> dict[int, WonColumn]:
    return {result.rates.sales_mp: result.sales_fee_won for result in results.values()}


def _chunks(rows: int) -> list[slice]:
    return [slice(start, start + CHUNK_ROWS) for start in range(0, rows, CHUNK_ROWS)]


def sorted_page(
    values: NDArray[np.int64],
    known: Mask,
    *,
    start: int = 0,
    count: int = 100,
    descending: bool = False,
) -> Rows:
    """Row numbers of one page in the order of `values`, ties by row number, unknown left out."""
    rows = np.flatnonzero(known)
    keys = values[rows] if len(rows) < len(values) else values
    if descending:
        keys = -keys
    stop = min(start + count, len(rows))
    if stop <= start:
        return rows[:0]
    bounds = np.partition(keys, (start, stop - 1))
    first, last = bounds[start], bounds[stop - 1]
    near = np.flatnonzero((keys >= first) & (keys <= last))
    skipped = start - np.count_nonzero(keys < first)
    order = np.argsort(keys[near], kind="stable")
    return rows[near[order[skipped : skipped + stop - start]]]
