"""What the one process that stays does beside answering its visitors."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from engine.control import ControlRequest
from engine.engine import Engine
from engine.notify.desk import Translate


def serve(engine: Engine, translate: Translate | None = None) -> None:
    """Lets interrupted jobs go on, starts the schedule and the alerts (said by `translate`), and
    answers the command line.
    """
    resumes = engine.schedule.resumes_on_start
    engine.service.start(partial(_answer, engine), translate, resumes=resumes)


def _answer(engine: Engine, request: ControlRequest) -> object:
    """What the command line asks of the one process that holds the workspace."""
    file = Path(request.file)
    match request.do:
        case "examine":
            return engine.health.examine()
        case "fee_rates":
            return tuple(line.row for line in engine.fees.ledger().rows)
        case "schedule":
            return engine.schedule.lines()
        case "snapshot":
            return engine.snapshots.write(file)
        case "parquet":
            return engine.snapshots.write_parquet(file)
        case "jobs":
            return engine.jobs.lines(request.store, limit=request.limit)
        case "cancel":
            engine.jobs.cancel(request.job)
            return engine.jobs.line(request.job)
        case "resume":
            engine.jobs.resume(request.job)
            return engine.jobs.line(request.job)
        case "retry":
            return engine.jobs.line(engine.jobs.retry_failed(request.job))
        case "backup":
            return engine.backups.write(file, with_key=request.with_key)
