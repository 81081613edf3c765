"""Twenty stores in one engine, each importing 5,000 listings at NAVER's rate, beside one alone.

Run with `python -m tests.bench load`.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from engine import Config, Engine, ImportRequest, JobState, open_engine
from tests.builders import new_store
from tests.sandbox_process import Sandbox, start_sandbox

STORES, LISTINGS = 20, 5_000
RATE, BURST = 2, 4
ALONE = 3
SAMPLE_SECONDS = 0.1


def run() -> list[dict[str, Any]]:
    """Wall time of all beside the slowest alone, refusals, and memory in the second half."""
    # One more than are imported: the last store of a sandbox is empty.
    options = {"rate": RATE, "burst": BURST, "stores": STORES + 1, "products": LISTINGS}
    with start_sandbox(**options) as sandbox:
        slowest = max(_imports(sandbox, [index])[0] for index in range(ALONE))
        before = time.process_time()
        seconds, refused, memory = _imports(sandbox, range(STORES))
        processor = time.process_time() - before
    half = len(memory) // 2
    return [
        _row(
            f"{STORES} stores of {LISTINGS:,} at {RATE}/s in one engine, {refused} refused,"
            " beside the slowest alone",
            seconds,
            slowest,
            "1.1",
            "s",
        ),
        _row("the same, processor time of the engine", processor, seconds, "what bounds it", "s"),
        _row(
            "memory: most in the second half beside most in the first",
            max(memory[half:]),
            max(memory[:half]),
            "flat",
            "MB",
        ),
    ]


def _imports(sandbox: Sandbox, indices: Sequence[int]) -> tuple[float, int, list[float]]:
    """Imports those stores side by side into a fresh workspace: seconds, refusals, memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Config(workspace=Path(folder)))
        requests = [_request(engine, sandbox, index) for index in indices]
        with _memory() as sampled:
            started = time.monotonic()
            jobs = [engine.submit_import(request) for request in requests]
            runs = [engine.wait(job) for job in jobs]
            seconds = time.monotonic() - started
        engine.close()
    for run in runs:
        assert run.state is JobState.DONE, run
        assert run.report.imported >= LISTINGS, run
    return seconds, sum(run.report.refused for run in runs), sampled


def _request(engine: Engine, sandbox: Sandbox, index: int) -> ImportRequest:
    new = new_store(sandbox, index, name=f"bench {index}")
    store = engine.add_store(new, sandbox.stores[index].client_secret)
    engine.fetch_prerequisites(store.store_id)
    return ImportRequest(store_id=store.store_id)


@contextmanager
def _memory() -> Iterator[list[float]]:
    """What this process holds, sampled while the block runs."""
    sampled: list[float] = []
    over, process = threading.Event(), psutil.Process()

    def sample() -> None:
        while not over.wait(SAMPLE_SECONDS):
            sampled.append(process.memory_info().rss / 1_000_000)

    sampler = threading.Thread(target=sample)
    sampler.start()
    try:
        yield sampled
    finally:
        over.set()
        sampler.join()


def _row(name: str, ours: float, baseline: float, goal: str, unit: str) -> dict[str, Any]:
    return {
        "name": name,
        "ours": ours,
        "baseline": baseline,
        "ratio": ours / baseline,
        "goal": goal,
        "unit": unit,
    }
