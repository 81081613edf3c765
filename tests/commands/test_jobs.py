"""The commands about jobs: all stores at once, options in any place, and a dashboard that holds the
workspace and is asked.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from engine import Config, open_engine
from tests.another_program import held
from tests.builders import wait_for
from tests.one_store import SEARCH, SHARED_PRODUCTS
from tests.sandbox_process import ROOT
from tests.terminal import HANGUL, Terminal, program

SECOND_STORE = "쉬는 스토어"


def two_stores(run: Terminal) -> None:
    """One store that is ready, and one whose product switch is off."""
    run.ready()
    other = run.sandbox.stores[run.index - 1]
    run.json(
        *("store", "add", SECOND_STORE, "--client-id", other.client_id, "--fee-tier", "SMALL_1"),
        *("--base-url", run.sandbox.base_url),
        stdin=other.client_secret + "\n",
    )
    run.json("prerequisites", "fetch", SECOND_STORE)
    run.json("store", "set", SECOND_STORE, "--switch", "product=off")


def test_a_store_that_is_switched_off_does_not_stop_the_others(run: Terminal) -> None:
    two_stores(run)

    told = run.json("products", "import", "--all-stores", "--match", "code")["stores"]

    by_name = {one["store"]: one for one in told}
    assert by_name[run.store]["imported"] == SHARED_PRODUCTS
    assert "switched off" in by_name[SECOND_STORE]["error"]
    assert [job["state"] for job in run.json("jobs")["jobs"]] == ["DONE"]


def test_no_store_that_can_is_a_failure(run: Terminal) -> None:
    two_stores(run)
    run.json("store", "set", run.store, "--switch", "product=off")

    said = run("products", "sync", "--all-stores", "--json")

    assert said.status == 1
    assert all("error" in one for one in json.loads(said.out)["stores"])


def test_all_stores_are_asked_for_their_changes_alone(run: Terminal) -> None:
    run.ready()
    run.json("products", "import", run.store, "--all", "--match", "none")

    (told,) = run.json("products", "sync", "--all-stores", "--changed")["stores"]

    assert told["changed"] + told["unchanged"] < SHARED_PRODUCTS


def test_options_count_before_and_behind_what_is_done_with_a_job(
    run: Terminal, tmp_path: Path
) -> None:
    run.ready()
    run.json("products", "import", run.store, "--all", "--match", "none")
    elsewhere = tmp_path / "elsewhere"

    before = program("jobs", "--workspace", str(run.workspace), "--json", "cancel", "1")
    behind = program("jobs", "cancel", "1", "--workspace", str(run.workspace), "--json")
    told = program("jobs", "--workspace", str(run.workspace), "--lang", "ko", "cancel", "1")
    other = program("jobs", "--workspace", str(elsewhere), "--lang", "ko", "cancel", "1")

    assert json.loads(before.stdout) == json.loads(behind.stdout) == {"job": 1, "state": "DONE"}
    assert told.stdout.decode().strip() == "작업 1: ✓ 완료"
    assert other.returncode == 1
    assert HANGUL.search(other.stderr.decode())


def test_a_dashboard_tells_its_jobs_and_cancels_one_for_the_command_line(run: Terminal) -> None:
    run.ready()
    run.fail("slow", SEARCH, at=2, count=1, seconds=3)
    with held(run.workspace, "import"):

        def running() -> bool:
            (job,) = run.json("jobs", "--store", run.store)["jobs"]
            return job["state"] == "RUNNING" and job["done"] >= 500

        wait_for(running)
        cancelled = run.json("jobs", "cancel", 1)
        wait_for(lambda: run.json("jobs")["jobs"][0]["state"] == "CANCELLED")
        lines = run.json("schedule")["schedule"]
        resumed = run.json("jobs", "resume", 1)
        wait_for(lambda: run.json("jobs")["jobs"][0]["state"] == "DONE")
        again = run("jobs", "resume", 1)
        retried = run("jobs", "retry", 1)

    assert cancelled == {"job": 1, "state": "CANCELLING"}
    assert resumed["job"] == 1
    assert {"FULL_SYNC", "SNAPSHOT", "BACKUP"} <= {line["kind"] for line in lines}
    assert again.sentence == "Job 1 cannot be resumed: it is running or done."
    assert retried.sentence == "Job 1 has no failed items to retry."


def test_a_dashboard_writes_the_snapshot_the_command_line_asks_for(
    run: Terminal, tmp_path: Path
) -> None:
    run.ready()
    run.json("products", "import", run.store, "--all", "--match", "none")

    with held(run.workspace):
        rows = run.json("snapshot", tmp_path / "copy.duckdb")["rows"]
        tables = run.json("snapshot", tmp_path / "tables", "--parquet")["rows"]
        refused = run("snapshot", run.workspace / "storeboard.key")

    assert rows == tables
    assert rows["channel_product"] == SHARED_PRODUCTS
    with duckdb.connect(str(tmp_path / "copy.duckdb"), read_only=True) as copy:
        assert copy.execute("select count(*) from channel_product").fetchone() == (SHARED_PRODUCTS,)
    assert "is no snapshot" in refused.sentence


@pytest.mark.parametrize("name", ["storeboard.key", "storeboard.duckdb", "sheet.csv"])
def test_a_snapshot_takes_the_place_of_nothing_else(run: Terminal, name: str) -> None:
    run.ready()
    before = (run.workspace / name).read_bytes()

    said = run("snapshot", run.workspace / name)

    assert said.sentence == (
        f"There is already a file {name} that is no snapshot. Choose another name."
    )
    assert (run.workspace / name).read_bytes() == before
    assert run.json("store", "list")["stores"]


def test_a_snapshot_takes_the_place_of_a_former_one(run: Terminal, tmp_path: Path) -> None:
    run.ready()
    file = tmp_path / "copy.duckdb"
    assert run.json("snapshot", file)["rows"]["channel_product"] == 0
    run.json("products", "import", run.store, "--all", "--match", "none")

    assert run.json("snapshot", file)["rows"]["channel_product"] == SHARED_PRODUCTS


def test_tables_cannot_be_written_into_a_file(run: Terminal, tmp_path: Path) -> None:
    run.ready()
    (tmp_path / "file").write_text("mine")

    said = run("snapshot", tmp_path / "file", "--parquet")

    assert "cannot be written" in said.sentence
    assert (tmp_path / "file").read_text() == "mine"


def test_a_database_cut_short_is_called_damaged(run: Terminal, tmp_path: Path) -> None:
    run.ready()
    run.json("products", "import", run.store, "--all", "--match", "none")
    file = run.workspace / "storeboard.duckdb"
    content = file.read_bytes()

    for kept in (5_000, 13_000, 100_000, 300_000, 600_000):
        file.write_bytes(content[:kept])
        said = run("products", "export", run.store, tmp_path / "listings.csv")
        assert "is damaged" in said.sentence, kept


def test_ctrl_c_while_the_program_is_still_being_read_ends_it_quietly(tmp_path: Path) -> None:
    interrupted = (
        "import sys, builtins; from dashboard.commands import cli; real = builtins.__import__\n"
        "def stop(name, *rest):\n"
        "    if name == 'dashboard.commands.program': raise KeyboardInterrupt\n"
        "    return real(name, *rest)\n"
        "builtins.__import__ = stop; sys.exit(cli.main(['jobs']))\n"
    )

    ended = subprocess.run([sys.executable, "-c", interrupted], cwd=ROOT, capture_output=True)

    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")


@pytest.mark.parametrize(
    "command",
    [
        ("jobs",),
        ("jobs", "cancel", "1"),
        ("schedule",),
        ("snapshot", "copy.duckdb"),
        ("backup", "copy.zip"),
        ("key", "rotate"),
        ("store", "list"),
        ("products", "sync", "--all-stores"),
        ("products", "export", "x", "copy.csv"),
        ("margins", "x"),
        ("account", "list"),
    ],
)
def test_a_mistyped_folder_becomes_no_workspace(tmp_path: Path, command: tuple[str, ...]) -> None:
    nowhere = tmp_path / "nowhere"
    parts = [str(tmp_path / part) if "." in part else part for part in command]

    said = program(*parts, "--workspace", str(nowhere))

    assert said.returncode == 1
    assert "There is no workspace in" in said.stderr.decode()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [("import", "--match", "none"), ("sync",)])
def test_all_stores_of_none_fail(run: Terminal, command: tuple[str, ...]) -> None:
    open_engine(Config(workspace=run.workspace)).close()

    said = run("products", *command, "--all-stores")

    assert said.status == 1
    assert said.sentence.startswith("There is no store yet.")
