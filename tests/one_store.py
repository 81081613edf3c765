"""A workspace with one store of the shared sandbox, as most tests of jobs and commands want it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from engine import (
    Engine,
    ImportRequest,
    JobRun,
    JobState,
    MatchingMode,
    SettlementResult,
    open_engine,
)
from engine.clock import Clock, now
from engine.sandbox.sku_sheet import sku_rows
from tests.builders import connect, new_store
from tests.fresh import fresh
from tests.sandbox_process import Sandbox

SEED = 7
SHARED_STORES, SHARED_PRODUCTS = 601, 620  # two pages of 500 each
SEARCH, ORIGIN = "/v1/products/search", "/v2/products/origin-products/{originProductNo}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneStore:
    """An engine on a folder, and the store of the sandbox it knows."""

    sandbox: Sandbox
    index: int
    folder: Path
    engine: Engine
    store_id: int

    def control(self, call: str, **body: Any) -> dict[str, Any]:
        """A control call about this store."""
        return self.sandbox.control(call, {"store": self.index, **body})

    def fail(self, kind: str, path: str = SEARCH, *, count: int | None = None, **more: Any) -> None:
        """Lets calls of this store go wrong: `count` of them, or all."""
        self.control("faults", kind=kind, path=path, count=count, **more)

    def mend(self) -> None:
        """Ends all that goes wrong."""
        self.sandbox.control("faults", method="DELETE")

    def request(self, **fields: Any) -> ImportRequest:
        """What to import; everything unless said."""
        return ImportRequest(store_id=self.store_id, **fields)

    def imports(self, **fields: Any) -> JobRun:
        """Imports and waits for the end."""
        return self.engine.jobs.wait(self.engine.imports.submit(self.request(**fields)))

    def syncs(self, **fields: Any) -> JobRun:
        """Syncs and waits for the end."""
        return self.engine.jobs.wait(self.engine.imports.submit_sync(self.request(**fields)))

    def reads(self, first: date | None = None, last: date | None = None) -> SettlementResult:
        """Reads settlements, waits for the end, and what that came to."""
        job_id = self.engine.settlements.submit(self.store_id, first=first, last=last)
        run = self.engine.jobs.wait(job_id)
        done(run)
        return run.result_as(SettlementResult)

    def listed(self) -> list[int]:
        """The numbers NAVER lists, newest first; asked apart from everything under test."""
        from engine.domain.products import ProductSearch

        with connect(self.sandbox, self.index) as api:
            pages = [api.products.search(ProductSearch(), page=n, size=500) for n in (1, 2)]
        return [row.channel_product_no for page in pages for row in page.products]

    def exported(self) -> bytes:
        """Every imported listing as the file a seller gets."""
        file = self.folder / "export.csv"
        self.engine.products.export(self.store_id, file)
        return file.read_bytes()

    def rows(self) -> list[dict[str, str]]:
        """The lines of that file by column."""
        return list(csv.DictReader(io.StringIO(self.exported().decode("utf-8-sig"))))


def open_one_store(sandbox: Sandbox, index: int, folder: Path, *, clock: Clock = now) -> OneStore:
    """A fresh workspace whose one store has its prerequisites."""
    engine = open_engine(fresh(folder), clock=clock)
    store = engine.stores.add(new_store(sandbox, index), sandbox.stores[index].client_secret)
    engine.prerequisites.fetch(store.store_id)
    return OneStore(
        sandbox=sandbox, index=index, folder=folder, engine=engine, store_id=store.store_id
    )


def sku_sheet(index: int, products: int) -> bytes:
    """The own catalogue of a sandbox store as a CSV sheet."""
    rows = list(sku_rows(SEED, index, products))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def done(run: JobRun) -> Any:
    """What a job that ended well came to."""
    assert run.state is JobState.DONE, (run.state, run.error_code, run.error_text)
    return run.result


BY_CODE: dict[str, Any] = {"mode": MatchingMode.BY_CODE, "link_stock": True}
