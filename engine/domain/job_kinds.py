"""The kinds of jobs, and what has to be known of each to ask for one and to keep it."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

import msgspec

from engine.domain.audit import Facts
from engine.domain.product_jobs import ImportRequest, ImportResult
from engine.domain.settlement_jobs import SettlementRequest, SettlementResult
from engine.domain.switches import ApiGroup


class JobKind(StrEnum):
    """The use cases that run as jobs."""

    PRODUCT_IMPORT = "PRODUCT_IMPORT"
    PRODUCT_SYNC = "PRODUCT_SYNC"
    SETTLEMENT_READ = "SETTLEMENT_READ"  # 정산 조회


class JobRequest(Protocol):
    """What a job of any kind is asked: of one store, and as much as the audit is told. A kind's own
    request is a record that is kept as JSON.
    """

    @property
    def store_id(self) -> int:
        """The store it is about."""

    def extent(self) -> Facts:
        """How much is asked for, as the audit tells it."""


class JobTraits(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of job. Of the kinds of one `lane` a store has one job at a time: they wait for each
    other. `group` are the calls a job cannot do without.

    What a job came to is a `result`: with `by_line` the sums of the lines of its report, one a
    listing; without, what the job itself saves with its checkpoints.
    """

    request: type[JobRequest]
    result: type[msgspec.Struct]
    lane: str
    group: ApiGroup
    by_line: bool


PRODUCTS = JobTraits(
    request=ImportRequest,
    result=ImportResult,
    lane="products",
    group=ApiGroup.PRODUCT,
    by_line=True,
)
SETTLEMENTS = JobTraits(
    request=SettlementRequest,
    result=SettlementResult,
    lane="settlements",
    group=ApiGroup.SETTLEMENT,
    by_line=False,
)
TRAITS = {
    JobKind.PRODUCT_IMPORT: PRODUCTS,
    JobKind.PRODUCT_SYNC: PRODUCTS,
    JobKind.SETTLEMENT_READ: SETTLEMENTS,
}


def lane(kind: JobKind) -> frozenset[JobKind]:
    """The kinds a store's jobs of that kind wait for, itself among them."""
    wanted = TRAITS[kind].lane
    return frozenset(one for one, traits in TRAITS.items() if traits.lane == wanted)


def is_known(kind: str) -> bool:
    """Whether this version knows a kind; a later one that worked here may have left others."""
    return kind in TRAITS
