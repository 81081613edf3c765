"""Prices: the smallest one without a loss, and the smallest one that reaches a margin.

Fees are cut to whole won, so profit does not rise evenly with the price: the closed form of fees.md
section 9 says where to start, and the prices from there on are tried with `margin_amounts` itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor

import numpy as np
from numpy.typing import NDArray

from engine.domain.fees import (
    FULL_RATE_MP,
    MAX_WON,
    FeeRates,
    TaxMode,
    Won,
    WonColumn,
    check_won,
    floor_fee,
)
from engine.domain.margin import (
    Costs,
    gross_share,
    margin_amounts,
    profit_ratio,
    round_half_up,
)

TRIED_AT_ONCE = 512


class NoPrice(StrEnum):
    """Why no price does it."""

    TOO_LITTLE_LEFT = "TOO_LITTLE_LEFT"  # fees, VAT and the wanted margin take the whole price
    TOO_HIGH = "TOO_HIGH"  # it would be above MAX_WON


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What is wanted of the price, and under which terms."""

    margin_mp: int
    cost_won: int
    rates: FeeRates
    delivery_won: int
    tax_mode: TaxMode


def break_even_price(
    costs: Costs, rates: FeeRates, *, delivery_income_won: int = 0
) -> int | NoPrice:
    """The smallest whole-won price with no loss (a gross of zero or more); VAT does not change it.

    A NoPrice says why there is none. A won more may lose a won again where both fees step up
    together. Raises CostUnknown if a cost is None. Source: fees.md section 9.
    """
    return _smallest_price(
        _Wish(
            margin_mp=0,
            cost_won=costs.total_won,
            rates=rates,
            delivery_won=delivery_income_won,
            tax_mode=TaxMode.EXEMPT,  # its profit is the gross itself
        )
    )


def target_price(
    margin_mp: int,
    costs: Costs,
    rates: FeeRates,
    *,
    delivery_income_won: int = 0,
    tax_mode: TaxMode = TaxMode.GENERAL,
) -> int | NoPrice:
    """The smallest whole-won price whose exact profit is at least `margin_mp` of revenue.

    A NoPrice says why there is none. Raises CostUnknown if a cost is None, ValueError for a margin
    below zero. Source: fees.md section 9.
    """
    if margin_mp < 0:
        raise ValueError(f"a target margin of {margin_mp} thousandths of a percent is a loss")
    return _smallest_price(
        _Wish(
            margin_mp=margin_mp,
            cost_won=costs.total_won,
            rates=rates,
            delivery_won=delivery_income_won,
            tax_mode=tax_mode,
        )
    )


def changed_won(amount_won: Won, change_mp: int) -> Won:
    """An amount, or a column, changed by a share of itself in thousandths of a percent and rounded
    to the nearest won, halves up: -20000 takes 20 % off.
    """
    return round_half_up(amount_won * (FULL_RATE_MP + change_mp), FULL_RATE_MP)


def price_in_every(
    margin_mp: int,
    costs: Costs,
    rates: Iterable[FeeRates],
    *,
    delivery_income_won: int = 0,
    tax_mode: TaxMode = TaxMode.GENERAL,
) -> int | NoPrice:
    """The smallest whole-won price that reaches the margin at every one of these rates, say in all
    five tiers. A NoPrice says why there is none; errors as in `target_price`.
    """
    if margin_mp < 0:
        raise ValueError(f"a target margin of {margin_mp} thousandths of a percent is a loss")
    wishes = [
        _Wish(
            margin_mp=margin_mp,
            cost_won=costs.total_won,
            rates=pair,
            delivery_won=delivery_income_won,
            tax_mode=tax_mode,
        )
        for pair in rates
    ]
    alone = [_smallest_price(wish) for wish in wishes]
    for found in alone:
        if isinstance(found, NoPrice):
            return found
    least = max((found for found in alone if isinstance(found, int)), default=0)
    for first in range(least, MAX_WON + 1, TRIED_AT_ONCE):
        prices = np.arange(first, min(first + TRIED_AT_ONCE, MAX_WON + 1), dtype=np.int64)
        does = np.logical_and.reduce([_fulfil(wish, prices) for wish in wishes])
        if does.any():
            return int(prices[does.argmax()])
    return NoPrice.TOO_HIGH


@dataclass(frozen=True, slots=True, kw_only=True)
class AdBreakEven:
    """How many orders must come through the seller's own link for an advertisement to pay for
    itself; `orders_needed` is None where its fee is not lower.
    """

    saved_won: int  # by each order through the link
    orders_needed: int | None
    orders: int

    @property
    def share(self) -> Fraction | None:
        """The share of all orders that is needed, exact; above 1 it cannot be reached."""
        if self.orders_needed is None or not self.orders:
            return None
        return Fraction(self.orders_needed, self.orders)


def ad_break_even(
    ad_won: int, orders: int, price_won: int, normal: FeeRates, marketing: FeeRates
) -> AdBreakEven:
    """What of `orders` at one price must arrive by seller marketing for its lower sales fee to pay
    `ad_won`; orders the advertisement itself brings are left out. VAT falls on both sides alike.

    ValueError for an amount or a number of orders below zero. Source: fees.md section 3.
    """
    check_won(ad_won)
    if orders < 0:
        raise ValueError(f"{orders} orders cannot be")
    saved_won = floor_fee(price_won, normal.sales_mp) - floor_fee(price_won, marketing.sales_mp)
    needed = -(-ad_won // saved_won) if saved_won > 0 else None if ad_won else 0
    return AdBreakEven(saved_won=saved_won, orders_needed=needed, orders=orders)


def _smallest_price(wish: _Wish) -> int | NoPrice:
    needed = gross_share(wish.margin_mp, wish.tax_mode)
    kept = 1 - Fraction(wish.rates.total_mp, FULL_RATE_MP) - needed
    if kept <= 0:
        return NoPrice.TOO_LITTLE_LEFT
    for first in range(_first_to_try(wish, needed, kept), MAX_WON + 1, TRIED_AT_ONCE):
        prices = np.arange(first, min(first + TRIED_AT_ONCE, MAX_WON + 1), dtype=np.int64)
        does = _fulfil(wish, prices)
        if does.any():
            return int(prices[does.argmax()])
    return NoPrice.TOO_HIGH


def _first_to_try(wish: _Wish, needed: Fraction, kept: Fraction) -> int:
    """Below it no price can do: the closed form, less the won that cutting two fees may give."""
    delivery_left = wish.delivery_won - floor_fee(wish.delivery_won, wish.rates.order_mp)
    missing = wish.cost_won + needed * wish.delivery_won - delivery_left
    return max(0, floor((missing - 2) / kept) + 1)


def _fulfil(wish: _Wish, prices: WonColumn) -> NDArray[np.bool_]:
    """Whether the exact profit at each price is at least the wanted share of revenue."""
    delivery = np.full_like(prices, wish.delivery_won)
    amounts = margin_amounts(
        prices,
        delivery,
        floor_fee(prices, wish.rates.sales_mp),
        np.full_like(prices, wish.cost_won),
        order_mp=wish.rates.order_mp,
        tax_mode=wish.tax_mode,
    )
    revenue = prices + delivery
    numerator, divisor = profit_ratio(amounts.gross_won, revenue, wish.tax_mode)
    reached: NDArray[np.bool_] = numerator * FULL_RATE_MP >= revenue * divisor * wish.margin_mp
    return reached
