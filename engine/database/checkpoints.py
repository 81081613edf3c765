"""Where jobs go on from: saved in the transaction of what was saved up to there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import pyarrow as pa

from engine.database.transaction import Transaction
from engine.domain.jobs import Used


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """Where a job goes on: the next page of a pass, or the next place in its list of numbers (from
    1).
    """

    phase: str = "READING"
    next_page: int = 1
    pass_no: int = 1
    shrank: bool = False  # NAVER's list got shorter during the pass: rows may have slipped past
    done: int = 0
    total: int | None = None


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """A job's new place, with what it took to get there."""

    job_id: int
    checkpoint: Checkpoint
    used: Used


_PLACES = pa.schema(
    [
        ("job_id", pa.int32()),
        ("phase", pa.string()),
        ("next_page", pa.int32()),
        ("pass_no", pa.int32()),
        ("shrank", pa.bool_()),
        ("done", pa.int64()),
        ("total", pa.int64()),
        ("requests", pa.int32()),
        ("refused", pa.int32()),
        ("seconds", pa.float64()),
    ]
)


def save_checkpoints(transaction: Transaction, reached: Sequence[Reached]) -> None:
    """Moves the places jobs go on from, inside the caller's transaction, and adds what they
    used. Of several places of one job the last counts, and all that was used.
    """
    used = dict[int, Used]()
    for one in reached:
        before = used.get(one.job_id)
        used[one.job_id] = before.and_also(one.used) if before else one.used
    last = {one.job_id: one.checkpoint for one in reached}
    rows = [
        {
            "job_id": job_id,
            **msgspec.structs.asdict(checkpoint),
            **msgspec.structs.asdict(used[job_id]),
        }
        for job_id, checkpoint in last.items()
    ]
    with transaction.lent(places=pa.Table.from_pylist(rows, schema=_PLACES)):
        transaction.run("checkpoints.save")


def checkpoint_of(row: dict[str, Any]) -> Checkpoint:
    """The place a row of the job table tells."""
    return Checkpoint(
        phase=row["phase"] or "READING",
        next_page=row["next_page"],
        pass_no=row["pass"],
        shrank=row["shrank"],
        done=row["done"],
        total=row["total"],
    )
