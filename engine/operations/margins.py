"""What a sale leaves."""

from __future__ import annotations

from datetime import date

import msgspec

from engine.clock import Clock, today
from engine.database.fee_rates import RateLedger
from engine.database.margins import MarginInputs
from engine.database.stores import Stores
from engine.database.terms import StoreTerms
from engine.domain.costs import Costs
from engine.domain.fees import Arrival, FeeRates, FeeTier
from engine.domain.margin import MarginBreakdown, margin
from engine.domain.margin_table import MarginTable, MarginUnit
from engine.domain.people import Role
from engine.domain.pricing import (
    AdBreakEven,
    NoPrice,
    ad_break_even,
    break_even_price,
    price_in_every,
    target_price,
)
from engine.domain.vat import WITHOUT_VAT, TaxType, VatRule
from engine.operations.access import Access, needs
from engine.operations.margin_tables import margin_table, store_rates


class MarginOperations:
    """What is asked of margins and prices."""

    def __init__(
        self,
        access: Access,
        stores: Stores,
        margins: MarginInputs,
        terms: StoreTerms,
        fee_rates: RateLedger,
        clock: Clock,
    ) -> None:
        self._access, self._stores, self._margins = access, stores, margins
        self._terms, self._fee_rates, self._clock = terms, fee_rates, clock

    @needs(Role.ANALYST)
    def table(
        self,
        store_id: int,
        *,
        arrival: Arrival = Arrival.NORMAL,
        on: date | None = None,
        unit: MarginUnit = MarginUnit.LISTING,
        with_delivery: bool = False,
    ) -> MarginTable:
        """What each matched listing, or each of its options, leaves in every tier on a day (today
        when None); tier, rates and costs are those of the day. `with_delivery` counts the delivery
        fee the buyer pays with one piece.
        """
        day = on or today(self._clock)
        store = self._access.held(store_id)
        tier = self._stores.fee_tier_on(store_id, day) or store.fee_tier
        return margin_table(
            self._margins,
            self._fee_rates.schedule(),
            msgspec.structs.replace(store, fee_tier=tier),
            self._terms.waiver(store_id),
            arrival=arrival,
            on=day,
            unit=unit,
            with_delivery=with_delivery,
        )

    @needs(Role.ANALYST)
    def rates(
        self,
        store_id: int,
        *,
        tier: FeeTier,
        arrival: Arrival = Arrival.NORMAL,
        on: date | None = None,
    ) -> FeeRates:
        """The rates of a sale of this store on a day (today when None), under its starter waiver
        where it has one. Raises FeeRateUnknown.
        """
        return store_rates(
            self._fee_rates.schedule(),
            self._access.held(store_id),
            self._terms.waiver(store_id),
            on or today(self._clock),
            tier=tier,
            arrival=arrival,
        )

    @needs(Role.ANALYST)
    def of(
        self,
        store_id: int,
        price_won: int,
        costs: Costs,
        rates: FeeRates,
        *,
        delivery_income_won: int = 0,
        tax_type: TaxType | None = None,
    ) -> MarginBreakdown:
        """What one piece leaves at a price, by the tax of the goods, the VAT mode of the store
        where it is not known. Raises CostUnknown.
        """
        tax_mode = self._access.held(store_id).tax_mode
        return margin(
            price_won,
            costs,
            rates,
            delivery_income_won=delivery_income_won,
            tax_mode=tax_mode,
            tax_type=tax_type,
        )

    @needs(Role.ANALYST)
    def break_even(
        self,
        costs: Costs,
        rates: FeeRates,
        *,
        delivery_income_won: int = 0,
        vat: VatRule = WITHOUT_VAT,
    ) -> int | NoPrice:
        """The smallest price in won without a loss, or why there is none; `vat` is the rule of the
        sale, which changes it for zero-rated goods.
        """
        return break_even_price(costs, rates, delivery_income_won=delivery_income_won, vat=vat)

    @needs(Role.ANALYST)
    def price_in_every_tier(
        self,
        store_id: int,
        margin_mp: int,
        costs: Costs,
        rates: tuple[FeeRates, ...],
        *,
        delivery_income_won: int = 0,
        tax_type: TaxType | None = None,
    ) -> int | NoPrice:
        """The smallest price in won that leaves `margin_mp` of revenue at each of these rates."""
        tax_mode = self._access.held(store_id).tax_mode
        return price_in_every(
            margin_mp,
            costs,
            rates,
            delivery_income_won=delivery_income_won,
            tax_mode=tax_mode,
            tax_type=tax_type,
        )

    @needs(Role.ANALYST)
    def ad_break_even(
        self, store_id: int, price_won: int, ad_won: int, orders: int, *, tier: FeeTier
    ) -> AdBreakEven:
        """How many of a store's orders must come through its own link to pay an advertisement, by
        the rates of today.
        """
        normal, link = (
            self.rates(store_id, tier=tier, arrival=arrival)
            for arrival in (Arrival.NORMAL, Arrival.SELLER_MARKETING)
        )
        return ad_break_even(ad_won, orders, price_won, normal, link)

    @needs(Role.ANALYST)
    def target_price(
        self,
        store_id: int,
        margin_mp: int,
        costs: Costs,
        rates: FeeRates,
        *,
        delivery_income_won: int = 0,
        tax_type: TaxType | None = None,
    ) -> int | NoPrice:
        """The smallest price in won that leaves `margin_mp` of revenue, or why there is none."""
        tax_mode = self._access.held(store_id).tax_mode
        return target_price(
            margin_mp,
            costs,
            rates,
            delivery_income_won=delivery_income_won,
            tax_mode=tax_mode,
            tax_type=tax_type,
        )
