"""Matches staged rows to SKUs by their codes, in the database: a page or a million listings."""

from __future__ import annotations

import duckdb

from engine.store.database import Database


def match_staged(database: Database, cursor: duckdb.DuckDBPyConnection) -> None:
    """Fills the temporary table `matched` for the rows of `staged`; see sql/matching.sql."""
    cursor.execute(database.sql("matching.find_codes"))
    cursor.execute(database.sql("matching.tell_matches"))
