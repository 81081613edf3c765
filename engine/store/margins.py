"""What margins are worked out from, selected by DuckDB: prices and the costs of a day."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

import duckdb
import numpy as np

from engine.domain.margin_table import MarginUnit
from engine.store.database import LISTINGS, Database

Kept = TypeVar("Kept")
Inputs = dict[str, Any]  # columns by name: numpy, masked where not known

_UNITS = {
    MarginUnit.LISTING: "margins.by_listing",
    MarginUnit.OPTION: "margins.by_option",
}
_WHOLE = ("_won", "_no", "_mp", "_id", "filled")


class MarginRoom:
    """Selects what is sold of a store with its costs."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def inputs(self, store_id: int, on: date, unit: MarginUnit) -> Inputs:
        """Price, delivery fee and cost parts of the day, one row a matched listing or option."""
        with self._units(store_id, on, unit) as cursor:
            return _columns(cursor.execute(self._db.sql("margins.inputs")))

    def loss_inputs(self, store_id: int, on: date) -> Inputs:
        """Price and cost parts of every matched listing of which the needed ones are known."""
        with self._units(store_id, on, MarginUnit.LISTING) as cursor:
            return _columns(cursor.execute(self._db.sql("margins.loss_inputs")))

    def unmatched(self, store_id: int) -> int:
        """Imported listings without a SKU."""
        return int(self._db.value("margins.unmatched", store_id=store_id))

    def held(
        self, store_id: int, key: Hashable, read: Callable[[], Kept], *, stale_seconds: float
    ) -> Kept:
        """What was worked out of a store for `key`, until its listings or any costs change, or that
        long.
        """
        topics = [(LISTINGS, store_id)]
        return self._db.held(topics, (key, store_id), read, stale_seconds=stale_seconds)

    @contextmanager
    def _units(
        self, store_id: int, on: date, unit: MarginUnit
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor to which what is sold and what it costs are views."""
        with self._db.read() as cursor:
            cursor.execute("set variable store_id = $1", [store_id])
            cursor.execute("set variable costs_on = $1", [on])
            for view in (_UNITS[unit], "margins.profiles", "margins.profiles_of_categories"):
                cursor.execute(self._db.sql(view))
            cursor.execute(self._db.sql("margins.costs"))
            yield cursor


def _columns(found: duckdb.DuckDBPyConnection) -> Inputs:
    return {name: _column(name, values) for name, values in found.fetchnumpy().items()}


def _column(name: str, values: Any) -> Any:
    """Amounts as int64 with their mask; texts as they come, None where not known."""
    if name.endswith(_WHOLE):
        return np.ma.masked_array(
            np.ma.getdata(values).astype(np.int64, casting="unsafe"), np.ma.getmaskarray(values)
        )
    return values
