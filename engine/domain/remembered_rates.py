"""A fee schedule that looks each sale of a day up once: a check asks it for every settled row."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from engine.domain.fees import Arrival, FeeRates, FeeTier, StoreType


class Rates(Protocol):
    """What a fee schedule tells; see FeeSchedule."""

    def rates_on(
        self,
        on: date,
        *,
        tier: FeeTier,
        arrival: Arrival = Arrival.NORMAL,
        store_type: StoreType = StoreType.SMARTSTORE,
    ) -> FeeRates:
        """The rates of a payment made on that day. Raises FeeRateUnknown."""

    def arrivals_on(self, on: date, store_type: StoreType) -> tuple[Arrival, ...]:
        """The arrivals that have a sales fee rate on that day."""


class RememberedRates:
    """A schedule with what it told so far; for one check, as a schedule may change."""

    def __init__(self, schedule: Rates) -> None:
        self._schedule = schedule
        self._rates: dict[tuple[date, FeeTier, Arrival, StoreType], FeeRates] = {}
        self._arrivals: dict[tuple[date, StoreType], tuple[Arrival, ...]] = {}

    def rates_on(
        self,
        on: date,
        *,
        tier: FeeTier,
        arrival: Arrival = Arrival.NORMAL,
        store_type: StoreType = StoreType.SMARTSTORE,
    ) -> FeeRates:
        """As the schedule tells. Raises FeeRateUnknown."""
        key = (on, tier, arrival, store_type)
        if key not in self._rates:
            self._rates[key] = self._schedule.rates_on(
                on, tier=tier, arrival=arrival, store_type=store_type
            )
        return self._rates[key]

    def arrivals_on(self, on: date, store_type: StoreType) -> tuple[Arrival, ...]:
        """As the schedule tells."""
        key = (on, store_type)
        if key not in self._arrivals:
            self._arrivals[key] = self._schedule.arrivals_on(on, store_type)
        return self._arrivals[key]
