"""Writes to NAVER: shown as a difference, confirmed, sent once, read again, never sent twice.

How a new kind of write joins: give it a WriteKind and a Target that reads and sends one thing, plan
it with the facts read before and the facts wanted, and confirm it here. The rest is the same for
all: a plan on values that meanwhile changed is not sent but planned anew, an outcome that is not
known is settled by reading.
"""

from __future__ import annotations

from typing import Protocol

import msgspec

from engine.api_errors import ApiRejected, ArrivalUnknown
from engine.clock import Clock
from engine.database.writes import Writes
from engine.domain.writes import (
    PLAN_LASTS,
    Facts,
    NewWrite,
    Receipt,
    Write,
    WriteState,
    settled_state,
)
from engine.errors import BadRequest, Cancelled, EngineError


class Target(Protocol):
    """The one thing at NAVER that a write changes."""

    def read(self) -> Facts:
        """What NAVER holds of it now; nothing for a thing that is not there."""

    def send(self) -> Receipt:
        """Makes the change, once. Raises ArrivalUnknown where NAVER does not say; after any other
        ApiError it was not made.
        """


class Confirmation:
    """Confirms and settles writes; one for the whole engine."""

    def __init__(self, writes: Writes, clock: Clock) -> None:
        self._writes, self._clock = writes, clock

    def confirm(self, write: Write, target: Target, asked_by: str) -> Write:
        """Sends a plan and tells what came of it; one confirmed before is told as it stands, and
        nothing is sent.

        Raises BadRequest for a plan that changes nothing or is too old, WriteUnsettled while an
        earlier write to the same thing may still arrive, and the ApiError of a connection that
        failed before anything was sent: then the plan stays.
        """
        if write.state is WriteState.PLANNED:
            self._refuse(write)
            if self._writes.claim(write, asked_by):
                return self._carried_out(write, target)
        return self._writes.get(write.write_id)

    def _refuse(self, write: Write) -> None:
        if not write.changes:
            raise BadRequest("NAVER holds these values already. There is nothing to send.")
        if self._clock() - write.planned_at > PLAN_LASTS:
            raise BadRequest("This plan is more than a day old. Look at the difference again.")

    def _carried_out(self, write: Write, target: Target) -> Write:
        try:
            held = target.read()
        except BaseException:
            self._writes.release(write.write_id)
            raise
        if held != write.before:
            return self._outdated(write, held)
        return self._sent(write, target)

    def _outdated(self, write: Write, held: Facts) -> Write:
        """Nothing is sent; the same wish is planned on what NAVER holds now."""
        renewed = self._writes.plan(_as_new(write, held)) if held != write.after else None
        return self._writes.settle(
            write.write_id,
            WriteState.OUTDATED,
            found=held,
            replaced_by=renewed.write_id if renewed else None,
        )

    def _sent(self, write: Write, target: Target) -> Write:
        try:
            receipt = target.send()
        except ArrivalUnknown as error:
            self._writes.tell_unknown(write.write_id, error)
            return self._looked(write.write_id, target)
        except ApiRejected as error:
            return self._writes.settle(write.write_id, WriteState.REFUSED, error=error)
        except Cancelled:  # cut off on the way, nobody knows where
            raise
        except EngineError:  # it was certainly not sent
            self._writes.release(write.write_id)
            raise
        return self._accepted(write, target, receipt)

    def _accepted(self, write: Write, target: Target, receipt: Receipt) -> Write:
        """After NAVER's yes: read again, and said where NAVER holds something else all the same."""
        try:
            found = target.read()
        except EngineError as error:
            return self._writes.settle(
                write.write_id, WriteState.DONE, trace_id=receipt.trace_id, error=error
            )
        state = WriteState.DONE if found == write.after else WriteState.DIFFERENT
        return self._writes.settle(write.write_id, state, found=found, trace_id=receipt.trace_id)

    def _looked(self, write_id: int, target: Target) -> Write:
        """One look right after an unknown outcome; it may fail, the button looks again."""
        write = self._writes.get(write_id)
        try:
            return self.settle(write, target)
        except EngineError:
            return write

    def settle(self, write: Write, target: Target) -> Write:
        """Looks at NAVER whether a write arrived whose outcome is not known; nothing is sent.

        What is not there yet stays unknown until it could no longer arrive. Raises ApiError where
        NAVER cannot be read.
        """
        if not write.unsettled:
            return write
        found = target.read()
        state = settled_state(write, found, self._clock())
        if state is WriteState.SENT:
            return write
        return self._writes.settle(
            write.write_id, state, found=found, error=_kept_error(write, state)
        )


def _kept_error(write: Write, state: WriteState) -> EngineError | None:
    """Why it was unknown, for one that did not arrive; one that did has no fault to tell."""
    if state is WriteState.DONE or write.error_text is None:
        return None
    return EngineError(write.error_text, **write.error_params)


def _as_new(write: Write, held: Facts) -> NewWrite:
    fields = {name: getattr(write, name) for name in NewWrite.__struct_fields__}
    return msgspec.structs.replace(NewWrite(**fields), before=held)
