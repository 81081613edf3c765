"""The second pass: takes in what was modified at NAVER while a job read its pages."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from engine.database.checkpoints import Checkpoint
from engine.database.pages import PageDecision
from engine.database.staging import stage
from engine.domain.products import (
    ChannelProduct,
    PeriodType,
    ProductSearch,
    ProductSort,
)
from engine.jobs.context import JobContext

PAGE_SIZE = 500  # NAVER's largest (docs/reference/commerce-api.md section 5)
OVERLAP = timedelta(minutes=10)  # NAVER refuses a clock that is more than five minutes off

_FRACTION = timedelta(seconds=1)  # answers spell the parts of a second unevenly


def can_ask_modified(search: ProductSearch) -> bool:
    """Whether a search can be asked again by day of modification: it has no period of its own, and
    no keyword.
    """
    return search.period_type is None and search.keyword_type is None


def read_modified(
    ctx: JobContext, search: ProductSearch, decision: PageDecision, at: Checkpoint
) -> None:
    """Takes in what was modified since the job was asked for, newest first, asked for by day and
    read up to that moment.

    What is modified under this pass moves to its front, and so delays others but hides none; what
    it hides of itself is newer than the pass and the next sync's. For the same reason a job that
    was interrupted here begins the pass again.
    """
    since = ctx.asked_at - OVERLAP
    modified = msgspec.structs.replace(
        search,
        period_type=PeriodType.PROD_MOD_DAY,
        from_on=since.date(),
        to_on=(ctx.clock() + OVERLAP).date(),
        order=ProductSort.MOD_DATE,
    )
    ctx.progress.begin("MODIFIED")
    done = 0
    for number in itertools.count(1):
        ctx.progress.check()
        page = ctx.api.products.search(modified, page=number, size=PAGE_SIZE, known=True)
        ctx.save_page([stage(page.products)], decision, at, page.unread)
        done += page.origin_count
        ctx.progress.move(done, page.total)
        if number >= math.ceil(page.total / PAGE_SIZE) or _ends_before(page.products, since):
            return


def _ends_before(products: Sequence[ChannelProduct], since: datetime) -> bool:
    """Whether a page is sorted by modification, newest first, down to before that moment."""
    moments = [product.modified_at for product in products]
    known = [moment for moment in moments if moment is not None]
    if not known or len(known) < len(moments):
        return False
    sorted_down = all(first >= then - _FRACTION for first, then in itertools.pairwise(known))
    return sorted_down and known[-1] < since
