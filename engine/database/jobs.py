"""Job runs in the database: what was asked, in what state each is, and why it stopped."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

import msgspec

from engine.api_errors import ApiError
from engine.clock import KST, Clock, to_utc
from engine.database.checkpoints import Checkpoint, checkpoint_of
from engine.database.database import JOBS, PROGRESS, Database
from engine.database.job_rows import known, request_text, run_of, unknown
from engine.database.numbers import Noun, next_number
from engine.database.reports import Reports, encoded
from engine.database.transaction import Transaction
from engine.domain.job_kinds import TRAITS, JobKind, JobRequest, lane
from engine.domain.jobs import ACTIVE, Asker, JobRun, JobState, Used
from engine.errors import BadRequest, EngineError

KEPT_REPORTS = 10  # of a store, line by line; older ones keep their sums and their failures
_BY_LINE = sorted(kind for kind, traits in TRAITS.items() if traits.by_line)
log = logging.getLogger(__name__)


class Jobs:
    """Loads and saves job runs."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock
        self.reports = Reports(database)

    def add(
        self,
        kind: JobKind,
        request: JobRequest,
        asked_by: Asker,
        in_transaction: Sequence[Callable[[Transaction, int], None]] = (),
        *,
        person: str | None = None,
    ) -> int:
        """A new waiting job, asked for by `person` where it was one; each of `in_transaction` is
        done with its number in the same transaction.
        """
        params = {
            "kind": kind,
            "store_id": request.store_id,
            "asked_by": asked_by,
            "person": person,
            "request": request_text(request),
            "now": to_utc(self._clock()),
        }
        with self._db.write(JOBS) as transaction:
            job_id = next_number(transaction, Noun.JOB)
            transaction.run("jobs.add", job_id=job_id, **params)
            of_store = {"store_id": request.store_id, "kinds": _BY_LINE, "kept": KEPT_REPORTS}
            transaction.run("jobs.forget_old_lines", **of_store)
            for one in in_transaction:
                one(transaction, job_id)
        return job_id

    def get(self, job_id: int) -> JobRun:
        """One job with its sums. Raises BadRequest where there is none, or one of a kind this
        version does not know.
        """
        found = self._cached_runs("jobs.get", job_id=job_id)
        if found:
            return found[0]
        for row in self._db.rows("jobs.get", job_id=job_id):
            raise BadRequest(
                "Job {job_id} is of a kind this version does not know ({kind}). Use the version"
                " that made it.",
                job_id=str(job_id),
                kind=row["kind"],
            )
        raise no_job(job_id)

    def of_unknown_kind(self, store_id: int | None = None) -> int:
        """How many jobs are of kinds a later version knows and this one does not: left out of every
        list, neither run nor resumed.
        """
        return self._db.cache.get(
            [JOBS],
            ("jobs.of_other_kinds", store_id),
            lambda: int(
                self._db.value("jobs.of_other_kinds", store_id=store_id, kinds=sorted(TRAITS))
            ),
        )

    def latest(self, store_id: int | None, limit: int) -> tuple[JobRun, ...]:
        """The newest jobs, newest first."""
        return self._cached_runs("jobs.latest", store_id=store_id, limit=limit)

    def ended(
        self, store_id: int | None, limit: int, *, since: date | None = None
    ) -> tuple[JobRun, ...]:
        """The newest jobs that are not under way, newest first; with `since` only those asked for
        on that KST day or later.
        """
        start = None if since is None else to_utc(datetime.combine(since, time(), KST))
        return self._cached_runs("jobs.ended", JOBS, store_id=store_id, limit=limit, since=start)

    def _cached_runs(
        self, query: str, *topics: str, **params: int | datetime | None
    ) -> tuple[JobRun, ...]:
        """The jobs a query finds, read anew after a write only: every page asks for them."""
        key = (query, *params.values())
        return self._db.cache.get(
            topics or (JOBS, PROGRESS), key, lambda: self._runs(self._db.rows(query, **params))
        )

    def active(self, store_id: int, beside: JobKind | None = None) -> int | None:
        """The waiting or running job of a store: any, or one that a job of the kind `beside` has to
        wait for.
        """
        kinds = set(JobKind) if beside is None else lane(beside)
        running = (
            job_id
            for job_id, kind, of_store in self._under_way()
            if of_store == store_id and kind in kinds
        )
        return next(running, None)

    def newest(self, store_id: int) -> tuple[int, JobState] | None:
        """The number and state of a store's newest job: differs once a job began or ended."""

        def read() -> tuple[int, JobState] | None:
            found = self._db.rows("jobs.newest", store_id=store_id)
            return (found[0]["job_id"], JobState(found[0]["state"])) if found else None

        return self._db.cache.get([JOBS], ("jobs.newest", store_id), read)

    def all_active(self, store_id: int) -> tuple[JobRun, ...]:
        """Every waiting or running job of a store, oldest first."""
        if all(of_store != store_id for _job_id, _kind, of_store in self._under_way()):
            return ()
        return tuple(run for run in self._cached_runs("jobs.active") if run.store_id == store_id)

    def _under_way(self) -> tuple[tuple[int, JobKind, int], ...]:
        """Number, kind and store of every waiting or running job, oldest first: read anew when one
        begins or ends, not whenever one moves on.
        """

        def read() -> tuple[tuple[int, JobKind, int], ...]:
            rows = known(self._db.rows("jobs.under_way"))
            return tuple((row["job_id"], JobKind(row["kind"]), row["store_id"]) for row in rows)

        return self._db.cache.get([JOBS], "jobs.under_way", read)

    def interrupted_like(self, kind: JobKind, request: JobRequest) -> int | None:
        """The store's newest job of the kind's lane if it was interrupted and asked for exactly
        this.
        """
        job_id = self._db.value(
            "jobs.interrupted_like",
            kind=kind,
            kinds=sorted(lane(kind)),
            store_id=request.store_id,
            request=request_text(request),
        )
        return None if job_id is None else int(job_id)

    def interrupted(self) -> tuple[int, ...]:
        """Jobs the end of a process interrupted, oldest first."""
        rows = self._db.rows("jobs.in_state", state=JobState.INTERRUPTED)
        for row in unknown(rows):
            log.warning("job %s is of a kind not known here: %s", row["job_id"], row["kind"])
        return tuple(row["job_id"] for row in known(rows))

    def is_newest(self, job_id: int) -> bool:
        """Whether no job of the same store and lane was asked for after this one."""
        run = self.get(job_id)
        newest = self._db.value(
            "jobs.newest_of_kinds", store_id=run.store_id, kinds=sorted(lane(run.kind))
        )
        return bool(newest == job_id)

    def interrupt_all(self) -> None:
        """At start: what was waiting or running when the process ended is interrupted, or cancelled
        where somebody had asked for that.
        """
        with self._db.write(JOBS) as transaction:
            transaction.run("jobs.interrupt", now=to_utc(self._clock()))

    def start(self, job_id: int) -> Checkpoint:
        """Marks a job running and tells where it goes on."""
        with self._db.write(JOBS) as transaction:
            transaction.run("jobs.start", job_id=job_id)
        row = self._db.rows("jobs.get", job_id=job_id)[0]
        return checkpoint_of(row)

    def save_came_to(self, transaction: Transaction, job_id: int, result: msgspec.Struct) -> None:
        """Keeps what a job without lines came to so far, inside the caller's transaction."""
        params = {"job_id": job_id, "came_to": msgspec.json.encode(result).decode()}
        transaction.run("jobs.save_came_to", **params)

    def tally(self, job_id: int, used: Used) -> None:
        """Adds what a job used after its last checkpoint."""
        params = {"job_id": job_id, **msgspec.structs.asdict(used)}
        with self._db.write(PROGRESS) as transaction:
            transaction.run("checkpoints.tally", **params)

    def ask_to_cancel(self, job_id: int) -> None:
        """Keeps that somebody asked a job under way to stop, until it has heard."""
        with self._db.write(JOBS) as transaction:
            transaction.run("jobs.ask_to_cancel", job_id=job_id)

    def finish(self, job_id: int, state: JobState, *, undone: int | None = None) -> None:
        """Ends a job, or leaves it to be resumed, with how much of its work at hand is not done."""
        params = {
            "job_id": job_id,
            "state": state,
            "sums": None if state in ACTIVE else self._encoded_sums(job_id),
            "undone": undone,
            "finished_at": to_utc(self._clock()),
        }
        with self._db.write(JOBS) as transaction:
            transaction.run("jobs.set_state", **params)

    def fail(
        self, job_id: int, state: JobState, error: EngineError, *, undone: int | None = None
    ) -> None:
        """Ends a job with the reason and how much of its work at hand is not done; it can be
        resumed.
        """
        params = {
            "job_id": job_id,
            "state": state,
            "sums": self._encoded_sums(job_id),
            "undone": undone,
            "error_code": error.code,
            "error_text": error.text,
            "error_params": encoded(error.params),
            "trace_id": error.trace_id if isinstance(error, ApiError) else None,
            "finished_at": to_utc(self._clock()),
        }
        with self._db.write(JOBS) as transaction:
            transaction.run("jobs.fail", **params)

    def park(self, job_id: int, not_before: datetime, error: EngineError) -> None:
        """Lets a job wait until a moment, with the reason."""
        params = {
            "job_id": job_id,
            "not_before": to_utc(not_before),
            "error_code": error.code,
            "error_text": error.text,
            "error_params": encoded(error.params),
            "trace_id": error.trace_id if isinstance(error, ApiError) else None,
        }
        with self._db.write(JOBS) as transaction:
            transaction.run("jobs.park", **params)

    def parked(self) -> tuple[int, ...]:
        """Parked jobs whose moment has come, oldest first."""
        rows = self._db.rows("jobs.parked", now=to_utc(self._clock()))
        return tuple(row["job_id"] for row in rows)

    def _runs(self, found: Sequence[dict[str, Any]]) -> tuple[JobRun, ...]:
        rows = known(found)
        failed = self.reports.failures([row["job_id"] for row in rows])
        sums = self.reports.sums([row["job_id"] for row in rows if not row["sums"]])
        for row in rows:
            held = row["sums"]
            row["sums"] = msgspec.json.decode(held) if held else sums[row["job_id"]]
        return tuple(run_of(row, failed.get(row["job_id"], ())) for row in rows)

    def _encoded_sums(self, job_id: int) -> str:
        return msgspec.json.encode(self.reports.sums([job_id])[job_id]).decode()


def no_job(job_id: int) -> BadRequest:
    """What is said where there is no job of that number."""
    return BadRequest("There is no job {job_id}. Check the number.", job_id=str(job_id))
