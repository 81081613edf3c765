"""Owns the DuckDB file: opening, migrating, named queries, a cursor per use, one writer at a
time.
"""

from __future__ import annotations

import logging
import re
import shutil
import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb

from engine.database.faults import met_reading, met_writing, not_ours, of_the_log, unusable
from engine.database.read_cache import ReadCache
from engine.database.transaction import Row, Transaction
from engine.database.write_log import check_log, log_of, strange_log
from engine.errors import StoreTooNew, WorkspaceLost

_SQL = Path(__file__).parent / "sql"
_NAMED = re.compile(r"^-- (\w+) --$", re.MULTILINE)
_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "storage_compatibility_version": "v1.5.0",
    "preserve_insertion_order": "false",
    "memory_limit": "1GB",
    "checkpoint_threshold": "32MB",  # of the log, all of which is held in memory too
}


WRITE_BACK_BYTES = 16 << 20  # of the log: with less, writing it back is not worth the while
READS_SECONDS = 1.0  # so long may what is being read still take when the file is closed
LISTINGS = "listings"  # a topic: listings of any store; (LISTINGS, store number): of that one
JOBS = "jobs"  # a topic: which jobs there are and in what state each is
PROGRESS = "progress"  # a topic: where jobs go on, and what they did so far
log = logging.getLogger(__name__)
ELSEWHERE = "elsewhere"  # what nothing that is held of a topic depends on: sessions, audit, ...


class Database:
    """One open DuckDB file (or ":memory:"). Each use takes a cursor of its own; writes queue behind
    one lock.
    """

    def __init__(self, file: Path | str) -> None:
        """Opens `file`, making or migrating it. Raises WorkspaceBusy, WorkspaceUnusable or
        StoreTooNew.
        """
        self._file, self._root = Path(file), _connect(file)
        self._lock, self._idle = threading.RLock(), threading.Condition()
        self._reading = set[duckdb.DuckDBPyConnection]()
        self.cache = ReadCache()
        self._queries = load_queries()
        self._parsed = dict[str, duckdb.Statement]()
        try:
            migrate(self._root)
        except BaseException as error:
            self._root.close()
            if isinstance(error, duckdb.Error):
                raise not_ours() from error
            raise

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """For reading: each query sees what is saved by then. Raises WorkspaceUnusable for a
        damaged file, WorkspaceLost for a closed one.
        """
        with self._cursor() as cursor:
            with self._idle:
                self._reading.add(cursor)
            try:
                yield Transaction(cursor, self._statement)
            except duckdb.Error as error:
                meaning = met_reading(error)
                if meaning is not None:
                    raise meaning from error
                raise
            finally:
                with self._idle:
                    self._reading.discard(cursor)
                    self._idle.notify_all()

    @contextmanager
    def write(self, *topics: Hashable) -> Iterator[Transaction]:
        """One transaction: all of it is kept, or nothing. One writer at a time.

        What `cache` holds of a topic is read anew after a write that names it, or that names none.
        Raises WorkspaceUnusable, WorkspaceLost, and Overtaken where another process saved the same.
        """
        with self._lock, self._cursor() as cursor:
            try:
                cursor.execute("begin")
                yield Transaction(cursor, self._statement)
                cursor.execute("commit")
            except duckdb.Error as error:
                _roll_back(cursor)
                meaning = met_writing(error)
                if meaning is not None:
                    raise meaning from error
                raise
            except BaseException:
                _roll_back(cursor)
                raise
            finally:
                self.cache.invalidate(topics)

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        try:
            return self._root.cursor()
        except duckdb.ConnectionException as error:
            raise WorkspaceLost from error

    def write_back(self) -> None:
        """Writes a long log back into the file: what is kept in memory for it is let go of, and the
        next start has less to read. For a moment when nobody is in a hurry.

        Left alone on a disk that could run full of it: to DuckDB, a log that cannot be written back
        is the end of the open database.
        """
        written = log_of(self._file)
        if not written.exists() or written.stat().st_size < WRITE_BACK_BYTES:
            return
        if shutil.disk_usage(self._file.parent).free < 4 * written.stat().st_size:
            return
        try:
            with self._lock, self._cursor() as cursor:
                cursor.execute("checkpoint")
        except (
            duckdb.Error,
            WorkspaceLost,
        ) as error:  # somebody reads on in an old state, or the file is closed
            log.warning("the log of the database was not written back: %s", type(error).__name__)

    def _statement(self, name: str) -> duckdb.Statement:
        """A query, by "file.name", parsed when it is first asked for: to parse a long one takes
        DuckDB as long as to answer it.
        """
        parsed = self._parsed.get(name)
        if parsed is None:
            with self._cursor() as cursor:
                (parsed,) = cursor.extract_statements(self._queries[name])
            self._parsed[name] = parsed
        return parsed

    def rows(self, query: str, /, **params: Any) -> list[Row]:
        """All rows of a named query, each a dict by column."""
        with self.read() as transaction:
            return transaction.rows(query, **params)

    def value(self, query: str, /, **params: Any) -> Any:
        """The first column of the first row, None where there is no row."""
        with self.read() as transaction:
            return transaction.value(query, **params)

    def close(self) -> None:
        """Closes the file once the running write and what is being read are through; a long read,
        such as a snapshot, is broken off.
        """
        with self._lock, self._idle:
            if not self._idle.wait_for(lambda: not self._reading, READS_SECONDS):
                for cursor in self._reading:
                    cursor.interrupt()
                self._idle.wait_for(lambda: not self._reading, READS_SECONDS)
            self._root.close()


