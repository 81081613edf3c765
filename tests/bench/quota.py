"""How much of the quota an import uses, and whether it is ever refused, at 2/s and 10/s."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from engine import Config, FeeTier, ImportRequest, JobState, NewStore, open_engine
from tests.sandbox_process import start_sandbox

LATENCY_MS = 150
PAGE = 500


def run() -> list[dict[str, Any]]:
    """The share of the tokens there were that was used, and the refusals; the baseline is all
    of them.
    """
    return [
        _measure(rate, burst, requests) for rate, burst, requests in ((2, 4, 110), (10, 20, 300))
    ]


def _measure(rate: int, burst: int, requests: int) -> dict[str, Any]:
    options = {"rate": rate, "burst": burst, "latency_ms": LATENCY_MS}
    with (
        start_sandbox(stores=1, products=requests * PAGE, **options) as sandbox,
        tempfile.TemporaryDirectory() as folder,
    ):
        given = sandbox.stores[0]
        engine = open_engine(Config(workspace=Path(folder)))
        new = NewStore(
            name="bench",
            client_id=given.client_id,
            base_url=sandbox.base_url,
            fee_tier=FeeTier.MICRO,
            tier_starts_on=date(2026, 8, 14),
        )
        store = engine.stores.add(new, given.client_secret)
        engine.prerequisites.fetch(store.store_id)
        done = engine.jobs.wait(engine.imports.submit(ImportRequest(store_id=store.store_id)))
        engine.close()
    assert done.state is JobState.DONE, done
    tokens = burst + rate * (done.used.seconds - LATENCY_MS / 1000)
    return {
        "name": f"quota used at {rate}/s, {LATENCY_MS} ms, {done.used.requests} requests,"
        f" {done.used.refused} refused",
        "ours": done.used.requests,
        "baseline": tokens,
        "ratio": done.used.requests / tokens,
        "goal": "at least 0.97, none refused",
        "unit": "requests",
    }
