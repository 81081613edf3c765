"""Cost profiles in the database: dated rows, the newest of a name counts."""

from __future__ import annotations

from typing import Any

import msgspec

from engine.clock import Clock, to_utc
from engine.database.database import Database
from engine.domain.costs import CostProfile, ProfileKind, StatedCosts

_NAMES = {
    ProfileKind.CATEGORY: "cost_profiles.categories",
    ProfileKind.SKU_GROUP: "cost_profiles.sku_groups",
}


class CostProfiles:
    """Loads and saves cost profiles."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def all(self) -> tuple[CostProfile, ...]:
        """Every row by kind and name, the newest first."""
        return tuple(map(_profile, self._db.rows("cost_profiles.all")))

    def save(self, profile: CostProfile) -> None:
        """Keeps a profile from its day on; one of the same name and day gives way."""
        params = {
            "kind": profile.kind,
            "name": profile.name,
            "starts_on": profile.starts_on,
            "saved_by": profile.saved_by,
            "now": to_utc(self._clock()),
            **msgspec.structs.asdict(profile.costs),
        }
        with self._db.write() as transaction:
            transaction.run("cost_profiles.save", **params)

    def names(self, kind: ProfileKind) -> tuple[str, ...]:
        """What a profile of that kind can be for: category paths and their beginnings, or the
        groups of SKUs.
        """
        names = [row["name"] for row in self._db.rows(_NAMES[kind])]
        if kind is ProfileKind.CATEGORY:
            names = [beginning for name in names for beginning in _beginnings(name)]
        return tuple(sorted(set(names)))


def _beginnings(path: str) -> list[str]:
    """The path of a category and of all it lies in."""
    levels = path.split(">")
    return [">".join(levels[:depth]) for depth in range(1, len(levels) + 1)]


def _profile(row: dict[str, Any]) -> CostProfile:
    return CostProfile(
        kind=ProfileKind(row.pop("kind")),
        name=row.pop("name"),
        starts_on=row.pop("starts_on"),
        saved_by=row.pop("saved_by"),
        costs=StatedCosts(**row),
    )
