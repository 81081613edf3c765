"""The fee rates that count in a workspace, for a question that needs nothing else of it."""

from __future__ import annotations

import msgspec

from engine.bootstrap import shipped_schedule
from engine.clock import Clock, now
from engine.config import Config
from engine.control import ControlRequest, ask_running
from engine.database.database import Database
from engine.database.fee_rates import RateLedger
from engine.domain.fee_schedule import FeeSchedule, fee_schedule
from engine.domain.fees import FeeRateRow
from engine.errors import WorkspaceBusy, WorkspaceUnusable

_WAIT_SECONDS = 5.0


def workspace_schedule(config: Config, *, clock: Clock = now) -> FeeSchedule:
    """The rates that count there, those of this version where there is no database; none is made,
    and no key is needed. A dashboard that holds the database is asked.

    Raises WorkspaceBusy where whoever holds it does not answer, WorkspaceUnusable, StoreTooNew.
    """
    try:
        if not config.database_file.exists():
            return shipped_schedule()
    except OSError as error:
        raise WorkspaceUnusable from error
    try:
        database = Database(config.database_file)
    except WorkspaceBusy:
        return _asked(config)
    try:
        return RateLedger(database, shipped_schedule().rows, clock).schedule()
    finally:
        database.close()


def _asked(config: Config) -> FeeSchedule:
    request = ControlRequest(do="fee_rates")
    told = ask_running(config.control_folder, request, seconds=_WAIT_SECONDS)
    return fee_schedule(msgspec.json.decode(told, type=tuple[FeeRateRow, ...]))
