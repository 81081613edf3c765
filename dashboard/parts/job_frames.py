"""Jobs and the lines of the schedule as DataFrames."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from dashboard.parts.frames import whole
from dashboard.parts.job_progress import is_parked, progress_text, share_done
from dashboard.words.i18n import _
from dashboard.words.job_faces import face, job_name, phase, undone
from dashboard.words.labels import label
from dashboard.words.phrases import UNKNOWN, ago, duration, near, stamp
from engine import (
    ALL_STORES,
    JobRun,
    JobState,
    Upcoming,
)


def jobs_frame(
    jobs: Sequence[JobRun],
    stores: Mapping[int, str],
    actions: Sequence[str | None],
    reports: Sequence[bool],
) -> pd.DataFrame:
    """One row a job run, newest first; `actions` are what else than the report there is, `reports`
    whether the reader may open that.
    """
    return pd.DataFrame(
        {
            "started": [stamp(job.created_at) for job in jobs],
            "state": [[job_chip(job)] for job in jobs],
            "kind": [job_name(job) for job in jobs],
            "store": [stores.get(job.store_id, UNKNOWN) for job in jobs],
            "asker": [asker(job) for job in jobs],
            "total": whole(job.total for job in jobs),
            "done": whole(job.done for job in jobs),
            "failed": whole(len(job.failed) for job in jobs),
            "undone": [undone(job) or None for job in jobs],
            "took": [duration(job.used.seconds) for job in jobs],
            "refused": whole(job.used.refused or None for job in jobs),
            "action": list(actions),
            "report": [report_button() if opens else None for opens in reports],
        }
    )


def running_frame(
    jobs: Sequence[JobRun], stores: Mapping[int, str], actions: Sequence[str | None]
) -> pd.DataFrame:
    """One row a job under way, oldest first; `actions` is what ends it, where the reader may."""
    return pd.DataFrame(
        {
            "state": [[running_chip(job)] for job in jobs],
            "store": [stores.get(job.store_id, UNKNOWN) for job in jobs],
            "share": [100 * share_done(job) for job in jobs],
            "kind": [job_name(job) for job in jobs],
            "far": [progress_text(job) for job in jobs],
            "phase": [" · ".join(phase(job)) or None for job in jobs],
            "requests": whole(job.used.requests for job in jobs),
            "refused": whole(job.used.refused for job in jobs),
            "cancel": list(actions),
        }
    )


def schedule_frame(
    lines: Sequence[Upcoming],
    stores: Mapping[int, str],
    runs: Mapping[int, JobRun],
    *,
    runs_now: bool = True,
    opens: Collection[str],
) -> pd.DataFrame:
    """One row a line of the schedule; `runs` are the jobs of the last runs by number, `opens` the
    pages the reader may open. Buttons stand only where the reader may press them.
    """
    jobs = [runs.get(line.last.job_id or 0) if line.last else None for line in lines]
    return pd.DataFrame(
        {
            "kind": [label(line.kind) for line in lines],
            "store": [
                _("All stores")
                if line.store_id == ALL_STORES
                else stores.get(line.store_id, UNKNOWN)
                for line in lines
            ],
            "next": [near(line.next_at) if line.next_at else UNKNOWN for line in lines],
            "last": [ago(line.last.ran_at) if line.last else UNKNOWN for line in lines],
            "outcome": [_outcome(line, job) for line, job in zip(lines, jobs, strict=True)],
            "run": [run_button() if runs_now and line.next_at else None for line in lines],
            "report": [
                report_button() if job and face(job).page in opens else None for job in jobs
            ],
        }
    )


def run_button() -> str:
    """What runs a line of the schedule at once."""
    return f":material/play_arrow: {_('Run now')}"


def report_button() -> str:
    """What leads to the report of a job."""
    return f":material/description: {_('Report')}"


def _outcome(line: Upcoming, job: JobRun | None) -> list[str] | None:
    """How the last run ended; one without a job was made in one go. Of a job we do not know we
    cannot tell.
    """
    if job is not None:
        return [job_chip(job)]
    return [label(JobState.DONE)] if line.last and line.last.job_id is None else None


def asker(job: JobRun) -> str:
    """Who asked for a job: a person by name, else the schedule or the command line."""
    return job.person or label(job.asked_by)


def running_chip(job: JobRun) -> str:
    """Sign and word of what a job under way does, or what it waits for."""
    return _("Waiting for quota") if is_parked(job) else label(job.state)


def job_chip(job: JobRun) -> str:
    """Sign and word of a job's state; done with failures is said so."""
    if job.state is JobState.DONE and job.failed:
        return _("! Some failed")
    return label(job.state)
