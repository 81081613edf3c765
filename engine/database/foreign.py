"""Looks into a database file that may come from anybody, without running anything out of it.

Views, macros, triggers, default values and columns that are worked out are text of whoever made the
file, and run when somebody reads or writes there. So nothing is asked but what the file says of
itself, with no way out of it, until all of that is known to be ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from engine.database.copies import quoted
from engine.database.database import latest_migration, migrate
from engine.errors import BadFile, StoreTooNew

_NO_EXTENSIONS = {
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "memory_limit": "1GB",
}
_SHUT_IN = "set enable_external_access = false; set lock_configuration = true; use looked_into"
_NAMES_TOLD = 3
_NAME_LENGTH = 40
_HELD = """
    select 'table', database_name, schema_name, table_name, sql
    from duckdb_tables() where not internal
    union all select 'view', database_name, schema_name, view_name, sql
    from duckdb_views() where not internal
    union all select 'macro', database_name, schema_name, function_name,
        concat(cast(parameters as varchar), macro_definition)
    from duckdb_functions() where not internal
    union all select 'trigger', database_name, schema_name, trigger_name, sql
    from duckdb_triggers()
    union all select 'index', database_name, schema_name, index_name, sql from duckdb_indexes()
    union all select 'sequence', database_name, schema_name, sequence_name, ''
    from duckdb_sequences()
    union all select 'type', database_name, schema_name, type_name, ''
    from duckdb_types() where not internal
    union all select 'schema', database_name, schema_name, '', ''
    from duckdb_schemas() where not internal
"""
Held = frozenset[tuple[str, str, str, str]]  # kind, schema, name, what it is made of


@contextmanager
def shut_in(file: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A file for reading, from which no other file, address or extension can be reached. Raises
    what DuckDB does; whoever reads it already is not disturbed.
    """
    with duckdb.connect(":memory:", config=dict(_NO_EXTENSIONS)) as looking:
        looking.execute(f"attach '{quoted(file)}' as looked_into (read_only)")
        looking.execute(_SHUT_IN)
        yield looking


def rows_of_backup(file: Path, migration: int) -> dict[str, int]:
    """Rows by table of a database out of a backup, as the migration of that number left it.

    Raises StoreTooNew, BadFile where it does not open or holds what no Storeboard makes.
    """
    if migration > latest_migration():
        raise StoreTooNew(
            "The backup was made by a newer Storeboard. Update this one; nothing was changed."
        )
    try:
        with shut_in(file) as copy:
            _check_ours(_held(copy), migration)
            return counted(lambda *asked: copy.execute(*asked).fetchall(), "looked_into")
    except duckdb.Error as error:
        raise BadFile(
            "The database in the backup does not open. Take another copy; nothing was changed."
        ) from error


def counted(execute: Callable[..., Sequence[tuple[Any, ...]]], name: str) -> dict[str, int]:
    """Rows by table of an attached database."""
    tables = execute(
        "select table_name from duckdb_tables() where database_name = $name order by 1",
        {"name": name},
    )
    return {
        table: execute(f"select count(*) from {_named(name)}.{_named(table)}")[0][0]
        for (table,) in tables
    }


def _check_ours(held: Held, migration: int) -> None:
    """Raises BadFile where anything differs from what our own migrations make."""
    with duckdb.connect(":memory:", config={"enable_external_access": "false"}) as made:
        migrate(made, until=migration)
        differing = held ^ _held(made)
    if differing:
        raise BadFile(
            "The database in the backup is not made as Storeboard makes it: {names}. Take another"
            " copy; nothing in it was run and nothing was changed.",
            names=_told(differing),
        )


def _held(connection: duckdb.DuckDBPyConnection) -> Held:
    [(here,)] = connection.execute("select current_database()").fetchall()
    held = connection.execute(_HELD).fetchall()
    return frozenset((kind, *rest) for kind, database, *rest in held if database == here)


def _told(differing: Held) -> str:
    """Some of what differs, by name; a name is anybody's text, and may hold what moves a cursor."""
    names = sorted({f"{kind} {name or schema}" for kind, schema, name, _text in differing})
    plain = ["".join(one if one.isprintable() else "?" for one in name) for name in names]
    more = [] if len(plain) <= _NAMES_TOLD else ["..."]
    return ", ".join([*(name[:_NAME_LENGTH] for name in plain[:_NAMES_TOLD]), *more])


def _named(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
