"""What each kind of job looks like on the screen; none is ever shown as another kind."""

from __future__ import annotations

from dashboard.words import product_jobs, settlement_jobs
from dashboard.words.i18n import _
from dashboard.words.job_face import JobFace
from engine import RESUMABLE, JobKind, JobRun

FACES: dict[JobKind, JobFace] = {
    JobKind.PRODUCT_IMPORT: product_jobs.IMPORT,
    JobKind.PRODUCT_SYNC: product_jobs.SYNC,
    JobKind.SETTLEMENT_READ: settlement_jobs.READING,
}


def face(job: JobRun) -> JobFace:
    """What the kind of a job looks like."""
    return FACES[job.kind]


def job_name(job: JobRun) -> str:
    """What a job is called."""
    looks = face(job)
    return looks.call(job) if looks.call else _(looks.name)


def phase(job: JobRun) -> list[str]:
    """The stretch of work at hand, where it is not plain."""
    words = face(job).phases
    return [_(words[job.phase])] if job.phase in words else []


def undone(job: JobRun) -> str:
    """What a job that stopped did not do; empty for one under way, and one that did all."""
    return face(job).undone(job) if job.state in RESUMABLE else ""


def report_pages() -> tuple[str, ...]:
    """The pages that show what jobs came to."""
    return tuple(dict.fromkeys(looks.page for looks in FACES.values()))
