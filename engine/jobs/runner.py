"""Runs jobs in worker threads: one of a lane of kinds a store at a time, stores side by side;
cancelled, interrupted and resumed at will.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from engine.api_errors import QuotaExceeded
from engine.clock import Clock
from engine.database.transaction import Transaction
from engine.domain.job_kinds import JobKind, JobRequest
from engine.domain.jobs import ACTIVE, RESUMABLE, Asker, JobRun, JobState
from engine.errors import (
    AlreadyRunning,
    BadRequest,
    Cancelled,
    EngineError,
    JobError,
    StoreError,
    WorkspaceLost,
)
from engine.jobs.context import JobContext, Meter, Tables
from engine.jobs.kinds import WORK
from engine.jobs.progress import Progress, state_after
from engine.naver import CommerceApi

CLOSE_SECONDS = 4.0  # for the page at hand; all of a shut-down takes five at most
QUOTA_WAIT_SECONDS = 3600.0  # where NAVER does not say when the quota renews

InSameTransaction = Callable[[Transaction, int], None]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Live:
    progress: Progress
    future: Future[None]


class JobRunner:
    """Submits jobs and knows those that are under way."""

    def __init__(
        self,
        tables: Tables,
        api_of: Callable[[int], CommerceApi],
        clock: Clock,
        workers: int,
    ) -> None:
        """`api_of` gives the API client of a store by its number. Without `workers` what is
        submitted waits for a process that has some.
        """
        self._tables, self._api_of, self._clock = tables, api_of, clock
        self.parks = False  # whether a job waits for NAVER's quota to renew, or fails at once
        self.after_done: Callable[[], object] | None = None
        self.works = workers > 0
        self._pool = ThreadPoolExecutor(max(workers, 1), thread_name_prefix="job")
        self._lock = threading.Lock()
        self._live: dict[int, _Live] = {}
        self._unrecorded: dict[int, StoreError] = {}  # jobs whose end could not be written
        tables.jobs.interrupt_all()

    def submit(
        self,
        kind: JobKind,
        request: JobRequest,
        *,
        asked_by: Asker = Asker.SCREEN,
        in_transaction: Sequence[InSameTransaction] = (),
        by_clock: bool = False,
        person: str | None = None,
    ) -> int:
        """The job's number. Asking again for what is running gives the running one; an interrupted
        one goes on, unless the clock asks (`by_clock`): a day's own job is a new one.

        `in_transaction` is done in the transaction that makes a new job. Raises AlreadyRunning when
        another job of this store and lane is under way.
        """
        with self._lock:
            self._record_ends()
            running = self._tables.jobs.active(request.store_id, kind)
            if running is not None:
                run = self._tables.jobs.get(running)
                if run.kind is kind and run.request == request:
                    return running
                raise AlreadyRunning
            interrupted = None if by_clock else self._tables.jobs.interrupted_like(kind, request)
            if interrupted is not None:
                self._launch(interrupted)
                return interrupted
            job_id = self._tables.jobs.add(kind, request, asked_by, in_transaction, person=person)
            self._begin(job_id)  # it is waiting already
            return job_id

    def resume(self, job_id: int) -> None:
        """Lets a cancelled, interrupted or failed job go on after its last checkpoint."""
        with self._lock:
            self._record_ends()
            run = self._tables.jobs.get(job_id)
            if run.state not in RESUMABLE:
                raise BadRequest(
                    "Job {job_id} cannot be resumed: it is running or done.", job_id=str(job_id)
                )
            if self._tables.jobs.active(run.store_id, run.kind) is not None:
                raise AlreadyRunning
            self._launch(job_id)

    def resume_interrupted(self) -> None:
        """Lets every interrupted job go on after which its store and lane had no other."""
        for job_id in self._tables.jobs.interrupted():
            if self._tables.jobs.is_newest(job_id):
                self.resume(job_id)

    def wake_parked(self) -> None:
        """Lets parked jobs go on whose moment has come."""
        with self._lock:
            for job_id in self._tables.jobs.parked():
                if job_id not in self._live:
                    self._launch(job_id)

    def _launch(self, job_id: int) -> None:
        self._tables.jobs.finish(job_id, JobState.WAITING)
        self._begin(job_id)

    def _begin(self, job_id: int) -> None:
        if not self.works:
            return
        progress = Progress()
        self._live[job_id] = _Live(progress, self._pool.submit(self._run, job_id, progress))

    def cancel(self, job_id: int) -> None:
        """Asks a job to end after the page at hand, whatever happens meanwhile; one that is over
        stays as it is.
        """
        with self._lock:
            live = self._live.get(job_id)
            if live is not None:
                live.progress.cancel()
                self._tables.jobs.ask_to_cancel(job_id)
            elif self._tables.jobs.get(job_id).state in (JobState.WAITING, JobState.INTERRUPTED):
                self._tables.jobs.finish(job_id, JobState.CANCELLED)

    @property
    def busy(self) -> bool:
        """Whether any job is under way."""
        return bool(self._live)

    def wait(self, job_id: int, timeout_seconds: float | None = None) -> bool:
        """Waits for a job to end; False if it has not by then."""
        live = self._live.get(job_id)
        return live is None or live.future in wait_for([live.future], timeout_seconds).done

    def with_progress(self, run: JobRun) -> JobRun:
        """The run with how far it is at this moment, where it is under way."""
        live = self._live.get(run.job_id)
        if live is None and (error := self._unrecorded.get(run.job_id)) is not None:
            return msgspec.structs.replace(
                run,
                state=state_after(error),
                error_code=error.code,
                error_text=error.text,
                error_params=error.params,
            )
        if live is None or run.state not in ACTIVE:
            return run
        return live.progress.shown_in(run)

    def close(self, timeout_seconds: float = CLOSE_SECONDS) -> None:
        """Lets running jobs finish the page at hand; they go on at the next start, but for those
        somebody cancelled.
        """
        with self._lock:
            live = dict(self._live)
        for one in live.values():
            one.progress.interrupt()
        self._pool.shutdown(wait=False, cancel_futures=True)
        begun = [one.future for one in live.values() if not one.future.cancelled()]
        wait_for(begun, timeout_seconds)

    def _park(self, job_id: int, error: QuotaExceeded) -> None:
        """An exhausted quota: the job waits until it renews, unless somebody cancelled it; it fails
        where nobody would wake it.
        """
        jobs = self._tables.jobs
        with self._lock:  # whoever cancels from here on finds it waiting
            progress = self._live[job_id].progress
            if progress.cancelled:
                jobs.finish(job_id, JobState.CANCELLED, undone=progress.undone)
            elif self.parks:
                seconds = error.retry_after_seconds or QUOTA_WAIT_SECONDS
                jobs.park(job_id, self._clock() + timedelta(seconds=seconds), error)
            else:
                jobs.fail(job_id, JobState.FAILED, error)
            del self._live[job_id]

    def _run(self, job_id: int, progress: Progress) -> None:
        """Works on a job and lets go of it, whatever happens."""
        try:
            done = self._work(job_id, progress)
        finally:
            with self._lock:
                self._live.pop(job_id, None)
        if not self._live:
            self._tables.database.write_back()
        if done and self.after_done is not None:
            self.after_done()

    def _work(self, job_id: int, progress: Progress) -> bool:
        """Whether the job is done. Its end is always recorded, if need be once the disk has room
        again.
        """
        try:
            return self._ended(job_id, progress)
        except StoreError as error:
            self._unrecorded[job_id] = error
            return False

    def _record_ends(self) -> None:
        """Writes the ends that could not be written. Raises WorkspaceUnusable if it still cannot be
        done.
        """
        for job_id, error in list(self._unrecorded.items()):
            self._tables.jobs.fail(job_id, state_after(error), error)
            del self._unrecorded[job_id]

    def _ended(self, job_id: int, progress: Progress) -> bool:
        """Whether the job is done. The one place that catches everything."""
        jobs = self._tables.jobs
        try:
            self._do(job_id, progress)
            jobs.finish(job_id, JobState.DONE)
        except Cancelled:
            state = JobState.CANCELLED if progress.cancelled else JobState.INTERRUPTED
            jobs.finish(job_id, state, undone=progress.undone)
            return False
        except QuotaExceeded as error:
            self._park(job_id, error)
            return False
        except WorkspaceLost:
            raise
        except EngineError as error:
            log.warning("job %s stopped: %s", job_id, error.code)
            jobs.fail(job_id, state_after(error, progress), error, undone=progress.undone)
            return False
        except Exception:
            log.exception("job %s failed", job_id)
            jobs.fail(
                job_id,
                state_after(None, progress),
                JobError(
                    "The job met an unexpected fault. Resume it; if it stops again, see the log."
                ),
                undone=progress.undone,
            )
            return False
        return True

    def _do(self, job_id: int, progress: Progress) -> None:
        jobs = self._tables.jobs
        start = jobs.start(job_id)
        run = jobs.get(job_id)
        api = self._api_of(run.store_id)
        meter = Meter(api)
        ctx = JobContext(
            job_id=job_id,
            api=api.heeding(progress.check),
            tables=self._tables,
            progress=progress,
            asked_at=run.created_at,
            clock=self._clock,
            meter=meter,
        )
        try:
            WORK[run.kind].run(ctx, run, start)
        finally:
            jobs.tally(job_id, meter.used())
