"""2,000 listings, some of whose options must be read, and workspaces to import them into."""

from __future__ import annotations

import csv
import io
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from engine import Config, Engine, ImportRequest, JobKind, JobRun, open_engine
from engine.jobs.runner import JobRunner
from engine.naver import CommerceApi
from tests.builders import connect, sku
from tests.faults.cases import PATIENCE_SECONDS
from tests.one_store import BY_CODE, done, open_one_store, sku_sheet
from tests.sandbox_process import Sandbox, start_sandbox

LISTINGS = 2000
OPTIONS_READ = 16  # of the listings no code matches one in so many stays so: its options are read

_KEPT = {
    "channel_product": "select * exclude (imported_at, changed_at) from channel_product order by 2",
    "options": "select * from product_option order by 2, 3",
    "details": "select * exclude (read_at) from product_detail order by 2",
    "history": "select * exclude (seen_at, job_id) from product_history order by 1, 2",
    "report": "select * exclude (job_id) from job_item where job_id = $job_id order by 1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """All that a workspace keeps of an import: the file a seller gets, the report, the tables."""

    export: bytes
    sums: tuple[int, ...]
    tables: dict[str, list[tuple[Any, ...]]]

    def numbers(self) -> list[int]:
        """The listings in the file."""
        rows = csv.DictReader(io.StringIO(self.export.decode("utf-8-sig")))
        return [int(row["channel_product_no"]) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """The sandbox, a workspace before its first import, and what an undisturbed one keeps."""

    sandbox: Sandbox
    workspace: Path
    store_id: int
    undisturbed: Held

    @contextmanager
    def trial(self, **how: Any) -> Iterator[Trial]:
        """A copy of the workspace to import into, and afterwards nothing that goes wrong."""
        folder = self.workspace.with_name("trial")
        shutil.copytree(self.workspace, folder)
        trial = Trial(self.sandbox, self.store_id, folder, **how)
        try:
            yield trial
        finally:
            trial.close()
            mend(self.sandbox)
            shutil.rmtree(folder)


class Trial:
    """Imports of everything into one workspace, by the real runner, through the real client."""

    def __init__(
        self,
        sandbox: Sandbox,
        store_id: int,
        folder: Path,
        *,
        real_waits: bool = False,
        patience_seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._sandbox, self._store_id, self.folder = sandbox, store_id, folder
        self._client: dict[str, Any] = {"timeout_seconds": patience_seconds}
        if real_waits:
            self._client |= {"sleep": time.sleep, "monotonic": time.monotonic}
        self.engine: Engine = open_engine(Config(workspace=folder))
        self._tables = self.engine.service.tables
        self._runner = JobRunner(self._tables, self._api, self.engine._parts.clock, workers=2)
        self._apis: list[CommerceApi] = []

    def _api(self, store_id: int) -> CommerceApi:
        """A client of its own for each run, so that each begins by asking for a token."""
        self._apis.append(connect(self._sandbox, **self._client))
        return self._apis[-1]

    def imports(self) -> JobRun:
        """Imports everything, by code and with the stock link, and waits for the end."""
        request = ImportRequest(store_id=self._store_id, **BY_CODE)
        return self._ended(self._runner.submit(JobKind.PRODUCT_IMPORT, request))

    def syncs(self) -> JobRun:
        """Syncs everything and waits for the end."""
        request = ImportRequest(store_id=self._store_id)
        return self._ended(self._runner.submit(JobKind.PRODUCT_SYNC, request))

    def resumes(self, run: JobRun) -> JobRun:
        """Lets a job go on and waits for the end."""
        self._runner.resume(run.job_id)
        return self._ended(run.job_id)

    def _ended(self, job_id: int) -> JobRun:
        assert self._runner.wait(job_id, 60), "the job hangs"
        return self._tables.jobs.get(job_id)

    def held(self, run: JobRun) -> Held:
        """What is kept now, with the report of `run`."""
        file = self.folder / "export.csv"
        self.engine.products.export(self._store_id, file)
        with self._tables.database.read() as cursor:
            tables = {
                name: cursor.execute(query, {"job_id": run.job_id} if "$job_id" in query else {})
                for name, query in _KEPT.items()
            }
        return Held(export=file.read_bytes(), sums=sums(run), tables=tables)

    def close(self) -> None:
        """Ends what still runs and closes the workspace."""
        for api in self._apis:
            api.close()
        self._runner.close()
        self.engine.close()


def sums(run: JobRun) -> tuple[int, ...]:
    """What a report counts, apart from what it took."""
    told = run.result
    return (
        *(told.imported, told.changed, told.unchanged, told.gone),
        *(told.matched, told.unmatched, told.ambiguous, told.stock_linked, len(run.failed)),
    )


@contextmanager
def open_bulk(folder: Path) -> Iterator[Bulk]:
    """A stage on a sandbox of its own."""
    workspace = folder / "workspace"
    with start_sandbox(stores=1, products=LISTINGS) as sandbox:
        store_id = prepare(sandbox, workspace, LISTINGS, OPTIONS_READ)
        nothing = Held(export=b"", sums=(), tables={})
        bulk = Bulk(sandbox=sandbox, workspace=workspace, store_id=store_id, undisturbed=nothing)
        with bulk.trial() as trial:
            run = trial.imports()
            done(run)
            undisturbed = trial.held(run)
        yield replace(bulk, undisturbed=undisturbed)


def prepare(sandbox: Sandbox, workspace: Path, listings: int, options_read: int) -> int:
    """A workspace before its first import, with SKUs for its one store; the store's number.

    Most listings that no code matches are given one, at NAVER too, so that few options are read;
    one is given a code that stands on two SKUs.
    """
    one_store = open_one_store(sandbox, 0, workspace)
    one_store.engine.skus.save(one_store.engine.skus.plan("s.csv", sku_sheet(0, listings)))
    one_store.engine.close()
    codeless = _codeless(workspace, one_store.store_id)
    twice, *coded = [number for place, number in enumerate(codeless) if place % options_read]
    codes = {twice: "Two-1", **{number: f"FIT-{number}" for number in coded}}
    changes = [
        {"channel_product_no": number, "sellerManagementCode": code}
        for number, code in codes.items()
    ]
    sandbox.control("products", {"store": 0, "change": changes})
    engine = open_engine(Config(workspace=workspace))
    fitting = [codes[number] for number in coded]
    engine.service.tables.skus.save([sku(code) for code in ("two 1", "TWO_1", *fitting)])
    engine.close()
    return one_store.store_id


def _codeless(workspace: Path, store_id: int) -> list[int]:
    """The listings that their own code does not match, found by an import into a copy."""
    draft = workspace.with_name("draft")
    shutil.copytree(workspace, draft)
    engine = open_engine(Config(workspace=draft))
    done(engine.jobs.wait(engine.imports.submit(ImportRequest(store_id=store_id, **BY_CODE))))
    rows = engine.service.tables.database.rows("products.export", store_id=store_id)
    engine.close()
    shutil.rmtree(draft)
    return [row["channel_product_no"] for row in rows if row["matched_by"] in (None, "OPTION")]


def mend(sandbox: Sandbox, *, seconds: float = 10.0) -> None:
    """Ends all that goes wrong, once the sandbox's door is open."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            sandbox.control("faults", method="DELETE")
            return
        except httpx.TransportError:
            assert time.monotonic() < deadline, "the sandbox stays shut"
            time.sleep(0.02)
