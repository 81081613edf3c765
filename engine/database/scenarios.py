"""Scenarios in the database, by store and name."""

from __future__ import annotations

import msgspec

from engine.clock import Clock, to_utc
from engine.database.database import ELSEWHERE, Database
from engine.domain.scenarios import SavedScenario, Scenario


class Scenarios:
    """Loads and saves scenarios."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def of_store(self, store_id: int) -> tuple[SavedScenario, ...]:
        """The scenarios of a store by name."""
        return tuple(
            SavedScenario(
                scenario=msgspec.json.decode(row["content"], type=Scenario),
                saved_by=row["saved_by"],
            )
            for row in self._db.rows("scenarios.of_store", store_id=store_id)
        )

    def save(self, store_id: int, scenario: Scenario, saved_by: str) -> None:
        """Keeps a scenario; one of the same name is replaced."""
        params = {
            "store_id": store_id,
            "name": scenario.name,
            "content": msgspec.json.encode(scenario).decode(),
            "saved_by": saved_by,
            "now": to_utc(self._clock()),
        }
        with self._db.write(ELSEWHERE) as transaction:
            transaction.run("scenarios.save", **params)

    def remove(self, store_id: int, name: str) -> None:
        """Forgets a scenario."""
        with self._db.write(ELSEWHERE) as transaction:
            transaction.run("scenarios.remove", store_id=store_id, name=name)
