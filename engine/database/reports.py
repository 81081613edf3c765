"""What jobs did with each listing, in the database: sums, failures and the lines themselves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from engine.database.database import Database
from engine.database.transaction import Transaction
from engine.domain.jobs import FailedItem
from engine.domain.matching import MatchKind
from engine.domain.product_jobs import Outcome, ReportItem
from engine.errors import EngineError


class Reports:
    """Loads reports. A line under a number below zero is of a listing whose own number NAVER's
    answer did not say.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def sums(self, job_ids: Collection[int]) -> dict[int, dict[str, int]]:
        """How many listings met each fate, by job."""
        rows = self._db.rows("reports.sums", job_ids=sorted(job_ids)) if job_ids else []
        return {row.pop("job_id"): row for row in rows}

    def failures(self, job_ids: Collection[int]) -> dict[int, tuple[FailedItem, ...]]:
        """The failed items of some jobs, by job; a job without any is left out."""
        found: dict[int, tuple[FailedItem, ...]] = {}
        for row in self._db.rows("reports.failures", job_ids=sorted(job_ids)):
            item = FailedItem(
                channel_product_no=_told(row["channel_product_no"]),
                text=row["reason_text"],
                params=msgspec.json.decode(row["reason_params"] or "{}"),
            )
            found[row["job_id"]] = (*found.get(row["job_id"], ()), item)
        return found

    def count(self, job_id: int) -> int:
        """How many lines of a job's report are kept."""
        return int(self._db.value("reports.count", job_id=job_id))

    def items(
        self,
        job_id: int,
        *,
        outcome: Outcome | None = None,
        match: MatchKind | None = None,
        doubtful: bool = False,
        limit: int = 500,
    ) -> tuple[ReportItem, ...]:
        """Lines of a report; `match` is what is held now, so a line fixed since leaves the list,
        as does one that is `doubtful` no more where only those are asked for.
        """
        asked = {"outcome": outcome, "match": match, "doubtful": doubtful, "limit": limit}
        rows = self._db.rows("reports.items", job_id=job_id, **asked)
        return tuple(_item(row) for row in rows)


def record_failure(
    transaction: Transaction, job_id: int, channel_product_no: int, error: EngineError
) -> None:
    """One listing that could not be handled, inside the caller's transaction."""
    line = {"job_id": job_id, "channel_product_no": channel_product_no}
    reason = {"reason_text": error.text, "reason_params": encoded(error.params)}
    transaction.run("reports.add_failed", **line)
    transaction.run("reports.give_reason", **line, **reason)


def encoded(params: dict[str, Any]) -> str:
    """What an error's text is filled in with, as the database keeps it."""
    return msgspec.json.encode({name: str(value) for name, value in params.items()}).decode()


def _item(row: dict[str, Any]) -> ReportItem:
    changes = msgspec.json.decode(row.pop("changes") or "{}")
    params = msgspec.json.decode(row.pop("reason_params") or "{}")
    number = _told(row.pop("channel_product_no"))
    return ReportItem(
        channel_product_no=number,
        outcome=Outcome(row.pop("outcome")),
        match=MatchKind(row.pop("match")),
        changes={field: (before, after) for field, (before, after) in changes.items()},
        reason_params=params,
        **row,
    )


def _told(number: int) -> int | None:
    return number if number > 0 else None
