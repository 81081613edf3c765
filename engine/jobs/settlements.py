"""Reads settlements day by day and months of VAT; stopped anywhere it goes on with the next day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from engine.clock import today
from engine.database.checkpoints import Checkpoint
from engine.database.database import PROGRESS
from engine.database.settlement_keeping import Kept
from engine.database.transaction import Transaction
from engine.domain.jobs import JobRun
from engine.domain.runway import next_resets, period_of
from engine.domain.settlement import CommissionRow, SettlementReading, SettlementRow, VatDay
from engine.domain.settlement_jobs import SettlementRequest, SettlementResult
from engine.domain.unread import Told, UnreadElement
from engine.errors import BadRequest
from engine.jobs.context import JobContext
from engine.jobs.work import JobWork
from engine.naver.settlements import WINDOW_DAYS

AGAIN_DAYS = 30  # about so long NAVER states days anew (docs/reference/commerce-api.md section 8)
AHEAD_DAYS = 7  # what is due next stands on the days after a weekend and its holidays
MOST_DAYS = 366
_GOES_ON_WITHIN = timedelta(hours=12)  # an older reading begins anew: its first days have aged


def days_to_read(first: date | None, last: date | None, on: date) -> tuple[date, date]:
    """The days to read: those given, else the last 30 and what is due next. Raises BadRequest."""
    last = last or on + timedelta(days=AHEAD_DAYS)
    first = first or min(on, last) - timedelta(days=AGAIN_DAYS)
    if last < first:
        raise BadRequest("The period ends before it begins. Swap its two days.")
    if (last - first).days >= MOST_DAYS:
        raise BadRequest(
            "At most {most} days are read at a time. Choose a shorter period.", most=MOST_DAYS
        )
    return first, last


def next_days(store_id: int, on: date) -> SettlementRequest:
    """What the schedule asks for on a day."""
    first, last = days_to_read(None, None, on)
    return SettlementRequest(store_id=store_id, first=first, last=last)


def read_settlements(ctx: JobContext, run: JobRun, start: Checkpoint) -> None:
    """Runs a reading from its last checkpoint to its end: the days' sums, then rows and
    commissions day by day, then months of VAT.

    Each day is saved with the place to go on from; a new job for days of which a reading stopped
    within the last 12 hours begins there.
    """
    settlements, request = ctx.tables.settlements, run.request_as(SettlementRequest)
    reading, at, result = _begun(ctx, request, start, run.result_as(SettlementResult))
    if at.next_page == 1:
        result = _with_unread(result, _read_sums(ctx, request))
    reading, result = _read_days(ctx, request, reading, at, result)
    months, unread = _read_vat(ctx, request.store_id)
    with ctx.tables.database.write(PROGRESS) as transaction:
        ended = msgspec.structs.replace(_with_unread(result, unread), vat_months=months)
        ctx.tables.jobs.save_came_to(transaction, ctx.job_id, ended)
        finished = msgspec.structs.replace(reading, finished_at=ctx.clock())
        settlements.save_reading(transaction, request.store_id, finished)


def _begun(
    ctx: JobContext, request: SettlementRequest, start: Checkpoint, result: SettlementResult
) -> tuple[SettlementReading, Checkpoint, SettlementResult]:
    """Where the job goes on: after its own checkpoint, else where a reading of these days stopped
    not long ago, else with the first day.
    """
    total = (request.last - request.first).days + 1
    begun_at, done = ctx.asked_at, start.done
    if start.next_page == 1:
        begun_at, held = ctx.clock(), ctx.tables.settlements.reading(request.store_id)
        if held is not None and _goes_on(held, request, begun_at):
            begun_at, done = held.started_at, (held.next_on - request.first).days
            result = msgspec.structs.replace(result, resumed=True)
    reading = SettlementReading(
        first=request.first,
        last=request.last,
        next_on=request.first + timedelta(days=done),
        started_at=begun_at,
    )
    return reading, Checkpoint(next_page=done + 1, done=done, total=total), result


def _goes_on(held: SettlementReading, request: SettlementRequest, now: datetime) -> bool:
    return (
        held.finished_at is None
        and (held.first, held.last) == (request.first, request.last)
        and held.next_on > request.first
        and now - held.started_at < _GOES_ON_WITHIN
    )


def _read_sums(ctx: JobContext, request: SettlementRequest) -> int:
    """What is paid out by day, in stretches that NAVER answers; how many could not be read."""
    ctx.progress.begin("SUMS")
    unread = 0
    for window in _windows(request.first, request.last):
        ctx.progress.check()
        days = ctx.api.settlements.days(*window)
        ctx.tables.settlements.save_days(request.store_id, *window, days)
        unread += len(days.unread)
    return unread


def _read_days(
    ctx: JobContext,
    request: SettlementRequest,
    reading: SettlementReading,
    at: Checkpoint,
    result: SettlementResult,
) -> tuple[SettlementReading, SettlementResult]:
    """Rows and commissions, each day saved with the job's place in one transaction."""
    ctx.progress.begin("READING", done=at.done, total=at.total)
    while reading.next_on <= reading.last:
        on = reading.next_on
        rows = ctx.api.settlements.rows(on)
        ctx.progress.check()
        fees = ctx.api.settlements.commissions(on)
        reading = msgspec.structs.replace(reading, next_on=on + timedelta(days=1))
        at = msgspec.structs.replace(at, next_page=at.next_page + 1, done=at.done + 1)
        result = _save_day(ctx, request.store_id, on, rows, fees, reading, at, result)
        ctx.progress.move(at.done, at.total)
        ctx.progress.check()
    return reading, result


