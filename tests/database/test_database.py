"""The DuckDB file: made, migrated, refused or shared as it should be, and never harmed."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from engine.database import database as module
from engine.database.database import Database, load_queries, migrate
from engine.database.read_cache import Lookup
from engine.errors import Overtaken, StoreTooNew, WorkspaceBusy, WorkspaceUnusable
from tests.sandbox_process import ROOT

MIGRATIONS = sorted((Path(module.__file__).parent / "sql" / "migrations").glob("*.sql"))


def tables(file: Path) -> list[str]:
    with duckdb.connect(str(file), read_only=True) as held:
        return sorted(row[0] for row in held.execute("show tables").fetchall())


def columns(held: duckdb.DuckDBPyConnection) -> list[tuple[str, ...]]:
    return held.execute(
        "select table_name, column_name, data_type, is_nullable from information_schema.columns"
        " order by table_name, ordinal_position"
    ).fetchall()


def test_a_new_file_gets_every_migration_and_its_record(tmp_path: Path) -> None:
    database = Database(tmp_path / "new.duckdb")

    with database.read() as cursor:
        done = cursor.execute("select number, name from migration order by number")

    database.close()
    assert done == list(enumerate((file.stem for file in MIGRATIONS), start=1))
    assert "channel_product" in tables(tmp_path / "new.duckdb")


def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    file = tmp_path / "again.duckdb"
    first = Database(file)
    with first.write() as cursor:
        cursor.execute("insert into setting values ('colour', 'green')")
    first.close()

    second = Database(file)

    assert second.value("settings.get", name="colour") == "green"
    second.close()


@pytest.mark.parametrize("held", range(len(MIGRATIONS)))
def test_a_file_of_every_earlier_version_ends_with_the_same_tables(held: int) -> None:
    fresh, older = duckdb.connect(), duckdb.connect()
    migrate(fresh)
    older.execute("create table migration (number integer primary key, name varchar not null)")
    for number, file in enumerate(MIGRATIONS[:held], start=1):
        older.execute(file.read_text("utf-8"))
        older.execute("insert into migration values (?, ?)", [number, file.stem])

    migrate(older)

    assert columns(older) == columns(fresh)
    fresh.close()
    older.close()


def test_migrations_are_numbered_without_a_gap() -> None:
    numbers = [int(file.name.split("_")[0]) for file in MIGRATIONS]

    assert numbers == list(range(1, len(MIGRATIONS) + 1))


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "other.duckdb"
    with duckdb.connect(str(file)) as other:
        other.execute("create table sku (colour varchar)")  # in the way of the second migration

    with pytest.raises(WorkspaceUnusable, match="Put a copy of it back"):
        Database(file)

    assert "channel_product" not in tables(file)
    with duckdb.connect(str(file), read_only=True) as held:
        assert held.execute("select max(number) from migration").fetchone() == (1,)


def test_a_file_of_a_newer_version_is_refused_and_unharmed(tmp_path: Path) -> None:
    file = tmp_path / "newer.duckdb"
    Database(file).close()
    with duckdb.connect(str(file)) as newer:
        newer.execute("insert into migration values (99, '099_from_the_future')")
    before = file.read_bytes()

    with pytest.raises(StoreTooNew):
        Database(file)

    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("content", [b"not a database" * 500, b"x"], ids=["rubbish", "a letter"])
def test_a_file_that_is_no_database_is_refused_and_unharmed(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "workspace.duckdb"
    file.write_bytes(content)

    with pytest.raises(WorkspaceUnusable, match="damaged or is none of DuckDB's"):
        Database(file)

    assert file.read_bytes() == content


def test_a_damaged_database_is_told_as_that(tmp_path: Path) -> None:
    file = tmp_path / "storeboard.duckdb"
    Database(file).close()
    content = bytearray(file.read_bytes())
    content[20:40] = b"\xff" * 20
    file.write_bytes(content)

    with pytest.raises(WorkspaceUnusable, match="damaged"):
        Database(file)


HOLD = """
import sys
from engine.database.database import Database
database = Database(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("folder", ["plain", "version number", "old workspace"])
def test_a_file_another_process_holds_is_busy_whatever_its_folder_is_called(
    tmp_path: Path, folder: str
) -> None:
    (tmp_path / folder).mkdir()
    file = tmp_path / folder / "storeboard.duckdb"
    command = [sys.executable, "-c", HOLD, str(file)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"

        with pytest.raises(WorkspaceBusy) as told:
            Database(file)
        assert told.value.params["pid"] == str(holder.pid)
        assert "python" in str(told.value.params["program"])

    Database(file).close()  # free again once the other has ended


@pytest.mark.parametrize("folder", ["workspace with space", "locker", "newer", "full disk"])
def test_a_file_that_cannot_be_opened_is_unusable_whatever_its_folder_is_called(
    tmp_path: Path, folder: str
) -> None:
    (tmp_path / folder / "storeboard.duckdb").mkdir(parents=True)

    with pytest.raises(WorkspaceUnusable) as caught:
        Database(tmp_path / folder / "storeboard.duckdb")

    assert str(caught.value).startswith("The workspace folder cannot be read or written.")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder nobody can write to")
def test_a_folder_that_takes_no_file_is_unusable() -> None:
    with pytest.raises(WorkspaceUnusable):
        Database("/proc/storeboard.duckdb")


FILL = """
import resource, signal, sys
from engine.errors import WorkspaceUnusable
from engine.database.database import Database
database = Database(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    with database.write() as cursor:
        cursor.execute(
            "insert into setting select 'name ' || range, repeat(md5(range::varchar), 4)"
            " from range(300000)"
        )
except WorkspaceUnusable as error:
    print(error)
"""


def test_a_disk_without_space_is_told_and_keeps_what_was_saved(tmp_path: Path) -> None:
    file = tmp_path / "storeboard.duckdb"
    database = Database(file)
    with database.write() as cursor:
        cursor.execute("insert into setting values ('colour', 'green')")
    database.close()

    done = subprocess.run(
        [sys.executable, "-c", FILL, str(file)], cwd=ROOT, capture_output=True, text=True
    )

    assert done.stdout.startswith("The disk is full."), done.stderr
    database = Database(file)
    assert database.value("settings.get", name="colour") == "green"
    assert database.value("settings.get", name="name 7") is None
    database.close()


def test_a_write_that_fails_keeps_nothing_of_itself(tmp_path: Path) -> None:
    database = Database(tmp_path / "half.duckdb")

    def write_twice() -> None:
        with database.write() as cursor:
            cursor.execute("insert into setting values ('a', '1')")
            cursor.execute("insert into setting values ('a', '2')")

    with pytest.raises(Overtaken):
        write_twice()

    assert database.value("settings.get", name="a") is None
    with database.write() as cursor:  # and the next one is not held up by it
        cursor.execute("insert into setting values ('a', '3')")
    assert database.value("settings.get", name="a") == "3"
    database.close()


def test_threads_write_one_after_the_other_and_lose_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "threads.duckdb")

    def write(thread: int) -> None:
        for number in range(25):
            with database.write() as cursor:
                cursor.execute("insert into setting values (?, '')", [f"{thread}/{number}"])

    threads = [threading.Thread(target=write, args=(thread,)) for thread in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.read() as cursor:
        assert cursor.execute("select count(*) from setting")[0] == (150,)
    database.close()


def test_every_named_query_is_asked_for_somewhere() -> None:
    code = "\n".join(
        file.read_text("utf-8")
        for file in (ROOT / "engine").rglob("*.py")
        if "sandbox" not in file.parts
    )
    asked = set(re.findall(r'"(\w+\.\w+)"', code))

    assert sorted(set(load_queries()) - asked) == []


def test_every_query_says_what_it_is_in_lower_case() -> None:
    shouting = re.compile(r"\b(SELECT|FROM|WHERE|INSERT|UPDATE|DELETE|JOIN)\b")

    shouted = [
        name
        for name, text in load_queries().items()
        if shouting.search(re.sub("'[^']*'", "", text))
    ]
    assert shouted == []


def test_a_held_read_is_made_again_after_a_write_and_only_then() -> None:
    database = Database(":memory:")
    asked: list[str] = []

    def ask() -> str | None:
        asked.append("asked")
        found = database.rows("settings.get", name="colour")
        return str(found[0]["value"]) if found else None

    before = [database.cache.get((), "colour", ask), database.cache.get((), "colour", ask)]
    with database.write() as cursor:
        cursor.execute("insert into setting values ('colour', 'green')")
    after = [database.cache.get((), "colour", ask), database.cache.get((), "colour", ask)]

    database.close()
    assert (before, after, len(asked)) == ([None, None], ["green", "green"], 2)


def test_what_is_held_of_a_topic_is_read_anew_after_writes_that_may_change_it() -> None:
    database, asked = Database(":memory:"), []

    def ask() -> int:
        asked.append(1)
        return len(asked)

    def told() -> int:
        return database.cache.get([("listings", 1)], "count", ask)

    assert [told(), told()] == [1, 1]
    for topics in (["elsewhere"], [("listings", 2)]):
        with database.write(*topics):
            pass
        assert told() == 1
    with database.write("elsewhere", ("listings", 1)):
        pass
    assert told() == 2
    with database.write():  # names nothing, so it may be anything
        pass
    assert told() == 3
    database.close()


def test_what_may_be_stale_is_read_anew_only_when_it_is_that_old() -> None:
    database, asked = Database(":memory:"), []

    def told(seconds: float) -> int:
        def ask() -> int:
            asked.append(1)
            return len(asked)

        wanted = {"count": Lookup(["listings"], "count", seconds)}
        return database.cache.get_each(wanted, lambda missing: {"count": ask()})["count"]

    assert told(3600) == 1
    with database.write("listings"):
        pass
    assert told(3600) == 1
    assert told(0) == 2
    database.close()


def test_one_thread_reads_for_all_that_ask_at_the_same_time() -> None:
    database, begun, go_on = Database(":memory:"), threading.Event(), threading.Event()
    asked, told = [], []

    def ask() -> str:
        asked.append(1)
        begun.set()
        assert go_on.wait(10)
        return "once"

    def work() -> None:
        told.append(database.cache.get((), "slow", ask))

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    go_on.set()
    for thread in threads:
        thread.join(10)

    database.close()
    assert (len(asked), told) == (1, ["once"] * 5)


def test_closing_breaks_off_a_read_that_takes_long(tmp_path: Path) -> None:
    file = tmp_path / "w.duckdb"
    database, begun, met = Database(file), threading.Event(), []

    def read() -> None:
        with database.read() as cursor:
            begun.set()
            try:
                cursor.execute("select count(*) from range(9000000) a, range(9000000) b")
            except duckdb.Error as error:
                met.append(type(error))

    thread = threading.Thread(target=read)
    thread.start()
    assert begun.wait(10)
    database.close()
    thread.join(10)

    assert met == [duckdb.InterruptException]
    Database(file).close()  # nothing holds the file any more


def test_no_transaction_stays_open_and_keeps_what_was_updated_since(tmp_path: Path) -> None:
    Database(tmp_path / "w.duckdb").close()
    database = Database(tmp_path / "w.duckdb")  # there is nothing left to migrate
    for value in ("green", "blue"):
        with database.write() as cursor:
            cursor.execute("insert or replace into setting values ('colour', ?)", [value])
    with database.write() as cursor:
        cursor.execute("update setting set value = 'red'")
    assert database.value("settings.get", name="colour") == "red"

    with database.read() as cursor:
        cursor.execute("checkpoint")  # refused while an older transaction is open

    database.close()
