"""Margins: what a sale leaves after fees, costs and VAT.

R is price plus the delivery fee the buyer pays, F both fees, T the costs; G = R - F - T is the
gross, and the profit (the margin of the screens) is what VAT leaves of G (`engine/domain/vat.py`).
All are won with VAT inside, as integers. `margin_amounts` is the only place with the formula: it
serves one amount and an int64 column alike. Profit and margin rate are rounded to the nearest unit,
halves up, by `round_half_up` and nowhere else. Source: docs/reference/fees.md section 9.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, NamedTuple

from engine.domain.costs import Costs
from engine.domain.fees import FULL_RATE_MP, FeeRates, TaxMode, Won, floor_fee
from engine.domain.rounding import round_half_up
from engine.domain.vat import TaxType, VatRule, profit_ratio, vat_rule


class MarginAmounts(NamedTuple, Generic[Won]):
    """What the formula gives, for one sale or for a column; the order fee holds delivery's."""

    order_fee_won: Won
    settlement_won: Won
    gross_won: Won
    profit_won: Won


def margin_amounts(
    price_won: Won,
    delivery_won: Won | None,
    sales_fee_won: Won,
    cost_won: Won,
    *,
    order_mp: int,
    vat: VatRule,
) -> MarginAmounts[Won]:
    """The formula; the sales fee comes ready, as tiers share it. No delivery income where None.

    ValueError for a price or delivery income below zero or above MAX_WON; the cost is checked where
    it is added up.
    """
    order_fee = floor_fee(price_won, order_mp)
    revenue = price_won
    if delivery_won is not None:
        order_fee = order_fee + floor_fee(delivery_won, order_mp)
        revenue = price_won + delivery_won
    settlement = settled(revenue, order_fee, sales_fee_won)
    gross = settlement - cost_won
    return MarginAmounts(
        order_fee_won=order_fee,
        settlement_won=settlement,
        gross_won=gross,
        profit_won=round_half_up(*profit_ratio(gross, revenue, vat)),
    )


def settled(revenue_won: Won, order_fee_won: Won, sales_fee_won: Won) -> Won:
    """Revenue less fees, exactly."""
    return revenue_won - order_fee_won - sales_fee_won


def margin_rate_mp(
    gross_won: Won, revenue_won: Won, vat: VatRule, base_won: Won | None = None
) -> Won:
    """Profit on revenue, or on another base, in thousandths of a percent, rounded; the base must be
    above zero.
    """
    numerator, divisor = profit_ratio(gross_won, revenue_won, vat)
    base = revenue_won if base_won is None else base_won
    rate_mp: Won = round_half_up(numerator * FULL_RATE_MP, base * divisor)
    return rate_mp


def gross_share(margin_mp: int, vat: VatRule) -> Fraction:
    """The share of revenue that the gross must be for a profit of `margin_mp` of revenue, exact."""
    profit = Fraction(margin_mp, FULL_RATE_MP) * int(vat.divisor)
    return (profit - int(vat.revenue)) / int(vat.gross)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginBreakdown:
    """One sale from price to profit, with the rates it was worked out by. Fees hold delivery's;
    the costs are won, those told as a share too.

    `profit_won` is after VAT and rounded, `profit` is exact.
    """

    price_won: int
    delivery_income_won: int
    costs: Costs
    order_fee_won: int
    sales_fee_won: int
    settlement_won: int
    gross_won: int
    profit_won: int
    rates: FeeRates
    tax_mode: TaxMode
    tax_type: TaxType | None = None  # of the goods; not known, the mode of the store decides

    @property
    def vat(self) -> VatRule:
        """How VAT falls on the sale."""
        return vat_rule(self.tax_mode, self.tax_type)

    @property
    def revenue_won(self) -> int:
        """What the buyer pays: price and delivery fee."""
        return self.price_won + self.delivery_income_won

    @property
    def fees_won(self) -> int:
        """Both fees together."""
        return self.order_fee_won + self.sales_fee_won

    @property
    def cost_won(self) -> int:
        """All costs together."""
        return self.costs.fixed_won

    @property
    def vat_won(self) -> int:
        """What VAT takes of the gross (below zero: gives back), so that gross = profit + VAT."""
        return self.gross_won - self.profit_won

    @property
    def profit(self) -> Fraction:
        """Profit after VAT in won, exact."""
        return Fraction(*profit_ratio(self.gross_won, self.revenue_won, self.vat))

    @property
    def margin_rate(self) -> Fraction | None:
        """Profit on revenue as an exact share, None where there is no revenue."""
        return self.profit / self.revenue_won if self.revenue_won else None

    @property
    def margin_rate_mp(self) -> int | None:
        """The margin rate in thousandths of a percent, rounded, None where there is no revenue."""
        if not self.revenue_won:
            return None
        return margin_rate_mp(self.gross_won, self.revenue_won, self.vat)

    @property
    def cost_rate_mp(self) -> int | None:
        """The profit on all costs in thousandths of a percent, rounded, None without any cost."""
        if not self.cost_won:
            return None
        return margin_rate_mp(self.gross_won, self.revenue_won, self.vat, self.cost_won)


def margin(
    price_won: int,
    costs: Costs,
    rates: FeeRates,
    *,
    delivery_income_won: int = 0,
    tax_mode: TaxMode = TaxMode.GENERAL,
    tax_type: TaxType | None = None,
) -> MarginBreakdown:
    """The margin of one piece sold at `price_won`, after the discounts the seller pays. VAT follows
    the goods; the store's mode decides where their tax is not known.

    Raises CostUnknown if a cost is None, ValueError for an amount below zero or above MAX_WON.
    Source: docs/reference/fees.md sections 5 and 9.
    """
    sales_fee_won = floor_fee(price_won, rates.sales_mp)
    costs = costs.at(price_won + delivery_income_won)
    amounts = margin_amounts(
        price_won,
        delivery_income_won,
        sales_fee_won,
        costs.fixed_won,
        order_mp=rates.order_mp,
        vat=vat_rule(tax_mode, tax_type),
    )
    return MarginBreakdown(
        price_won=price_won,
        delivery_income_won=delivery_income_won,
        costs=costs,
        order_fee_won=amounts.order_fee_won,
        sales_fee_won=sales_fee_won,
        settlement_won=amounts.settlement_won,
        gross_won=amounts.gross_won,
        profit_won=amounts.profit_won,
        rates=rates,
        tax_mode=tax_mode,
        tax_type=tax_type,
    )