def _save_day(
    ctx: JobContext,
    store_id: int,
    on: date,
    rows: Told[SettlementRow],
    fees: Told[CommissionRow],
    reading: SettlementReading,
    at: Checkpoint,
    result: SettlementResult,
) -> SettlementResult:
    result = _with_unread(result, len(rows.unread) + len(fees.unread))

    def in_transaction(transaction: Transaction, kept: Kept) -> None:
        ctx.tables.jobs.save_came_to(transaction, ctx.job_id, _grown(result, kept))
        ctx.checkpoint(transaction, at)

    kept = ctx.tables.settlements.save_day(store_id, on, rows, fees, reading, in_transaction)
    return _grown(result, kept)


def _grown(result: SettlementResult, kept: Kept) -> SettlementResult:
    """The result with one more day."""
    return msgspec.structs.replace(
        result,
        days=result.days + 1,
        new=result.new + kept.new,
        grown=result.grown + kept.grown,
        changed=result.changed + kept.changed,
        gone=result.gone + kept.gone,
    )


def _with_unread(result: SettlementResult, unread: int) -> SettlementResult:
    """The result with so many more elements that could not be read."""
    return msgspec.structs.replace(result, unread=result.unread + unread)


def _windows(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days in stretches that NAVER answers."""
    while first <= last:
        end = min(last, first + timedelta(days=WINDOW_DAYS - 1))
        yield first, end
        first = end + timedelta(days=1)


def _read_vat(ctx: JobContext, store_id: int) -> tuple[int, int]:
    """Reads the ended months the tier runway needs, but those read long enough after their end;
    how many, and of how many days nothing could be read.
    """
    settlements, on = ctx.tables.settlements, today(ctx.clock)
    held = settlements.vat_months(store_id)
    wanted = [
        (month, end)
        for month, end in _months(min(period_of(reset)[0] for reset in next_resets(on)), on)
        if not _is_settled(held.get(month), end)
    ]
    ctx.progress.begin("VAT", total=len(wanted))
    unread = 0
    for done, (month, end) in enumerate(wanted, start=1):
        told = _vat_of(ctx, month, end)
        unread += len(told.unread)
        settlements.save_vat(store_id, month, end, told)
        ctx.progress.move(done, len(wanted))
    return len(wanted), unread


def _vat_of(ctx: JobContext, month: date, end: date) -> Told[VatDay]:
    """The sales of a month."""
    found: list[VatDay] = []
    unread: list[UnreadElement] = []
    for window in _windows(month, end):
        ctx.progress.check()
        told = ctx.api.settlements.vat_days(*window)
        found += told.found
        unread += told.unread
    return Told(found=tuple(found), unread=tuple(unread))


def _is_settled(read_at: datetime | None, end: date) -> bool:
    """Whether a month was read so long after its end that NAVER states it anew no more."""
    return read_at is not None and read_at.date() > end + timedelta(days=AGAIN_DAYS)


def _months(first: date, on: date) -> Iterator[tuple[date, date]]:
    """First and last day of each month from that of `first` to the one before that of `on`."""
    month = first.replace(day=1)
    while month < on.replace(day=1):
        following = (month + timedelta(days=32)).replace(day=1)
        yield month, following - timedelta(days=1)
        month = following


READING = JobWork(run=read_settlements, scheduled=next_days)
