"""Page switches in Chromium with a million listings held, beside a bare page of 100 rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser

from dashboard.commands.demo import start_dashboard
from dashboard.commands.processes import Processes
from dashboard.words.i18n import _
from tests.bench.bare import start_bare
from tests.bench.million import LISTED, STORED, multiply
from tests.bench.painted import BARE_CHARTS, BARE_TABLE, THERE, Target, ours_by_name, sign_in
from tests.bench.rows import SHOWN, row
from tests.browser.chromium import DESK, find_chromium, open_chromium
from tests.browser.house import READY, fill
from tests.browser.screen import Screen
from tests.sandbox_process import start_sandbox

SWITCHES = 30
HOLDS_BACK = {
    "import": "the browser builds some 45 parts of the page, of the bare page 8",
    "margins": "the browser draws three charts and two tables",
}
# Clicks a link of the menu; milliseconds until heading and parts of its page are painted.
SWITCH = f"""
async ([path, heading, parts]) => {{
    const there = {THERE}
    const frame = () => new Promise(requestAnimationFrame)
    const links = [...document.querySelectorAll("[data-testid=stSidebarNavLink]")]
    const link = links.find(link => new URL(link.href).pathname === path)
    const began = performance.now()
    link.click()
    while (!there([path, heading, parts])) await frame()
    await frame()
    return performance.now() - began
}}
"""


def run() -> list[dict[str, Any]]:
    """Median and 95th of a hundred of each switch, idle and while a job reads from NAVER."""
    path = find_chromium()
    if path is None:
        raise SystemExit("This benchmark needs Chromium on the PATH.")
    with _servers() as (bare_url, our_url, store), open_chromium(path) as browser:
        bare = _visit(browser, bare_url)
        ours = _visit(browser, our_url, "stores", signed_in=True, store=store)
        rest = Target(path="/stores", heading=_("Stores"), parts=())
        works = {name: _switch(ours, target, rest) for name, target in ours_by_name().items()}
        bare_rest = Target(path="/", heading="Rest", parts=())
        works["bare"] = _switch(bare, BARE_TABLE, bare_rest)
        works["charts"] = _switch(bare, BARE_CHARTS, bare_rest)
        idle = _measure(works)
        _start_sync(ours, rest)
        busy = _measure(works)  # the bare page again: what the machine itself did meanwhile
        ours.page.evaluate(SWITCH, ours_by_name()["import"].asked)
        ended = "the job ended before the switches did: measure with more listings"
        assert ours.page.get_by_role("progressbar").count(), ended
    return _rows(idle, busy)


@contextmanager
def _servers() -> Iterator[tuple[str, str, str]]:
    """The bare page, the dashboard on a filled workspace, and the name of its ready store."""
    processes = Processes()
    with TemporaryDirectory(prefix="storeboard-") as folder:
        workspace = Path(folder) / "workspace"
        with start_sandbox(seed=7, products=LISTED) as quick:
            fill(quick, workspace, whole=True)
        multiply(workspace)
        with start_sandbox(seed=7, products=LISTED, rate=2) as sandbox:
            fill(sandbox, workspace)
            try:
                our_url = start_dashboard(processes, workspace, 0)
                pictures = f"{sandbox.base_url.removesuffix('/external')}/images"
                bare_url = start_bare(processes, Path(folder) / "bare", pictures)
                yield bare_url, our_url, sandbox.stores[READY].name
            finally:
                processes.stop()


def _visit(
    browser: Browser, url: str, path: str = "", *, signed_in: bool = False, **query: str
) -> Screen:
    context = browser.new_context(locale="ko-KR", viewport=DESK)
    if signed_in:
        sign_in(context, url)
    screen = Screen(context.new_page(), url)
    screen.visit(path, **query)
    return screen


def _switch(screen: Screen, target: Target, rest: Target) -> Callable[[], float]:
    """A function that goes to the page and back; the milliseconds of going there."""

    def switch() -> float:
        screen.page.bring_to_front()
        taken: float = screen.page.evaluate(SWITCH, target.asked)
        screen.settle()
        screen.page.evaluate(SWITCH, rest.asked)
        screen.settle()
        return taken

    return switch


def _measure(works: dict[str, Callable[[], float]]) -> dict[str, list[float]]:
    """Each switch some times in turns, after one of each that is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _round in range(SWITCHES):
        for name, work in works.items():
            taken[name].append(work())
    return taken


def _start_sync(screen: Screen, rest: Target) -> None:
    """Starts a sync of all listings, which at NAVER's rate takes a while, and leaves its page."""
    screen.page.evaluate(SWITCH, ours_by_name()["import"].asked)
    screen.button("product_import.sync_all").click()
    screen.page.get_by_role("progressbar").wait_for()
    screen.page.evaluate(SWITCH, rest.asked)
    screen.settle()


def _high(times: list[float]) -> float:
    """The 95th of a hundred."""
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]


def _rows(idle: dict[str, list[float]], busy: dict[str, list[float]]) -> list[dict[str, Any]]:
    bare, rows = idle["bare"], []
    for name, why in HOLDS_BACK.items():
        work = f"switch to the {name} page, {STORED:,} listings held"
        rows += [
            row(
                f"{work}: median, beside a bare page",
                *(median(idle[name]), median(bare), 1.25, "ms", why),
            ),
            row(
                f"{work}: p95, beside a bare page",
                *(_high(idle[name]), _high(bare), 1.5, "ms", why),
            ),
            row(
                f"{work}: p95 while a job runs, beside idle",
                _high(busy[name]),
                _high(idle[name]),
                1.3,
                "ms",
                "browser, server and job share two cores",
            ),
        ]
    name = "switch to the margins page: median, beside a bare page of three charts and two tables"
    rows.append(row(name, median(idle["margins"]), median(idle["charts"]), SHOWN, "ms"))
    name = "switch to the bare page while that job runs: p95, beside idle"
    return [*rows, row(name, _high(busy["bare"]), _high(bare), SHOWN, "ms")]
