"""Settlements in the database: every version of every row, the newest of each for reading.

NAVER states days anew for about 30 days (docs/reference/commerce-api.md section 8), so a day is
compared with what is held of it: what differs becomes a new version, what is told no more a version
that is not present.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import pyarrow as pa

from engine.clock import Clock, to_kst, to_utc
from engine.database.database import PROGRESS, Database
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

_WON = pa.int64()
_DAY = pa.date32()
_TEXT = pa.string()
_SCHEMAS = {
    "rows": {
        **{"expected_on": _DAY, "product_order_no": _TEXT, "kind": _TEXT, "settle_type": _TEXT},
        **{"place": pa.int32(), "order_no": _TEXT, "channel_product_no": _WON, "name": _TEXT},
        **{"paid_on": _DAY, "based_on": _DAY, "completed_on": _DAY, "pay_won": _WON},
        **{"order_fee_won": _WON, "sales_fee_won": _WON, "instalment_fee_won": _WON},
        **{"benefit_won": _WON, "settled_won": _WON},
    },
    "commissions": {
        **{"expected_on": _DAY, "product_order_no": _TEXT, "kind": _TEXT, "settle_type": _TEXT},
        **{"type": _TEXT, "means": _TEXT, "place": pa.int32(), "path": _TEXT},
        **{"basis_won": _WON, "fee_won": _WON},
    },
    "days": {
        **{"expected_on": _DAY, "place": pa.int32(), "method": _TEXT, "completed_on": _DAY},
        **{"settled_won": _WON, "pay_won": _WON, "fee_won": _WON, "benefit_won": _WON},
        **{"normal_won": _WON, "quick_won": _WON, "held_back_won": _WON},
        **{"deduction_won": _WON, "minus_charge_won": _WON},
    },
    "unread": {"asked_on": _DAY, "place": pa.int32(), "member": _TEXT, "raw": _TEXT},
    "vats": {
        **{"based_on": _DAY, "total_won": _WON, "taxed_won": _WON, "exempt_won": _WON},
        **{"card_won": _WON, "cash_deducted_won": _WON, "cash_evidence_won": _WON},
        **{"cash_unissued_won": _WON, "other_won": _WON},
    },
}

_QUERIES = {  # what is told no more, what is new or changed, what is held
    "rows": ("settlements.drop_rows", "settlements.add_rows", "settlements.rows"),
    "commissions": (
        *("settlements.drop_commissions", "settlements.add_commissions"),
        "settlements.commissions",
    ),
    "days": ("settlements.drop_days", "settlements.add_days", "settlements.days"),
    "vats": ("settlements.drop_vats", "settlements.add_vats", "settlements.vats"),
}


_TABLES = {
    Source.DAYS: "days",
    Source.ROWS: "rows",
    Source.COMMISSIONS: "commissions",
    Source.VAT: "vats",
}


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What a comparison with what was held came to, in rows. A row that was not paid yet grows; one
    that was is stated anew, `changed` (docs/reference/corrections.md: growth, not restatement).
    """

    new: int = 0
    grown: int = 0
    changed: int = 0
    gone: int = 0


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
            keeping = _Keeping(transaction, store_id, on, on, to_utc(self._clock()))
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
            keeping = _Keeping(transaction, store_id, first, last, to_utc(self._clock()))
            told = map(msgspec.structs.asdict, days.found)
            return keeping.keep(Source.DAYS, told, days.unread)

    def save_vat(self, store_id: int, month: date, last: date, days: Told[VatDay]) -> Kept:
        """Keeps the sales of a month, from its first to its `last` day."""
        with self._db.write(PROGRESS) as transaction:
            keeping = _Keeping(transaction, store_id, month, last, to_utc(self._clock()))
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
        return self._db.rows(_QUERIES[what][2], store_id=store_id, first=first, last=last)

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


class _Keeping:
    """What one reading told of the days between two, compared with what is held of them."""

    def __init__(
        self,
        transaction: Transaction,
        store_id: int,
        first: date,
        last: date,
        now: datetime | None,
    ) -> None:
        self._transaction = transaction
        self._params = {"store_id": store_id, "first": first, "last": last, "now": now}

    def run(self, query: str, **params: Any) -> None:
        """Runs a query that takes the store and the moment too."""
        store_id, now = self._params["store_id"], self._params["now"]
        self._transaction.run(query, store_id=store_id, now=now, **params)

    def keep(
        self, source: Source, told: Iterable[dict[str, Any]], unread: Sequence[UnreadElement]
    ) -> Kept:
        """Where an element could not be read, nothing is taken as told no more: it may be that."""
        what = _TABLES[source]
        drop, add, _held = _QUERIES[what]
        frame = pa.Table.from_pylist(list(told), schema=pa.schema(_SCHEMAS[what]))
        unpaid = self._unpaid() if source is Source.ROWS else set()
        with self._transaction.lent(told=frame):
            gone = [] if unread else self._transaction.rows(drop, **self._params)
            kept = self._transaction.rows(add, **self._params)
        self._keep_unread(source, unread)
        new = sum(row["version"] == 1 for row in kept)
        grown = sum(row["version"] > 1 and _name(row) in unpaid for row in kept) if unpaid else 0
        return Kept(new=new, grown=grown, changed=len(kept) - new - grown, gone=len(gone))

    def _unpaid(self) -> set[tuple[Any, ...]]:
        params = {name: value for name, value in self._params.items() if name != "now"}
        return {_name(row) for row in self._transaction.rows("settlements.unpaid_rows", **params)}

    def _keep_unread(self, source: Source, unread: Sequence[UnreadElement]) -> None:
        named = enumerate(unread, start=1)
        lines = [{**msgspec.structs.asdict(one), "place": place} for place, one in named]
        frame = pa.Table.from_pylist(lines, schema=pa.schema(_SCHEMAS["unread"]))
        params = {"source": source.value}
        store_id, now = self._params["store_id"], self._params["now"]
        first, last = self._params["first"], self._params["last"]
        with self._transaction.lent(told=frame):
            self._transaction.run(
                "settlements.drop_unread", store_id=store_id, first=first, last=last, **params
            )
            self._transaction.run("settlements.save_unread", store_id=store_id, now=now, **params)


def _name(row: dict[str, Any]) -> tuple[Any, ...]:
    """What names a row of a day."""
    day, number, kind = row["expected_on"], row["product_order_no"], row["kind"]
    return day, number, kind, row["settle_type"], row["place"]


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
