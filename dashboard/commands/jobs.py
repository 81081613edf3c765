"""The commands about jobs: list, cancel, resume, retry, what the schedule runs, the snapshot.

Where a dashboard holds the workspace it is asked: its jobs are those somebody wants to see or stop.
"""

from __future__ import annotations

import argparse
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from dashboard.commands.answers import report_of, report_of_job
from dashboard.commands.option_types import positive
from dashboard.commands.workspace import opened
from dashboard.words.sentences import sentence
from engine import (
    BadRequest,
    ControlRequest,
    Engine,
    EngineError,
    ImportRequest,
    JobLine,
    MatchingMode,
    ScheduleLine,
    Store,
    StoreError,
    WorkspaceBusy,
    ask_running,
    read_config,
)

Answer = dict[str, Any]
Options = argparse.Namespace
Told = TypeVar("Told")


Leaf = Callable[..., argparse.ArgumentParser]


def add_job_commands(groups: Any, leaf: Leaf) -> None:
    """`jobs`, `schedule` and `snapshot`."""
    jobs = _also_asks(leaf, groups, "jobs", list_jobs, "what runs and what ran")
    jobs.add_argument("--store", help="only of this store")
    jobs.add_argument("--limit", type=positive, default=50)
    actions = jobs.add_subparsers(metavar="ACTION")
    for name, command, text in (
        ("cancel", cancel_job, "end a job; what it saved stays"),
        ("resume", resume_job, "go on after the last checkpoint"),
        ("retry", retry_job, "try the failed items again"),
    ):
        below = functools.partial(leaf, below=True)
        _also_asks(below, actions, name, command, text).add_argument("job", type=positive)
    _also_asks(leaf, groups, "schedule", show_schedule, "what runs by itself")
    snapshot = _also_asks(leaf, groups, "snapshot", write_snapshot, "a copy for other tools")
    snapshot.add_argument("file", type=Path, help="a .duckdb file, or a folder with --parquet")
    snapshot.add_argument("--parquet", action="store_true", help="one Parquet file a table")


def _also_asks(
    leaf: Leaf,
    group: Any,
    name: str,
    command: Callable[[argparse.Namespace], Answer],
    text: str,
) -> argparse.ArgumentParser:
    """A command that opens the workspace by itself, or asks the dashboard that holds it."""
    parser = leaf(group, name, command, text)
    parser.set_defaults(run=command)
    return parser


def list_jobs(options: Options) -> Answer:
    """The newest jobs, newest first."""
    store, limit = options.store or "", options.limit
    lines = _here_or_there(
        options,
        lambda engine: engine.jobs.lines(store, limit=limit),
        ControlRequest(do="jobs", store=store, limit=limit),
        lambda told: msgspec.json.decode(told, type=tuple[JobLine, ...]),
    )
    return {"jobs": [_job(line) for line in lines]}


def cancel_job(options: Options) -> Answer:
    """Ends a job; what it saved stays."""

    def cancel(engine: Engine) -> Answer:
        engine.jobs.cancel(options.job)
        return _one(engine.jobs.line(options.job))

    return _here_or_there(
        options, cancel, ControlRequest(do="cancel", job=options.job), _told_of_job
    )


def resume_job(options: Options) -> Answer:
    """Lets a job go on after its last checkpoint and waits for its end; in a dashboard it goes on
    there.
    """

    def resume(engine: Engine) -> Answer:
        engine.jobs.resume(options.job)
        return {"job": options.job, **report_of_job(engine, options.job)}

    return _here_or_there(
        options, resume, ControlRequest(do="resume", job=options.job), _told_of_job
    )


def retry_job(options: Options) -> Answer:
    """Tries the failed items of a job again, as a new job, and waits for its end; in a dashboard it
    runs there.
    """

    def retry(engine: Engine) -> Answer:
        job_id = engine.jobs.retry_failed(options.job)
        return {"job": job_id, **report_of_job(engine, job_id)}

    return _here_or_there(options, retry, ControlRequest(do="retry", job=options.job), _told_of_job)


def show_schedule(options: Options) -> Answer:
    """What runs by itself, when next and when last."""
    lines = _here_or_there(
        options,
        lambda engine: engine.schedule.lines(),
        ControlRequest(do="schedule"),
        lambda told: msgspec.json.decode(told, type=tuple[ScheduleLine, ...]),
    )
    return {"schedule": [_line(line) for line in lines]}


