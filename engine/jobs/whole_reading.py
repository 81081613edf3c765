"""Reads everything a search finds, pass after pass, for pages move while they are read; each page
is saved with its checkpoint.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence

import msgspec

from engine.api_errors import ListIncomplete
from engine.database.checkpoints import Checkpoint
from engine.database.database import PROGRESS
from engine.database.pages import PageDecision
from engine.database.staging import Listings, stage
from engine.domain.product_jobs import ImportRequest
from engine.domain.products import ProductPage, ProductSearch, UnreadListing
from engine.jobs.context import JobContext
from engine.jobs.read_ahead import read_ahead
from engine.jobs.second_pass import PAGE_SIZE, can_ask_modified, read_modified

READING = ("READING", "MODIFIED")  # the phases `read_all` goes on in
MAX_PASSES = 3


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a pass, ready to be saved."""

    number: int
    total: int
    origin_count: int
    unlisted: int  # origin products of it without a listing
    listings: Listings
    unread: tuple[UnreadListing, ...]


class _Pass(msgspec.Struct, frozen=True, kw_only=True):
    """A pass that was read to its end."""

    at: Checkpoint
    least: int  # the smallest total NAVER told on the way
    unlisted: int  # origin products without a listing: nothing of them is saved


def read_all(
    ctx: JobContext, request: ImportRequest, decision: PageDecision, start: Checkpoint
) -> Checkpoint:
    """Reads all pages, then once more what was modified since (see `second_pass.py`): what was
    added or changed while they were read is met there.

    What is *removed* is not: every listing behind it moves one place up, past the border of a page
    that was read already, and is itself unmodified. So while NAVER's list shrank under a pass, or
    fewer were met than it counts, all is read again. Raises ListIncomplete where that does not
    help. A sync needs no such reading: it asks by number for each listing it did not meet.
    """
    search = request.search or ProductSearch()
    at, seen = start, 0
    with ctx.tables.products.pages.reading():
        while True:
            read = _read_both(ctx, search, decision, at)
            seen, before = ctx.tables.products.seen_origins(request.store_id, ctx.job_id), seen
            met = seen + read.unlisted
            if decision.mode == "SYNC" or (not read.at.shrank and met >= (read.at.total or 0)):
                break
            if seen == before or read.at.pass_no >= MAX_PASSES:
                _require_all(ctx, met, read.least)
                break
            at = Checkpoint(pass_no=read.at.pass_no + 1)
    if search == ProductSearch():
        ctx.tables.stores.save_reading(request.store_id, read.at.total or 0)
    return read.at


def _read_both(
    ctx: JobContext, search: ProductSearch, decision: PageDecision, at: Checkpoint
) -> _Pass:
    """A pass over all pages and the one by day of modification, from a checkpoint in either. One
    page alone is of one moment and needs no second pass.
    """
    if at.phase == "MODIFIED":
        total = at.total or 0
        read = _Pass(at=at, least=total, unlisted=0)
    else:
        read = _read_pass(ctx, search, decision, at)
    if can_ask_modified(search) and read.at.next_page > 2:
        modified = msgspec.structs.replace(read.at, phase="MODIFIED")
        with ctx.tables.database.write(PROGRESS) as transaction:
            ctx.checkpoint(transaction, modified)
        read_modified(ctx, search, decision, modified)
    return read


def _require_all(ctx: JobContext, met: int, least: int) -> None:
    """Raises ListIncomplete where fewer were met than NAVER counted at any moment of a pass;
    resumed, the job then reads all pages again.
    """
    if met >= least:
        return
    with ctx.tables.database.write(PROGRESS) as transaction:
        ctx.checkpoint(transaction, Checkpoint())
    raise ListIncomplete(shown=str(met), total=str(least))


def _read_pass(
    ctx: JobContext, search: ProductSearch, decision: PageDecision, at: Checkpoint
) -> _Pass:
    """One pass over all pages from a checkpoint."""
    ctx.progress.begin("READING", done=at.done, total=at.total)
    totals, unlisted = [], 0
    for pages in _pages(ctx, search, at.next_page):
        at = _after(at, pages)
        unread = itertools.chain.from_iterable(page.unread for page in pages)
        ctx.save_page([page.listings for page in pages], decision, at, unread)
        totals.append(min(page.total for page in pages))
        unlisted += sum(page.unlisted for page in pages)
        ctx.progress.move(at.done, at.total)
        ctx.progress.check()
    return _Pass(at=at, least=min(totals), unlisted=unlisted)


def _after(at: Checkpoint, pages: Sequence[_Page]) -> Checkpoint:
    """Where a pass stands after some more pages."""
    totals = [at.total, *(page.total for page in pages)]
    shrank = any(
        before is not None and after is not None and after < before
        for before, after in itertools.pairwise(totals)
    )
    return Checkpoint(
        next_page=pages[-1].number + 1,
        pass_no=at.pass_no,
        shrank=at.shrank or shrank,
        done=at.done + sum(page.origin_count for page in pages),
        total=pages[-1].total,
    )


def _pages(ctx: JobContext, search: ProductSearch, first: int) -> Iterator[list[_Page]]:
    """Pages from `first` to the last, in lists of those that are ready. The last page moves as
    NAVER's total does.
    """

    def read(number: int) -> _Page:
        ctx.progress.check()
        known = number > 1
        return _page(ctx.api.products.search(search, page=number, size=PAGE_SIZE, known=known))

    page = read(first)
    last, next_page = max(first, _last_page(page)), first
    known = {first: page}  # saved while those behind it are read

    def ahead(number: int) -> _Page:
        return known.pop(number, None) or read(number)

    def numbers() -> Iterator[int]:
        nonlocal next_page
        while next_page <= last:
            next_page += 1
            yield next_page - 1

    while next_page <= last:
        for answers in read_ahead(ahead, numbers()):
            good = itertools.takewhile(
                lambda answer: isinstance(answer, _Page), (a for _, a in answers)
            )
            pages = [answer for answer in good if isinstance(answer, _Page)]
            if pages:
                last = _end_of_list(last, pages)
                yield pages
            for _, answer in answers[len(pages) :]:
                if isinstance(answer, Exception):
                    raise answer


def _page(told: ProductPage) -> _Page:
    listed = {product.origin_product_no for product in told.products}
    return _Page(
        number=told.page,
        total=told.total,
        origin_count=told.origin_count,
        unlisted=told.origin_count - len(listed),
        listings=stage(told.products),
        unread=told.unread,
    )


def _end_of_list(last: int, pages: Sequence[_Page]) -> int:
    """The last page worth asking for: the furthest by any total told, until a page beyond its own
    total is empty.
    """
    for page in pages:
        told = _last_page(page)
        last = told if page.number > told and not page.origin_count else max(last, told)
    return last


def _last_page(page: _Page) -> int:
    return max(1, math.ceil(page.total / PAGE_SIZE))