def load_queries() -> dict[str, str]:
    """All named queries of the sql folder, "file.name" to text."""
    queries = {}
    for file in sorted(_SQL.glob("*.sql")):
        parts = _NAMED.split(file.read_text(encoding="utf-8"))[1:]
        for name, text in zip(parts[::2], parts[1::2], strict=True):
            queries[f"{file.stem}.{name}"] = text.strip()
    return queries


def latest_migration() -> int:
    """The number of the last migration this version knows."""
    return len(_migrations())


def _migrations() -> list[Path]:
    return sorted((_SQL / "migrations").glob("*.sql"))


def migrate(root: duckdb.DuckDBPyConnection, until: int | None = None) -> None:
    """Runs the migrations the file lacks, or those `until` a number; each and its record are one
    transaction. Raises StoreTooNew.
    """
    root.execute(
        "create table if not exists migration (number integer primary key, name varchar not null)"
    )
    files = _migrations()
    # All of the answer is taken: a row left to fetch would keep this transaction open for good,
    # and with it all that is ever updated.
    [(held,)] = root.execute("select coalesce(max(number), 0) from migration").fetchall()
    if held > len(files):
        raise StoreTooNew
    for number, file in enumerate(files[:until], start=1):
        if number <= held:
            continue
        root.execute("begin")
        try:
            root.execute(file.read_text(encoding="utf-8"))
            root.execute("insert into migration values (?, ?)", [number, file.stem])
            root.execute("commit")
        except BaseException:
            root.execute("rollback")
            raise


def settle(file: Path) -> None:
    """Writes the log of a file nobody holds back into it; nothing else of it changes. Raises
    WorkspaceBusy, WorkspaceUnusable or StoreTooNew.
    """
    try:
        _connect(file).close()
    except duckdb.Error as error:
        raise unusable(error) from error


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """Undoes the transaction; after a failed commit there is none left, which is as good."""
    with suppress(duckdb.Error):
        cursor.execute("rollback")


def _connect(file: Path | str) -> duckdb.DuckDBPyConnection:
    check_log(Path(file))
    try:
        return duckdb.connect(str(file), config=dict(_SETTINGS))
    except duckdb.Error as error:
        raise (strange_log(Path(file)) if of_the_log(error) else unusable(error)) from error
