"""The dashboard as it is, with one thread more: it imports into the stores a file names.

Served by `uvicorn tests.bench.load_server:app`; see load.py.
"""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path
from typing import Any

from dashboard.server.asgi import app as app
from dashboard.server.runtime import held_engine
from engine import ImportRequest, JobState, MatchingMode
from tests.bench.load import DONE, ORDER

POLL_SECONDS = 0.02
TAKEN = "load.taken"


def work(workspace: Path) -> None:
    """Carries out every order for as long as the program runs."""
    never = threading.Event()
    while not never.wait(POLL_SECONDS):
        try:
            (workspace / ORDER).rename(workspace / TAKEN)
        except FileNotFoundError:
            continue
        told = _import(json.loads((workspace / TAKEN).read_text("utf-8")))
        part = workspace / f"{DONE}.part"
        part.write_text(json.dumps(told), "utf-8")
        part.rename(workspace / DONE)


def _import(order: dict[str, Any]) -> dict[str, float]:
    """Imports everything of those stores side by side; what it took."""
    engine = held_engine()
    mode = MatchingMode(order["mode"])
    before, began = time.process_time(), time.monotonic()
    jobs = [
        engine.imports.submit(ImportRequest(store_id=number, mode=mode))
        for number in order["stores"]
    ]
    runs = [engine.jobs.wait(job) for job in jobs]
    return {
        "seconds": time.monotonic() - began,
        "processor": time.process_time() - before,
        "refused": sum(run.used.refused for run in runs),
        "requests": sum(run.used.requests for run in runs),
        "rows": sum(run.result.imported for run in runs),
        "slowest": max(runs, key=lambda run: run.used.seconds).store_id,
        "done": sum(run.state is JobState.DONE for run in runs),
    }


threading.Thread(target=work, args=(Path(os.environ["STOREBOARD_HOME"]),), daemon=True).start()
