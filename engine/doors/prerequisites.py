"""What must be fetched before an import."""

from __future__ import annotations

from collections.abc import Iterable

from engine.domain.delivery import Prerequisite, PrerequisiteKind
from engine.domain.people import Role
from engine.doors.door import Door, needs
from engine.jobs.prerequisites import fetch_prerequisites, masked


class PrerequisiteDoor(Door):
    """What is asked of prerequisites."""

    @needs(Role.ANALYST)
    def prerequisites(self, store_id: int) -> tuple[Prerequisite, ...]:
        """All three kinds in order; one never fetched has no moment. Personal data is masked."""
        held = self._rooms.prerequisites.of_store(self._held(store_id).store_id)
        return tuple(map(masked, held))

    @needs(Role.OPERATOR)
    def fetch_prerequisites(
        self, store_id: int, kinds: Iterable[PrerequisiteKind] | None = None
    ) -> tuple[Prerequisite, ...]:
        """Fetches the kinds (all when None) from NAVER; each that arrived is kept even if a later
        one fails.
        """
        wanted = tuple(PrerequisiteKind) if kinds is None else tuple(kinds)
        room = self._rooms.prerequisites
        fetch_prerequisites(self._clients.of(store_id), store_id, wanted, room, self._clock)
        self._note("prerequisite.fetch", store_id=store_id, subject=", ".join(wanted))
        return self.prerequisites(store_id)
