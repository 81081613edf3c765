"""A store whose SKUs have costs: the sheet they come from, a clock that is turned by hand."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

from engine import Engine
from engine.clock import now, today
from tests.one_store import OneStore, sku_sheet

SOME = 60


class Hands:
    """A clock that stands still and is turned by hand."""

    def __init__(self) -> None:
        self.now = now()

    def __call__(self) -> datetime:
        return self.now


def save_sheet(engine: Engine, sheet: bytes, *, losses_allowed: bool = False) -> None:
    """Saves a sheet of SKUs."""
    engine.skus.save(engine.skus.plan("skus.csv", sheet), losses_allowed=losses_allowed)


def sheet(one_store: OneStore, columns: tuple[str, ...] = (), **cells: str) -> bytes:
    """The sheet of the first SKUs: codes and names, these columns as they are, these cells."""
    rows = list(csv.DictReader(io.StringIO(sku_sheet(one_store.index, 620).decode("utf-8-sig"))))[
        :SOME
    ]
    kept = ("own_code", "name", *columns)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [*kept, *cells])
    writer.writeheader()
    writer.writerows({**{name: row[name] for name in kept}, **cells} for row in rows)
    return text.getvalue().encode()


def day_of(one_store: OneStore) -> date:
    """The day by the store's own clock."""
    return today(one_store.engine._parts.clock)


def some_code(one_store: OneStore) -> str:
    """A SKU of the sheet's beginning that a listing has."""
    codes = {line.split(",")[0] for line in sheet(one_store).decode().splitlines()[1:]}
    table = one_store.engine.margins.table(one_store.store_id)
    return next(str(code) for code in table.sku_code if code in codes)
