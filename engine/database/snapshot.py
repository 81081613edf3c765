"""A read-only copy for notebooks and other tools: no secrets, no personal data, swapped in
whole.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from datetime import date
from pathlib import Path

import duckdb

from engine.clock import Clock, today
from engine.database.copies import COPY, copying, quoted
from engine.database.database import Database
from engine.database.faults import not_written
from engine.database.foreign import shut_in
from engine.errors import BadRequest, WorkspaceLost, WorkspaceUnusable
from engine.files import copy_whole

TABLES = {
    "store": "select store_id, name, store_type, tax_mode, listed_count, last_synced_at from store",
    "store_fee_tier": "select * from store_fee_tier",
    "sku": "select * from sku_on($today)",  # with the costs of the day
    "sku_cost": "select * exclude (saved_at) from sku_cost",
    "cost_profile": "select * exclude (saved_at, saved_by) from cost_profile",
    "channel_product": "select * exclude (code_normal) from channel_product",
    "link_part": "select * replace (abs(option_id) as option_id), option_id < 0 as supplement"
    " from link_part",
    "product_detail": "select store_id, origin_product_no, tax_type from product_detail",
    "product_option": "select * exclude (code_normal) replace (abs(option_id) as option_id),"
    " option_id < 0 as supplement from product_option",
    "product_history": "select * from product_history",
    "settlement_row": "select * from settlement_row",
    "settlement_commission": "select * from settlement_commission",
    "settlement_day": "select * from settlement_day",
    "vat_day": "select * from vat_day",
    "job": "select job_id, kind, store_id, state, done, total, requests, refused,"
    " running_seconds, created_at, finished_at from job",
}

OPENED_FROM = "v1.0.0"  # of DuckDB: what database tools bring lags behind ours by years
_MARK = "storeboard"  # the key by which a Parquet file of a snapshot is known


class SnapshotFile:
    """The workspace's own copy, and copies made of it on demand; one is written at a time."""

    def __init__(self, database: Database, file: Path, clock: Clock) -> None:
        self._db, self._file, self._clock = database, file, clock
        self._lock = threading.Lock()

    def write(self, file: Path | None = None) -> dict[str, int]:
        """Writes the copy, and one of it at another place; rows by table. Raises as
        `write_snapshot`.
        """
        with self._lock:
            if file is not None:
                _check_place(file)
            rows = write_snapshot(self._db, self._file, today(self._clock))
            if file is not None and file.resolve() != self._file.resolve():
                _hand_out(self._file, file)
            return rows

    def write_parquet(self, folder: Path) -> dict[str, int]:
        """Writes the copy and its tables as Parquet files; rows by table. Raises as
        `write_parquet`.
        """
        with self._lock:
            write_snapshot(self._db, self._file, today(self._clock))
            return write_parquet(self._file, folder)


def write_snapshot(database: Database, file: Path, on: date) -> dict[str, int]:
    """Writes the copy, SKUs with their costs of the day `on`; `file` appears whole or not at all.
    Rows by table.

    All tables are of one moment. Whoever has the former copy open keeps reading it undisturbed.
    Raises BadRequest where `file` is something else already, WorkspaceUnusable.
    """
    _check_place(file)
    part = file.with_name(file.name + ".part")
    try:
        part.unlink(missing_ok=True)
        rows = _fill(database, part, on)
        os.replace(part, file)
    except WorkspaceLost:  # the file is being closed
        _drop(part)
        raise
    except (OSError, duckdb.IOException) as error:
        _drop(part)
        raise _unwritten(error, file) from error
    return rows


def _hand_out(copy: Path, file: Path) -> None:
    """Puts the copy at another place, where a kill amid it leaves nothing."""
    try:
        copy_whole(copy, file)
    except OSError as error:
        raise _unwritten(error, file) from error


def _unwritten(error: Exception, file: Path) -> WorkspaceUnusable:
    otherwise = WorkspaceUnusable(
        "The snapshot {file} cannot be written. Check the folder and the free space.",
        file=file.name,
    )
    return not_written(error, otherwise)


def _check_place(file: Path) -> None:
    if file.exists() and not _is_snapshot(file):
        raise BadRequest(
            "There is already a file {file} that is no snapshot. Choose another name.",
            file=file.name,
        )


def _is_snapshot(file: Path) -> bool:
    """Whether a file may be replaced by a new copy: it is one, not a workspace or anything else."""
    try:
        with shut_in(file) as held:
            names = {name for (name,) in held.execute("show tables").fetchall()}
    except duckdb.Error:
        return False
    return "channel_product" in names and "migration" not in names


def _fill(database: Database, part: Path, on: date) -> dict[str, int]:
    """Copies the tables into a new file, all read in one transaction."""
    rows = {}
    with copying(database, part, OPENED_FROM) as transaction:
        for name, query in TABLES.items():
            day = {"today": on} if "$today" in query else {}
            [(rows[name],)] = transaction.execute(f"create table {COPY}.{name} as {query}", day)
    return rows


def write_parquet(snapshot: Path, folder: Path) -> dict[str, int]:
    """Each table of a snapshot as a Parquet file in `folder`, each whole or not at all; rows by
    table. Raises BadRequest, before anything is written, where one of the names is taken by a file
    that was not written so; WorkspaceUnusable.
    """
    rows = {}
    files = {name: folder / f"{name}.parquet" for name in TABLES}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(str(snapshot), read_only=True) as copy:
            for file in files.values():
                if os.path.lexists(file) and not _is_of_snapshot(copy, file):
                    raise BadRequest(
                        "There is already a file {file} that is no snapshot. Choose another name.",
                        file=f"{folder.name}/{file.name}",
                    )
            part = snapshot.with_name("table.parquet.part")
            for name, file in files.items():
                rows[name] = _write_table(copy, name, part)
                _put(part, file)
    except (OSError, duckdb.IOException) as error:
        otherwise = WorkspaceUnusable(
            "The files of {folder} cannot be written. Check the folder and the free space.",
            folder=folder.name,
        )
        raise not_written(error, otherwise) from error
    return rows


def _write_table(copy: duckdb.DuckDBPyConnection, name: str, part: Path) -> int:
    """Writes one table into the workspace; how many rows."""
    options = f"format parquet, kv_metadata {{{_MARK}: 'snapshot'}}"
    try:
        found = copy.execute(f"copy {name} to '{quoted(part)}' ({options})").fetchone()
    except duckdb.Error:
        _drop(part)
        raise
    return int(found[0]) if found else 0


def _put(part: Path, file: Path) -> None:
    """Takes what was written to its place, where a kill amid it leaves nothing."""
    try:
        copy_whole(part, file)
    finally:
        _drop(part)


def _is_of_snapshot(copy: duckdb.DuckDBPyConnection, file: Path) -> bool:
    """Whether a Parquet file was written from a snapshot, so that a new one may replace it."""
    try:
        keys = copy.execute(f"select key from parquet_kv_metadata('{quoted(file)}')").fetchall()
    except duckdb.Error:
        return False
    return (_MARK.encode(),) in keys


def _drop(part: Path) -> None:
    """Removes what was begun, where there is such a place at all."""
    with suppress(OSError):
        part.unlink(missing_ok=True)
