"""Page switches in Chromium with many listings, beside a bare Streamlit page of 100 rows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser

from dashboard.demo import start_dashboard
from dashboard.i18n import _
from dashboard.processes import Processes, answers, free_port, wait_until
from tests.browser.chromium import DESK, find_chromium, open_chromium
from tests.browser.house import READY, fill
from tests.browser.screen import Screen
from tests.sandbox_process import start_sandbox

LISTINGS = 30_000  # its sync at NAVER's rate lasts longer than the switches measured beside it
SWITCHES = 15
START_SECONDS = 60.0
# Clicks a link of the menu; milliseconds until heading and parts of its page are painted. A table
# is painted once its canvas is: the grid for screen readers follows a quarter of a second later.
SWITCH = """
async ([path, heading, parts]) => {
    const painted = part => {
        const found = document.querySelector(part)
        if (!(found instanceof HTMLCanvasElement)) return found !== null
        return found.width > 0 && found.getContext("2d").getImageData(10, 60, 1, 1).data[3] > 0
    }
    const frame = () => new Promise(requestAnimationFrame)
    const links = [...document.querySelectorAll("[data-testid=stSidebarNavLink]")]
    const link = links.find(link => new URL(link.href).pathname === path)
    const there = () => document.querySelector("h1")?.innerText.trim() === heading
        && parts.every(painted)
    const began = performance.now()
    link.click()
    while (!there()) await frame()
    await frame()
    return performance.now() - began
}
"""
BARE = {
    "asgi.py": """
import contextlib, gc, pathlib, pandas, streamlit as st

@contextlib.asynccontextmanager
async def lifespan(app):
    gc.collect()
    gc.freeze()
    yield

app = st.App(str(pathlib.Path(__file__).parent / "app.py"), lifespan=lifespan)
""",
    "app.py": """
import streamlit as st

st.set_page_config(layout="wide", initial_sidebar_state=232)
st.navigation([st.Page("rest.py", title="Rest"), st.Page("table.py", title="Table")]).run()
""",
    "rest.py": "import streamlit as st; st.title('Rest')",
    "table.py": """
import pandas as pd, streamlit as st

rows = {f"column {place}": [place * row for row in range(100)] for place in range(11)}
pictures = [f"PICTURES/{row % 40}.svg" for row in range(100)]
st.title("Table")
st.dataframe(
    pd.DataFrame({"picture": pictures, **rows}),
    column_config={"picture": st.column_config.ImageColumn()},
    hide_index=True,
    row_height=44,
    height=566,
    alt="Rows",
)
""",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A page to switch to: its address, its heading, and what of it must be there."""

    path: str
    heading: str
    parts: tuple[str, ...]


def _grid(name: str) -> str:
    return f'[data-testid=stDataFrameResizable][aria-label="{name}"] canvas[data-testid]'


def _ours() -> dict[str, Target]:
    return {
        "import": Target(
            path="/product_import",
            heading=_("Product import"),
            parts=(_grid(_("Listings of the store")),),
        ),
        "margins": Target(
            path="/margins",
            heading=_("Margins"),
            parts=(
                _grid(_("Margin by product")),
                ".st-key-margins-heat .main-svg",
                ".st-key-margins-waterfall .main-svg",
            ),
        ),
    }


BARE_TABLE = Target(path="/table", heading="Table", parts=(_grid("Rows"),))


def run() -> list[dict[str, Any]]:
    """Median and 95th of a hundred of each switch, idle and while a job reads from NAVER."""
    path = find_chromium()
    if path is None:
        raise SystemExit("This benchmark needs Chromium on the PATH.")
    with _servers() as (bare_url, our_url, store), open_chromium(path) as browser:
        bare = _visit(browser, bare_url)
        ours = _visit(browser, our_url, "stores", store=store)
        rest = Target(path="/stores", heading=_("Stores"), parts=())
        works = {name: _switch(ours, target, rest) for name, target in _ours().items()}
        bare_rest = Target(path="/", heading="Rest", parts=())
        idle = _measure({"bare": _switch(bare, BARE_TABLE, bare_rest), **works})
        _start_sync(ours, rest)
        busy = _measure(works)
        ours.page.evaluate(SWITCH, _asked(_ours()["import"]))
        ended = "the job ended before the switches did: measure with more listings"
        assert ours.page.get_by_role("progressbar").count(), ended
    return _rows(idle, busy)


