"""What margins are worked out from, selected by DuckDB: prices and the costs of a day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

import numpy as np

from engine.database.database import LISTINGS, Database
from engine.database.read_cache import Lookup
from engine.database.transaction import Transaction
from engine.domain.margin_table import MarginUnit

Kept = TypeVar("Kept")
Inputs = dict[str, Any]  # columns by name: numpy, masked where not known

_UNITS = {
    MarginUnit.LISTING: "margins.by_listing",
    MarginUnit.OPTION: "margins.by_option",
}
_PARTS = ("margins.parts", "margins.costs", "margins.costs_of_parts")
_WHOLE = ("_won", "_no", "_mp", "_id", "_place", "filled")


class MarginInputs:
    """Selects what is sold of a store with its costs."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def inputs(self, store_id: int, on: date, unit: MarginUnit) -> Inputs:
        """Price, delivery fee and cost parts of the day, one row a matched listing or option."""
        with self._units([store_id], on, unit) as transaction:
            return _typed(transaction.columns("margins.inputs"))

    def loss_inputs(self, store_ids: Collection[int], on: date) -> Inputs:
        """Price and cost parts of every matched listing of some stores of which the needed ones are
        known.
        """
        with self._units(store_ids, on, MarginUnit.LISTING) as transaction:
            return _typed(transaction.columns("margins.loss_inputs"))

    def beside(self, store_id: int) -> dict[str, int]:
        """How many imported listings have no margin: `unmatched` without a SKU, `ended` ones."""
        [counts] = self._db.rows("margins.beside", store_id=store_id)
        return counts

    def cached_each(
        self,
        keys: Mapping[int, tuple[Hashable, float]],
        read: Callable[[list[int]], Mapping[int, Kept]],
    ) -> dict[int, Kept]:
        """What was worked out of stores, until their listings or any costs change; by the store's
        number a key and how many seconds old it may be all the same. Stores that are not known are
        read in one go.
        """
        wanted = {
            store_id: Lookup([(LISTINGS, store_id)], (store_id, key), seconds)
            for store_id, (key, seconds) in keys.items()
        }
        return self._db.cache.get_each(wanted, read)

    @contextmanager
    def _units(
        self, store_ids: Collection[int], on: date, unit: MarginUnit
    ) -> Iterator[Transaction]:
        """A transaction to which what is sold and what it costs are views."""
        with self._db.read() as transaction:
            transaction.execute("set variable store_ids = $1", [sorted(store_ids)])
            transaction.execute("set variable costs_on = $1", [on])
            for view in (_UNITS[unit], "margins.profiles", "margins.profiles_of_categories"):
                transaction.run(view)
            parted = transaction.value("margins.any_parts")
            for view in (*(_PARTS if parted else ()), "margins.pieces", "margins.costs"):
                transaction.run(view)
            transaction.run("margins.units" if parted else "margins.plain_units")
            yield transaction


def _typed(found: Inputs) -> Inputs:
    return {name: _column(name, values) for name, values in found.items()}


def _column(name: str, values: Any) -> Any:
    """Amounts as int64 with their mask; texts as they come, None where not known."""
    if name.endswith(_WHOLE):
        return np.ma.masked_array(
            np.ma.getdata(values).astype(np.int64, casting="unsafe"), np.ma.getmaskarray(values)
        )
    return values
