"""What runs by itself, and the copy for other tools."""

from __future__ import annotations

from pathlib import Path

from engine.clock import today
from engine.database.snapshot import write_parquet, write_snapshot
from engine.domain.people import Role
from engine.domain.schedule import ALL_STORES, ScheduleKind, ScheduleLine, Upcoming
from engine.domain.switches import ApiGroup
from engine.doors.door import Door, needs

RESUME_ON_START = "resume_on_start"


class ScheduleDoor(Door):
    """What is asked of the schedule."""

    @property
    @needs(Role.ANALYST)
    def resumes_on_start(self) -> bool:
        """Whether jobs the end of the program interrupted go on by themselves (default: yes)."""
        return self._settings.get(RESUME_ON_START, "yes") == "yes"

    @needs(Role.MANAGER)
    def set_resumes_on_start(self, on: bool) -> None:
        """Lets interrupted jobs go on by themselves at the next start, or wait for a person."""
        self._permit_every_store()
        before = self.resumes_on_start
        self._settings.save(RESUME_ON_START, "yes" if on else "no")
        self._note(
            "schedule.resume_on_start",
            before={"on": "yes" if before else "no"},
            after={"on": "yes" if on else "no"},
        )

    @needs(Role.ANALYST)
    def upcoming(self) -> tuple[Upcoming, ...]:
        """What runs by itself: every line with its next moment and its last run."""
        lines = self._schedule_clock.upcoming()
        return tuple(
            line for line in lines if line.store_id == ALL_STORES or self._actor.sees(line.store_id)
        )

    @needs(Role.ANALYST)
    def schedule_lines(self) -> tuple[ScheduleLine, ...]:
        """The same for other programs."""
        names = {one.store_id: one.name for one in self._seen_stores()}
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
    def run_due(self) -> None:
        """Makes what the schedule has due now; what is made already is not made again."""
        self._permit_every_store()
        self._schedule_clock.tick()

    @needs(Role.MANAGER)
    def run_scheduled(self, kind: ScheduleKind, store_id: int) -> int | None:
        """Runs one line of the schedule at once; the number of its job, if it is one."""
        if store_id != ALL_STORES:
            settles = kind is ScheduleKind.SETTLEMENTS
            self._clients.permit(store_id, ApiGroup.SETTLEMENT if settles else ApiGroup.PRODUCT)
        actor = self._actor
        job_id = self._schedule_clock.run_now(
            kind, store_id, asked_by=actor.asker, person=actor.person
        )
        self._note(
            "schedule.run", store_id=None if store_id == ALL_STORES else store_id, subject=kind
        )
        return job_id

    @needs(Role.MANAGER)
    def write_snapshot(self, file: Path | None = None) -> dict[str, int]:
        """Writes the copy for other tools (default: snapshot.duckdb in the workspace)."""
        self._permit_every_store()
        with self._snapshot_lock:
            file = file or self._snapshot_file
            return write_snapshot(self._rooms.database, file, today(self._clock))

    @needs(Role.MANAGER)
    def write_parquet(self, folder: Path) -> dict[str, int]:
        """Writes the same tables as Parquet files into a folder; rows by table."""
        self._permit_every_store()
        with self._snapshot_lock:
            write_snapshot(self._rooms.database, self._snapshot_file, today(self._clock))
            return write_parquet(self._snapshot_file, folder)
