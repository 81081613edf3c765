"""Lets something happen at NAVER between two calls of a job that reads."""

from __future__ import annotations

from collections.abc import Callable

from engine import ImportRequest, JobKind, JobRun, PeriodType
from engine.domain.products import ProductPage, ProductSearch
from engine.jobs.runner import JobRunner
from engine.naver import CommerceApi
from tests.builders import connect
from tests.one_store import OneStore

Happens = Callable[[], object]


class Between:
    """The store's real API client, with something done at NAVER before chosen pages are read."""

    def __init__(
        self, api: CommerceApi, before_page: dict[int, Happens], before_modified: Happens | None
    ) -> None:
        self._api, self._before, self._before_modified = api, before_page, before_modified
        self.products, self.sellers = self, api.sellers
        self.counters, self.close = api.counters, api.close
        self.origin = api.products.origin

    def heeding(self, heed: Callable[[], None]) -> Between:
        """The same, as a job asks for it."""
        self._api = self._api.heeding(heed)
        return self

    def search(
        self, search: ProductSearch, *, page: int, size: int, known: bool = False
    ) -> ProductPage:
        """A page, after what is to happen before it for the first time."""
        if search == ProductSearch() and page in self._before:
            self._before.pop(page)()
        if search.period_type is PeriodType.PROD_MOD_DAY and self._before_modified is not None:
            happens, self._before_modified = self._before_modified, None
            happens()
        return self._api.products.search(search, page=page, size=size, known=known)


def run_between(
    one_store: OneStore,
    kind: JobKind,
    before_page: dict[int, Happens],
    *,
    before_modified: Happens | None = None,
) -> JobRun:
    """A job over everything, while something happens at NAVER."""
    api = Between(connect(one_store.sandbox, one_store.index), before_page, before_modified)
    tables = one_store.engine.service.tables
    clock = one_store.engine._parts.clock
    runner = JobRunner(tables, lambda store_id: api, clock, workers=1)  # type: ignore[arg-type]
    job_id = runner.submit(kind, ImportRequest(store_id=one_store.store_id))
    assert runner.wait(job_id, 30)
    runner.close()
    api.close()
    return tables.jobs.get(job_id)
