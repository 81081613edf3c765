"""Job runs with their checkpoints and reports in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import duckdb
import msgspec

from engine.clock import Clock, to_kst, to_utc
from engine.domain.jobs import (
    ACTIVE,
    Asker,
    FailedItem,
    ImportReport,
    ImportRequest,
    JobKind,
    JobRun,
    JobState,
    Outcome,
    ReportItem,
)
from engine.domain.matching import MatchKind
from engine.errors import ApiError, BadRequest, EngineError
from engine.store.database import Database

KEPT_REPORTS = 10  # of a store, line by line; older ones keep their sums and their failures


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """Where a job goes on: the next page of a pass, or the next place in its list of numbers (from
    1).
    """

    phase: str = "READING"
    next_page: int = 1
    pass_no: int = 1
    shrank: bool = False  # NAVER's list got shorter during the pass: rows may have slipped past
    done: int = 0
    total: int | None = None


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """What a stretch of a job took: calls to NAVER, 429 answers among them, running time."""

    requests: int
    refused: int
    seconds: float


class Jobs:
    """Loads and saves job runs."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def add(
        self,
        kind: JobKind,
        request: ImportRequest,
        asked_by: Asker,
        together: Callable[[duckdb.DuckDBPyConnection, int], None] | None = None,
    ) -> int:
        """A new waiting job; `together` is done with its number in the same transaction."""
        params = {
            "kind": kind,
            "store_id": request.store_id,
            "asked_by": asked_by,
            "request": _encode(request),
            "now": to_utc(self._clock()),
        }
        with self._db.write() as cursor:
            row = cursor.execute(self._db.sql("jobs.add"), params).fetchone()
            assert row is not None
            job_id = int(row[0])
            of_store = {"store_id": request.store_id, "kept": KEPT_REPORTS}
            cursor.execute(self._db.sql("jobs.forget_old_lines"), of_store)
            if together is not None:
                together(cursor, job_id)
        return job_id

    def get(self, job_id: int) -> JobRun:
        """One job with its sums. Raises BadRequest where there is none."""
        rows = self._db.rows("jobs.get", job_id=job_id)
        if not rows:
            raise BadRequest("There is no job {job_id}. Check the number.", job_id=str(job_id))
        return self._run(rows[0])

    def latest(self, store_id: int | None, limit: int) -> tuple[JobRun, ...]:
        """The newest jobs, newest first."""
        rows = self._db.rows("jobs.latest", store_id=store_id, limit=limit)
        return tuple(self._run(row) for row in rows)

    def active(self, store_id: int) -> int | None:
        """The waiting or running job of a store."""
        job_id = self._db.value("jobs.active", store_id=store_id)
        return None if job_id is None else int(job_id)

    def interrupted_like(self, kind: JobKind, request: ImportRequest) -> int | None:
        """The store's newest job if it was interrupted and asked for exactly this."""
        job_id = self._db.value(
            "jobs.interrupted_like",
            kind=kind,
            store_id=request.store_id,
            request=_encode(request),
        )
        return None if job_id is None else int(job_id)

    def interrupted(self) -> tuple[int, ...]:
        """Jobs the end of a process interrupted, oldest first."""
        rows = self._db.rows("jobs.in_state", state=JobState.INTERRUPTED)
        return tuple(row["job_id"] for row in rows)

    def interrupt_all(self) -> None:
        """At start: what was waiting or running when the process ended is interrupted."""
        with self._db.write() as cursor:
            cursor.execute(self._db.sql("jobs.interrupt"))

    def start(self, job_id: int) -> Checkpoint:
        """Marks a job running and tells where it goes on."""
        with self._db.write() as cursor:
            cursor.execute(self._db.sql("jobs.start"), {"job_id": job_id})
        row = self._db.rows("jobs.get", job_id=job_id)[0]
        return Checkpoint(
            phase=row["phase"] or "READING",
            next_page=row["next_page"],
            pass_no=row["pass"],
            shrank=row["shrank"],
            done=row["done"],
            total=row["total"],
        )

    def save_checkpoint(
        self, cursor: duckdb.DuckDBPyConnection, job_id: int, checkpoint: Checkpoint, used: Used
    ) -> None:
        """Moves the place a job goes on from, inside the caller's transaction, and adds what it
        used.
        """
        params = {
            "job_id": job_id,
            "phase": checkpoint.phase,
            "next_page": checkpoint.next_page,
            "pass": checkpoint.pass_no,
            "shrank": checkpoint.shrank,
            "done": checkpoint.done,
            "total": checkpoint.total,
            **msgspec.structs.asdict(used),
        }
        cursor.execute(self._db.sql("jobs.checkpoint"), params)

    def tally(self, job_id: int, used: Used) -> None:
        """Adds what a job used after its last checkpoint."""
        params = {"job_id": job_id, **msgspec.structs.asdict(used)}
        with self._db.write() as cursor:
            cursor.execute(self._db.sql("jobs.tally"), params)

    def finish(self, job_id: int, state: JobState) -> None:
        """Ends a job, or leaves it to be resumed."""
        params = {
            "job_id": job_id,
            "state": state,
            "sums": None if state in ACTIVE else self._encoded_sums(job_id),
            "finished_at": to_utc(self._clock()),
        }
        with self._db.write() as cursor:
            cursor.execute(self._db.sql("jobs.set_state"), params)

    def fail(self, job_id: int, state: JobState, error: EngineError) -> None:
        """Ends a job with the reason; it can be resumed."""
        params = {
            "job_id": job_id,
            "state": state,
            "sums": self._encoded_sums(job_id),
            "error_code": error.code,
            "error_text": error.text,
            "error_params": _json(error.params),
            "trace_id": error.trace_id if isinstance(error, ApiError) else None,
            "finished_at": to_utc(self._clock()),
        }
        with self._db.write() as cursor:
            cursor.execute(self._db.sql("jobs.fail"), params)

    def park(self, job_id: int, not_before: datetime, error: EngineError) -> None:
        """Lets a job wait until a moment, with the reason."""
        params = {
            "job_id": job_id,
            "not_before": to_utc(not_before),
            "error_code": error.code,
            "error_text": error.text,
            "error_params": _json(error.params),
            "trace_id": error.trace_id if isinstance(error, ApiError) else None,
        }
        with self._db.write() as cursor:
            cursor.execute(self._db.sql("jobs.park"), params)

    def parked(self) -> tuple[int, ...]:
        """Parked jobs whose moment has come, oldest first."""
        rows = self._db.rows("jobs.parked", now=to_utc(self._clock()))
        return tuple(row["job_id"] for row in rows)

    def record_failure(
        self,
        cursor: duckdb.DuckDBPyConnection,
        job_id: int,
        channel_product_no: int,
        error: EngineError,
    ) -> None:
        """One listing that could not be handled, inside the caller's transaction."""
        params = {
            "job_id": job_id,
            "channel_product_no": channel_product_no,
            "reason_text": error.text,
            "reason_params": _json(error.params),
        }
        cursor.execute(self._db.sql("jobs.record_failure"), params)

    def items(
        self,
        job_id: int,
        *,
        outcome: Outcome | None = None,
        match: MatchKind | None = None,
        limit: int = 500,
    ) -> tuple[ReportItem, ...]:
        """Lines of a report; `match` is what is held now, so a line fixed since leaves the list."""
        run = self.get(job_id)
        rows = self._db.rows(
            "jobs.items",
            job_id=job_id,
            store_id=run.store_id,
            outcome=outcome,
            match=match,
            limit=limit,
        )
        return tuple(_item(row) for row in rows)

    def _run(self, row: dict[str, Any]) -> JobRun:
        return JobRun(
            job_id=row["job_id"],
            kind=JobKind(row["kind"]),
            store_id=row["store_id"],
            asked_by=Asker(row["asked_by"]),
            state=JobState(row["state"]),
            phase=row["phase"],
            done=row["done"],
            total=row["total"],
            request=msgspec.json.decode(row["request"], type=ImportRequest),
            report=self._report(row),
            error_code=row["error_code"],
            error_text=row["error_text"],
            error_params=msgspec.json.decode(row["error_params"] or "{}"),
            trace_id=row["trace_id"],
            not_before=to_kst(row["not_before"]),
            created_at=to_kst(row["created_at"]) or datetime.min,
            finished_at=to_kst(row["finished_at"]),
        )

    def _sums(self, job_id: int) -> dict[str, int]:
        return self._db.rows("jobs.sums", job_id=job_id)[0]

    def _encoded_sums(self, job_id: int) -> str:
        return msgspec.json.encode(self._sums(job_id)).decode()

    def _report(self, row: dict[str, Any]) -> ImportReport:
        sums = msgspec.json.decode(row["sums"]) if row["sums"] else self._sums(row["job_id"])
        failures = self._db.rows("jobs.failures", job_id=row["job_id"])
        return ImportReport(
            **sums,
            failed=tuple(
                FailedItem(
                    channel_product_no=failure["channel_product_no"],
                    text=failure["reason_text"],
                    params=msgspec.json.decode(failure["reason_params"] or "{}"),
                )
                for failure in failures
            ),
            requests=row["requests"],
            refused=row["refused"],
            seconds=row["running_seconds"],
        )


def _item(row: dict[str, Any]) -> ReportItem:
    changes = msgspec.json.decode(row.pop("changes") or "{}")
    params = msgspec.json.decode(row.pop("reason_params") or "{}")
    return ReportItem(
        outcome=Outcome(row.pop("outcome")),
        match=MatchKind(row.pop("match")),
        changes={field: (before, after) for field, (before, after) in changes.items()},
        reason_params=params,
        **row,
    )


def _encode(request: ImportRequest) -> str:
    return msgspec.json.encode(request).decode()


def _json(params: dict[str, Any]) -> str:
    return msgspec.json.encode({name: str(value) for name, value in params.items()}).decode()
