"""Writes to NAVER in the database: the intent before the call, the outcome after it.

A row moves one way: PLANNED, SENT, then its outcome. It is claimed in one transaction, so of two
who confirm the same plan one sends; while it is SENT it holds the thing at NAVER by a key of the
database, so that nothing else is sent to it, by whatever process. A process that ends in between
leaves it SENT: not known, until NAVER's values are read.
"""

from __future__ import annotations

from typing import Any

import msgspec

from engine.clock import Clock, to_kst, to_utc
from engine.database.database import ELSEWHERE, Database
from engine.database.numbers import Noun, next_number
from engine.domain.writes import Facts, NewWrite, Write, WriteKind, WriteState
from engine.errors import BadRequest, EngineError, Overtaken, WriteUnsettled


class Writes:
    """Keeps writes; decides who may send."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def plan(self, new: NewWrite) -> Write:
        """Keeps a plan; nothing is sent."""
        params = {
            "store_id": new.store_id,
            "kind": new.kind,
            "subject": new.subject,
            "title": new.title,
            "wanted": new.wanted,
            "before": _json(new.before),
            "after": _json(new.after),
            "asked_by": new.asked_by,
            "now": to_utc(self._clock()),
        }
        with self._db.write(ELSEWHERE) as transaction:
            write_id = next_number(transaction, Noun.NAVER_WRITE)
            transaction.run("writes.plan", write_id=write_id, **params)
        return self.get(write_id)

    def get(self, write_id: int) -> Write:
        """One write. Raises BadRequest where there is none."""
        for row in self._db.rows("writes.get", write_id=write_id):
            return _write(row)
        raise no_write(write_id)

    def sent(self, store_id: int, *, limit: int) -> tuple[Write, ...]:
        """The writes of a store that were confirmed: those not settled first, then newest first."""
        return tuple(map(_write, self._db.rows("writes.sent", store_id=store_id, limit=limit)))

    def unsettled(self, store_id: int | None = None) -> tuple[Write, ...]:
        """The writes that may or may not have arrived, oldest first; of all stores when None."""
        return tuple(map(_write, self._db.rows("writes.unsettled", store_id=store_id)))

    def claim(self, write: Write, asked_by: str) -> bool:
        """Turns a plan into an intent: whoever gets True, and only they, may send it.

        Raises WriteUnsettled while an earlier write to the same thing may still arrive.
        """
        try:
            return self._claimed(write, asked_by)
        except Overtaken as error:  # another process claims the same at this moment
            raise WriteUnsettled from error

    def _claimed(self, write: Write, asked_by: str) -> bool:
        one = {"write_id": write.write_id}
        thing = {"store_id": write.store_id, "subject": write.subject}
        now = to_utc(self._clock())
        with self._db.write(ELSEWHERE) as transaction:
            if transaction.value("writes.claim", **one, asked_by=asked_by, now=now) is None:
                return False
            if transaction.value("writes.claim_thing", **one, **thing) is None:
                raise WriteUnsettled
            return True

    def release(self, write_id: int) -> None:
        """Back to a plan: it is certain that nothing was sent."""
        with self._db.write(ELSEWHERE) as transaction:
            transaction.run("writes.release", write_id=write_id)
            transaction.run("writes.free_thing", write_id=write_id)

    def tell_unknown(self, write_id: int, error: EngineError) -> Write:
        """Keeps why it is not known whether it arrived; it stays so."""
        params = {"write_id": write_id, **_fields_of(error)}
        with self._db.write(ELSEWHERE) as transaction:
            transaction.run("writes.tell", **params)
        return self.get(write_id)

    def settle(
        self,
        write_id: int,
        state: WriteState,
        *,
        found: Facts | None = None,
        trace_id: str | None = None,
        error: EngineError | None = None,
        replaced_by: int | None = None,
    ) -> Write:
        """Keeps the outcome, once: a second one changes nothing. `found` is what NAVER was seen to
        hold, `replaced_by` the plan that took its place.
        """
        params = {
            "write_id": write_id,
            "state": state,
            "now": to_utc(self._clock()),
            "found": None if found is None else _json(found),
            **_fields_of(error),
            "replaced_by": replaced_by,
        }
        params["trace_id"] = trace_id or params["trace_id"]
        with self._db.write(ELSEWHERE) as transaction:
            transaction.run("writes.settle", **params)
            transaction.run("writes.free_thing", write_id=write_id)
        return self.get(write_id)


def _fields_of(error: EngineError | None) -> dict[str, Any]:
    """An error as the table keeps it."""
    if error is None:
        return {"error_text": None, "error_params": "{}", "trace_id": None}
    return {
        "error_text": error.text,
        "error_params": _json({name: str(value) for name, value in error.params.items()}),
        "trace_id": getattr(error, "trace_id", None),
    }


def _json(value: dict[str, str]) -> str:
    return msgspec.json.encode(value).decode()


def _write(row: dict[str, Any]) -> Write:
    moments = {name: to_kst(row[name]) for name in ("planned_at", "sent_at", "settled_at")}
    texts = {name: msgspec.json.decode(row[name]) for name in ("before", "after", "error_params")}
    found = row["found"] and msgspec.json.decode(row["found"])
    return Write(
        **{
            **row,
            "kind": WriteKind(row["kind"]),
            "state": WriteState(row["state"]),
            **moments,
            **texts,
            "found": found,
        }
    )


def no_write(write_id: int) -> BadRequest:
    """What is said where there is no write of that number."""
    return BadRequest("There is no planned change {number}. Plan it again.", number=write_id)
