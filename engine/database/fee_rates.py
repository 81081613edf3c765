"""The fee ledger in the database: accepted tables and own rates, added and never altered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.clock import Clock, to_kst, to_utc
from engine.database.database import Database
from engine.database.numbers import Noun, next_number
from engine.domain.fee_ledger import OwnRate, merged
from engine.domain.fee_schedule import FeeSchedule, parse_fee_rates, write_fee_rates
from engine.domain.fees import Arrival, Confidence, FeeLayer, FeeRateRow, FeeTier, StoreType


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedTable:
    """The table in force; `accepted_by` is None for the one a workspace began with."""

    digest: str
    rows: tuple[FeeRateRow, ...]
    accepted_at: datetime
    accepted_by: str | None


class RateLedger:
    """Loads and saves rates. `shipped` is the table of this version: a workspace that has none
    begins with it, any other keeps the one it accepted.
    """

    def __init__(self, database: Database, shipped: Sequence[FeeRateRow], clock: Clock) -> None:
        self._db, self._clock = database, clock
        self.shipped = tuple(shipped)
        self.shipped_digest = _digest(self.shipped)
        if self._db.value("fee_rates.accepted") is None:
            self.accept(None)

    def schedule(self) -> FeeSchedule:
        """The rates that count, merged once after each write."""

        def read() -> FeeSchedule:
            own = (one.row for one in self.own() if one.withdrawn_at is None)
            return merged(self.accepted().rows, own)

        return self._db.cache.get((), "fee_rates.schedule", read)

    def accepted(self) -> AcceptedTable:
        """The table in force."""
        (row,) = self._db.rows("fee_rates.accepted")
        return AcceptedTable(
            digest=row["digest"],
            rows=parse_fee_rates(row["content"]),
            accepted_at=to_kst(row["accepted_at"]) or datetime.min,
            accepted_by=row["accepted_by"],
        )

    def accept(self, accepted_by: str | None) -> None:
        """Puts the shipped table in force."""
        with self._db.write() as transaction:
            transaction.run(
                "fee_rates.accept",
                table_id=next_number(transaction, Noun.FEE_TABLE),
                digest=self.shipped_digest,
                content=write_fee_rates(self.shipped),
                accepted_by=accepted_by,
                now=to_utc(self._clock()),
            )

    def own(self) -> tuple[OwnRate, ...]:
        """Every rate that was added, withdrawn ones too, in the order they were added."""
        return tuple(_own(row) for row in self._db.rows("fee_rates.own"))

    def add(self, row: FeeRateRow, added_by: str) -> None:
        """Adds a rate."""
        fields = {name: getattr(row, name) for name in _FIELDS}
        fields |= {"added_by": added_by, "now": to_utc(self._clock())}
        with self._db.write() as transaction:
            rate_id = next_number(transaction, Noun.FEE_RATE)
            transaction.run("fee_rates.add", rate_id=rate_id, **fields)

    def withdraw(self, rate_id: int, withdrawn_by: str) -> None:
        """Marks a rate as withdrawn; one that is stays as it was marked."""
        mark = {"withdrawn_by": withdrawn_by, "now": to_utc(self._clock())}
        with self._db.write() as transaction:
            transaction.run("fee_rates.withdraw", rate_id=rate_id, **mark)


_FIELDS = FeeRateRow.__slots__


def _digest(rows: Sequence[FeeRateRow]) -> str:
    return hashlib.sha256(write_fee_rates(rows).encode()).hexdigest()


def _own(row: dict[str, Any]) -> OwnRate:
    return OwnRate(
        rate_id=row["rate_id"],
        row=FeeRateRow(
            layer=FeeLayer(row["layer"]),
            tier=FeeTier(row["tier"]) if row["tier"] else None,
            store_type=StoreType(row["store_type"]) if row["store_type"] else None,
            arrival=Arrival(row["arrival"]) if row["arrival"] else None,
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            rate_mp=row["rate_mp"],
            confidence=Confidence(row["confidence"]),
            source=row["source"],
        ),
        added_by=row["added_by"],
        added_at=to_kst(row["added_at"]) or datetime.min,
        withdrawn_by=row["withdrawn_by"],
        withdrawn_at=to_kst(row["withdrawn_at"]),
    )
