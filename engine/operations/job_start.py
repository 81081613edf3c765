"""Starting a job on behalf of whoever asks, with its line in the audit."""

from __future__ import annotations

from engine.database.transaction import Transaction
from engine.domain.job_kinds import TRAITS, JobKind, JobRequest
from engine.jobs.clients import Clients
from engine.jobs.runner import JobRunner
from engine.operations.access import Access


class JobStart:
    """Submits jobs for one actor."""

    def __init__(self, access: Access, clients: Clients, runner: JobRunner) -> None:
        self._access, self._clients, self._runner = access, clients, runner

    def submit(self, kind: JobKind, request: JobRequest) -> int:
        """The job's number; the audit has it in the same transaction. Raises StoreClosed,
        AlreadyRunning.
        """
        self._clients.permit(request.store_id, TRAITS[kind].group)
        actor = self._access.actor
        noted: list[int] = []

        def note(transaction: Transaction | None, job_id: int) -> None:
            self._access.note(
                "job.start",
                store_id=request.store_id,
                subject=f"{job_id}",
                after={"kind": kind, **request.extent()},
                transaction=transaction,
            )
            noted.append(job_id)

        job_id = self._runner.submit(
            kind, request, asked_by=actor.asker, in_transaction=[note], person=actor.person
        )
        if not noted:  # it was there already
            note(None, job_id)
        return job_id
