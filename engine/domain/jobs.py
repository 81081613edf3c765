"""What state a job is in, and how far it is: the same for every kind (see job_kinds)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from engine.domain.job_kinds import JobKind, JobRequest

Wanted = TypeVar("Wanted")


class Asker(StrEnum):
    """Where a job was asked for; accounts will say who."""

    SCREEN = "SCREEN"  # 화면
    COMMAND_LINE = "COMMAND_LINE"  # 명령줄
    SCHEDULE = "SCHEDULE"  # 예약


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    CANCELLING = "CANCELLING"  # asked to stop, finishing the page at hand; told, never stored
    CANCELLED = "CANCELLED"
    INTERRUPTED = "INTERRUPTED"  # the process ended under it; it goes on after its last checkpoint
    FAILED = "FAILED"
    DONE = "DONE"


ACTIVE = frozenset({JobState.WAITING, JobState.RUNNING, JobState.CANCELLING})
RESUMABLE = frozenset({JobState.CANCELLED, JobState.INTERRUPTED, JobState.FAILED})


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """What a job or a stretch of it took: calls to NAVER, 429 answers among them, running time."""

    requests: int
    refused: int
    seconds: float

    def and_also(self, more: Used) -> Used:
        """Both stretches together."""
        return Used(
            requests=self.requests + more.requests,
            refused=self.refused + more.refused,
            seconds=self.seconds + more.seconds,
        )


class FailedItem(msgspec.Struct, frozen=True, kw_only=True):
    """One listing that could not be handled; `text` with `params` is the translatable reason."""

    channel_product_no: int | None  # None: NAVER's answer does not say it
    text: str
    params: dict[str, Any] = {}


class JobRun(msgspec.Struct, frozen=True, kw_only=True):
    """One run of a job as the screens show it. `error_text` with `error_params` is the translatable
    sentence.
    """

    job_id: int
    kind: JobKind
    store_id: int
    asked_by: Asker
    person: str | None = None  # who asked, where it was somebody at the screen
    state: JobState
    phase: str  # READING, OPTIONS, VAT or empty
    done: int
    total: int | None
    request: JobRequest
    result: msgspec.Struct  # what it came to so far, in the words of its kind
    failed: tuple[FailedItem, ...] = ()  # the lines of its report that failed
    used: Used
    error_code: str | None = None
    error_text: str | None = None
    error_params: dict[str, Any] = {}
    trace_id: str | None = None
    not_before: datetime | None = None  # parked: NAVER's quota is used up until then
    created_at: datetime
    finished_at: datetime | None = None
    undone: int | None = None  # of the phase it stopped in, in that phase's unit; None: not counted
    rate: float | None = None  # items a second while running
    seconds_left: float | None = None

    def request_as(self, wanted: type[Wanted]) -> Wanted:
        """The request, which is of that type. Raises TypeError for a job of another kind."""
        return _as(wanted, self.request)

    def result_as(self, wanted: type[Wanted]) -> Wanted:
        """The result, which is of that type. Raises TypeError for a job of another kind."""
        return _as(wanted, self.result)


def _as(wanted: type[Wanted], held: object) -> Wanted:
    if not isinstance(held, wanted):
        raise TypeError(f"{type(held).__name__} is no {wanted.__name__}")
    return held


class JobLine(msgspec.Struct, frozen=True, kw_only=True):
    """A job run as other programs are told of it; `failed` counts the items that failed."""

    job: int
    kind: JobKind
    store: str | None  # its name
    asked_by: Asker
    person: str | None
    state: JobState
    phase: str
    done: int
    total: int | None
    failed: int
    requests: int
    refused: int
    created_at: datetime
    not_before: datetime | None
    error_text: str | None
    error_params: dict[str, str]


def job_line(run: JobRun, store: str | None) -> JobLine:
    """A job run of the store of that name in a line."""
    return JobLine(
        job=run.job_id,
        kind=run.kind,
        store=store,
        asked_by=run.asked_by,
        person=run.person,
        state=run.state,
        phase=run.phase,
        done=run.done,
        total=run.total,
        failed=len(run.failed),
        requests=run.used.requests,
        refused=run.used.refused,
        created_at=run.created_at,
        not_before=run.not_before,
        error_text=run.error_text,
        error_params={name: str(value) for name, value in run.error_params.items()},
    )
