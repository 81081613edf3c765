"""A whole house for a browser to visit: sandbox, filled workspace and dashboard, ended together."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import chdir, closing, contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from dashboard.commands.demo import Ready, prepare, start_dashboard
from dashboard.commands.processes import Processes
from engine import Engine, ImportRequest, JobState, MatchingMode, open_engine, read_config
from tests.bench.plain import open_client
from tests.sandbox_process import Sandbox, SandboxStore, start_sandbox

READY, WITHOUT_PREREQUISITES, WITH_WRONG_SECRET = range(3)  # the demo's stores
PAGE = 500


@dataclass(frozen=True)
class House:
    """A running demo; `url` is the dashboard's."""

    url: str
    sandbox: Sandbox
    workspace: Path

    def store(self, place: int) -> SandboxStore:
        """What the sandbox's ready file tells about a store."""
        return self.sandbox.stores[place]

    @cached_property
    def listings(self) -> dict[int, dict[str, Any]]:
        """The ready store's listings as the API tells them, by channel product number."""
        store = self.store(READY)
        with closing(
            open_client(self.sandbox.base_url, store.client_id, store.client_secret)
        ) as client:
            found: dict[int, dict[str, Any]] = {}
            page, last = 1, 1
            while page <= last:
                answer = client.post(
                    f"{self.sandbox.base_url}/v1/products/search", json={"page": page, "size": PAGE}
                )
                told = answer.raise_for_status().json()
                last, page = told["totalPages"], page + 1
                for content in told["contents"]:
                    for listing in content["channelProducts"]:
                        found[listing["channelProductNo"]] = listing
        return found

    @cached_property
    def skus(self) -> dict[str, dict[str, str]]:
        """The rows of the sheet the workspace was filled with, by own code."""
        with (self.workspace / "sku-sheet.csv").open(encoding="utf-8-sig", newline="") as file:
            return {row["own_code"]: row for row in csv.DictReader(file)}


@contextmanager
def open_house(
    before: Callable[[Engine], object] | None = None, **sandbox_options: Any
) -> Iterator[House]:
    """The demo on free ports in a temporary workspace; nothing of it is left after the block.

    `before` is done in the workspace before its dashboard starts; `sandbox_options` are those of
    the sandbox's command line: `products=260, rate=8`.
    """
    processes = Processes()
    with (
        TemporaryDirectory(prefix="storeboard-") as folder,
        start_sandbox(seed=7, **sandbox_options) as sandbox,
    ):
        workspace = Path(folder) / "workspace"
        fill(sandbox, workspace)
        if before is not None:
            with closing(open_engine(read_config(workspace))) as engine:
                before(engine)
        try:
            with chdir(folder):  # its settings must hold wherever it is started from
                url = start_dashboard(processes, workspace, 0)
            yield House(url=url, sandbox=sandbox, workspace=workspace)
        finally:
            processes.stop()


def fill(sandbox: Sandbox, workspace: Path, *, whole: bool = False) -> None:
    """Fills the workspace as the demo does; `whole` imports all listings of the ready store.

    A workspace that is filled already is only told the sandbox's address. The engine lets go of
    it before the dashboard comes.
    """
    told = {"base_url": sandbox.base_url, "stores": [asdict(store) for store in sandbox.stores]}
    engine = open_engine(read_config(workspace))
    try:
        prepare(engine, msgspec.convert(told, Ready), workspace)
        if whole:
            store = next(
                one for one in engine.stores.all() if one.name == sandbox.stores[READY].name
            )
            request = ImportRequest(store_id=store.store_id, mode=MatchingMode.BY_CODE)
            done = engine.jobs.wait(engine.imports.submit(request))
            assert done.state is JobState.DONE, done
    finally:
        engine.close()
