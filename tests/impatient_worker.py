"""A runner of jobs whose waits pass at once, for faults that take minutes to be given up."""

from __future__ import annotations

from typing import Any

from engine import ImportRequest, JobKind, JobRun
from engine.jobs.runner import JobRunner
from engine.naver import CommerceApi
from tests.builders import connect
from tests.one_store import OneStore


class Worker:
    """A runner of its own on the store's tables, whose waits pass at once."""

    def __init__(self, one_store: OneStore) -> None:
        self.one_store, self.tables = one_store, one_store.engine.service.tables
        self.apis: list[CommerceApi] = []
        self.options: dict[str, Any] = {}
        self.runner = JobRunner(self.tables, self.api, one_store.engine._parts.clock, workers=2)

    def api(self, store_id: int) -> CommerceApi:
        self.apis.append(connect(self.one_store.sandbox, self.one_store.index, **self.options))
        return self.apis[-1]

    def imports(self, **fields: Any) -> JobRun:
        request = ImportRequest(store_id=self.one_store.store_id, **fields)
        return self.ended(self.runner.submit(JobKind.PRODUCT_IMPORT, request))

    def resumes(self, run: JobRun) -> JobRun:
        self.runner.resume(run.job_id)
        return self.ended(run.job_id)

    def ended(self, job_id: int) -> JobRun:
        assert self.runner.wait(job_id, 60)
        return self.tables.jobs.get(job_id)

    def close(self) -> None:
        self.runner.close()
        for api in self.apis:
            api.close()
