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
from engine.doors.door import needs
from engine.doors.margins import MarginDoor


class ScenarioDoor(MarginDoor):
    """What is asked of scenarios."""

    _scenarios: Scenarios

    @needs(Role.ANALYST)
    def scenarios(self, store_id: int) -> tuple[SavedScenario, ...]:
        """The scenarios of a store by name."""
        return self._scenarios.of_store(self._held(store_id).store_id)

    @needs(Role.ANALYST)
    def try_scenario(
        self, store_id: int, scenario: Scenario, *, on: date | None = None
    ) -> ScenarioResult:
        """The listings of a scenario now and then, by the rates of a day (today when None). Raises
        BadRequest for one that cannot be, FeeRateUnknown.
        """
        check_scenario(scenario)
        table = self.margins(store_id, on=on, with_delivery=scenario.with_delivery)
        rates = self.rates(store_id, tier=scenario.tier, arrival=scenario.arrival, on=on)
        return scenario_result(table, scenario, rates)

    @needs(Role.ANALYST)
    def save_scenario(self, store_id: int, scenario: Scenario) -> tuple[SavedScenario, ...]:
        """Keeps a scenario under its name, in place of one of the same name."""
        tidy = msgspec.structs.replace(scenario, name=scenario.name.strip()[:80])
        check_scenario(tidy)
        self._scenarios.save(self._held(store_id).store_id, tidy, self._actor.name)
        self._note("scenario.save", store_id=store_id, subject=tidy.name)
        return self.scenarios(store_id)

    @needs(Role.ANALYST)
    def remove_scenario(self, store_id: int, name: str) -> tuple[SavedScenario, ...]:
        """Forgets a scenario."""
        self._scenarios.remove(self._held(store_id).store_id, name)
        self._note("scenario.remove", store_id=store_id, subject=name)
        return self.scenarios(store_id)
