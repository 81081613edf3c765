"""Imports and syncs listings: reads all or chosen ones, then options, then what is gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from engine.api_errors import ListIncomplete, NotFound
from engine.database.checkpoints import Checkpoint
from engine.database.database import LISTINGS, PROGRESS
from engine.database.pages import Page, PageDecision
from engine.database.reports import record_failure
from engine.database.staging import stage
from engine.database.transaction import Transaction
from engine.database.unread_listings import unread_error
from engine.domain.delivery import missing_prerequisites
from engine.domain.jobs import Asker, JobRun
from engine.domain.links import NewLink, Parts
from engine.domain.matching import MatchingMode
from engine.domain.product_jobs import ImportRequest
from engine.domain.products import ChannelProduct, KeywordType, ProductPage, ProductSearch
from engine.jobs.context import JobContext, Tables
from engine.jobs.options import COSTED, costed_from, match_options, read_costed
from engine.jobs.read_ahead import read_ahead
from engine.jobs.second_pass import PAGE_SIZE
from engine.jobs.whole_reading import READING, read_all
from engine.jobs.work import JobWork

# How many listings with a SKU have their options read behind a job somebody waits for, and behind
# the whole sync at dawn: half a minute and half an hour at two a second.
COSTED_WAITED_FOR, COSTED_AT_DAWN = 60, 3_600
NUMBERS_A_CALL = 100  # NAVER names no limit of channelProductNos; this is known to work


Missing = Callable[[Transaction, Sequence[int]], None]


def import_products(ctx: JobContext, run: JobRun, start: Checkpoint) -> None:
    """Runs an import from its last checkpoint to its end. Doing it again changes nothing."""
    request = run.request_as(ImportRequest)
    decision = _decision(ctx, request, request.mode)
    at = _read(ctx, request, decision, start, _not_found(ctx))
    if at.phase == "OPTIONS" and request.mode is MatchingMode.BY_CODE:
        match_options(ctx, request, at, request.link_stock)
        at = costed_from(at)
    if at.phase == COSTED:
        read_costed(ctx, request, at, COSTED_WAITED_FOR)


def sync_products(ctx: JobContext, run: JobRun, start: Checkpoint) -> None:
    """Runs a sync from its last checkpoint to its end. Doing it again changes nothing. It begins no
    link, but a link by options follows their codes.
    """
    request = run.request_as(ImportRequest)
    decision = _decision(ctx, request, "SYNC")
    at = _read(ctx, request, decision, start, _gone(ctx, request.store_id))
    if at.phase == "OPTIONS":
        match_options(ctx, request, at, None)
    if not request.numbers and request.search is None:
        if at.phase != COSTED:
            _find_gone(ctx, decision, msgspec.structs.replace(at, phase="GONE"))
        most = COSTED_AT_DAWN if run.asked_by is Asker.SCHEDULE else COSTED_WAITED_FOR
        read_costed(ctx, request, at, most)


def _decision(ctx: JobContext, request: ImportRequest, mode: str) -> PageDecision:
    return PageDecision(
        job_id=ctx.job_id,
        store_id=request.store_id,
        mode=mode,
        link_stock=request.link_stock,
        sku_id=request.sku_id,
    )


def _read(
    ctx: JobContext,
    request: ImportRequest,
    decision: PageDecision,
    start: Checkpoint,
    missing: Missing,
) -> Checkpoint:
    """Reads what was asked for, unless that was done before; the phase is the one after it."""
    if start.phase not in READING:
        return start
    if request.numbers:
        at = _read_numbers(ctx, request, decision, start, missing)
    else:
        at = read_all(ctx, request, decision, start)
    return msgspec.structs.replace(at, phase="OPTIONS")


def _not_found(ctx: JobContext) -> Missing:
    """A number an import asked for that NAVER does not know is a failed line of the report."""

    def record(transaction: Transaction, missing: Sequence[int]) -> None:
        for number in missing:
            error = NotFound(
                "NAVER has no listing {number} in this store. Check the number.",
                number=str(number),
            )
            record_failure(transaction, ctx.job_id, number, error)

    return record


def _gone(ctx: JobContext, store_id: int) -> Missing:
    """A number a sync asked for that NAVER does not know is a listing that is gone."""

    def mark(transaction: Transaction, missing: Sequence[int]) -> None:
        ctx.tables.products.mark_gone(transaction, store_id, ctx.job_id, missing)

    return mark


# -- reading chosen numbers --


def _read_numbers(
    ctx: JobContext,
    request: ImportRequest,
    decision: PageDecision,
    start: Checkpoint,
    missing: Missing,
) -> Checkpoint:
    """Reads chosen listings, some a call; those NAVER does not know are `missing`."""
    numbers = tuple(dict.fromkeys(request.numbers))
    chunks = [
        numbers[place : place + NUMBERS_A_CALL] for place in range(0, len(numbers), NUMBERS_A_CALL)
    ]
    at = start
    ctx.progress.begin("READING", done=at.done, total=len(numbers))
    todo = enumerate(chunks[start.next_page - 1 :], start=start.next_page)
    for answers in read_ahead(lambda item: _search_numbers(ctx, item[1]), todo):
        for (place, chunk), answer in answers:
            if isinstance(answer, Exception):
                raise answer
            done = at.done + len(chunk)
            at = Checkpoint(next_page=place + 1, done=done, total=len(numbers))
            _save_numbers(ctx, decision, chunk, answer, at, missing, request.parts)
            ctx.progress.move(at.done, at.total)
            ctx.progress.check()
    return at


def _search_numbers(ctx: JobContext, numbers: Sequence[int]) -> ProductPage:
    """The listings with those numbers, whatever else of their origin products NAVER tells, and what
    of the answer could not be read.
    """
    ctx.progress.check()
    search = ProductSearch(
        keyword_type=KeywordType.CHANNEL_PRODUCT_NO,
        keywords=tuple(str(number) for number in numbers),
    )
    wanted = set(numbers)
    page = ctx.api.products.search(search, page=1, size=PAGE_SIZE, known=True)
    if page.origin_count < page.total:
        raise ListIncomplete(shown=str(page.origin_count), total=str(page.total))
    found = tuple(row for row in page.products if row.channel_product_no in wanted)
    unread = tuple(one for one in page.unread if one.channel_product_no in (None, *wanted))
    return msgspec.structs.replace(page, products=found, unread=unread)


def _save_numbers(
    ctx: JobContext,
    decision: PageDecision,
    asked: Sequence[int],
    told: ProductPage,
    at: Checkpoint,
    missing: Missing,
    parts: Parts = (),
) -> None:
    """Saves what was told of some numbers. Those that were not are `missing`, unless a listing was
    told without its number: it may be any of them, and so each is one that could not be read.
    """
    numberless = [one for one in told.unread if one.channel_product_no is None]
    numbered = [one for one in told.unread if one.channel_product_no is not None]
    known = {one.channel_product_no for one in told.products}
    unknown = sorted(set(asked) - known - {one.channel_product_no for one in numbered})
    topics = (LISTINGS, PROGRESS, (LISTINGS, decision.store_id))
    with ctx.tables.database.write(*topics) as transaction:
        listings = stage(told.products)
        page = Page(listings=listings, decision=decision, unread=tuple(numbered))
        ctx.tables.products.pages.save_page(transaction, page)
        if decision.mode == MatchingMode.BY_CHOICE:
            _keep_choice(ctx, transaction, decision, told.products, parts)
        if unknown and numberless:
            error = unread_error(numberless[0])
            for number in unknown:
                record_failure(transaction, ctx.job_id, number, error)
        elif unknown:
            missing(transaction, unknown)
        ctx.checkpoint(transaction, at)


def _keep_choice(
    ctx: JobContext,
    transaction: Transaction,
    decision: PageDecision,
    found: Sequence[ChannelProduct],
    parts: Parts,
) -> None:
    """The several pieces an import by choice links; none where it is one SKU."""
    for row in found:
        link = NewLink(
            channel_product_no=row.channel_product_no,
            parts=parts,
            stock_linked=decision.link_stock,
        )
        ctx.tables.products.links.chosen(transaction, decision.store_id, link)


# -- what NAVER no longer lists --


def _find_gone(ctx: JobContext, decision: PageDecision, at: Checkpoint) -> None:
    """Asks by number for listings the reading did not meet: those that slipped past are saved, the
    rest is marked gone.
    """
    unseen = ctx.tables.products.unseen(decision.store_id, ctx.job_id)
    chunks = [
        unseen[place : place + NUMBERS_A_CALL] for place in range(0, len(unseen), NUMBERS_A_CALL)
    ]
    done, gone = 0, _gone(ctx, decision.store_id)
    ctx.progress.begin("GONE", total=len(unseen))
    for answers in read_ahead(lambda chunk: _search_numbers(ctx, chunk), iter(chunks)):
        for chunk, answer in answers:
            if isinstance(answer, Exception):
                raise answer
            done += len(chunk)
            _save_numbers(ctx, decision, chunk, answer, at, gone)
            ctx.progress.move(done, len(unseen))
            ctx.progress.check()


# -- the two kinds --


def _all_of(store_id: int, on: date) -> ImportRequest:
    """What the schedule asks for on a day: a whole reading."""
    return ImportRequest(store_id=store_id)


def _failed_of(run: JobRun) -> ImportRequest:
    """What failed, by number; all of it again where a number is not known."""
    request = run.request_as(ImportRequest)
    told = (item.channel_product_no for item in run.failed)
    numbers = tuple(number for number in told if number is not None)
    if len(numbers) < len(run.failed):
        return request
    return msgspec.structs.replace(request, numbers=numbers, search=None)


def _has_prerequisites(tables: Tables, store_id: int) -> bool:
    return not missing_prerequisites(tables.prerequisites.fetched(store_id))


IMPORT = JobWork(run=import_products, again=_failed_of)
SYNC = JobWork(run=sync_products, scheduled=_all_of, ready=_has_prerequisites, again=_failed_of)
