"""What a reading of settlements told, held against what is kept: new versions, and what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
import pyarrow as pa

from engine.database.transaction import Transaction
from engine.domain.unread import Source, UnreadElement

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
        **{"deduction_won": _WON, "minus_charge_won": _WON, "difference_won": _WON},
        **{"return_care_won": _WON, "preferential_won": _WON, "limit_won": _WON},
        "sum_told": pa.bool_(),
    },
    "unread": {"asked_on": _DAY, "place": pa.int32(), "member": _TEXT, "raw": _TEXT},
    "vats": {
        **{"based_on": _DAY, "total_won": _WON, "taxed_won": _WON, "exempt_won": _WON},
        **{"card_won": _WON, "cash_deducted_won": _WON, "cash_evidence_won": _WON},
        **{"cash_unissued_won": _WON, "other_won": _WON},
    },
}

QUERIES = {  # what is told no more, what is new or changed, what is held
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


class Keeping:
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
        drop, add, _held = QUERIES[what]
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
