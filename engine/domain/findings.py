"""What the doctor looks at, and when something is wrong with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from engine.domain.backups import TOO_OLD, Backup
from engine.domain.checks import CheckStep, ConnectionCheck, StepState

GIGABYTE = 1 << 30
NEVER_LESS_FREE = GIGABYTE
COPIES_WITH_ROOM = 3  # a backup needs a copy and its packed form, a sync some room of its own
ALERT_WAITS = timedelta(hours=1)


class FindingState(StrEnum):
    """How a finding is meant."""

    WELL = "WELL"
    WARNING = "WARNING"  # nothing is broken yet
    WRONG = "WRONG"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at: a translatable sentence with what to do."""

    check: str  # workspace, key, rights, disk, versions, clock, store, backup, alerts
    state: FindingState
    text: str
    params: dict[str, str] = {}
    store: str | None = None


def disk(free: int, database: int) -> Finding:
    """Room on the disk of the workspace, in bytes."""
    needed = max(NEVER_LESS_FREE, COPIES_WITH_ROOM * database)
    params = {"free": _gigabytes(free), "needed": _gigabytes(needed)}
    if free >= needed:
        return Finding(
            check="disk", state=FindingState.WELL, text="{free} GB are free.", params=params
        )
    return Finding(
        check="disk",
        state=FindingState.WRONG,
        text="Only {free} GB are free; jobs and backups need {needed} GB. Free some space.",
        params=params,
    )


def _gigabytes(size: int) -> str:
    return f"{size * 10 // GIGABYTE / 10:,.1f}"


def backup(newest: Backup | None, began_at: datetime | None, now: datetime) -> Finding:
    """How old the newest backup is; `began_at` is when the first store came."""
    if newest is not None and now - newest.made_at < TOO_OLD:
        return Finding(
            check="backup",
            state=FindingState.WELL,
            text="The newest backup is of {moment}.",
            params={"moment": f"{newest.made_at:%Y-%m-%d %H:%M}"},
        )
    if newest is not None:
        return Finding(
            check="backup",
            state=FindingState.WRONG,
            text="The newest backup is of {moment}."
            " Leave the dashboard running, or write one with: storeboard backup FILE",
            params={"moment": f"{newest.made_at:%Y-%m-%d %H:%M}"},
        )
    old = began_at is not None and now - began_at >= TOO_OLD
    return Finding(
        check="backup",
        state=FindingState.WRONG if old else FindingState.WARNING,
        text="There is no backup yet."
        " Leave the dashboard running, or write one with: storeboard backup FILE",
    )


def alerts(waiting_since: datetime | None, now: datetime) -> Finding:
    """Whether alerts reach their mail server and chat services."""
    if waiting_since is None or now - waiting_since < ALERT_WAITS:
        return Finding(check="alerts", state=FindingState.WELL, text="No alert is stuck.")
    return Finding(
        check="alerts",
        state=FindingState.WRONG,
        text="Alerts cannot be sent since {moment}. Send a test on the page Alerts.",
        params={"moment": f"{waiting_since:%Y-%m-%d %H:%M}"},
    )


def of_store(check: ConnectionCheck) -> tuple[Finding, ...]:
    """The clock as NAVER sees it, then each step that failed; one line where all is well."""
    failed = [
        Finding(
            check="clock" if step.step is CheckStep.CLOCK else "store",
            state=FindingState.WRONG,
            text=step.problem.text,
            params=step.problem.params,
            store=check.store,
        )
        for step in check.steps
        if step.state is StepState.FAILED and step.problem is not None
    ]
    clock = [
        Finding(
            check="clock",
            state=FindingState.WELL,
            text="The clock differs from NAVER's by {difference}.",
            params={"difference": step.found},
            store=check.store,
        )
        for step in check.steps
        if step.step is CheckStep.CLOCK and step.state is StepState.PASSED and step.found
    ]
    well = Finding(
        check="store",
        state=FindingState.WELL,
        text="The connection to NAVER is well.",
        store=check.store,
    )
    return (*clock, *(failed or [well]))
