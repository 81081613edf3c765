"""Imports and syncs listings: reads all or chosen ones, then options, then what is gone."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from engine.api_errors import ListIncomplete, NotFound
from engine.database.checkpoints import Checkpoint
from engine.database.database import LISTINGS, PROGRESS
from engine.database.pages import Page, PageDecision
from engine.database.staging import stage
from engine.domain.jobs import ImportRequest, JobKind
from engine.domain.matching import MatchingMode
from engine.domain.products import ChannelProduct, KeywordType, ProductSearch
from engine.jobs.ahead import read_ahead
from engine.jobs.context import JobContext
from engine.jobs.modified import PAGE_SIZE
from engine.jobs.options import match_options
from engine.jobs.passes import READING, read_all

NUMBERS_A_CALL = 100  # NAVER names no limit of channelProductNos; this is known to work


def run_products_job(
    ctx: JobContext, kind: JobKind, request: ImportRequest, start: Checkpoint
) -> None:
    """Runs an import or a sync from its last checkpoint to its end. Doing it again changes
    nothing.
    """
    decision = _decision(ctx, kind, request)
    at = start
    if at.phase in READING:
        if request.numbers:
            at = _read_numbers(ctx, kind, request, decision, at)
        else:
            at = read_all(ctx, request, decision, at)
        at = msgspec.structs.replace(at, phase="OPTIONS")
    if at.phase == "OPTIONS":
        if kind is JobKind.PRODUCT_IMPORT and request.mode is MatchingMode.BY_CODE:
            match_options(ctx, request, at)
        at = msgspec.structs.replace(at, phase="GONE")
    if kind is JobKind.PRODUCT_SYNC and not request.numbers and request.search is None:
        _find_gone(ctx, decision, at)


def _decision(ctx: JobContext, kind: JobKind, request: ImportRequest) -> PageDecision:
    return PageDecision(
        job_id=ctx.job_id,
        store_id=request.store_id,
        mode="SYNC" if kind is JobKind.PRODUCT_SYNC else request.mode,
        link_stock=request.link_stock,
        sku_id=request.sku_id,
        keep_choice=len(request.numbers) != 1,
    )


# -- reading chosen numbers --


def _read_numbers(
    ctx: JobContext,
    kind: JobKind,
    request: ImportRequest,
    decision: PageDecision,
    start: Checkpoint,
) -> Checkpoint:
    """Reads chosen listings, some a call; one NAVER does not know is a line in the report."""
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
            _save_numbers(ctx, kind, decision, chunk, answer, at)
            ctx.progress.move(at.done, at.total)
            ctx.progress.check()
    return at


def _search_numbers(ctx: JobContext, numbers: Sequence[int]) -> tuple[ChannelProduct, ...]:
    """The listings with those numbers, whatever else of their origin products NAVER tells."""
    ctx.progress.check()
    search = ProductSearch(
        keyword_type=KeywordType.CHANNEL_PRODUCT_NO,
        keywords=tuple(str(number) for number in numbers),
    )
    wanted = set(numbers)
    page = ctx.api.products.search(search, page=1, size=PAGE_SIZE)
    if page.origin_count < page.total:
        raise ListIncomplete(shown=str(page.origin_count), total=str(page.total))
    return tuple(row for row in page.products if row.channel_product_no in wanted)


def _save_numbers(
    ctx: JobContext,
    kind: JobKind,
    decision: PageDecision,
    asked: Sequence[int],
    found: Sequence[ChannelProduct],
    at: Checkpoint,
) -> None:
    missing = sorted(set(asked) - {row.channel_product_no for row in found})
    with ctx.rooms.database.write(LISTINGS, PROGRESS, (LISTINGS, decision.store_id)) as transaction:
        page = Page(listings=stage(found), decision=decision)
        ctx.rooms.products.pages.save_page(transaction, page)
        if missing and kind is JobKind.PRODUCT_SYNC:
            ctx.rooms.products.mark_gone(transaction, decision.store_id, ctx.job_id, missing)
        elif missing:
            for number in missing:
                error = NotFound(
                    "NAVER has no listing {number} in this store. Check the number.",
                    number=str(number),
                )
                ctx.rooms.jobs.reports.record_failure(transaction, ctx.job_id, number, error)
        ctx.checkpoint(transaction, at)


# -- what NAVER no longer lists --


def _find_gone(ctx: JobContext, decision: PageDecision, at: Checkpoint) -> None:
    """Asks by number for listings the reading did not meet: those that slipped past are saved, the
    rest is marked gone.
    """
    unseen = ctx.rooms.products.unseen(decision.store_id, ctx.job_id)
    chunks = [
        unseen[place : place + NUMBERS_A_CALL] for place in range(0, len(unseen), NUMBERS_A_CALL)
    ]
    done = 0
    ctx.progress.begin("GONE", total=len(unseen))
    for answers in read_ahead(lambda chunk: _search_numbers(ctx, chunk), iter(chunks)):
        for chunk, answer in answers:
            if isinstance(answer, Exception):
                raise answer
            done += len(chunk)
            _save_numbers(ctx, JobKind.PRODUCT_SYNC, decision, chunk, answer, at)
            ctx.progress.move(done, len(unseen))
            ctx.progress.check()
