"""Reads the options of listings that no code of their own matches, and matches those; and, some a
job, those of listings that have a SKU, for what each option costs and how it is taxed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from engine.api_errors import ApiDown, ApiRejected, ApiShapeChanged, NotFound
from engine.database.checkpoints import Checkpoint
from engine.database.database import LISTINGS, PROGRESS
from engine.database.options import DetailWanted, OptionsRead
from engine.database.reports import record_failure
from engine.database.transaction import Transaction
from engine.domain.product_jobs import ImportRequest
from engine.domain.products import ProductDetail, ProductSearch
from engine.errors import EngineError
from engine.jobs.context import JobContext
from engine.jobs.read_ahead import read_ahead

COSTED = "DETAILS"  # the phase of reading what each option of listings with a SKU costs
MANY = 4  # so many products in a row without an answer: it is NAVER that is down

Answered = tuple[DetailWanted, ProductDetail | Exception]
Read = tuple[DetailWanted, ProductDetail]
Failed = tuple[DetailWanted, EngineError]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sifted:
    """Answers by what is to be done with them; `stop` is an error the job ends with."""

    read: list[Read]
    failed: list[Failed]
    doubtful: list[Failed]
    stop: Exception | None


def match_options(
    ctx: JobContext, request: ImportRequest, at: Checkpoint, link_stock: bool | None
) -> None:
    """Reads the options of listings their own code did not match, each once for each state of it,
    and matches them; with `link_stock` None as a sync wants it, see `Options.match`.

    A product NAVER cannot answer for is a line in the report; raises ApiDown where it answers for
    none.
    """
    wanted = []
    if ctx.tables.skus.count():
        linked = link_stock is None
        wanted = ctx.tables.products.options.unread(request.store_id, ctx.job_id, linked=linked)
    _read_all(ctx, request, wanted, at)
    with ctx.tables.database.write(LISTINGS, PROGRESS, (LISTINGS, request.store_id)) as transaction:
        ctx.tables.products.options.match(
            transaction, request.store_id, ctx.job_id, link_stock=link_stock
        )
        after = "GONE" if link_stock is None else COSTED
        ctx.checkpoint(transaction, msgspec.structs.replace(at, phase=after, next_page=1))


def costed_from(at: Checkpoint) -> Checkpoint:
    """Where the reading of what options cost begins, or goes on: its next place counts what the job
    read so far, however often it was stopped.
    """
    return at if at.phase == COSTED else msgspec.structs.replace(at, phase=COSTED, next_page=1)


def read_costed(ctx: JobContext, request: ImportRequest, at: Checkpoint, most: int) -> None:
    """Reads the options of listings that have a SKU, `most` a job: two a second are all NAVER
    allows, so that a large store takes some days of it. The next job goes on with what is left,
    also with what NAVER could not answer for: until then the margin says so.
    """
    at = costed_from(at)
    left = max(0, most - (at.next_page - 1))
    unread = ctx.tables.products.options.unread_matched(request.store_id, ctx.job_id, left)
    if not unread:
        return
    try:
        _read_all(ctx, request, unread, at)
    finally:  # their tax is another
        ctx.tables.database.cache.invalidate([LISTINGS, (LISTINGS, request.store_id)])


def _read_all(
    ctx: JobContext, request: ImportRequest, wanted: Sequence[DetailWanted], at: Checkpoint
) -> None:
    silent = _read_details(ctx, request, wanted, at)
    if silent and at.phase != COSTED:
        _record_silent(ctx, silent)


def _read_details(
    ctx: JobContext, request: ImportRequest, wanted: Sequence[DetailWanted], at: Checkpoint
) -> list[Failed]:
    """Reads and saves the options of products; those NAVER was down for at the end are left.

    Answers come two a second, so they are left to be saved with those of other jobs; one that
    failed is recorded at once.
    """
    ctx.progress.begin(at.phase, total=len(wanted))
    with ctx.tables.database.write(PROGRESS) as transaction:
        ctx.checkpoint(transaction, at)
    options, silent, done = ctx.tables.products.options, list[Failed](), 0
    with options.delayed.taking_part(ctx.job_id):
        for answers in read_ahead(lambda one: _read_detail(ctx, one), iter(wanted)):
            sifted = _sift(answers, silent)
            if at.phase == COSTED:  # the listing is imported and linked all the same: no failure
                sifted = replace(sifted, failed=[])
                at = msgspec.structs.replace(at, next_page=at.next_page + len(sifted.read))
            _save(ctx, request, sifted, at)
            silent, done = sifted.doubtful, done + len(answers)
            if sifted.stop or len(silent) >= MANY:
                raise sifted.stop or silent[0][1]
            ctx.progress.move(done, len(wanted))
            ctx.progress.check()
    return silent


def _read_detail(ctx: JobContext, wanted: DetailWanted) -> ProductDetail:
    ctx.progress.check()
    return ctx.api.products.origin(wanted.origin_product_no)


def _sift(answers: Sequence[Answered], silent: Sequence[Failed]) -> _Sifted:
    """What came of some products. Of those NAVER was down for (`silent`, and new ones) the ones are
    doubtful that no answer followed: whether it was they or NAVER is not known yet.
    """
    read: list[Read] = []
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
    return _Sifted(read=read, failed=failed, doubtful=doubtful, stop=stop)


def _save(ctx: JobContext, request: ImportRequest, sifted: _Sifted, at: Checkpoint) -> None:
    if not (sifted.read or sifted.failed):
        return
    options, details = ctx.tables.products.options, tuple(sifted.read)
    read = OptionsRead(store_id=request.store_id, details=details, reached=ctx.reached(at))
    if not sifted.failed:
        options.delayed.leave(ctx.job_id, read)
        return
    with ctx.tables.database.write(PROGRESS) as transaction:
        options.save(transaction, [read])
        _record(ctx, transaction, sifted.failed)


def _record(ctx: JobContext, transaction: Transaction, failed: Sequence[Failed]) -> None:
    """A line in the report for each product that failed."""
    for wanted, error in failed:
        record_failure(transaction, ctx.job_id, wanted.channel_product_no, error)


def _record_silent(ctx: JobContext, silent: Sequence[Failed]) -> None:
    """The last products had no answer: lines in the report if NAVER answers otherwise, and if not
    its error is raised.
    """
    ctx.api.products.search(ProductSearch(), page=1, size=1, known=True)
    with ctx.tables.database.write(PROGRESS) as transaction:
        _record(ctx, transaction, silent)


def _of_one_product(error: Exception) -> bool:
    """Whether the next product may fare better; if not, the job stops. What is not JSON at all, or
    is sent elsewhere, is no product's fault.
    """
    if isinstance(error, ApiShapeChanged):
        return "field" in error.params
    if type(error) is ApiRejected:
        return error.status >= 400
    return type(error) is NotFound
