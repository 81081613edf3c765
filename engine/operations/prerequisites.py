"""What must be fetched before an import."""

from __future__ import annotations

from collections.abc import Iterable

from engine.clock import Clock
from engine.database.prerequisites import Prerequisites
from engine.domain.delivery import Prerequisite, PrerequisiteKind
from engine.domain.people import Role
from engine.jobs.clients import Clients
from engine.operations.access import Access, needs
from engine.operations.prerequisite_fetch import fetch_prerequisites, masked


class PrerequisiteOperations:
    """What is asked of prerequisites."""

    def __init__(
        self, access: Access, prerequisites: Prerequisites, clients: Clients, clock: Clock
    ) -> None:
        self._access, self._prerequisites = access, prerequisites
        self._clients, self._clock = clients, clock

    @needs(Role.ANALYST)
    def of_store(self, store_id: int) -> tuple[Prerequisite, ...]:
        """All three kinds in order; one never fetched has no moment. Personal data is masked."""
        held = self._prerequisites.of_store(self._access.held(store_id).store_id)
        return tuple(map(masked, held))

    @needs(Role.OPERATOR)
    def fetch(
        self, store_id: int, kinds: Iterable[PrerequisiteKind] | None = None
    ) -> tuple[Prerequisite, ...]:
        """Fetches the kinds (all when None) from NAVER; each that arrived is kept even if a later
        one fails.
        """
        wanted = tuple(PrerequisiteKind) if kinds is None else tuple(kinds)
        api = self._clients.of(store_id)
        fetch_prerequisites(api, store_id, wanted, self._prerequisites, self._clock)
        self._access.note("prerequisite.fetch", store_id=store_id, subject=", ".join(wanted))
        return self.of_store(store_id)
