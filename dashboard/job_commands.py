"""The commands about jobs: list, cancel, resume, retry, what the schedule runs, the snapshot."""

from __future__ import annotations

import argparse
from typing import Any

from dashboard.commands import report_of, report_of_job
from dashboard.i18n import sentence
from engine import (
    Engine,
    EngineError,
    ImportRequest,
    JobRun,
    MatchingMode,
    PrerequisitesMissing,
    Store,
    Upcoming,
)

Answer = dict[str, Any]
Options = argparse.Namespace


def list_jobs(engine: Engine, options: Options) -> Answer:
    """The newest jobs, newest first."""
    store_id = engine.store_named(options.store).store_id if options.store else None
    names = {store.store_id: store.name for store in engine.stores()}
    return {"jobs": [_job(run, names) for run in engine.jobs(store_id, limit=options.limit)]}


def cancel_job(engine: Engine, options: Options) -> Answer:
    """Ends a job that waits or was interrupted; what it saved stays."""
    engine.cancel(options.job)
    return _one(engine, options.job)


def resume_job(engine: Engine, options: Options) -> Answer:
    """Lets a job go on after its last checkpoint and waits for its end."""
    engine.resume(options.job)
    return {"job": options.job, **report_of_job(engine, options.job)}


def retry_job(engine: Engine, options: Options) -> Answer:
    """Tries the failed items of a job again, as a new job, and waits for its end."""
    job_id = engine.retry_failed(options.job)
    return {"job": job_id, **report_of_job(engine, job_id)}


def show_schedule(engine: Engine, options: Options) -> Answer:
    """What runs by itself, when next and when last."""
    names = {store.store_id: store.name for store in engine.stores()}
    return {"schedule": [_line(line, names) for line in engine.upcoming()]}


def write_snapshot(engine: Engine, options: Options) -> Answer:
    """Writes the read-only copy for other tools."""
    if options.parquet:
        return {"rows": engine.write_parquet(options.file)}
    return {"rows": engine.write_snapshot(options.file)}


def import_all_stores(engine: Engine, options: Options) -> Answer:
    """Imports every listing of every store side by side; a store that cannot says why."""
    mode = MatchingMode.BY_CODE if options.match == "code" else MatchingMode.NONE
    requests = {
        store: ImportRequest(store_id=store.store_id, mode=mode, link_stock=options.link_stock)
        for store in engine.stores()
    }
    return _all_stores(engine, requests, engine.submit_import)


def sync_all_stores(engine: Engine, options: Options) -> Answer:
    """Brings what is imported of every store up to date, side by side."""
    requests = {store: ImportRequest(store_id=store.store_id) for store in engine.stores()}
    return _all_stores(engine, requests, engine.submit_sync)


def _all_stores(engine: Engine, requests: dict[Store, ImportRequest], submit: Any) -> Answer:
    started: dict[str, int | EngineError] = {}
    for store, request in requests.items():
        try:
            started[store.name] = submit(request)
        except PrerequisitesMissing as error:
            started[store.name] = error
    stores: list[Answer] = []
    for name, job in started.items():
        if isinstance(job, EngineError):
            stores.append({"store": name, "error": sentence(job.text, job.params)})
            continue
        run = engine.wait(job)
        failed = {"error": sentence(run.error_text, run.error_params)} if run.error_text else {}
        stores.append({"store": name, "job": job, **report_of(run), **failed})
    return {"stores": stores}


def _one(engine: Engine, job_id: int) -> Answer:
    run = engine.job(job_id)
    return {"job": job_id, "state": run.state}


def _job(run: JobRun, names: dict[int, str]) -> Answer:
    return {
        "job": run.job_id,
        "kind": run.kind,
        "store": names.get(run.store_id),
        "asked_by": run.asked_by,
        "person": run.person,
        "state": run.state,
        "phase": run.phase,
        "done": run.done,
        "total": run.total,
        "failed": len(run.report.failed),
        "requests": run.report.requests,
        "refused": run.report.refused,
        "created_at": run.created_at.isoformat(timespec="seconds"),
        "error": sentence(run.error_text, run.error_params) if run.error_text else None,
    }


def _line(line: Upcoming, names: dict[int, str]) -> Answer:
    return {
        "kind": line.kind,
        "store": names.get(line.store_id),
        "in_use": line.next_at is not None,
        "next_at": line.next_at.isoformat(timespec="minutes") if line.next_at else None,
        "last_at": line.last.ran_at.isoformat(timespec="seconds") if line.last else None,
        "last_job": line.last.job_id if line.last else None,
    }
