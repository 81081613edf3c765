"""From the start of the server to a painted page, and a page loaded again, beside a bare page.

Run with `python -m tests.bench starts`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page

from dashboard.commands.demo import start_dashboard
from dashboard.commands.processes import Processes
from tests.bench.bare import start_bare
from tests.bench.million import LISTED, multiply
from tests.bench.painted import BARE_TABLE, THERE, Target, ours_by_name, sign_in
from tests.bench.rows import Row, row
from tests.browser.chromium import DESK, find_chromium, open_chromium
from tests.browser.house import fill
from tests.sandbox_process import start_sandbox

STARTS, LOADS = 5, 5
HOLDS_BACK = (
    "database, engine and the Korean font are opened too, and five times as many parts drawn"
)
Start = Callable[[Processes], str]


def run() -> list[dict[str, Any]]:
    """Seconds from starting the process to the painted table, and of loading it again."""
    path = find_chromium()
    if path is None:
        raise SystemExit("This benchmark needs Chromium on the PATH.")
    with (
        TemporaryDirectory(prefix="storeboard-") as folder,
        start_sandbox(seed=7, products=LISTED) as sandbox,
        open_chromium(path) as browser,
    ):
        workspace = Path(folder) / "workspace"
        fill(sandbox, workspace, whole=True)
        multiply(workspace)
        pictures = f"{sandbox.base_url.removesuffix('/external')}/images"
        bare: Start = lambda processes: start_bare(processes, Path(folder) / "bare", pictures)  # noqa: E731
        ours: Start = lambda processes: start_dashboard(processes, workspace, 0)  # noqa: E731
        works = {"bare": (bare, BARE_TABLE), "ours": (ours, ours_by_name()["import"])}
        starts: dict[str, list[float]] = {name: [] for name in works}
        loads: dict[str, list[float]] = {name: [] for name in works}
        for _round in range(STARTS):
            for name, (start, target) in works.items():
                first, again = _measure(browser, start, target)
                starts[name].append(first)
                loads[name] += again
    return [
        _row("start to a painted table, beside a bare page", starts, 1.2, HOLDS_BACK),
        _row("page with a table loaded again, beside a bare page", loads, 1.3, HOLDS_BACK),
    ]


def _measure(browser: Browser, start: Start, target: Target) -> tuple[float, list[float]]:
    """One start in a browser that never saw the server, then loads of the same page."""
    processes = Processes()
    context = browser.new_context(locale="ko-KR", viewport=DESK)
    page = context.new_page()
    try:
        began = time.perf_counter()
        url = start(processes)
        if target is not BARE_TABLE:
            sign_in(context, url)
        _load(page, url, target)
        first = time.perf_counter() - began
        again = []
        for _load_again in range(LOADS):
            began = time.perf_counter()
            _load(page, url, target)
            again.append(time.perf_counter() - began)
        return first, again
    finally:
        context.close()
        processes.stop()


def _load(page: Page, url: str, target: Target) -> None:
    page.goto(url + target.path, wait_until="commit")
    page.wait_for_function(THERE, arg=target.asked)


def _row(name: str, taken: dict[str, list[float]], goal: float, why: str) -> Row:
    return row(name, median(taken["ours"]), median(taken["bare"]), goal, "s", why)
