"""Gives out our own numbers, none of them twice, also after the row that had the highest is gone:
sealed texts and the audit name rows by their number.
"""

from __future__ import annotations

from engine.database.database import Database
from engine.database.transaction import Transaction


def next_number(transaction: Transaction, database: Database, noun: str, last_number: str) -> int:
    """The next number of a noun ("contact"); `last_number` is the query of the highest one held."""
    name = f"last_{noun}_number"
    kept = transaction.value("settings.get", name=name)
    last = transaction.value(last_number)
    number = max(int(kept or 0), int(last)) + 1
    transaction.run("settings.save", name=name, value=str(number))
    return number
