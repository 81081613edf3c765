"""Reads the options of listings that no code of their own matches, and matches those."""

from __future__ import annotations

import time
from collections.abc import Sequence

import msgspec

from engine.domain.jobs import ImportRequest
from engine.domain.products import ProductDetail, ProductSearch
from engine.errors import ApiDown, ApiRejected, ApiShapeChanged, EngineError, NotFound
from engine.jobs.ahead import read_ahead
from engine.jobs.context import JobContext
from engine.store.checkpoints import Checkpoint
from engine.store.database import LISTINGS, PROGRESS
from engine.store.options import DetailWanted

SAVED_EVERY_SECONDS = 8.0
MANY = 4  # so many products in a row without an answer: it is NAVER that is down

Answered = tuple[DetailWanted, ProductDetail | Exception]
Failed = tuple[DetailWanted, EngineError]


def match_options(ctx: JobContext, request: ImportRequest, at: Checkpoint) -> None:
    """Reads the options of listings their own code did not match, each once for each state of it,
    and matches them.

    A product NAVER cannot answer for is a line in the report; raises ApiDown where it answers for
    none.
    """
    wanted = []
    if ctx.rooms.skus.count():
        wanted = ctx.rooms.products.options.unread(request.store_id, ctx.job_id)
    silent = _read_details(ctx, request, wanted, at)
    if silent:
        _record_silent(ctx, silent)
    with ctx.rooms.database.write(LISTINGS, PROGRESS, (LISTINGS, request.store_id)) as cursor:
        ctx.rooms.products.options.match(
            cursor, request.store_id, ctx.job_id, link_stock=request.link_stock
        )
        ctx.checkpoint(cursor, msgspec.structs.replace(at, phase="GONE"))


def _read_details(
    ctx: JobContext, request: ImportRequest, wanted: Sequence[DetailWanted], at: Checkpoint
) -> list[Failed]:
    """Reads and saves the options of products; those NAVER was down for at the end are left.

    A transaction costs more than the reading of many products, and answers come two a second: so
    they are saved every few seconds. A power cut loses those seconds' answers, nothing else does.
    """
    ctx.progress.begin("OPTIONS", total=len(wanted))
    silent, held, done, saved_at = list[Failed](), list[Answered](), 0, time.monotonic()
    for answers in read_ahead(lambda one: _read_detail(ctx, one), iter(wanted)):
        held += answers
        done += len(answers)
        stopping = ctx.progress.stopping
        ends = stopping or done == len(wanted)
        late = time.monotonic() - saved_at >= SAVED_EVERY_SECONDS
        if ends or late or not all(isinstance(answer, ProductDetail) for _, answer in held):
            silent = _save_details(ctx, request, held, at, silent)
            held, saved_at = [], time.monotonic()
        ctx.progress.move(done, len(wanted))
        if stopping:
            ctx.progress.check()
    return silent


def _read_detail(ctx: JobContext, wanted: DetailWanted) -> ProductDetail:
    ctx.progress.check()
    return ctx.api.products.origin(wanted.origin_product_no)


def _save_details(
    ctx: JobContext,
    request: ImportRequest,
    answers: Sequence[Answered],
    at: Checkpoint,
    silent: Sequence[Failed],
) -> list[Failed]:
    """Saves what was read and what failed. Of products NAVER was down for (`silent`, and new ones)
    those are left that no answer followed: whether it was they or NAVER is not known yet.
    """
    read: list[tuple[DetailWanted, ProductDetail]] = []
    failed: list[Failed] = []
    doubtful, stop = list(silent), None
    for wanted, answer in answers:
        if isinstance(answer, ProductDetail):
            read.append((wanted, answer))
            failed, doubtful = [*failed, *doubtful], []
        elif isinstance(answer, ApiDown):
            doubtful.append((wanted, answer))
        elif isinstance(answer, EngineError) and _of_one_product(answer):
            failed.append((wanted, answer))
        else:
            stop = stop or answer
    with ctx.rooms.database.write(PROGRESS) as cursor:
        ctx.rooms.products.options.save(cursor, request.store_id, read)
        for wanted, error in failed:
            ctx.rooms.jobs.reports.record_failure(
                cursor, ctx.job_id, wanted.channel_product_no, error
            )
        ctx.checkpoint(cursor, at)
    if stop is not None:
        raise stop
    if len(doubtful) >= MANY:
        raise doubtful[0][1]
    return doubtful


def _record_silent(ctx: JobContext, silent: Sequence[Failed]) -> None:
    """The last products had no answer: lines in the report if NAVER answers otherwise, and if not
    its error is raised.
    """
    ctx.api.products.search(ProductSearch(), page=1, size=1)
    with ctx.rooms.database.write(PROGRESS) as cursor:
        for wanted, error in silent:
            ctx.rooms.jobs.reports.record_failure(
                cursor, ctx.job_id, wanted.channel_product_no, error
            )


def _of_one_product(error: Exception) -> bool:
    """Whether the next product may fare better; if not, the job stops. What is not JSON at all, or
    is sent elsewhere, is no product's fault.
    """
    if isinstance(error, ApiShapeChanged):
        return "field" in error.params
    if type(error) is ApiRejected:
        return error.status >= 400
    return type(error) is NotFound
