"""What a kind of job looks like on the screen: the record that each kind has in `job_faces`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dashboard.words.i18n import N_, ngettext
from engine import JobRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a job counts: how far it is, and how fast."""

    far: str = N_("{done} of {total}")
    speed: str = N_("{rate} a second")


def _none(job: JobRun) -> list[str]:
    return []


def _left(job: JobRun) -> str:
    """How much a job that stopped did not do; empty where it did all, or nobody counted."""
    left = job.undone or 0
    return ngettext("{count} not done", "{count} not done", left) if left else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFace:
    """One kind of job in words; its `page` shows what a job came to.

    `call` tells one job from another of its kind. A phase that is not plain has words in `phases`,
    and a unit of its own in `units` where it counts something else. What a running job did so far
    are `tinted` words, each with its sign, and `plain` ones. `undone` tells what a
    job that stopped did not do.
    """

    name: str
    working: str
    finished: str
    page: str
    call: Callable[[JobRun], str] | None = None
    phases: Mapping[str, str] = field(default_factory=dict)
    unit: Unit = Unit()
    units: Mapping[str, Unit] = field(default_factory=dict)
    tinted: Callable[[JobRun], list[str]] = _none
    plain: Callable[[JobRun], list[str]] = _none
    undone: Callable[[JobRun], str] = _left
