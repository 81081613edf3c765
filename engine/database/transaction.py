"""What is asked of the database inside one transaction, in named queries; no type of DuckDB shows.

A frame (a pyarrow table) is lent to queries under a name that they use like that of a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa

Row = dict[str, Any]  # a value by column


class Transaction:
    """A connection of its own: handed out by Database.read and Database.write, gone afterwards."""

    def __init__(
        self, cursor: duckdb.DuckDBPyConnection, sql: Callable[[str], duckdb.Statement]
    ) -> None:
        self._cursor, self._sql = cursor, sql

    def run(self, query: str, /, **params: Any) -> None:
        """Runs a named query whose answer nobody wants."""
        self._cursor.execute(self._sql(query), params)

    def rows(self, query: str, /, **params: Any) -> list[Row]:
        """All rows of a named query."""
        return rows_of(self._cursor.execute(self._sql(query), params))

    def row(self, query: str, /, **params: Any) -> Row | None:
        """The first row of a named query, None where there is none."""
        found = self.rows(query, **params)
        return found[0] if found else None

    def value(self, query: str, /, **params: Any) -> Any:
        """The first column of the first row, None where there is no row."""
        found = self._cursor.execute(self._sql(query), params).fetchone()
        return found[0] if found else None

    def table(self, query: str, /, **params: Any) -> pa.Table:
        """What a named query answers as a frame."""
        return self._cursor.sql(self._sql(query), params=params).to_arrow_table()

    def columns(self, query: str, /, **params: Any) -> dict[str, Any]:
        """What a named query answers as numpy arrays by column, masked where not known."""
        return self._cursor.execute(self._sql(query), params).fetchnumpy()

    def execute(
        self, text: str, params: Mapping[str, Any] | Sequence[Any] = ()
    ) -> list[tuple[Any, ...]]:
        """Runs a statement that is put together here; its rows. For names of tables that stand in
        the catalogue: no word that a person typed belongs into `text`.
        """
        return self._cursor.execute(text, params).fetchall()

    @contextmanager
    def lent(self, **frames: pa.Table) -> Iterator[None]:
        """Frames by the names queries know them by, until the block ends; after an error there is
        no transaction left to take them from.
        """
        for name, frame in frames.items():
            self._cursor.register(name, frame)
        yield
        for name in frames:
            self._cursor.unregister(name)


def rows_of(result: duckdb.DuckDBPyConnection) -> list[Row]:
    """All rows of an executed query, each a dict by column."""
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
