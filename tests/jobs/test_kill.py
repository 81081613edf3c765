"""kill -9 at any moment of an import, and a restart: the same rows and the same report as an
undisturbed run.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import random
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engine import Config, JobState, open_engine
from tests.builders import new_store, wait_for
from tests.conftest import SHARED_PRODUCTS
from tests.one_store import SEARCH, OneStore, done, sku_sheet
from tests.sandbox_process import ROOT, Sandbox, start_sandbox

LISTINGS, LATENCY_MS = 3000, 15
SEED = 20261123
COUNTED = (
    *("imported", "changed", "unchanged", "gone", "matched", "unmatched"),
    *("ambiguous", "stock_linked", "failed", "refused"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A slow sandbox, and a workspace that knows its store and has SKUs but no listings."""

    sandbox: Sandbox
    workspace: Path
    store: str

    def command(self, workspace: Path, *words: str) -> subprocess.Popen[str]:
        """Starts a command on a workspace."""
        call = [sys.executable, "-m", "dashboard.commands.cli", *words, "--json", "--lang", "en"]
        return subprocess.Popen(
            [*call, "--workspace", str(workspace)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def starts(self, workspace: Path, what: str) -> subprocess.Popen[str]:
        """Starts the import of everything, or a sync."""
        asked = ("--all", "--match", "code", "--link-stock") if what == "import" else ()
        return self.command(workspace, "products", what, self.store, *asked)

    def calls(self) -> int:
        """How many calls the sandbox met since the last `forget`."""
        address = self.sandbox.base_url.removesuffix("/external") + "/_control/stats"
        with urllib.request.urlopen(address) as answer:
            return sum(json.load(answer)["stores"][0]["requests"].values())

    def forget(self) -> None:
        """Counts from zero again."""
        self.sandbox.control("stats", method="DELETE")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    workspace = tmp_path_factory.mktemp("house") / "workspace"
    with start_sandbox(stores=1, products=LISTINGS, latency_ms=LATENCY_MS) as sandbox:
        engine = open_engine(Config(workspace=workspace))
        store = engine.stores.add(new_store(sandbox), sandbox.stores[0].client_secret)
        engine.prerequisites.fetch(store.store_id)
        engine.skus.save(engine.skus.plan("s.csv", sku_sheet(0, LISTINGS)))
        engine.skus.save(engine.skus.plan("more.csv", more_skus()))
        engine.close()
        yield House(sandbox=sandbox, workspace=workspace, store=store.name)


def more_skus() -> bytes:
    """SKUs for most codes the sheet lacks, so that fewer options have to be read."""
    held = sku_sheet(0, LISTINGS).decode("utf-8-sig")
    codes = [f"SB-{number:05d}" for number in range(1, LISTINGS + 1) if number % 20]
    lines = [f"X-{code},{code},더한 것" for code in codes if f",{code}," not in held]
    return "\n".join(["own_code,unique_code,name", *lines]).encode()


def ended(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What a command that ended well told."""
    told, complaint = process.communicate(timeout=60)
    assert process.returncode == 0, complaint
    answer: dict[str, Any] = json.loads(told)
    return answer


def exported(house: House, workspace: Path) -> bytes:
    file = workspace / "export.csv"
    ended(house.command(workspace, "products", "export", house.store, str(file)))
    return file.read_bytes()


def counted(report: dict[str, Any]) -> dict[str, Any]:
    return {name: report[name] for name in COUNTED}


@pytest.fixture(scope="module")
def undisturbed(house: House, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any, bytes]:
    """The workspace, the report and the export of an import nothing disturbed."""
    workspace = tmp_path_factory.mktemp("undisturbed") / "workspace"
    shutil.copytree(house.workspace, workspace)
    report = ended(house.starts(workspace, "import"))
    return workspace, report, exported(house, workspace)


def kill_when(process: subprocess.Popen[str], true: Callable[[], bool], late: float) -> None:
    """kill -9 a part of a second after something is so."""
    wait_for(lambda: true() or process.poll() is not None, seconds=30)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(late)
    process.kill()
    process.communicate()


def killed_and_ended(
    house: House, workspace: Path, what: str, moments: list[tuple[int, float]]
) -> dict[str, Any]:
    """Kills a command at each moment (calls made, seconds after), then lets it end."""
    hits = 0
    for calls, late in moments:
        house.forget()
        process = house.starts(workspace, what)
        kill_when(process, lambda calls=calls: house.calls() >= calls, late)
        hits += process.returncode == -signal.SIGKILL
    assert hits == len(moments)
    return ended(house.starts(workspace, what))


def reading(chance: random.Random) -> tuple[int, float]:
    """Among the pages: the token is the first call."""
    return chance.randint(1, 3), chance.uniform(0, 0.12)


def options(chance: random.Random) -> tuple[int, float]:
    """Among the options, which are some hundred calls."""
    return chance.randint(12, 150), chance.uniform(0, 0.1)


@pytest.mark.parametrize("chain", range(2))
def test_an_import_killed_and_started_again_ends_as_if_nothing_had_been(
    house: House, undisturbed: tuple[Path, Any, bytes], tmp_path: Path, chain: int
) -> None:
    _, report, rows = undisturbed
    chance = random.Random(SEED + chain)
    moments = [reading(chance), options(chance)]
    workspace = tmp_path / "workspace"
    shutil.copytree(house.workspace, workspace)

    again = killed_and_ended(house, workspace, "import", moments)

    assert counted(again) == counted(report)
    assert again["imported"] == LISTINGS
    assert exported(house, workspace) == rows


def test_a_sync_killed_and_started_again_tells_each_change_once(
    house: House, undisturbed: tuple[Path, Any, bytes], tmp_path: Path
) -> None:
    workspace = tmp_path / "workspace"
    shutil.copytree(undisturbed[0], workspace)
    with io.StringIO(undisturbed[2].decode("utf-8-sig")) as file:
        numbers = [int(row["channel_product_no"]) for row in csv.DictReader(file)]
    gone, changed = numbers[10:310], numbers[1000:1400]
    house.sandbox.control("products", {"store": 0, "remove": gone})
    change = [{"channel_product_no": number, "stockQuantity": 77} for number in changed]
    house.sandbox.control("products", {"store": 0, "change": change})

    report = killed_and_ended(house, workspace, "sync", [(3, 0.05), (3, 0.0)])

    assert (report["gone"], report["changed"]) == (300, 400)
    assert report["unchanged"] == LISTINGS - 700


CANCELLED_AND_KILLED = """
import os, signal, sys
from pathlib import Path
from engine import Config, ImportRequest, open_engine

engine = open_engine(Config(workspace=Path(sys.argv[1])))
job_id = engine.imports.submit(ImportRequest(store_id=int(sys.argv[2])))
engine.jobs.cancel(job_id)
print(job_id, engine.jobs.get(job_id).state, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_job_cancelled_but_killed_before_it_heard_stays_cancelled(one_store: OneStore) -> None:
    one_store.engine.close()
    one_store.fail("slow", SEARCH, at=1, count=1, seconds=5)

    call = [
        sys.executable,
        "-c",
        CANCELLED_AND_KILLED,
        str(one_store.folder),
        str(one_store.store_id),
    ]
    killed = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=60)
    job_id, told = killed.stdout.split()
    one_store.mend()
    served = open_engine(Config(workspace=one_store.folder), serve=True)
    state = served.jobs.get(int(job_id)).state
    served.jobs.resume(int(job_id))
    ended = served.jobs.wait(int(job_id))
    served.close()

    assert killed.returncode == -signal.SIGKILL
    assert (told, state) == (JobState.CANCELLING, JobState.CANCELLED)
    assert done(ended).imported == SHARED_PRODUCTS
