"""What a job is asked, what state it is in, and what it reports."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec

from engine.domain.matching import MatchingMode, MatchKind
from engine.domain.products import ProductSearch
from engine.domain.switches import ApiGroup


class JobKind(StrEnum):
    """The use cases that run as jobs."""

    PRODUCT_IMPORT = "PRODUCT_IMPORT"
    PRODUCT_SYNC = "PRODUCT_SYNC"
    SETTLEMENT_READ = "SETTLEMENT_READ"  # 정산 조회


PRODUCT_JOBS = frozenset({JobKind.PRODUCT_IMPORT, JobKind.PRODUCT_SYNC})


def lane(kind: JobKind) -> frozenset[JobKind]:
    """The kinds of which a store has one job at a time: imports and syncs wait for each other,
    settlements are read beside them.
    """
    return PRODUCT_JOBS if kind in PRODUCT_JOBS else frozenset({kind})


def group_of(kind: JobKind) -> ApiGroup:
    """The kind of call a job cannot do without."""
    return ApiGroup.PRODUCT if kind in PRODUCT_JOBS else ApiGroup.SETTLEMENT


class Asker(StrEnum):
    """Where a job was asked for; accounts will say who."""

    SCREEN = "SCREEN"  # 화면
    COMMAND_LINE = "COMMAND_LINE"  # 명령줄
    SCHEDULE = "SCHEDULE"  # 예약


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "WAITING"
    RUNNING = "RUNNING"
    CANCELLING = "CANCELLING"  # asked to stop, finishing the page at hand; told, never stored
    CANCELLED = "CANCELLED"
    INTERRUPTED = "INTERRUPTED"  # the process ended under it; it goes on after its last checkpoint
    FAILED = "FAILED"
    DONE = "DONE"


ACTIVE = frozenset({JobState.WAITING, JobState.RUNNING, JobState.CANCELLING})
RESUMABLE = frozenset({JobState.CANCELLED, JobState.INTERRUPTED, JobState.FAILED})


class ImportRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to import or sync. With `numbers` those channel products, else everything `search`
    finds.

    `sku_id` goes with BY_CHOICE and exactly one number.
    """

    store_id: int
    numbers: tuple[int, ...] = ()
    search: ProductSearch | None = None
    mode: MatchingMode = MatchingMode.NONE
    link_stock: bool = False
    sku_id: int | None = None


class SettlementRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Which days to read, by the day money is expected; both included."""

    store_id: int
    first: date
    last: date


JobRequest = ImportRequest | SettlementRequest


class Outcome(StrEnum):
    """What an import did with one listing."""

    IMPORTED = "IMPORTED"  # new here
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"
    GONE = "GONE"  # NAVER no longer lists it
    FAILED = "FAILED"


class FailedItem(msgspec.Struct, frozen=True, kw_only=True):
    """One listing that could not be handled; `text` with `params` is the translatable reason."""

    channel_product_no: int
    text: str
    params: dict[str, Any] = {}


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """The sums of an import or sync; `seconds` is running time, `refused` counts 429 answers."""

    imported: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    matched: int = 0
    unmatched: int = 0
    ambiguous: int = 0
    stock_linked: int = 0
    failed: tuple[FailedItem, ...] = ()
    requests: int = 0
    refused: int = 0
    seconds: float = 0.0


class SettlementReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a reading of settlements came to so far: days read, settlement rows new, changed and
    told no more, months of VAT. `resumed`: it took up the days an earlier reading had left.
    """

    days: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    vat_months: int = 0
    resumed: bool = False


class JobRun(msgspec.Struct, frozen=True, kw_only=True):
    """One run of a job as the screens show it. `error_text` with `error_params` is the translatable
    sentence.
    """

    job_id: int
    kind: JobKind
    store_id: int
    asked_by: Asker
    person: str | None = None  # who asked, where it was somebody at the screen
    state: JobState
    phase: str  # READING, OPTIONS, VAT or empty
    done: int
    total: int | None
    request: JobRequest
    report: ImportReport  # of a reading of settlements: what it used
    settlement: SettlementReport | None = None  # None where it is no reading of settlements
    error_code: str | None = None
    error_text: str | None = None
    error_params: dict[str, Any] = {}
    trace_id: str | None = None
    not_before: datetime | None = None  # parked: NAVER's quota is used up until then
    created_at: datetime
    finished_at: datetime | None = None
    rate: float | None = None  # items a second while running
    seconds_left: float | None = None


class JobLine(msgspec.Struct, frozen=True, kw_only=True):
    """A job run as other programs are told of it; `failed` counts the items that failed."""

    job: int
    kind: JobKind
    store: str | None  # its name
    asked_by: Asker
    person: str | None
    state: JobState
    phase: str
    done: int
    total: int | None
    failed: int
    requests: int
    refused: int
    created_at: datetime
    not_before: datetime | None
    error_text: str | None
    error_params: dict[str, str]


def job_line(run: JobRun, store: str | None) -> JobLine:
    """A job run of the store of that name in a line."""
    return JobLine(
        job=run.job_id,
        kind=run.kind,
        store=store,
        asked_by=run.asked_by,
        person=run.person,
        state=run.state,
        phase=run.phase,
        done=run.done,
        total=run.total,
        failed=len(run.report.failed),
        requests=run.report.requests,
        refused=run.report.refused,
        created_at=run.created_at,
        not_before=run.not_before,
        error_text=run.error_text,
        error_params={name: str(value) for name, value in run.error_params.items()},
    )


class ReportItem(msgspec.Struct, frozen=True, kw_only=True):
    """One listing of a report, with what changed: field -> (before, after)."""

    channel_product_no: int
    name: str | None
    seller_management_code: str | None
    discounted_price_won: int | None
    image_url: str | None
    outcome: Outcome
    match: MatchKind
    sku_code: str | None
    stock_linked: bool
    changes: dict[str, tuple[Any, Any]] = {}
    reason_text: str | None = None
    reason_params: dict[str, Any] = {}
