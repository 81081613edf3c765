"""A full disk is called that by every command that writes."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.backups import backed_up
from tests.sandbox_process import ROOT
from tests.terminal import Terminal, program
from tests.test_keyring import Config, filled

FULL = "The disk is full. Free some space, then resume; what was saved before is kept."
WRITING = {
    "a backup": ("backup", "{made}/backup.zip"),
    "a snapshot": ("snapshot", "{made}/copy.duckdb"),
    "tables": ("snapshot", "--parquet", "{made}/tables"),
    "SKUs": ("sku", "export", "{made}/skus.xlsx"),
    "the audit": ("audit", "--sheet", "{made}/audit.xlsx"),
    "listings": ("products", "export", "{store}", "{made}/listings.csv"),
    "a backup put back": ("restore", "{backup}"),
    "an account": ("account", "add", "kim@shop.kr", "--name", "Kim", "--role", "OPERATOR"),
}


@pytest.mark.parametrize("what", WRITING)
def test_a_full_disk_is_called_that(run: Terminal, tmp_path: Path, what: str) -> None:
    run.adds_store()
    made = tmp_path / "made"
    made.mkdir()
    backup = backed_up(filled(Config(workspace=tmp_path / "other")), with_key=True)
    places = {"made": made, "backup": backup, "store": run.store}

    words = [word.format_map(places) for word in WRITING[what]]
    told = program(
        *(*words, "--workspace", str(run.workspace), "--lang", "en"),
        input=b"correct horse battery",
        preexec_fn=without_room,
    )

    assert (told.returncode, told.stderr.decode().strip()) == (1, FULL)
    assert [path for path in made.rglob("*") if path.is_file()] == []
    assert run.json("doctor")["wrong"] == 0  # nothing was hurt by it


def test_an_answer_that_finds_no_room_is_called_that_too() -> None:
    words = ["fees", "quote", "--line", "10000", "--tier", "SMALL_1", "--json", "--lang", "en"]
    with Path("/dev/full").open("wb") as full:
        told = subprocess.run(
            [sys.executable, "-m", "dashboard.commands.cli", *words],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )

    assert (told.returncode, told.stderr.strip()) == (1, FULL)


def without_room() -> None:
    """In a child about to start: no file of it grows beyond a byte."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1))
