"""Prices: the smallest one without a loss, and the smallest one that reaches a margin.

Fees are cut to whole won, so profit does not rise evenly with the price: the closed form of
docs/reference/fees.md section 9 says where to start, and the prices from there on are tried with
`margin_amounts` itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from engine.domain.costs import Costs
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
from engine.domain.margin import gross_share, margin_amounts
from engine.domain.rounding import round_half_up, share_won
from engine.domain.vat import WITHOUT_VAT, TaxType, VatRule, profit_ratio, vat_rule

TRIED_AT_ONCE = 512  # prices a call at most for one listing, fewer each for many
CELLS_AT_ONCE = 262_144
NO_PRICE = -1  # stands in a column of prices where there is none


class NoPrice(StrEnum):
    """Why no price does it."""

    TOO_LITTLE_LEFT = "TOO_LITTLE_LEFT"  # fees, VAT and the wanted margin take the whole price
    TOO_HIGH = "TOO_HIGH"  # it would be above MAX_WON


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wish:
    """What is wanted of the prices of many listings, and under which terms: costs and delivery
    income in won, one row a listing, and costs that are a share of what the buyer pays.
    """

    margin_mp: int
    fixed_won: WonColumn
    share_mps: Sequence[int]
    rates: FeeRates
    delivery_won: WonColumn
    vat: VatRule  # one for all rows


def break_even_price(
    costs: Costs, rates: FeeRates, *, delivery_income_won: int = 0, vat: VatRule = WITHOUT_VAT
) -> int | NoPrice:
    """The smallest whole-won price with no loss (a gross of zero or more); VAT changes it only
    where that of the costs comes back on a sale without any (`vat` of zero-rated goods).

    A NoPrice says why there is none. A won more may lose a won again where both fees step up
    together. Raises CostUnknown if a cost is None. Source: docs/reference/fees.md section 9.
    """
    rule = vat if vat.revenue > 0 else WITHOUT_VAT
    return _smallest_price([_wish(0, costs, rates, delivery_income_won, rule)])


def target_price(
    margin_mp: int,
    costs: Costs,
    rates: FeeRates,
    *,
    delivery_income_won: int = 0,
    tax_mode: TaxMode = TaxMode.GENERAL,
    tax_type: TaxType | None = None,
) -> int | NoPrice:
    """The smallest whole-won price whose exact profit is at least `margin_mp` of revenue.

    A NoPrice says why there is none. Raises CostUnknown if a cost is None, ValueError for a margin
    below zero. Source: docs/reference/fees.md section 9.
    """
    if margin_mp < 0:
        raise ValueError(f"a target margin of {margin_mp} thousandths of a percent is a loss")
    vat = vat_rule(tax_mode, tax_type)
    return _smallest_price([_wish(margin_mp, costs, rates, delivery_income_won, vat)])


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
    tax_type: TaxType | None = None,
) -> int | NoPrice:
    """The smallest whole-won price that reaches the margin at every one of these rates, say in all
    five tiers. A NoPrice says why there is none; errors as in `target_price`.
    """
    if margin_mp < 0:
        raise ValueError(f"a target margin of {margin_mp} thousandths of a percent is a loss")
    vat = vat_rule(tax_mode, tax_type)
    return _smallest_price(
        [_wish(margin_mp, costs, pair, delivery_income_won, vat) for pair in rates]
    )


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

    ValueError for an amount or a number of orders below zero. Source: docs/reference/fees.md
    section 3.
    """
    check_won(ad_won)
    if orders < 0:
        raise ValueError(f"{orders} orders cannot be")
    saved_won = floor_fee(price_won, normal.sales_mp) - floor_fee(price_won, marketing.sales_mp)
    needed = -(-ad_won // saved_won) if saved_won > 0 else None if ad_won else 0
    return AdBreakEven(saved_won=saved_won, orders_needed=needed, orders=orders)


def smallest_prices(wishes: Sequence[Wish]) -> WonColumn | NoPrice:
    """The smallest whole-won price of each listing that fulfils all the wishes, NO_PRICE where it
    would be above MAX_WON; a NoPrice where fees, VAT, shares and margin take the whole price.
    """
    starts = []
    for wish in wishes:
        needed = gross_share(wish.margin_mp, wish.vat)
        taken = needed + Fraction(sum(wish.share_mps), FULL_RATE_MP)
        kept = 1 - Fraction(wish.rates.total_mp, FULL_RATE_MP) - taken
        if kept <= 0:
            return NoPrice.TOO_LITTLE_LEFT
        starts.append(_first_to_try(wish, taken, kept))
    prices: WonColumn = np.maximum.reduce(starts)
    pending = np.arange(len(prices))
    while len(pending):
        width = max(1, min(TRIED_AT_ONCE, CELLS_AT_ONCE // len(pending)))
        tried = prices[pending, None] + np.arange(width)
        does = np.logical_and.reduce([fulfils(wish, pending, tried) for wish in wishes])
        found = does.any(axis=1)
        prices[pending[found]] += does[found].argmax(axis=1)
        pending = pending[~found]
        prices[pending] += width
        prices[pending[prices[pending] > MAX_WON]] = NO_PRICE
        pending = pending[prices[pending] != NO_PRICE]
    prices[prices > MAX_WON] = NO_PRICE
    return prices


def _smallest_price(wishes: Sequence[Wish]) -> int | NoPrice:
    """The same for one listing."""
    found = smallest_prices(wishes)
    if isinstance(found, NoPrice):
        return found
    return NoPrice.TOO_HIGH if found[0] == NO_PRICE else int(found[0])


def _wish(margin_mp: int, costs: Costs, rates: FeeRates, delivery_won: int, vat: VatRule) -> Wish:
    return Wish(
        margin_mp=margin_mp,
        fixed_won=np.array([costs.fixed_won], np.int64),
        share_mps=costs.share_mps,
        rates=rates,
        delivery_won=np.array([delivery_won], np.int64),
        vat=vat,
    )


def _first_to_try(wish: Wish, taken: Fraction, kept: Fraction) -> WonColumn:
    """Below it no price can do: the closed form, less the won that cutting two fees may give and
    the halves that rounding two shares may.
    """
    delivery_left = wish.delivery_won - floor_fee(wish.delivery_won, wish.rates.order_mp)
    taken_of_delivery = wish.delivery_won * taken.numerator // taken.denominator
    missing = wish.fixed_won + taken_of_delivery - delivery_left - 3
    start: WonColumn = np.clip(missing * kept.denominator // kept.numerator + 1, 0, MAX_WON)
    return start


def fulfils(wish: Wish, rows: NDArray[np.intp], prices: WonColumn) -> NDArray[np.bool_]:
    """Whether the exact profit at each price of the rows is at least the wanted share of
    revenue.
    """
    delivery = np.broadcast_to(wish.delivery_won[rows, None], prices.shape)
    revenue = prices + delivery
    cost = np.broadcast_to(wish.fixed_won[rows, None], prices.shape)
    for share_mp in filter(None, wish.share_mps):
        cost = cost + share_won(revenue, share_mp)
    amounts = margin_amounts(
        np.minimum(prices, MAX_WON),
        delivery,
        floor_fee(np.minimum(prices, MAX_WON), wish.rates.sales_mp),
        cost,
        order_mp=wish.rates.order_mp,
        vat=wish.vat,
    )
    numerator, divisor = profit_ratio(amounts.gross_won, revenue, wish.vat)
    reached: NDArray[np.bool_] = numerator * FULL_RATE_MP >= revenue * divisor * wish.margin_mp
    return reached
