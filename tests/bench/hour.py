"""Memory over an hour of twenty stores, each read whole every ten minutes; the hour is compressed:
NAVER's stand-in sets no limit, so that its 1,400 calls come one after the other.

Run with `python -m tests.bench hour`.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from engine import Config, ImportRequest, JobState, open_engine
from tests.builders import new_store
from tests.sandbox_process import start_sandbox

STORES, LISTINGS, ROUNDS = 20, 5_000, 6


def run() -> list[dict[str, Any]]:
    """What this process holds after the last reading of all stores beside after the second: the
    first one makes the indices.
    """
    options = {"rate": 0, "stores": STORES + 1, "products": LISTINGS}
    held: list[float] = []
    with start_sandbox(**options) as sandbox, TemporaryDirectory() as folder:
        engine = open_engine(Config(workspace=Path(folder)))
        for index in range(STORES):
            new = new_store(sandbox, index, name=f"bench {index}")
            store = engine.stores.add(new, sandbox.stores[index].client_secret)
            engine.prerequisites.fetch(store.store_id)
        requests = [ImportRequest(store_id=store.store_id) for store in engine.stores.all()]
        for _ in range(1 + ROUNDS):
            runs = [engine.jobs.wait(job) for job in map(engine.imports.submit, requests)]
            assert all(run.state is JobState.DONE for run in runs), runs
            held.append(psutil.Process().memory_info().rss / 1_000_000)
        engine.close()
    return [
        {
            "name": f"memory of {STORES} stores of {LISTINGS:,} read {ROUNDS} times in a compressed"
            " hour, the last reading beside the first after the import",
            "ours": held[-1],
            "baseline": held[1],
            "ratio": held[-1] / held[1],
            "goal": "flat",
            "unit": "MB",
        }
    ]
