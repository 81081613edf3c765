"""Settlements in the database: every version of every row, the newest of each for reading.

NAVER states days anew for about 30 days (docs/reference/commerce-api.md section 8), so a day is
compared with what is held of it: what differs becomes a new version, what is told no more a version
that is not present.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import msgspec

from engine.clock import Clock, to_kst, to_utc
from engine.database.database import PROGRESS, Database
from engine.database.settlement_keeping import QUERIES, Keeping, Kept
from engine.database.transaction import Transaction
from engine.domain.settlement import (
    CommissionRow,
    RowFees,
    RowVersion,
    SettlementDay,
    SettlementReading,
    SettlementRow,
    VatDay,
)
from engine.domain.unread import Source, Told, UnreadElement

InSameTransaction = Callable[[Transaction, Kept], None]


class Settlements:
    """Loads and saves settlements."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def save_day(
        self,
        store_id: int,
        on: date,
        rows: Told[SettlementRow],
        commissions: Told[CommissionRow],
        reading: SettlementReading,
        in_transaction: InSameTransaction = lambda transaction, kept: None,
    ) -> Kept:
        """Keeps what was told of a day and where the reading goes on, in one transaction;
        what became of the settlement rows, with which `in_transaction` is done in it.
        """
        with self._db.write(PROGRESS) as transaction:
            keeping = Keeping(transaction, store_id, on, on, to_utc(self._clock()))
            kept = keeping.keep(Source.ROWS, map(_flat, rows.found), rows.unread)
            parts = map(_with_means, map(msgspec.structs.asdict, commissions.found))
            keeping.keep(Source.COMMISSIONS, parts, commissions.unread)
            keeping.run("settlements.save_read_day", on=on)
            self.save_reading(transaction, store_id, reading)
            in_transaction(transaction, kept)
        return kept

    def save_days(self, store_id: int, first: date, last: date, days: Told[SettlementDay]) -> Kept:
        """Keeps the sums of the days between two, both included."""
        with self._db.write(PROGRESS) as transaction:
            keeping = Keeping(transaction, store_id, first, last, to_utc(self._clock()))
            told = map(msgspec.structs.asdict, days.found)
            return keeping.keep(Source.DAYS, told, days.unread)

    def save_vat(self, store_id: int, month: date, last: date, days: Told[VatDay]) -> Kept:
        """Keeps the sales of a month, from its first to its `last` day."""
        with self._db.write(PROGRESS) as transaction:
            keeping = Keeping(transaction, store_id, month, last, to_utc(self._clock()))
            told = map(msgspec.structs.asdict, days.found)
            kept = keeping.keep(Source.VAT, told, days.unread)
            keeping.run("settlements.save_vat_month", starts_on=month)
        return kept

    def rows(self, store_id: int, first: date, last: date) -> tuple[SettlementRow, ...]:
        """The rows whose money is expected between two days, as they were told last."""
        return tuple(map(_row, self._between("rows", store_id, first, last)))

    def commissions(self, store_id: int, first: date, last: date) -> tuple[CommissionRow, ...]:
        """The commission rows between two days, as they were told last."""
        return tuple(map(_commission, self._between("commissions", store_id, first, last)))

    def of_month(
        self, store_id: int, first: date, last: date
    ) -> tuple[tuple[SettlementRow, ...], tuple[SettlementDay, ...]]:
        """The rows, and the sums of days, with any of their days between two; however late a row
        was settled after its payment, it is among them.
        """
        params = {"store_id": store_id, "first": first, "last": last}
        rows = self._db.rows("settlements.rows_of_month", **params)
        days = self._db.rows("settlements.days_of_month", **params)
        return tuple(map(_row, rows)), tuple(SettlementDay(**day) for day in days)

    def of_orders(
        self, store_id: int, numbers: Iterable[str]
    ) -> tuple[tuple[SettlementRow, ...], tuple[CommissionRow, ...]]:
        """The rows and the commission rows of some product orders, whatever their day."""
        params = {"store_id": store_id, "numbers": list(numbers)}
        if not params["numbers"]:
            return (), ()
        rows = self._db.rows("settlements.rows_of_orders", **params)
        fees = self._db.rows("settlements.commissions_of_orders", **params)
        return tuple(map(_row, rows)), tuple(map(_commission, fees))

    def days(self, store_id: int, first: date, last: date) -> tuple[SettlementDay, ...]:
        """The sums of the days between two, as they were told last."""
        return tuple(SettlementDay(**row) for row in self._between("days", store_id, first, last))

    def vat_days(self, store_id: int, first: date, last: date) -> tuple[VatDay, ...]:
        """The sales of the days between two, as they were told last."""
        return tuple(VatDay(**row) for row in self._between("vats", store_id, first, last))

    def unread(self, store_id: int, first: date, last: date) -> tuple[UnreadElement, ...]:
        """What could not be read of the days between two, and of the sales for VAT."""
        found = self._db.rows("settlements.unread", store_id=store_id, first=first, last=last)
        return tuple(msgspec.convert(row, UnreadElement) for row in found)

    def read_days(self, store_id: int, first: date, last: date) -> dict[date, datetime]:
        """The days between two whose rows were read, and when last."""
        found = self._db.rows("settlements.read_days", store_id=store_id, first=first, last=last)
        return {row["expected_on"]: to_kst(row["read_at"]) or datetime.min for row in found}

    def _between(self, what: str, store_id: int, first: date, last: date) -> list[dict[str, Any]]:
        return self._db.rows(QUERIES[what][2], store_id=store_id, first=first, last=last)

    def versions(self, store_id: int, product_order_no: str) -> tuple[RowVersion, ...]:
        """Every version of the rows of a product order, oldest first."""
        rows = self._db.rows(
            "settlements.versions", store_id=store_id, product_order_no=product_order_no
        )
        return tuple(
            RowVersion(
                version=row.pop("version"),
                seen_at=to_kst(row.pop("seen_at")) or datetime.min,
                present=row.pop("present"),
                row=_row(row),
            )
            for row in rows
        )

    def vat_months(self, store_id: int) -> dict[date, datetime]:
        """The first days of the months whose sales were read, and when."""
        rows = self._db.rows("settlements.vat_months", store_id=store_id)
        return {row["starts_on"]: to_kst(row["read_at"]) or datetime.min for row in rows}

    def reading(self, store_id: int) -> SettlementReading | None:
        """The reading under way or done last, None before the first."""
        for row in self._db.rows("settlements.reading", store_id=store_id):
            started, finished = to_kst(row["started_at"]), to_kst(row["finished_at"])
            return SettlementReading(
                first=row["first_on"],
                last=row["last_on"],
                next_on=row["next_on"],
                started_at=started or datetime.min,
                finished_at=finished,
            )
        return None

    def save_reading(
        self, transaction: Transaction, store_id: int, reading: SettlementReading
    ) -> None:
        """Keeps where a reading stands, inside the caller's transaction."""
        params = {
            "store_id": store_id,
            "first_on": reading.first,
            "last_on": reading.last,
            "next_on": reading.next_on,
            "started_at": to_utc(reading.started_at),
            "finished_at": to_utc(reading.finished_at),
        }
        transaction.run("settlements.save_reading", **params)


def _flat(row: SettlementRow) -> dict[str, Any]:
    flat = msgspec.structs.asdict(row)
    fees: RowFees = flat.pop("fees")
    return {
        **flat,
        "order_fee_won": fees.order_won,
        "sales_fee_won": fees.sales_won,
        "instalment_fee_won": fees.instalment_won,
    }


def _with_means(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "means": row["means"] or ""}


def _commission(row: dict[str, Any]) -> CommissionRow:
    return CommissionRow(**{**row, "means": row["means"] or None})


def _row(row: dict[str, Any]) -> SettlementRow:
    fees = RowFees(
        order_won=row.pop("order_fee_won"),
        sales_won=row.pop("sales_fee_won"),
        instalment_won=row.pop("instalment_fee_won"),
    )
    return SettlementRow(**row, fees=fees)
