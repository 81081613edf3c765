"""Database files as an earlier version left them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from engine.database import database as module

MIGRATIONS = sorted((Path(module.__file__).parent / "sql" / "migrations").glob("*.sql"))


def go_back(file: Path, before: str) -> None:
    """Makes a database one of an earlier version, which lacks the migration `before` and all after
    it: its tables, with the rows that fit.
    """
    lacked = [one.stem[4:] for one in MIGRATIONS].index(before)
    newer = file.rename(file.with_suffix(".newer"))
    with duckdb.connect(str(file), config={"storage_compatibility_version": "v1.5.0"}) as older:
        older.execute("create table migration (number integer primary key, name varchar not null)")
        for number, migration in enumerate(MIGRATIONS[:lacked], start=1):
            older.execute(migration.read_text("utf-8"))
            older.execute("insert into migration values (?, ?)", [number, migration.stem])
        tables = columns(older, file.stem)
        older.execute(f"attach '{newer}' as newer (read_only)")
        for table, held in columns(older, "newer").items():
            names = ", ".join(sorted(held & tables.get(table, set())))
            if names and table != "migration":
                older.execute(f"delete from {table}")  # what a migration put in
                older.execute(f"insert into {table} ({names}) select {names} from newer.{table}")
    newer.unlink()


def columns(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, set[str]]:
    """The tables of a database with their columns."""
    rows = connection.execute(
        "select c.table_name, list(c.column_name) from duckdb_columns() c"
        " join duckdb_tables() t using (database_name, schema_name, table_name)"
        " where c.database_name = $database group by c.table_name",
        {"database": database},
    ).fetchall()
    return {table: set(names) for table, names in rows}
