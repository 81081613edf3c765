"""The log of the database is written back when that is safe; where it went wrong, that is said."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.database.database import WRITE_BACK_BYTES, Database
from tests.sandbox_process import ROOT

END = """
import resource, signal, sys
from engine.errors import WorkspaceUnusable
from engine.database.database import Database
database = Database(sys.argv[1])
with database.write() as cursor:
    cursor.execute(
        "insert into setting select 'name ' || range, md5(range::varchar) from range(500)"
    )
    cursor.execute("create table large as select md5(range::varchar) from range(300000)")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
with database._root.cursor() as cursor:
    try:
        cursor.execute("checkpoint")  # as DuckDB does by itself, once its log is long
    except Exception as error:
        print(type(error).__name__)
for use in (database.read, database.write):
    try:
        with use() as cursor:
            cursor.execute("select count(*) from setting")
    except WorkspaceUnusable as error:
        print(error)
"""


def test_a_database_that_ended_on_a_full_disk_says_so_and_keeps_what_was_saved(
    tmp_path: Path,
) -> None:
    file = tmp_path / "storeboard.duckdb"

    done = subprocess.run(
        [sys.executable, "-c", END, str(file)], cwd=ROOT, capture_output=True, text=True
    )

    ended, *told = done.stdout.splitlines()
    assert ended == "FatalException", done.stderr
    assert len(told) == 2
    assert all("start Storeboard again" in one for one in told)
    database = Database(file)
    assert database.value("settings.get", name="name 7") is not None
    database.close()


def lengthen_log(database: Database) -> None:
    with database.write() as cursor:
        cursor.execute(
            "insert into setting select 'name ' || range, repeat(md5(range::varchar), 9)"
            " from range(100000)"
        )


def test_a_long_log_is_written_back_and_a_short_one_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "storeboard.duckdb"
    database, written = Database(file), Path(f"{file}.wal")
    database.write_back()
    assert written.stat().st_size > 0

    lengthen_log(database)
    assert written.stat().st_size > WRITE_BACK_BYTES
    database.write_back()

    assert not written.exists() or written.stat().st_size < WRITE_BACK_BYTES
    assert database.value("settings.get", name="name 99999") is not None
    database.close()


def test_a_log_is_not_written_back_onto_a_disk_that_is_nearly_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "storeboard.duckdb"
    database = Database(file)
    lengthen_log(database)
    before = Path(f"{file}.wal").stat().st_size

    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage._replace(free=3 * before))
    database.write_back()

    assert Path(f"{file}.wal").stat().st_size == before
    database.close()


def test_writing_back_what_is_closed_or_in_memory_does_nothing(tmp_path: Path) -> None:
    held = Database(":memory:")
    held.write_back()
    held.close()
    closed = Database(tmp_path / "storeboard.duckdb")
    lengthen_log(closed)
    closed.close()

    closed.write_back()

    again = Database(tmp_path / "storeboard.duckdb")
    assert again.value("settings.get", name="name 99999") is not None
    again.close()
