"""kill -9 at random moments of an import of 20,000 listings: what is lost, doubled or half saved.

The import is run by the command line in a process of its own, killed, looked at, and started again
until it is done; then every row is compared with those of an import nobody disturbed. `$KILLS` says
how often (default 100). Run with `python -m tests.bench kills`.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine import Config, JobRun, JobState, open_engine
from tests.faults.bulk import prepare, sums
from tests.sandbox_process import ROOT, start_sandbox

LISTINGS, PAGE = 20_000, 500
KILLS = 100
SEED = 20261123
OPTIONS_READ = 4  # one in so many of the listings no code matches stays so: its options are read
LONGEST = 0.6  # of what an undisturbed import takes; so most are killed more than once
MOST_A_CHAIN = 5  # then an import may end, so that kills spread over all of it

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What an undisturbed import keeps, and how long its process took."""

    rows: dict[int, Row]
    export: bytes
    counted: tuple[int, ...]
    seconds: float


@dataclass(slots=True)
class Found:
    """What was found after the kills and at the ends."""

    kills: int = 0
    phases: Counter[str] = field(default_factory=Counter)
    ends: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    half_pages: int = 0


def run() -> list[dict[str, Any]]:
    """Rows lost, doubled, wrong and half saved, beside all that were imported."""
    wanted = int(os.environ.get("KILLS", KILLS))
    started = time.monotonic()
    with (
        start_sandbox(stores=1, products=LISTINGS) as sandbox,
        tempfile.TemporaryDirectory() as folder,
    ):
        template = Path(folder) / "template"
        prepare(sandbox, template, LISTINGS, OPTIONS_READ)
        store = sandbox.stores[0].name
        truth = _undisturbed(template, store)
        found, chance = Found(), random.Random(SEED)
        while found.kills < wanted:
            workspace = Path(folder) / "workspace"
            shutil.copytree(template, workspace)
            _kill_until_done(workspace, store, truth, found, chance, wanted)
            shutil.rmtree(workspace)
            print(f"{found.kills} kills, {found}", file=sys.stderr, flush=True)
    return _rows(found, time.monotonic() - started)


def _undisturbed(template: Path, store: str) -> Truth:
    workspace = template.with_name("undisturbed")
    shutil.copytree(template, workspace)
    started = time.monotonic()
    process = _start(workspace, store)
    _, complaint = process.communicate()
    assert process.returncode == 0, complaint
    seconds = time.monotonic() - started
    rows, export = _held(workspace)
    assert len(rows) == LISTINGS
    return Truth(
        rows={row[0]: row for row in rows},
        export=export,
        counted=_counted(workspace),
        seconds=seconds,
    )


def _start(workspace: Path, store: str) -> subprocess.Popen[str]:
    """Starts the import of everything; the same command goes on with one that was killed."""
    words = ["products", "import", store, "--all", "--match", "code", "--link-stock"]
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "dashboard.commands.cli",
            *words,
            "--json",
            "--workspace",
            str(workspace),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _kill_until_done(
    workspace: Path,
    store: str,
    truth: Truth,
    found: Found,
    chance: random.Random,
    wanted: int,
) -> None:
    """Kills and starts one import again until it is done, then compares every row."""
    last = min(wanted, found.kills + MOST_A_CHAIN)
    while True:
        process = _start(workspace, store)
        try:
            patience = chance.uniform(0, LONGEST * truth.seconds) if found.kills < last else None
            _, complaint = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            found.kills += 1
            if not _look(workspace, truth, found):
                continue
        else:
            assert process.returncode == 0, complaint
        _compare(workspace, truth, found)
        return


def _look(workspace: Path, truth: Truth, found: Found) -> bool:
    """After a kill: whole pages are there as the checkpoint says, each row as it should be. Whether
    the job was done before its process was killed.
    """
    job = _job(workspace)
    rows, _ = _held(workspace)
    done = job is not None and job.state is JobState.DONE
    phase = "BEFORE" if job is None else "DONE" if done else job.phase or "STARTED"
    found.phases[phase] += 1
    saved = 0 if job is None else job.done
    whole = len(rows) % PAGE == 0 and len(rows) == len({row[0] for row in rows})
    if not whole or (phase in ("BEFORE", "STARTED", "READING") and len(rows) != saved):
        found.half_pages += 1
    # What its options match is decided when the last of them is read, and not before.
    found.wrong += sum(row[:8] != truth.rows.get(row[0], ())[:8] for row in rows)
    return done


def _compare(workspace: Path, truth: Truth, found: Found) -> None:
    rows, export = _held(workspace)
    numbers = Counter(row[0] for row in rows)
    found.ends += 1
    found.lost += len(truth.rows.keys() - numbers.keys())
    found.doubled += sum(numbers.values()) - len(numbers)
    found.wrong += sum(row != truth.rows.get(row[0]) for row in rows)
    assert export == truth.export, "the exports differ"
    assert _counted(workspace) == truth.counted, "the reports differ"


def _job(workspace: Path) -> JobRun | None:
    engine = open_engine(Config(workspace=workspace))
    jobs = engine.jobs.latest()
    engine.close()
    assert len(jobs) <= 1, "started again, a killed import goes on"
    return jobs[0] if jobs else None


def _counted(workspace: Path) -> tuple[int, ...]:
    job = _job(workspace)
    assert job is not None
    assert job.state is JobState.DONE, job
    return sums(job)


def _held(workspace: Path) -> tuple[list[Row], bytes]:
    """Every imported listing, and the file a seller gets."""
    engine = open_engine(Config(workspace=workspace))
    (store,) = engine.stores.all()
    rows = engine.service.tables.database.rows("products.export", store_id=store.store_id)
    file = workspace / "export.csv"
    engine.products.export(store.store_id, file)
    engine.close()
    return [tuple(row.values()) for row in rows], file.read_bytes()


def _rows(found: Found, seconds: float) -> list[dict[str, Any]]:
    phases = ", ".join(f"{count} in {phase}" for phase, count in sorted(found.phases.items()))
    imported = found.ends * LISTINGS
    what = f"kill -9 x {found.kills} ({phases}) in {found.ends} imports, {seconds:,.0f} s"
    counts = {
        f"{what}: rows lost": found.lost,
        "rows doubled": found.doubled,
        "rows not as they should be": found.wrong,
        "half pages": found.half_pages,
    }
    return [
        {
            "name": name,
            "ours": count,
            "baseline": imported,
            "ratio": count / imported,
            "goal": "none",
            "unit": "rows",
        }
        for name, count in counts.items()
    ]
