"""Scenarios: what listings would leave if price, cost, tier or rates were others."""

from __future__ import annotations

from datetime import date

import msgspec

from engine.database.scenarios import Scenarios
from engine.domain.people import Role
from engine.domain.scenarios import (
    SavedScenario,
    Scenario,
    ScenarioResult,
    check_scenario,
    scenario_result,
)
from engine.operations.access import Access, needs
from engine.operations.margins import MarginOperations


class ScenarioOperations:
    """What is asked of scenarios."""

    def __init__(self, access: Access, scenarios: Scenarios, margins: MarginOperations) -> None:
        self._access, self._scenarios, self._margins = access, scenarios, margins

    @needs(Role.ANALYST)
    def of_store(self, store_id: int) -> tuple[SavedScenario, ...]:
        """The scenarios of a store by name."""
        return self._scenarios.of_store(self._access.held(store_id).store_id)

    @needs(Role.ANALYST)
    def result(
        self, store_id: int, scenario: Scenario, *, on: date | None = None
    ) -> ScenarioResult:
        """The listings of a scenario now and then, by the rates of a day (today when None). Raises
        BadRequest for one that cannot be, FeeRateUnknown.
        """
        check_scenario(scenario)
        table = self._margins.table(store_id, on=on, with_delivery=scenario.with_delivery)
        rates = self._margins.rates(store_id, tier=scenario.tier, arrival=scenario.arrival, on=on)
        return scenario_result(table, scenario, rates)

    @needs(Role.ANALYST)
    def save(self, store_id: int, scenario: Scenario) -> tuple[SavedScenario, ...]:
        """Keeps a scenario under its name, in place of one of the same name."""
        tidy = msgspec.structs.replace(scenario, name=scenario.name.strip()[:80])
        check_scenario(tidy)
        self._scenarios.save(self._access.held(store_id).store_id, tidy, self._access.actor.name)
        self._access.note("scenario.save", store_id=store_id, subject=tidy.name)
        return self.of_store(store_id)

    @needs(Role.ANALYST)
    def remove(self, store_id: int, name: str) -> tuple[SavedScenario, ...]:
        """Forgets a scenario."""
        self._scenarios.remove(self._access.held(store_id).store_id, name)
        self._access.note("scenario.remove", store_id=store_id, subject=name)
        return self.of_store(store_id)
