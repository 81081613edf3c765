"""A log beside the database that is none, is damaged or is another's is told in a sentence."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from engine.database.database import Database
from engine.database.write_log import log_of
from engine.errors import WorkspaceUnusable
from tests.sandbox_process import ROOT

CUT_OFF = """
import os, sys
from pathlib import Path
from engine.database.database import Database
database = Database(Path(sys.argv[1]))
for number in range(20):
    with database.write() as transaction:
        transaction.run("settings.save", name=f"{sys.argv[2]} {number}", value="saved")
os._exit(0)
"""


def cut_off(file: Path, word: str = "own") -> bytes:
    """Saves twenty settings in a program that ends without closing; the log it leaves."""
    subprocess.run([sys.executable, "-c", CUT_OFF, str(file), word], cwd=ROOT, check=True)
    return log_of(file).read_bytes()


def saved(file: Path) -> int:
    database = Database(file)
    try:
        with database.read() as transaction:
            return int(transaction.execute("select count(*) from setting")[0][0])
    finally:
        database.close()


def another(file: Path) -> None:
    other = file.with_name("other.duckdb")
    log_of(file).write_bytes(cut_off(other, "other"))
    log_of(other).unlink()


def damaged(file: Path) -> None:
    log = bytearray(cut_off(file))
    log[len(log) // 3] ^= 0xFF
    log_of(file).write_bytes(log)


STRANGE: dict[str, Callable[[Path], object]] = {
    "no log at all": lambda file: log_of(file).write_bytes(b"hello" * 1000),
    "a folder": lambda file: log_of(file).mkdir(),
    "another database's": another,
    "damaged": damaged,
}


@pytest.mark.parametrize("kind", STRANGE)
def test_a_strange_log_is_told_and_nothing_is_touched(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "storeboard.duckdb"
    Database(file).close()
    STRANGE[kind](file)
    before = {one: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()}

    with pytest.raises(WorkspaceUnusable) as told:
        Database(file)

    said = told.value.text.format(**told.value.params)
    assert said.startswith("The file storeboard.duckdb.wal beside the database is damaged or")
    assert {one: one.read_bytes() for one in tmp_path.iterdir() if one.is_file()} == before


def test_a_log_whose_database_is_gone_is_not_thrown_away(tmp_path: Path) -> None:
    file = tmp_path / "storeboard.duckdb"
    Database(file).close()
    log = cut_off(file)
    kept = file.rename(tmp_path / "mislaid.duckdb")

    with pytest.raises(WorkspaceUnusable, match="no database beside it"):
        Database(file)

    assert log_of(file).read_bytes() == log
    kept.rename(file)
    assert saved(file) == 20


@pytest.mark.parametrize("left", [b"", bytes(4096)], ids=["nothing", "zeros"])
def test_what_a_power_cut_leaves_before_anything_was_saved_is_no_hindrance(
    tmp_path: Path, left: bytes
) -> None:
    file = tmp_path / "storeboard.duckdb"
    Database(file).close()
    log_of(file).write_bytes(left)

    assert saved(file) == 0


def test_a_log_cut_in_its_last_entry_keeps_what_was_saved_before(tmp_path: Path) -> None:
    file = tmp_path / "storeboard.duckdb"
    Database(file).close()
    log_of(file).write_bytes(cut_off(file)[:-20])

    assert saved(file) == 19


def test_a_file_system_without_locks_is_called_that() -> None:
    from engine.database.faults import unusable

    told = 'Could not set lock on file "/mnt/w/locker.duckdb": {}'
    words = "File locks are not supported for this file system, cannot open the file in read-write"

    assert "knows no locks" in str(unusable(duckdb.IOException(told.format(words))))
    library = Path(sys.modules["_duckdb"].__file__ or "")
    assert words.encode() in library.read_bytes()  # it is what DuckDB says there
