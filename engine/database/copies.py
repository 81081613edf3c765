"""Copies tables of the open database into a file of their own, all as they are at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from engine.database.database import Database
from engine.database.transaction import Transaction

COPY = "copy_of_all"  # what queries call the new file


@contextmanager
def copying(database: Database, file: Path, form: str = "v1.5.0") -> Iterator[Transaction]:
    """One transaction that reads what is saved now and writes into the new `file`, called COPY, in
    the `form` of that version of DuckDB, which it and every later one opens.
    """
    with database.read() as transaction:
        transaction.execute(f"attach '{quoted(file)}' as {COPY} (storage_version '{form}')")
        try:
            transaction.execute("begin")
            yield transaction
            transaction.execute("commit")
        except BaseException:
            with suppress(duckdb.Error):
                transaction.execute("rollback")
            raise
        finally:
            transaction.execute(f"detach {COPY}")


def quoted(path: Path) -> str:
    """A path inside the quotes of a statement."""
    return str(path).replace("'", "''")
