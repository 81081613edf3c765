"""What each kind of write changes at NAVER: a new kind joins here."""

from __future__ import annotations

from engine.clock import Clock
from engine.database.prerequisites import Prerequisites
from engine.domain.writes import Write
from engine.jobs.clients import Clients
from engine.operations.confirmation import Target
from engine.operations.delivery_settings import DeliverySettings


class WriteTargets:
    """Opens the one thing at NAVER that a write changes."""

    def __init__(self, clients: Clients, prerequisites: Prerequisites, clock: Clock) -> None:
        self._clients, self._prerequisites, self._clock = clients, prerequisites, clock

    def of(self, write: Write) -> Target:
        """What the write changes. Raises StoreClosed, AuthFailed."""
        return self.delivery(write.store_id).target(write)

    def delivery(self, store_id: int) -> DeliverySettings:
        """A store's delivery settings at NAVER. Raises StoreClosed, AuthFailed."""
        return DeliverySettings(
            store_id=store_id,
            api=self._clients.of(store_id),
            prerequisites=self._prerequisites,
            clock=self._clock,
        )
