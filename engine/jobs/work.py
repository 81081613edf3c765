"""What a kind of job does: the record that each kind has in `kinds.WORK`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from engine.database.checkpoints import Checkpoint
from engine.domain.job_kinds import JobRequest
from engine.domain.jobs import JobRun
from engine.jobs.context import JobContext, Tables


def _always(tables: Tables, store_id: int) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class JobWork:
    """The steps of one kind of job. `run` does it from a checkpoint to its end; doing it again
    changes nothing.

    `scheduled` is what the schedule asks for, of a store on a KST day, of the stores that are
    `ready`. `again` asks anew for the items of a job that failed. A kind without one of these does
    not run by itself, or has no items.
    """

    run: Callable[[JobContext, JobRun, Checkpoint], None]
    scheduled: Callable[[int, date], JobRequest] | None = None
    ready: Callable[[Tables, int], bool] = _always
    again: Callable[[JobRun], JobRequest] | None = None
