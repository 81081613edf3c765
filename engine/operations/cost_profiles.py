"""Cost profiles: what fills the costs a SKU does not say, and since when."""

from __future__ import annotations

import msgspec

from engine.clock import Clock, today
from engine.database.cost_profiles import CostProfiles
from engine.domain.costs import CostProfile, ProfileKind, StatedCosts, check_profile
from engine.domain.people import Role
from engine.operations.access import Access, needs


class CostProfileOperations:
    """What is asked of cost profiles."""

    def __init__(self, access: Access, cost_profiles: CostProfiles, clock: Clock) -> None:
        self._access, self._cost_profiles, self._clock = access, cost_profiles, clock

    @needs(Role.ANALYST)
    def all(self) -> tuple[CostProfile, ...]:
        """Every profile that was ever saved, by kind and name, the newest first."""
        return self._cost_profiles.all()

    @needs(Role.ANALYST)
    def names(self, kind: ProfileKind) -> tuple[str, ...]:
        """What a profile can be for: category paths and their beginnings, or groups of SKUs."""
        return self._cost_profiles.names(kind)

    @needs(Role.OPERATOR)
    def save(self, profile: CostProfile) -> CostProfile:
        """Fills what SKUs do not say from the profile's day on, until the next one of its name; one
        without any amount ends it. Raises BadRequest.
        """
        kept = msgspec.structs.replace(check_profile(profile), saved_by=self._access.actor.name)
        self._cost_profiles.save(kept)
        self._access.note(
            "costs.profile",
            subject=f"{kept.name} {kept.starts_on.isoformat()}",
            after=dict(kept.costs.told()),
        )
        return kept

    @needs(Role.OPERATOR)
    def end(self, kind: ProfileKind, name: str) -> CostProfile:
        """Lets a profile fill nothing from today on; the days before keep it."""
        return self.save(
            CostProfile(kind=kind, name=name, starts_on=today(self._clock), costs=StatedCosts())
        )
