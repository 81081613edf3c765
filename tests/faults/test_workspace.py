"""A workspace that cannot be used stops the command line with the right sentence, also amid an
import; mended, it goes on and loses nothing.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from engine import Config, JobState, open_engine
from tests.faults.bulk import Bulk, mend
from tests.one_store import SEARCH
from tests.sandbox_process import ROOT

_DROP_FROM_BOUNDING_SET, _MAY_WRITE_ANYWHERE = 24, 1  # prctl(2), CAP_DAC_OVERRIDE


def heed_rights() -> None:
    """In a child about to start: rights of files count for root too."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(_DROP_FROM_BOUNDING_SET, _MAY_WRITE_ANYWHERE, 0, 0, 0)


def command(workspace: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """One command of the command line, in a process that heeds the rights of files."""
    call = [sys.executable, "-m", "dashboard.commands.cli", *words, "--lang", "en"]
    return subprocess.run(
        [*call, "--workspace", str(workspace)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=heed_rights,
    )


@pytest.fixture
def half_done(bulk: Bulk) -> Iterator[Path]:
    """A workspace whose import stopped between its first page and its last; NAVER is well again.

    Pages are read side by side: which of them meets the fault is not ours to say.
    """
    with bulk.trial() as trial:
        bulk.sandbox.control(
            "faults", {"kind": "missing_group", "status": 403, "path": SEARCH, "at": 2}
        )
        run = trial.imports()
        mend(bulk.sandbox)
        assert run.state is JobState.FAILED
        assert 0 < run.result.imported < len(bulk.undisturbed.numbers())
        kept = trial.folder.with_name("half done")
        trial.close()
        shutil.copytree(trial.folder, kept)
    yield kept
    kept.chmod(0o755)
    shutil.rmtree(kept)


def goes_on(workspace: Path, bulk: Bulk) -> None:
    """The job is resumed by the command line and ends as if nothing had been."""
    resumed = command(workspace, "jobs", "resume", "1")
    assert resumed.returncode == 0, resumed.stderr
    engine = open_engine(Config(workspace=workspace))
    file = workspace / "export.csv"
    engine.products.export(bulk.store_id, file)
    report = engine.jobs.get(1).result
    engine.close()
    assert file.read_bytes() == bulk.undisturbed.export
    assert report.imported == len(bulk.undisturbed.numbers())


def test_a_folder_that_cannot_be_written_is_told_and_unharmed(half_done: Path, bulk: Bulk) -> None:
    file = half_done / "storeboard.duckdb"
    before = file.read_bytes()
    file.chmod(0o444)
    half_done.chmod(0o555)

    refused = command(half_done, "jobs", "resume", "1")

    assert (refused.returncode, refused.stdout) == (1, "")
    assert "The workspace folder cannot be read or written. Check its rights" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert file.read_bytes() == before
    half_done.chmod(0o755)
    file.chmod(0o644)
    goes_on(half_done, bulk)


def test_a_workspace_of_a_newer_version_is_told_and_unharmed(half_done: Path, bulk: Bulk) -> None:
    file = half_done / "storeboard.duckdb"
    with duckdb.connect(str(file)) as newer:
        newer.execute("insert into migration values (99, '099_from_the_future')")
    before = file.read_bytes()

    refused = command(half_done, "jobs", "resume", "1")

    assert (refused.returncode, refused.stdout) == (1, "")
    assert "written by a newer Storeboard. Update this one; nothing was changed." in refused.stderr
    assert file.read_bytes() == before
    with duckdb.connect(str(file)) as ours:
        ours.execute("delete from migration where number = 99")
    goes_on(half_done, bulk)
