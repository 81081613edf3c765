"""Gives out our own numbers, none of them twice, also after the row that had the highest is gone:
sealed texts and the audit name rows by their number.
"""

from __future__ import annotations

import duckdb

from engine.database.database import Database


def next_number(
    cursor: duckdb.DuckDBPyConnection, database: Database, noun: str, last_number: str
) -> int:
    """The next number of a noun ("contact"); `last_number` is the query of the highest one held."""
    name = f"last_{noun}_number"
    kept = cursor.execute(database.sql("settings.get"), {"name": name}).fetchone()
    last = cursor.execute(database.sql(last_number)).fetchone()
    number = max(int(kept[0]) if kept else 0, int(last[0]) if last else 0) + 1
    cursor.execute(database.sql("settings.save"), {"name": name, "value": str(number)})
    return number
