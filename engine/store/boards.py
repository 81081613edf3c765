"""Read models for boards and margins: plain selects, no domain detour."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import numpy as np

from engine.clock import Clock, to_kst, to_utc
from engine.domain.boards import StoreCounts
from engine.store.database import Database

Kept = TypeVar("Kept")

ENDING_SOON = timedelta(days=7)


class Boards:
    """What the boards select."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def counts(self) -> dict[int, tuple[StoreCounts, datetime | None]]:
        """Counts and the moment of the last whole reading, by store."""
        now = self._clock().replace(second=0, microsecond=0)
        return self._db.held(("counts", now), lambda: self._counts(now))

    def _counts(self, now: datetime) -> dict[int, tuple[StoreCounts, datetime | None]]:
        rows = self._db.rows("boards.counts", now=to_utc(now), soon=to_utc(now + ENDING_SOON))
        return {
            row.pop("store_id"): (
                StoreCounts(
                    **{
                        name: value
                        for name, value in row.items()
                        if name in StoreCounts.__struct_fields__
                    }
                ),
                to_kst(row["last_synced_at"]),
            )
            for row in rows
        }

    def unmatched(self, store_id: int) -> int:
        """Imported listings without a SKU."""
        return int(self._db.value("boards.unmatched", store_id=store_id))

    def loss_inputs(self, store_id: int) -> dict[str, Any]:
        """Price and whole cost of every matched listing of which both are known, as int64."""
        with self._db.read() as cursor:
            return cursor.execute(
                self._db.sql("boards.loss_inputs"), {"store_id": store_id}
            ).fetchnumpy()

    def held(self, key: Hashable, read: Callable[[], Kept]) -> Kept:
        """What was worked out of the boards for `key`, until something is written."""
        return self._db.held(key, read)

    def margin_inputs(self, store_id: int) -> dict[str, Any]:
        """Columns by name (numpy, masked where not known), one row a matched listing."""
        with self._db.read() as cursor:
            found = cursor.execute(
                self._db.sql("boards.margin_inputs"), {"store_id": store_id}
            ).fetchnumpy()
        return {name: _column(name, values) for name, values in found.items()}


def _column(name: str, values: Any) -> Any:
    """Amounts as int64 with their mask; texts as they come, None where not known."""
    if name.endswith(("_won", "_no")):
        return np.ma.masked_array(
            np.ma.getdata(values).astype(np.int64, casting="unsafe"), np.ma.getmaskarray(values)
        )
    return values
