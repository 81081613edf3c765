"""Answers about fees and prices without a store, by the rates of a schedule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from engine.domain.costs import Costs
from engine.domain.fee_schedule import FeeSchedule
from engine.domain.fees import (
    MAX_WON,
    Arrival,
    FeeRates,
    FeeTier,
    OrderSettlement,
    StoreType,
    TaxMode,
    order_settlement,
)
from engine.domain.margin import MarginBreakdown, margin
from engine.domain.pricing import NoPrice, break_even_price, target_price
from engine.domain.vat import TaxType, vat_rule
from engine.errors import BadRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """The conditions of a sale that decide its rates; `on` is the day of payment in KST."""

    on: date
    tier: FeeTier
    arrival: Arrival = Arrival.NORMAL
    store_type: StoreType = StoreType.SMARTSTORE


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceQuote:
    """The smallest whole-won prices without a loss and with the wanted margin, or why there is
    none.
    """

    break_even: int | NoPrice
    target: int | NoPrice | None  # None: no margin was asked for
    rates: FeeRates


class Quotes:
    """Fees of an order, prices for a margin, margins at a price."""

    def __init__(self, schedule: FeeSchedule) -> None:
        self._schedule = schedule

    def order(
        self, sale: Sale, lines_won: Iterable[int], deliveries_won: Iterable[int]
    ) -> OrderSettlement:
        """Fees and settlement of an order. Raises BadRequest for an amount that cannot be,
        FeeRateUnknown.
        """
        lines, deliveries = tuple(lines_won), tuple(deliveries_won)
        _check(*lines, *deliveries)
        return order_settlement(lines, deliveries, self._rates(sale))

    def prices(
        self,
        sale: Sale,
        cost_won: int,
        *,
        delivery_income_won: int = 0,
        tax_mode: TaxMode = TaxMode.GENERAL,
        tax_type: TaxType | None = None,
        margin_mp: int | None = None,
    ) -> PriceQuote:
        """Break-even price, and the price for a margin in thousandths of a percent of revenue."""
        _check(cost_won, delivery_income_won)
        if margin_mp is not None and not 0 <= margin_mp < 100_000:
            raise BadRequest("The margin must be 0 % or more and below 100 %. Choose another one.")
        rates, costs = self._rates(sale), Costs(goods_won=cost_won)
        target = None
        if margin_mp is not None:
            target = target_price(
                margin_mp,
                costs,
                rates,
                delivery_income_won=delivery_income_won,
                tax_mode=tax_mode,
                tax_type=tax_type,
            )
        return PriceQuote(
            break_even=break_even_price(
                costs,
                rates,
                delivery_income_won=delivery_income_won,
                vat=vat_rule(tax_mode, tax_type),
            ),
            target=target,
            rates=rates,
        )

    def margin(
        self,
        sale: Sale,
        price_won: int,
        cost_won: int,
        *,
        delivery_income_won: int = 0,
        tax_mode: TaxMode = TaxMode.GENERAL,
        tax_type: TaxType | None = None,
    ) -> MarginBreakdown:
        """What one piece leaves at a price."""
        _check(price_won, cost_won, delivery_income_won)
        return margin(
            price_won,
            Costs(goods_won=cost_won),
            self._rates(sale),
            delivery_income_won=delivery_income_won,
            tax_mode=tax_mode,
            tax_type=tax_type,
        )

    def _rates(self, sale: Sale) -> FeeRates:
        return self._schedule.rates_on(
            sale.on, tier=sale.tier, arrival=sale.arrival, store_type=sale.store_type
        )


def two_decimals(amount: Fraction) -> str:
    """An exact amount as text with two decimals, the half away from zero: 4923.636... is
    4923.64.
    """
    cents = abs(amount) * 100
    whole = int(cents + Fraction(1, 2))
    sign = "-" if amount < 0 and whole else ""
    return f"{sign}{whole // 100}.{whole % 100:02d}"


def _check(*amounts_won: int) -> None:
    for amount in amounts_won:
        if not 0 <= amount <= MAX_WON:
            raise BadRequest(
                "{amount} won is no amount to work with: it must be between 0 and {limit}.",
                amount=f"{amount:,}",
                limit=f"{MAX_WON:,}",
            )
