"""The seller's own catalogue in the database, with the code index that matching joins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from engine.clock import Clock, to_utc
from engine.domain.matching import normal_form
from engine.domain.skus import Sku
from engine.errors import BadRequest
from engine.store.database import Database, dicts

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
    ]
)


class Skus:
    """Loads and saves SKUs."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def count(self, query: str = "") -> int:
        """How many SKUs there are, or hold the words of `query`."""
        return int(self._db.value("skus.find_count", **_words(query)))

    def get(self, sku_id: int) -> Sku:
        """One SKU. Raises BadRequest where there is none."""
        rows = self._db.rows("skus.get", sku_id=sku_id)
        if not rows:
            raise BadRequest("That SKU no longer exists. Choose another one.")
        return _sku(rows[0])

    def held(self, own_codes: Iterable[str]) -> dict[str, Sku]:
        """The SKUs among `own_codes` that are held, by own code."""
        asked = pa.table({"own_code": pa.array(sorted(set(own_codes)), pa.string())})
        with self._db.read() as cursor:
            cursor.register("asked", asked)
            rows = dicts(cursor.execute(self._db.sql("skus.by_codes")))
        return {row["own_code"]: _sku(row) for row in rows}

    def find(self, query: str, limit: int, offset: int) -> tuple[Sku, ...]:
        """SKUs whose code or name holds the words of `query`, by own code; codes that begin so
        first.
        """
        rows = self._db.rows("skus.find", **_words(query), limit=limit, offset=offset)
        return tuple(_sku(row) for row in rows)

    def names(self) -> tuple[list[int], list[str]]:
        """Every SKU's number and name (with option), two lists of the same length."""
        rows = self._db.rows("skus.names")
        return [row["sku_id"] for row in rows], [row["name"] for row in rows]

    def revision(self) -> str:
        """A text that differs after every change of the catalogue."""
        return str(self._db.value("skus.revision"))

    def save(self, skus: Sequence[Sku]) -> None:
        """Saves SKUs by own code in one transaction and renews the code index."""
        if not skus:
            return
        staged = _staged(skus)
        with self._db.write() as cursor:
            cursor.register("staged", staged)
            cursor.execute(self._db.sql("skus.merge"), {"now": to_utc(self._clock())})
            cursor.execute(self._db.sql("skus.drop_codes"))
            cursor.execute(self._db.sql("skus.build_codes"))


def _words(query: str) -> dict[str, str]:
    words = " ".join(query.split())
    safe = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {"words": words, "part": f"%{safe}%", "normal": normal_form(words) or ""}


def _sku(row: dict[str, Any]) -> Sku:
    return Sku(**row)


def _staged(skus: Sequence[Sku]) -> pa.Table:
    columns = {
        field: [getattr(sku, field) for sku in skus]
        for field in _STAGED.names
        if not field.endswith("_normal")
    }
    for code in ("own_code", "unique_code"):
        columns[f"{code}_normal"] = [normal_form(text) for text in columns[code]]
    return pa.table({name: columns[name] for name in _STAGED.names}, schema=_STAGED)
