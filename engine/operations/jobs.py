"""Jobs under way and done."""

from __future__ import annotations

from datetime import date
from functools import partial

from engine.database.jobs import Jobs
from engine.domain.job_kinds import TRAITS, JobKind
from engine.domain.jobs import JobLine, JobRun, JobState, job_line
from engine.domain.matching import MatchKind
from engine.domain.people import Role
from engine.domain.product_jobs import Outcome, ReportItem
from engine.errors import BadRequest
from engine.jobs.clients import Clients
from engine.jobs.kinds import WORK
from engine.jobs.runner import JobRunner
from engine.operations.access import Access, needs
from engine.operations.job_start import JobStart


class JobOperations:
    """What is asked of jobs."""

    def __init__(
        self,
        access: Access,
        jobs: Jobs,
        runner: JobRunner,
        clients: Clients,
        starting: JobStart,
    ) -> None:
        self._access, self._jobs, self._runner = access, jobs, runner
        self._clients, self._starting = clients, starting

    @needs(Role.ANALYST)
    def get(self, job_id: int) -> JobRun:
        """One job as it stands now. Raises BadRequest where there is none."""
        return self._runner.with_progress(self._jobs.get(job_id))

    @needs(Role.ANALYST)
    def latest(
        self,
        store_id: int | None = None,
        *,
        limit: int = 50,
        ended: bool = False,
        since: date | None = None,
    ) -> tuple[JobRun, ...]:
        """The newest jobs of one store, or of all that the actor was given; newest first. Only
        those that are not under way if `ended`, and of these only those asked for on the KST day
        `since` or later.
        """
        read = self._jobs.latest
        if ended:
            read = partial(self._jobs.ended, since=since)
        found = [run for one in self._asked(store_id) for run in read(one, limit)]
        newest = sorted(found, key=lambda run: run.job_id, reverse=True)[:limit]
        return tuple(map(self._runner.with_progress, newest))

    @needs(Role.ANALYST)
    def of_unknown_kind(self, store_id: int | None = None) -> int:
        """How many jobs `latest` leaves out: of kinds that a later version knows and this one does
        not. Of one store, or of all that the actor was given.
        """
        return sum(map(self._jobs.of_unknown_kind, self._asked(store_id)))

    def _asked(self, store_id: int | None) -> tuple[int | None, ...]:
        """One store, or all that the actor was given; None is every one."""
        if store_id is None and self._access.actor.store_ids is not None:
            return self._access.actor.store_ids
        return (store_id,)

    @needs(Role.ANALYST)
    def lines(self, store: str = "", *, limit: int = 50) -> tuple[JobLine, ...]:
        """The newest jobs for other programs, of the store of that name or of all; newest first.
        Raises BadRequest for a name no store has.
        """
        names = {one.store_id: one.name for one in self._access.stores()}
        store_id = None
        if store:
            store_id = self._access.named(store).store_id
        runs = self.latest(store_id, limit=limit)
        return tuple(job_line(run, names.get(run.store_id)) for run in runs)

    @needs(Role.ANALYST)
    def line(self, job_id: int) -> JobLine:
        """One job for other programs. Raises BadRequest where there is none."""
        run = self.get(job_id)
        return job_line(run, self._access.held(run.store_id).name)

    @needs(Role.ANALYST)
    def newest(self, store_id: int) -> tuple[int, JobState] | None:
        """Number and state of a store's newest job, None before the first: differs once a job began
        or ended.
        """
        return self._jobs.newest(store_id)

    @needs(Role.ANALYST)
    def active(self, store_id: int, kind: JobKind) -> JobRun | None:
        """The job of a store under way that one of that kind has to wait for, None where there is
        none.
        """
        job_id = self._jobs.active(store_id, kind)
        return None if job_id is None else self.get(job_id)

    @needs(Role.ANALYST)
    def all_active(self, store_id: int) -> tuple[JobRun, ...]:
        """Every job of a store that is under way, oldest first."""
        return tuple(map(self._runner.with_progress, self._jobs.all_active(store_id)))

    @needs(Role.OPERATOR)
    def cancel(self, job_id: int) -> None:
        """Asks a job to end after the page at hand; what it saved stays. One that is done or
        cancelled stays as it is.
        """
        if self._jobs.get(job_id).state in (JobState.DONE, JobState.CANCELLED):
            return
        self._runner.cancel(job_id)
        self._note_job("job.cancel", job_id)

    @needs(Role.OPERATOR)
    def retry_failed(self, job_id: int) -> int:
        """A new job for the items of a job that failed; its number. Raises BadRequest for none."""
        run = self.get(job_id)
        again = WORK[run.kind].again
        if not run.failed or again is None:
            raise BadRequest("Job {job_id} has no failed items to retry.", job_id=str(job_id))
        return self._starting.submit(run.kind, again(run))

    @needs(Role.OPERATOR)
    def resume(self, job_id: int) -> None:
        """Lets a cancelled, interrupted or failed job go on after its last checkpoint."""
        run = self._jobs.get(job_id)
        self._clients.permit(run.store_id, TRAITS[run.kind].group)
        self._runner.resume(job_id)
        self._note_job("job.resume", job_id)

    def _note_job(self, action: str, job_id: int) -> None:
        store_id = self._jobs.get(job_id).store_id
        self._access.note(action, store_id=store_id, subject=str(job_id))

    @needs(Role.ANALYST)
    def ended(self, job_id: int, timeout_seconds: float) -> bool:
        """Waits for a job to end; False if it has not by then."""
        return self._runner.wait(job_id, timeout_seconds)

    @needs(Role.ANALYST)
    def wait(self, job_id: int, timeout_seconds: float | None = None) -> JobRun:
        """Waits for a job to end (or for the time-out) and tells how it stands."""
        self._runner.wait(job_id, timeout_seconds)
        return self.get(job_id)

    @needs(Role.ANALYST)
    def report_lines(self, job_id: int) -> int:
        """How many lines of a job's report are still there: of older ones only those that
        failed.
        """
        return self._jobs.reports.count(job_id)

    @needs(Role.ANALYST)
    def report_items(
        self,
        job_id: int,
        *,
        outcome: Outcome | None = None,
        match: MatchKind | None = None,
        doubtful: bool = False,
        limit: int = 500,
    ) -> tuple[ReportItem, ...]:
        """Lines of a job's report, by number; `match` is what is held now, as is whether it is
        `doubtful`, where only those are asked for.
        """
        run = self._jobs.get(job_id)
        return self._jobs.reports.items(
            run.job_id, outcome=outcome, match=match, doubtful=doubtful, limit=limit
        )
