"""Twenty stores in one dashboard, each importing 5,000 listings at NAVER's rate, while ten sessions
switch pages; beside one store alone, and beside the same sessions once nothing runs any more
(before, the pages have nothing to show).

Two kinds of import. Bare: the list alone, 11 calls a store in under five seconds, the hard case:
20,000 rows a second if nothing is to wait. With options: matched by code, and the options of the
listings that no own code matches (one in four of the invented catalogue) are read too, a call each:
what a first import of a real store is like. 5,000 listings take eleven minutes so; 500 show the
same forty calls a second. Run with `python -m tests.bench load`, and all 5,000 of them, with the
memory meanwhile, with `python -m tests.bench catalogues`.
"""

from __future__ import annotations

import json
import random
import statistics
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from dashboard.commands.demo import LOOPBACK
from dashboard.commands.processes import Processes, answers, free_port, wait_until
from engine import Config, open_engine
from tests.bench.rows import SHOWN, Row, row
from tests.bench.visitor import Visitor, demo_cookie, visiting
from tests.builders import new_store
from tests.one_store import sku_sheet
from tests.sandbox_process import ROOT, Sandbox, start_sandbox

STORES = 20
RATE, BURST = 2, 4
SESSIONS, THINK_SECONDS, IDLE_SECONDS = 10, (0.5, 1.5), 45.0
PAGES = ("", "product_import", "jobs", "margins")
ORDER, DONE = "load.order", "load.done"  # files: what the dashboard is to import, what it took
START_SECONDS, IMPORT_SECONDS = 60.0, 1800.0
ENOUGH = 300  # seconds: in less, what is read for the first time decides what memory is held
WALL_GOAL, SWITCH_GOAL = 1.1, 1.3
TOO_MANY_ROWS = "20,000 rows a second are more than two cores read, the expert's script included"
MOSTLY_ENDS = "a minute of which jobs begin and end for a third"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The dashboard under load."""

    url: str
    workspace: Path
    process: psutil.Process

    def imports(self, stores: Sequence[int], mode: str) -> dict[str, float]:
        """Imports those stores side by side; what it took."""
        part = self.workspace / f"{ORDER}.part"
        part.write_text(json.dumps({"stores": list(stores), "mode": mode}), "utf-8")
        part.rename(self.workspace / ORDER)
        ended = self.workspace / DONE
        assert wait_until(ended.exists, seconds=IMPORT_SECONDS, alive=lambda: True)
        told: dict[str, float] = json.loads(ended.read_text("utf-8"))
        ended.unlink()
        assert told["done"] == len(stores), told
        return told


def run() -> list[Row]:
    """Both kinds of import, each in a dashboard of its own."""
    return [
        *_measure("NONE", "bare", 5_000, why=TOO_MANY_ROWS),
        *_measure("BY_CODE", "with options", 500, why=MOSTLY_ENDS),
    ]


def run_catalogues() -> list[Row]:
    """Whole catalogues, options included: twice eleven minutes."""
    return _measure("BY_CODE", "with options", 5_000)


def _measure(mode: str, kind: str, listings: int, why: str = "") -> list[Row]:
    """All stores together, and in another house the one of them that took longest alone; `why` says
    what holds back where a goal is missed.
    """
    with _house(mode, listings) as house, ExitStack() as stack:
        cookie = demo_cookie(house.url)
        people = [stack.enter_context(visiting(house.url, cookie)) for _ in range(SESSIONS)]
        for visitor in people:
            for page in PAGES:
                visitor.go(page)
        told, busy, held = _under_load(house, people, mode)
        over = threading.Event()
        threading.Timer(IDLE_SECONDS, over.set).start()
        idle = _switching(people, over)
    with _house(mode, listings) as house:
        alone = house.imports([int(told["slowest"])], mode)["seconds"]
    rows = _rows(f"{listings:,} listings, {kind}", alone, told, idle, busy, why)
    return [*rows, *([_memory(kind, held)] if len(held) > ENOUGH else [])]


def _under_load(
    house: House, people: Sequence[Visitor], mode: str
) -> tuple[dict[str, float], list[float], list[int]]:
    """Imports all stores while everybody switches pages: what it took, each switch, and what the
    dashboard held every second.
    """
    over, told, held = threading.Event(), dict[str, float](), list[int]()

    def work() -> None:
        try:
            told.update(house.imports(range(1, STORES + 1), mode))
        finally:
            over.set()

    def watch() -> None:
        while not over.wait(1.0):
            held.append(house.process.memory_info().rss)

    threads = [threading.Thread(target=one) for one in (work, watch)]
    for thread in threads:
        thread.start()
    busy = _switching(people, over)
    for thread in threads:
        thread.join()
    return told, busy, held


def _switching(people: Sequence[Visitor], over: threading.Event) -> list[float]:
    """Everybody goes from page to page with pauses for reading, which differ so that they do not
    all ask at once: the seconds of each switch.
    """
    taken: list[float] = []

    def visit(place: int) -> None:
        turn, pauses = place, random.Random(place)
        while not over.wait(pauses.uniform(*THINK_SECONDS)):
            taken.append(people[place].go(PAGES[turn % len(PAGES)]))
            turn += 1

    threads = [threading.Thread(target=visit, args=(place,)) for place in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


@contextmanager
def _house(mode: str, listings: int) -> Iterator[House]:
    """A dashboard whose stores have their prerequisites and nothing imported."""
    options = {"rate": RATE, "burst": BURST, "stores": STORES + 1, "products": listings}
    processes = Processes()
    with TemporaryDirectory(prefix="storeboard-") as folder, start_sandbox(**options) as sandbox:
        workspace = Path(folder) / "workspace"
        _prepare(sandbox, workspace, mode, listings)
        port = free_port(0)
        command = ["-m", "uvicorn", "tests.bench.load_server:app", "--no-access-log"]
        command += ["--host", LOOPBACK, "--port", str(port)]
        environ = {"STOREBOARD_HOME": str(workspace), "PYTHONPATH": str(ROOT)}
        log = workspace / "logs" / "dashboard.log"
        process = processes.start(command, log=log, environ=environ)
        url = f"http://{LOOPBACK}:{port}"
        try:
            assert wait_until(
                lambda: answers(f"{url}/healthz"),
                seconds=START_SECONDS,
                alive=lambda: process.poll() is None,
            ), log.read_text("utf-8")
            yield House(url=url, workspace=workspace, process=psutil.Process(process.pid))
        finally:
            processes.stop()


def _prepare(sandbox: Sandbox, workspace: Path, mode: str, listings: int) -> None:
    engine = open_engine(Config(workspace=workspace))
    engine.sessions.make_demo()
    for index in range(STORES):
        new = new_store(sandbox, index, name=f"bench {index}")
        store = engine.stores.add(new, sandbox.stores[index].client_secret)
        engine.prerequisites.fetch(store.store_id)
        if mode == "BY_CODE":
            engine.skus.save(engine.skus.plan("s.csv", sku_sheet(index, listings)))
    engine.close()


def _rows(
    kind: str,
    alone: float,
    told: dict[str, float],
    idle: list[float],
    busy: list[float],
    why: str,
) -> list[Row]:
    calls = f"{told['requests']:,.0f} calls, {told['refused']:.0f} refused"
    sessions = f"{SESSIONS} sessions, a switch every {statistics.mean(THINK_SECONDS):.0f} s"
    return [
        row(
            f"{STORES} stores side by side, {kind} ({calls}), {sessions}, beside the slowest alone",
            told["seconds"],
            alone,
            WALL_GOAL,
            "s",
            why,
        ),
        row(
            f"the same, {kind}: processor time of the dashboard beside the wall",
            told["processor"],
            told["seconds"],
            SHOWN,
            "s",
        ),
        row(
            f"page switch p95 while they are imported, {kind}, beside idle ({len(busy)} switches)",
            _high(busy) * 1000,
            _high(idle) * 1000,
            SWITCH_GOAL,
            "ms",
            why,
        ),
    ]


def _memory(kind: str, held: list[int]) -> Row:
    """The last minute beside the minute at a quarter of the way."""
    quarter = len(held) // 4
    early, late = (statistics.median(part) / 1e6 for part in (held[quarter:][:60], held[-60:]))
    name = f"memory of the dashboard meanwhile, {kind}: the last minute beside that at a quarter"
    return row(name, late, early, "flat", "MB")


def _high(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
