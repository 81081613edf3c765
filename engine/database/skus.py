"""The seller's own catalogue in the database, with the code index that matching joins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from engine.clock import Clock, to_utc, today
from engine.database.database import Database
from engine.database.doubts import tell_of_skus
from engine.database.numbers import Noun, next_numbers
from engine.domain.costs import StatedCosts
from engine.domain.matching import loose_form, normal_form
from engine.domain.skus import Sku
from engine.domain.vat import TaxType
from engine.errors import BadRequest

_STAGED = pa.schema(
    [
        ("own_code", pa.string()),
        ("unique_code", pa.string()),
        ("own_code_normal", pa.string()),
        ("unique_code_normal", pa.string()),
        ("name", pa.string()),
        ("option_name", pa.string()),
        ("cost_won", pa.int64()),
        ("stock_quantity", pa.int64()),
        ("packaging_won", pa.int64()),
        ("shipping_won", pa.int64()),
        ("inbound_won", pa.int64()),
        ("ads_won", pa.int64()),
        ("ads_mp", pa.int64()),
        ("returns_won", pa.int64()),
        ("returns_mp", pa.int64()),
        ("sku_group", pa.string()),
        ("tax_type", pa.string()),
        ("costs_from", pa.date32()),
    ]
)


class Skus:
    """Loads and saves SKUs; the costs told are those of a day, today where none is said."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def count(self, query: str = "") -> int:
        """How many SKUs there are, or hold the words of `query`."""
        return int(self._db.value("skus.find_count", **_words(query)))

    def get(self, sku_id: int) -> Sku:
        """One SKU. Raises BadRequest where there is none."""
        rows = self._db.rows("skus.get", sku_id=sku_id, on=today(self._clock))
        if not rows:
            raise BadRequest("That SKU no longer exists. Choose another one.")
        return _sku(rows[0])

    def held(self, own_codes: Iterable[str], on: date | None = None) -> dict[str, Sku]:
        """The SKUs among `own_codes` that are held, by own code."""
        asked = pa.table({"own_code": pa.array(sorted(set(own_codes)), pa.string())})
        with self._db.read() as transaction, transaction.lent(asked=asked):
            rows = transaction.rows("skus.by_codes", on=on or today(self._clock))
        return {row["own_code"]: _sku(row) for row in rows}

    def find(self, query: str, limit: int, offset: int) -> tuple[Sku, ...]:
        """SKUs whose code or name holds the words of `query`, by own code; codes that begin so
        first.
        """
        page = {"limit": limit, "offset": offset, "on": today(self._clock)}
        rows = self._db.rows("skus.find", **_words(query), **page)
        return tuple(_sku(row) for row in rows)

    def near_codes(self, code: str | None, limit: int) -> list[int]:
        """The numbers of SKUs that have that code but for separators."""
        rows = self._db.rows("skus.near_codes", loose=loose_form(code), limit=limit)
        return [row["sku_id"] for row in rows]

    def codes_with_zeros(self) -> list[str]:
        """Every own code that may lose zeros in a spreadsheet."""
        return [row["own_code"] for row in self._db.rows("skus.codes_with_zeros")]

    def known_costs(self) -> dict[str, int]:
        """Of how many SKUs each cost is known, by the names of the sheet's columns."""
        [counts] = self._db.rows("skus.known_costs", on=today(self._clock))
        return counts

    def names(self) -> tuple[list[int], list[str]]:
        """Every SKU's number and name (with option), two lists of the same length."""
        rows = self._db.rows("skus.names")
        return [row["sku_id"] for row in rows], [row["name"] for row in rows]

    def revision(self) -> str:
        """A text that differs after every change of the catalogue."""
        return str(self._db.value("skus.revision"))

    def save(self, skus: Sequence[Sku], costs_from: Sequence[date | None] = ()) -> None:
        """Saves SKUs by own code in one transaction and renews the code index.

        Costs that differ from those held count from the day said beside the SKU, or from today; the
        first ones a SKU gets count for all days before too.
        """
        if not skus:
            return
        staged = _staged(skus, costs_from or [None] * len(skus))
        now, day = {"now": to_utc(self._clock())}, {"today": today(self._clock)}
        with self._db.write() as transaction, transaction.lent(staged=staged):
            transaction.run("skus.stage", **day)
            transaction.run("doubts.skus_touched")
            new = transaction.value("skus.count_new")
            transaction.run("skus.merge", first=next_numbers(transaction, Noun.SKU, new), **now)
            transaction.run("skus.save_costs", **now, **day)
            transaction.run("skus.drop_codes")
            transaction.run("skus.build_codes")
            tell_of_skus(transaction)

    def cost_days(self, sku_id: int) -> tuple[tuple[date | None, StatedCosts], ...]:
        """The costs of a SKU by the day they begin, newest first; the first ones have no day."""
        rows = self._db.rows("skus.cost_days", sku_id=sku_id)
        return tuple((row.pop("starts_on"), StatedCosts(**row)) for row in rows)


def _words(query: str) -> dict[str, str]:
    words = " ".join(query.split())
    safe = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {"words": words, "part": f"%{safe}%", "loose": loose_form(words) or ""}


def _sku(row: dict[str, Any]) -> Sku:
    tax = row.pop("tax_type")
    return Sku(**row, tax_type=None if tax is None else TaxType(tax))


def _staged(skus: Sequence[Sku], costs_from: Sequence[date | None]) -> pa.Table:
    columns: dict[str, Sequence[Any]] = {
        field: [getattr(sku, field) for sku in skus]
        for field in _STAGED.names
        if field != "costs_from" and not field.endswith("_normal")
    }
    columns["costs_from"] = costs_from
    for code in ("own_code", "unique_code"):
        columns[f"{code}_normal"] = [normal_form(text) for text in columns[code]]
    return pa.table({name: columns[name] for name in _STAGED.names}, schema=_STAGED)
