"""Ten people at once on a page with 100 rows, beside ten on a bare page of as many.

They come without a browser (see visitor.py), so that the server alone is measured: each asks for
the page again as soon as it is there. Run with `python -m tests.bench crowd`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from dashboard.commands.demo import start_dashboard
from dashboard.commands.processes import Processes
from tests.bench.bare import start_bare
from tests.bench.million import LISTED, STORED, multiply
from tests.bench.visitor import Visitor, demo_cookie, visiting
from tests.browser.house import fill
from tests.sandbox_process import start_sandbox

PEOPLE, ROUNDS, SECONDS = 10, 5, 6.0
PAGES = ("product_import", "margins", "status_board")
GOAL = 0.8  # of the page with 100 rows
HOLDS_BACK = "Streamlit takes about 0.3 ms a part, and the page has five times as many"


def run() -> list[dict[str, Any]]:
    """Runs of the script a second, ours beside the bare page, round by round in turns."""
    with _servers() as (bare_url, our_url), ExitStack() as stack:
        bare = [stack.enter_context(visiting(bare_url)) for _one in range(PEOPLE)]
        cookie = demo_cookie(our_url)
        ours = [stack.enter_context(visiting(our_url, cookie)) for _one in range(PEOPLE)]
        for visitor in (*bare, *ours):
            visitor.go()  # a browser, too, learns the pages of the menu from its first run
        works = {"table": bare, **dict.fromkeys(PAGES, ours)}
        taken: dict[str, list[float]] = {page: [] for page in works}
        for page, people in works.items():
            _together(people, page, SECONDS / 3)
        for _round in range(ROUNDS):
            for page, people in works.items():
                taken[page].append(_together(people, page, SECONDS))
    baseline = median(taken["table"])
    return [_row(page, median(taken[page]), baseline) for page in PAGES]


def _together(people: Sequence[Visitor], page: str, seconds: float) -> float:
    """Everybody asks for the page over and over: runs a second of all together."""
    path = "" if page == "status_board" else page
    until = time.perf_counter() + seconds
    counts = [0] * len(people)

    def visit(place: int) -> None:
        while time.perf_counter() < until:
            people[place].go(path)
            counts[place] += 1

    threads = [threading.Thread(target=visit, args=(place,)) for place in range(len(people))]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(counts), f"somebody never got {page}: {counts}"
    return sum(counts) / (time.perf_counter() - began)


@contextmanager
def _servers() -> Iterator[tuple[str, str]]:
    """The bare page and the dashboard on a million listings."""
    processes = Processes()
    with (
        TemporaryDirectory(prefix="storeboard-") as folder,
        start_sandbox(seed=7, products=LISTED) as sandbox,
    ):
        workspace = Path(folder) / "workspace"
        fill(sandbox, workspace, whole=True)
        multiply(workspace)
        try:
            our_url = start_dashboard(processes, workspace, 0)
            pictures = f"{sandbox.base_url.removesuffix('/external')}/images"
            yield start_bare(processes, Path(folder) / "bare", pictures), our_url
        finally:
            processes.stop()


def _row(page: str, ours: float, baseline: float) -> dict[str, Any]:
    ratio = ours / baseline
    met = f"at least {GOAL}" if ratio >= GOAL else f"at least {GOAL} (missed: {HOLDS_BACK})"
    return {
        "name": f"{PEOPLE} people at once on {page}, {STORED:,} listings held, beside a bare page",
        "ours": ours,
        "baseline": baseline,
        "ratio": ratio,
        "goal": met if page == PAGES[0] else "shown, no goal",
        "unit": "runs/s",
    }
