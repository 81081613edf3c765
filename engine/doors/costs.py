"""What SKUs cost over time, and the profiles that fill what they do not say."""

from __future__ import annotations

from datetime import date

import msgspec

from engine.clock import today
from engine.database.cost_profiles import CostProfiles
from engine.domain.costs import CostProfile, ProfileKind, StatedCosts, check_profile
from engine.domain.people import Role
from engine.doors.door import Door, needs


class CostDoor(Door):
    """What is asked of costs."""

    _cost_profiles: CostProfiles

    @needs(Role.ANALYST)
    def sku_costs(self, sku_id: int) -> tuple[tuple[date | None, StatedCosts], ...]:
        """The costs of a SKU by the day they begin, newest first; the first ones have no day and
        count for all days before.
        """
        return self._rooms.skus.cost_days(sku_id)

    @needs(Role.ANALYST)
    def cost_profiles(self) -> tuple[CostProfile, ...]:
        """Every profile that was ever saved, by kind and name, the newest first."""
        return self._cost_profiles.all()

    @needs(Role.ANALYST)
    def cost_profile_names(self, kind: ProfileKind) -> tuple[str, ...]:
        """What a profile can be for: category paths and their beginnings, or groups of SKUs."""
        return self._cost_profiles.names(kind)

    @needs(Role.OPERATOR)
    def save_cost_profile(self, profile: CostProfile) -> CostProfile:
        """Fills what SKUs do not say from the profile's day on, until the next one of its name; one
        without any amount ends it. Raises BadRequest.
        """
        kept = msgspec.structs.replace(check_profile(profile), saved_by=self._actor.name)
        self._cost_profiles.save(kept)
        self._note(
            "costs.profile",
            subject=f"{kept.name} {kept.starts_on.isoformat()}",
            after=dict(kept.costs.told()),
        )
        return kept

    @needs(Role.OPERATOR)
    def end_cost_profile(self, kind: ProfileKind, name: str) -> CostProfile:
        """Lets a profile fill nothing from today on; the days before keep it."""
        return self.save_cost_profile(
            CostProfile(kind=kind, name=name, starts_on=today(self._clock), costs=StatedCosts())
        )
