"""Read models for boards: plain selects, no domain detour."""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.clock import Clock, to_kst, to_utc
from engine.database.database import LISTINGS, Database
from engine.domain.boards import StoreCounts

ENDING_SOON = timedelta(days=7)


class Boards:
    """What the boards select."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def counts(self) -> dict[int, tuple[StoreCounts, datetime | None]]:
        """Counts and the moment of the last whole reading, by store."""
        now = self._clock().replace(second=0, microsecond=0)
        return self._db.cache.get([LISTINGS], ("counts", now), lambda: self._counts(now))

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
