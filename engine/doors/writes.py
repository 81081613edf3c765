"""Writes to NAVER: confirmed, settled, looked at."""

from __future__ import annotations

from engine.database.writes import Writes
from engine.domain.people import Role
from engine.domain.writes import Write
from engine.doors.door import Door, needs
from engine.jobs.delivery import DeliverySettings
from engine.jobs.writes import Confirmation, Target

SHOWN = 20


class WriteDoor(Door):
    """What is asked of writes to NAVER, whatever they change."""

    _writes: Writes

    @needs(Role.OPERATOR)
    def writes(self, store_id: int, *, limit: int = SHOWN) -> tuple[Write, ...]:
        """The writes of a store that were confirmed: those not settled first, then newest first."""
        return self._writes.sent(store_id, limit=limit)

    @needs(Role.OPERATOR)
    def write(self, write_id: int) -> Write:
        """One write. Raises BadRequest where there is none."""
        return self._seen_write(write_id)

    @needs(Role.MANAGER)
    def confirm_write(self, write_id: int) -> Write:
        """Sends a planned change to NAVER and tells what came of it; a second time sends nothing.

        See Confirmation.confirm for what it raises. An OUTDATED one names the plan that took its
        place.
        """
        write = self._seen_write(write_id)
        confirmation = Confirmation(self._writes, self._clock)
        done = confirmation.confirm(write, self._target(write), self._actor.name)
        if done.state is not write.state:
            self._note_write("send", done)
        return done

    @needs(Role.OPERATOR)
    def settle_write(self, write_id: int) -> Write:
        """Reads NAVER to learn whether a change arrived; nothing is sent."""
        write = self._seen_write(write_id)
        if not write.unsettled:
            return write
        settled = Confirmation(self._writes, self._clock).settle(write, self._target(write))
        if not settled.unsettled:
            self._note_write("settle", settled)
        return settled

    def _seen_write(self, write_id: int) -> Write:
        write = self._writes.get(write_id)
        self._permit_store(write.store_id)
        return write

    def _note_write(self, step: str, write: Write) -> None:
        self._note(
            f"naver.{step}.{write.kind.lower()}",
            store_id=write.store_id,
            subject=write.title,
            before={**write.before},
            after={**write.after, "outcome": write.state},
            trace_id=write.trace_id,
        )

    def _target(self, write: Write) -> Target:
        """What the write changes; kinds that are no delivery settings join here."""
        return self._delivery_settings(write.store_id).target(write)

    def _delivery_settings(self, store_id: int) -> DeliverySettings:
        return DeliverySettings(
            store_id=store_id,
            api=self._clients.of(store_id),
            prerequisites=self._rooms.prerequisites,
            clock=self._clock,
        )
