"""Import of 100,000 listings beside a bare reading loop and an expert's script, each in its
own process.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas  # noqa: F401 - pyarrow imports it with the first array it makes; no import counts here

from engine import Config, FeeTier, ImportRequest, JobState, MatchingMode, NewStore, open_engine
from tests.bench.plain import load_expert, open_client, read_bare
from tests.bench.rows import SHOWN, row
from tests.sandbox_process import ROOT, Sandbox, start_sandbox

ROUNDS = 3
SMALL, MILLION = 100_000, 1_000_000
VARIANTS = ("bare", "expert", "ours", "again", "some", "changes")
MOST_MB = 600  # what a million listings may take
CHANGED_SHARE = 100  # one listing in so many is changed before the last two


def run(listings: int = SMALL) -> list[dict[str, Any]]:
    """Medians of time, CPU and peak memory of each way, on one sandbox in one run."""
    with start_sandbox(rate=0, stores=1, products=listings) as sandbox:
        store = sandbox.stores[0]
        secrets = [sandbox.base_url, store.client_id, store.client_secret]
        rounds: dict[str, list[dict[str, float]]] = {variant: [] for variant in VARIANTS}
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                for variant in VARIANTS:
                    if variant in ("some", "changes"):
                        _change_some(sandbox, Path(folder) / "ours", len(rounds[variant]))
                    rounds[variant].append(_measure(variant, secrets, folder))
    return _rows(listings, {variant: _medians(rounds[variant]) for variant in VARIANTS})


def run_million() -> list[dict[str, Any]]:
    """A million listings, once: the time and memory of a first reading, and a sync of changes."""
    small = _once(SMALL, ("ours",))["ours"]
    large = _once(MILLION, ("expert", "ours", "changes"))
    expert, ours, changes = large["expert"], large["ours"], large["changes"]
    count = f"{MILLION:,} listings"
    return [
        row(f"import {count}, beside the expert", ours["seconds"], expert["seconds"], 1.5),
        row(
            f"processor time of importing {count}, beside the expert",
            *(ours["cpu"], expert["cpu"], 2),
        ),
        row(
            f"peak memory of importing {count}, beside the most it may be",
            *(ours["peak_mb"], MOST_MB, 1, "MB"),
        ),
        row(
            f"peak memory of importing {count}, beside {SMALL:,}",
            *(ours["peak_mb"], small["peak_mb"], 1.3, "MB"),
            why="a log of up to 32 MB is held in memory, and what of the file was read last",
        ),
        row(
            f"sync of changes only of {count}, beside the first load",
            *(changes["job"], ours["job"], 0.1),
        ),
    ]


def _once(listings: int, variants: tuple[str, ...]) -> dict[str, dict[str, float]]:
    with (
        start_sandbox(rate=0, stores=1, products=listings) as sandbox,
        tempfile.TemporaryDirectory() as folder,
    ):
        store = sandbox.stores[0]
        secrets = [sandbox.base_url, store.client_id, store.client_secret]
        measured = {}
        for variant in variants:
            if variant == "changes":
                _change_some(sandbox, Path(folder) / "ours", 0)
            measured[variant] = _measure(variant, secrets, folder)
        return measured


def _rows(listings: int, measured: dict[str, dict[str, float]]) -> list[dict[str, Any]]:
    bare, expert, ours, again, some, changes = (measured[variant] for variant in VARIANTS)
    count = f"{listings:,} listings"

    seconds = "seconds"
    rate = {name: one["rows"] / one[seconds] for name, one in measured.items()}
    return [
        row(
            f"import {count}, beside the expert",
            *(ours[seconds], expert[seconds], 1.5),
            why="every row is checked, matched, compared, recorded and given its history",
        ),
        row(f"import {count}, beside fetch + parse", ours[seconds], bare[seconds], SHOWN),
        row("the same, processor time beside the expert", ours["cpu"], expert["cpu"], 2),
        row("the same, peak memory", ours["peak_mb"], expert["peak_mb"], "600 MB", "MB"),
        row("rows a second", rate["ours"], rate["expert"], SHOWN, ""),
        row("second reading, nothing changed", again[seconds], expert[seconds], SHOWN),
        row(
            "second reading, 1 % changed",
            *(some[seconds], expert[seconds], 1.5),
            why="the report keeps a line of every listing",
        ),
        row(
            "sync of changes only, beside the first load",
            *(changes["job"], ours["job"], 0.1),
            why="changes lie all over the table, which is looked through for each page",
        ),
        row(
            "the same, both with the start of the program",
            *(changes[seconds], ours[seconds], SHOWN),
        ),
    ]


def _medians(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}


def _measure(variant: str, secrets: list[str], folder: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.imports", variant, folder]
    done = subprocess.run(
        command, input="\n".join(secrets), capture_output=True, text=True, check=True, cwd=ROOT
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _work(
    variant: str, folder: Path, base_url: str, client_id: str, secret: str
) -> tuple[int, float]:
    """How many rows, and the seconds of the job alone (of a script: all it does)."""
    started = time.perf_counter()
    if variant == "bare":
        rows = read_bare(open_client(base_url, client_id, secret), base_url)
        return rows, time.perf_counter() - started
    if variant == "expert":
        client = open_client(base_url, client_id, secret)
        rows = load_expert(client, base_url, folder / "expert.duckdb")
        return rows, time.perf_counter() - started
    changed_only = variant == "changes"
    return _import(folder / "ours", base_url, client_id, secret, changed_only=changed_only)


def _change_some(sandbox: Sandbox, workspace: Path, round_no: int) -> None:
    """Changes the price of one listing in a hundred at NAVER's side."""
    with duckdb.connect(str(workspace / "storeboard.duckdb"), read_only=True) as held:
        rows = held.execute(
            "select channel_product_no, sale_price_won from channel_product "
            "where channel_product_no % $share = 0",
            {"share": CHANGED_SHARE},
        ).fetchall()
    changes = [
        {"channel_product_no": number, "salePrice": price + 10 * (round_no + 1)}
        for number, price in rows
    ]
    sandbox.control("products", {"store": 0, "change": changes})


