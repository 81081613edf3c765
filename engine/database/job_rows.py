"""What a row of the job table tells: a job run of a kind this version knows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from engine.clock import to_kst
from engine.domain.job_kinds import TRAITS, JobKind, JobRequest, JobTraits, is_known
from engine.domain.jobs import Asker, FailedItem, JobRun, JobState, Used

Row = dict[str, Any]


def known(rows: Iterable[Row]) -> list[Row]:
    """The rows of kinds this version knows: one of another must not end a page of jobs, or a start,
    and is never taken for one we know.
    """
    return [row for row in rows if is_known(row["kind"])]


def unknown(rows: Iterable[Row]) -> list[Row]:
    """The rows of kinds only a later version knows."""
    return [row for row in rows if not is_known(row["kind"])]


def request_text(request: JobRequest) -> str:
    """A request as it is kept: equal ones alike."""
    return msgspec.json.encode(request).decode()


def run_of(row: Row, failed: tuple[FailedItem, ...]) -> JobRun:
    """The run a row tells, with the items of it that failed. Raises ValueError for a kind that is
    not known.
    """
    kind = JobKind(row["kind"])
    return JobRun(
        job_id=row["job_id"],
        kind=kind,
        store_id=row["store_id"],
        asked_by=Asker(row["asked_by"]),
        person=row["person"],
        state=JobState(row["state"]),
        phase=row["phase"],
        done=row["done"],
        total=row["total"],
        request=msgspec.json.decode(row["request"], type=TRAITS[kind].request),
        result=_result(TRAITS[kind], row),
        failed=failed,
        used=Used(requests=row["requests"], refused=row["refused"], seconds=row["running_seconds"]),
        error_code=row["error_code"],
        error_text=row["error_text"],
        error_params=msgspec.json.decode(row["error_params"] or "{}"),
        trace_id=row["trace_id"],
        not_before=to_kst(row["not_before"]),
        created_at=to_kst(row["created_at"]) or datetime.min,
        finished_at=to_kst(row["finished_at"]),
        undone=row["undone"],
    )


def _result(traits: JobTraits, row: Row) -> msgspec.Struct:
    if traits.by_line:
        return msgspec.convert(row["sums"], traits.result)
    return msgspec.json.decode(row["came_to"] or "{}", type=traits.result)