@contextmanager
def _servers() -> Iterator[tuple[str, str, str]]:
    """The bare page, the dashboard on a filled workspace, and the name of its ready store."""
    processes = Processes()
    with TemporaryDirectory(prefix="storeboard-") as folder:
        workspace = Path(folder) / "workspace"
        with start_sandbox(seed=7, products=LISTINGS) as quick:
            fill(quick, workspace, whole=True)
        with start_sandbox(seed=7, products=LISTINGS, rate=2) as sandbox:
            fill(sandbox, workspace)
            try:
                our_url = start_dashboard(processes, workspace, 0)
                pictures = f"{sandbox.base_url.removesuffix('/external')}/images"
                bare_url = _start_bare(processes, Path(folder), pictures)
                yield bare_url, our_url, sandbox.stores[READY].name
            finally:
                processes.stop()


def _start_bare(processes: Processes, folder: Path, pictures: str) -> str:
    """Serves the bare page with the same settings: nothing watched, nothing to collect."""
    for name, text in BARE.items():
        (folder / name).write_text(text.replace("PICTURES", pictures), encoding="utf-8")
    port = free_port(0)
    command = ["-m", "streamlit", "run", str(folder / "asgi.py"), "--server.headless", "true"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
    process = processes.start(command, log=folder / "bare.log")
    url = f"http://127.0.0.1:{port}"
    assert wait_until(
        lambda: answers(f"{url}/_stcore/health"),
        seconds=START_SECONDS,
        alive=lambda: process.poll() is None,
    ), (folder / "bare.log").read_text("utf-8")
    return url


def _visit(browser: Browser, url: str, path: str = "", **query: str) -> Screen:
    context = browser.new_context(locale="ko-KR", viewport=DESK)
    screen = Screen(context.new_page(), url)
    screen.visit(path, **query)
    return screen


def _switch(screen: Screen, target: Target, rest: Target) -> Callable[[], float]:
    """A function that goes to the page and back; the milliseconds of going there."""

    def switch() -> float:
        screen.page.bring_to_front()
        taken: float = screen.page.evaluate(SWITCH, _asked(target))
        screen.settle()
        screen.page.evaluate(SWITCH, _asked(rest))
        screen.settle()
        return taken

    return switch


def _asked(target: Target) -> list[Any]:
    return [target.path, target.heading, list(target.parts)]


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
    screen.page.evaluate(SWITCH, _asked(_ours()["import"]))
    screen.button("product_import.sync_all").click()
    screen.page.get_by_role("progressbar").wait_for()
    screen.page.evaluate(SWITCH, _asked(rest))
    screen.settle()


def _high(times: list[float]) -> float:
    """The 95th of a hundred."""
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]


def _rows(idle: dict[str, list[float]], busy: dict[str, list[float]]) -> list[dict[str, Any]]:
    bare, rows = idle["bare"], []
    for name in busy:
        work = f"switch to the {name} page, {LISTINGS:,} listings stored"
        rows += [
            _row(f"{work}: median, beside a bare page", median(idle[name]), median(bare), "1.25x"),
            _row(f"{work}: p95, beside a bare page", _high(idle[name]), _high(bare), "1.5x"),
            _row(
                f"{work}: p95 while a job runs, beside idle",
                _high(busy[name]),
                _high(idle[name]),
                "1.3x",
            ),
        ]
    return rows


def _row(name: str, ours: float, baseline: float, goal: str) -> dict[str, Any]:
    return {
        "name": name,
        "ours": ours,
        "baseline": baseline,
        "ratio": ours / baseline,
        "goal": goal,
        "unit": "ms",
    }