def _import(
    workspace: Path, base_url: str, client_id: str, secret: str, *, changed_only: bool
) -> tuple[int, float]:
    engine = open_engine(Config(workspace=workspace))
    held = engine.stores.all()
    new = NewStore(
        name="bench",
        client_id=client_id,
        base_url=base_url,
        fee_tier=FeeTier.MICRO,
        tier_starts_on=date(2026, 8, 14),
    )
    store = held[0] if held else engine.stores.add(new, secret)
    engine.prerequisites.fetch(store.store_id)
    request = ImportRequest(store_id=store.store_id, mode=MatchingMode.BY_CODE)
    started = time.perf_counter()
    if changed_only:
        job = engine.imports.submit_sync(ImportRequest(store_id=store.store_id), changed_only=True)
    else:
        job = engine.imports.submit(request)
    run = engine.jobs.wait(job)
    seconds = time.perf_counter() - started
    assert run.state is JobState.DONE, run
    engine.close()
    return run.result.imported + run.result.changed + run.result.unchanged, seconds


def _peak_mb() -> float:
    """This program's own peak; ru_maxrss would still hold that of the one that started it."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """One way in this process: prints seconds, processor seconds, peak memory and rows as JSON."""
    variant, folder = sys.argv[1:]
    base_url, client_id, secret = sys.stdin.read().split("\n")
    start = time.perf_counter()
    rows, of_job = _work(variant, Path(folder), base_url, client_id, secret)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - start,
                "job": of_job,
                "cpu": used.ru_utime + used.ru_stime,
                "peak_mb": _peak_mb(),
                "rows": rows,
            }
        )
    )


if __name__ == "__main__":
    main()
