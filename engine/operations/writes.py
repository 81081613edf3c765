"""Writes to NAVER: confirmed, settled, looked at."""

from __future__ import annotations

from engine.clock import Clock
from engine.database.writes import Writes, no_write
from engine.domain.people import Role
from engine.domain.writes import Write
from engine.operations.access import Access, needs
from engine.operations.confirmation import Confirmation
from engine.operations.write_targets import WriteTargets

SHOWN = 20


class WriteOperations:
    """What is asked of writes to NAVER, whatever they change."""

    def __init__(self, access: Access, writes: Writes, targets: WriteTargets, clock: Clock) -> None:
        self._access, self._writes, self._targets, self._clock = access, writes, targets, clock

    @needs(Role.OPERATOR)
    def of_store(self, store_id: int, *, limit: int = SHOWN) -> tuple[Write, ...]:
        """The writes of a store that were confirmed: those not settled first, then newest first."""
        return self._writes.sent(store_id, limit=limit)

    @needs(Role.OPERATOR)
    def get(self, write_id: int) -> Write:
        """One write. Raises BadRequest where there is none."""
        return self._seen_write(write_id)

    @needs(Role.MANAGER)
    def confirm(self, write_id: int) -> Write:
        """Sends a planned change to NAVER and tells what came of it; a second time sends nothing.

        See Confirmation.confirm for what it raises. An OUTDATED one names the plan that took its
        place.
        """
        write = self._seen_write(write_id)
        confirmation = Confirmation(self._writes, self._clock)
        done = confirmation.confirm(write, self._targets.of(write), self._access.actor.name)
        if done.state is not write.state:
            self._note_write("send", done)
        return done

    @needs(Role.OPERATOR)
    def settle(self, write_id: int) -> Write:
        """Reads NAVER to learn whether a change arrived; nothing is sent."""
        write = self._seen_write(write_id)
        if not write.unsettled:
            return write
        settled = Confirmation(self._writes, self._clock).settle(write, self._targets.of(write))
        if not settled.unsettled:
            self._note_write("settle", settled)
        return settled

    def _seen_write(self, write_id: int) -> Write:
        write = self._writes.get(write_id)
        if not self._access.actor.sees(write.store_id):
            raise no_write(write_id)
        return write

    def _note_write(self, step: str, write: Write) -> None:
        self._access.note(
            f"naver.{step}.{write.kind.lower()}",
            store_id=write.store_id,
            subject=write.title,
            before={**write.before},
            after={**write.after, "outcome": write.state},
            trace_id=write.trace_id,
        )