def write_snapshot(options: Options) -> Answer:
    """Writes the read-only copy for other tools."""
    file = options.file.expanduser().resolve()

    def write(engine: Engine) -> dict[str, int]:
        return (
            engine.snapshots.write_parquet(file)
            if options.parquet
            else engine.snapshots.write(file)
        )

    rows = _here_or_there(
        options,
        write,
        ControlRequest(do="parquet" if options.parquet else "snapshot", file=str(file)),
        lambda told: msgspec.json.decode(told, type=dict[str, int]),
    )
    return {"rows": rows}


def _here_or_there(
    options: Options,
    here: Callable[[Engine], Told],
    request: ControlRequest,
    read: Callable[[bytes], Told],
) -> Told:
    """What `here` does with the workspace; where a dashboard holds it, the answer to `request` as
    `read` reads it.
    """
    config = read_config(options.workspace)
    try:
        with opened(config, new=False) as engine:
            return here(engine)
    except WorkspaceBusy as busy:
        return read(ask_running(config.control_folder, request, busy=busy))


def _told_of_job(told: bytes) -> Answer:
    return _one(msgspec.json.decode(told, type=JobLine))


def import_all_stores(engine: Engine, options: Options) -> Answer:
    """Imports every listing of every store side by side; a store that cannot says why."""
    mode = MatchingMode.BY_CODE if options.match == "code" else MatchingMode.NONE
    requests = {
        store: ImportRequest(store_id=store.store_id, mode=mode, link_stock=options.link_stock)
        for store in engine.stores.all()
    }
    return _all_stores(engine, options, requests, engine.imports.submit)


def sync_all_stores(engine: Engine, options: Options) -> Answer:
    """Brings what is imported of every store up to date, side by side."""
    requests = {store: ImportRequest(store_id=store.store_id) for store in engine.stores.all()}
    submit = functools.partial(engine.imports.submit_sync, changed_only=options.changed)
    return _all_stores(engine, options, requests, submit)


def _all_stores(
    engine: Engine,
    options: Options,
    requests: dict[Store, ImportRequest],
    submit: Callable[[ImportRequest], int],
) -> Answer:
    """Runs a job of every store; why one cannot is said in its place, and the others run. The
    command has failed where none could.
    """
    if not requests:
        raise BadRequest("There is no store yet. Add one with: storeboard store add")
    started: dict[str, int | EngineError] = {}
    for store, request in requests.items():
        try:
            started[store.name] = submit(request)
        except StoreError:  # the workspace itself cannot be used
            raise
        except EngineError as error:
            started[store.name] = error
    stores: list[Answer] = []
    for name, job in started.items():
        if isinstance(job, EngineError):
            stores.append({"store": name, "error": sentence(job.text, job.params)})
            continue
        run = engine.jobs.wait(job)
        failed = {"error": sentence(run.error_text, run.error_params)} if run.error_text else {}
        stores.append({"store": name, "job": job, **report_of(run), **failed})
    options.failed = all("error" in one for one in stores)
    return {"stores": stores}


def _one(line: JobLine) -> Answer:
    return {"job": line.job, "state": line.state}


def _job(line: JobLine) -> Answer:
    return {
        "job": line.job,
        "kind": line.kind,
        "store": line.store,
        "asked_by": line.asked_by,
        "person": line.person,
        "state": line.state,
        "phase": line.phase,
        "done": line.done,
        "total": line.total,
        "failed": line.failed,
        "requests": line.requests,
        "refused": line.refused,
        "created_at": line.created_at.isoformat(timespec="seconds"),
        "goes_on_at": line.not_before and line.not_before.isoformat(timespec="seconds"),
        "error": sentence(line.error_text, line.error_params) if line.error_text else None,
    }


def _line(line: ScheduleLine) -> Answer:
    return {
        "kind": line.kind,
        "store": line.store,
        "in_use": line.next_at is not None,
        "next_at": line.next_at.isoformat(timespec="minutes") if line.next_at else None,
        "last_at": line.last_at.isoformat(timespec="seconds") if line.last_at else None,
        "last_job": line.last_job,
    }
