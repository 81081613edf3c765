"""A runner of jobs whose waits pass at once, for faults that take minutes to be given up."""

from __future__ import annotations

from typing import Any

from engine import ImportRequest, JobKind, JobRun
from engine.jobs.runner import JobRunner
from engine.naver import CommerceApi
from tests.builders import connect
from tests.shop import Shop


class Worker:
    """A runner of its own on the shop's tables, whose waits pass at once."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.tables = shop, shop.engine.service.tables
        self.apis: list[CommerceApi] = []
        self.options: dict[str, Any] = {}
        self.runner = JobRunner(self.tables, self.api, shop.engine._parts.clock, workers=2)

    def api(self, store_id: int) -> CommerceApi:
        self.apis.append(connect(self.shop.sandbox, self.shop.index, **self.options))
        return self.apis[-1]

    def imports(self, **fields: Any) -> JobRun:
        request = ImportRequest(store_id=self.shop.store_id, **fields)
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
