"""What runs by itself."""

from __future__ import annotations

from engine.database.settings import Settings
from engine.domain.job_kinds import TRAITS
from engine.domain.people import Role
from engine.domain.schedule import ALL_STORES, ScheduleKind, ScheduleLine, Upcoming
from engine.jobs.clients import Clients
from engine.jobs.schedule import Schedule
from engine.operations.access import Access, needs

RESUME_ON_START = "resume_on_start"


class ScheduleOperations:
    """What is asked of the schedule."""

    def __init__(
        self, access: Access, schedule: Schedule, settings: Settings, clients: Clients
    ) -> None:
        self._access, self._schedule = access, schedule
        self._settings, self._clients = settings, clients

    @property
    @needs(Role.ANALYST)
    def resumes_on_start(self) -> bool:
        """Whether jobs the end of the program interrupted go on by themselves (default: yes)."""
        return self._settings.get(RESUME_ON_START, "yes") == "yes"

    @needs(Role.MANAGER)
    def set_resumes_on_start(self, on: bool) -> None:
        """Lets interrupted jobs go on by themselves at the next start, or wait for a person."""
        self._access.permit_every_store()
        before = self.resumes_on_start
        self._settings.save(RESUME_ON_START, "yes" if on else "no")
        self._access.note(
            "schedule.resume_on_start",
            before={"on": "yes" if before else "no"},
            after={"on": "yes" if on else "no"},
        )

    @needs(Role.ANALYST)
    def upcoming(self) -> tuple[Upcoming, ...]:
        """What runs by itself: every line with its next moment and its last run."""
        lines = self._schedule.upcoming()
        return tuple(
            line
            for line in lines
            if line.store_id == ALL_STORES or self._access.actor.sees(line.store_id)
        )

    @needs(Role.ANALYST)
    def lines(self) -> tuple[ScheduleLine, ...]:
        """The same for other programs."""
        names = {one.store_id: one.name for one in self._access.stores()}
        return tuple(
            ScheduleLine(
                kind=line.kind,
                store=names.get(line.store_id),
                next_at=line.next_at,
                last_at=line.last.ran_at if line.last else None,
                last_job=line.last.job_id if line.last else None,
            )
            for line in self.upcoming()
        )

    @needs(Role.MANAGER)
    def run(self, kind: ScheduleKind, store_id: int) -> int | None:
        """Runs one line of the schedule at once; the number of its job, if it is one."""
        job = self._schedule.job_of(kind)
        if job is not None:
            self._clients.permit(store_id, TRAITS[job].group)
        actor = self._access.actor
        job_id = self._schedule.run_now(kind, store_id, asked_by=actor.asker, person=actor.person)
        self._access.note(
            "schedule.run", store_id=None if store_id == ALL_STORES else store_id, subject=kind
        )
        return job_id
