"""The engine: everything a page or a command can ask, each a step into the room that does it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

import msgspec

from engine.clock import KST, Clock, today
from engine.domain.boards import ImportedProduct, PreviewPage, PreviewRow, StoreBoard, StoreCounts
from engine.domain.fee_schedule import FeeSchedule
from engine.domain.fees import Arrival, FeeRates, FeeTier, StoreType, TaxMode
from engine.domain.history import ProductChange, ProductState
from engine.domain.jobs import Asker, ImportRequest, JobKind, JobRun, Outcome, ReportItem
from engine.domain.margin import Costs, MarginBreakdown, margin
from engine.domain.margin_table import MarginTable
from engine.domain.matching import Match, MatchingMode, MatchKind
from engine.domain.pricing import NoPrice, break_even_price, target_price
from engine.domain.products import PeriodType, ProductSearch
from engine.domain.schedule import ScheduleKind, Upcoming
from engine.domain.skus import Sku, SkuPlan, SkuSuggestion
from engine.domain.stores import (
    ConnectionCheck,
    NewStore,
    Prerequisite,
    PrerequisiteKind,
    Store,
    missing_prerequisites,
    tidy_address,
    tidy_client_id,
    tidy_name,
    tidy_secret,
)
from engine.errors import AlreadyRunning, BadRequest, FeeRateUnknown, MatchingNotAllowed
from engine.jobs.clients import Clients
from engine.jobs.context import Rooms
from engine.jobs.export import export_products
from engine.jobs.margins import loss_makers, margin_table
from engine.jobs.prerequisites import fetch_prerequisites, masked, require_prerequisites
from engine.jobs.preview import match_of, preview
from engine.jobs.runner import JobRunner
from engine.jobs.schedule import Schedule
from engine.jobs.skus import Suggester, plan_upload, save_plan
from engine.jobs.stores import check_store
from engine.sheets import SKU_COLUMNS, make_sheet
from engine.store.boards import Boards
from engine.store.history import History
from engine.store.settings import Settings
from engine.store.snapshot import write_parquet, write_snapshot

RESUME_ON_START = "resume_on_start"


class Engine:
    """One open workspace. Every method may be called from any thread."""

    def __init__(
        self,
        rooms: Rooms,
        boards: Boards,
        schedule: FeeSchedule,
        clock: Clock,
        *,
        snapshot_file: Path,
    ) -> None:
        self._snapshot_file = snapshot_file
        self._rooms, self._boards, self._schedule, self._clock = rooms, boards, schedule, clock
        self._clients = Clients(rooms.stores, clock)
        self._history = History(rooms.database)
        self._settings = Settings(rooms.database)
        self._asker = Asker.COMMAND_LINE
        self._suggester = Suggester(rooms.skus)
        self._runner = JobRunner(rooms, self._clients.of, clock)
        self._snapshot_lock = threading.Lock()
        self._schedule_clock = Schedule(rooms, self._runner, self.write_snapshot, clock)

    def close(self) -> None:
        """Lets running jobs finish the page at hand (five seconds at most) and closes the
        workspace.
        """
        self._schedule_clock.stop()
        self._runner.close()
        self._clients.close()
        self._rooms.database.close()

    # -- stores --

    def stores(self) -> tuple[Store, ...]:
        """Every store, by name."""
        return self._rooms.stores.all()

    def store(self, store_id: int) -> Store:
        """One store. Raises BadRequest where there is none."""
        return self._rooms.stores.get(store_id)

    def store_named(self, name: str) -> Store:
        """The store of that name. Raises BadRequest where there is none."""
        return self._rooms.stores.named(name)

    def add_store(self, new: NewStore, secret: str) -> Store:
        """Registers a store, not yet checked. Raises BadRequest for what cannot be used or is held
        already.
        """
        new = msgspec.structs.replace(
            new,
            name=tidy_name(new.name),
            client_id=tidy_client_id(new.client_id),
            base_url=tidy_address(new.base_url),
        )
        return self.store(self._rooms.stores.add(new, tidy_secret(secret)))

    def update_store(
        self,
        store_id: int,
        *,
        name: str | None = None,
        client_id: str | None = None,
        base_url: str | None = None,
        store_type: StoreType | None = None,
        tax_mode: TaxMode | None = None,
    ) -> Store:
        """Changes what is given; another application or address must be checked anew.

        Raises BadRequest for what cannot be used, AlreadyRunning for API data while a job runs.
        """
        held = self.store(store_id)
        store = msgspec.structs.replace(
            held,
            name=held.name if name is None else tidy_name(name),
            client_id=held.client_id if client_id is None else tidy_client_id(client_id),
            base_url=held.base_url if base_url is None else tidy_address(base_url),
            store_type=store_type or held.store_type,
            tax_mode=tax_mode or held.tax_mode,
        )
        if (store.client_id, store.base_url) != (held.client_id, held.base_url):
            self._change_api_data(store_id, lambda: self._rooms.stores.update(store))
        else:
            self._rooms.stores.update(store)
        return self.store(store_id)

    def set_secret(self, store_id: int, secret: str) -> Store:
        """Replaces the application secret; the store must be checked anew. Raises AlreadyRunning
        while a job runs.
        """
        tidy = tidy_secret(secret)
        self._change_api_data(store_id, lambda: self._rooms.stores.set_secret(store_id, tidy))
        return self.store(store_id)

    def _change_api_data(self, store_id: int, change: Callable[[], None]) -> None:
        if self._rooms.jobs.active(store_id) is not None:
            raise AlreadyRunning
        change()
        self._clients.forget(store_id)

    def set_fee_tier(self, store_id: int, tier: FeeTier, starts_on: date) -> Store:
        """The fee tier from a day on; the days before keep theirs."""
        self._rooms.stores.set_fee_tier(self.store(store_id).store_id, tier, starts_on)
        return self.store(store_id)

    def check_store(self, store_id: int) -> ConnectionCheck:
        """Asks NAVER whether the store's API data works, and keeps the outcome."""
        store = self.store(store_id)
        if self._rooms.jobs.active(store_id) is None:
            self._clients.forget(store_id)  # a new client proves that it can sign in
        return check_store(lambda: self._clients.of(store_id), store, self._rooms.stores)

    def board(self) -> tuple[StoreBoard, ...]:
        """One card a store, by name."""
        counts = self._boards.counts()
        return tuple(
            StoreBoard(
                store=store,
                missing=missing_prerequisites(self._rooms.stores.fetched(store.store_id)),
                counts=counts[store.store_id][0],
                last_synced_at=counts[store.store_id][1],
                loss_makers=self._loss_makers(store),
                running_job_id=self._rooms.jobs.active(store.store_id),
            )
            for store in self.stores()
            if store.store_id in counts
        )

    def counts(self, store_id: int) -> StoreCounts:
        """How many listings of a store stand where. Raises BadRequest for an unknown store."""
        return self._boards.counts()[self.store(store_id).store_id][0]

    def _loss_makers(self, store: Store) -> int | None:
        try:
            return loss_makers(self._boards, self._schedule, store, today(self._clock))
        except FeeRateUnknown:
            return None

    # -- prerequisites --

    def prerequisites(self, store_id: int) -> tuple[Prerequisite, ...]:
        """All three kinds in order; one never fetched has no moment. Personal data is masked."""
        held = self._rooms.stores.prerequisites(self.store(store_id).store_id)
        return tuple(map(masked, held))

    def fetch_prerequisites(
        self, store_id: int, kinds: Iterable[PrerequisiteKind] | None = None
    ) -> tuple[Prerequisite, ...]:
        """Fetches the kinds (all when None) from NAVER; each that arrived is kept even if a later
        one fails.
        """
        wanted = tuple(PrerequisiteKind) if kinds is None else tuple(kinds)
        stores = self._rooms.stores
        fetch_prerequisites(self._clients.of(store_id), store_id, wanted, stores, self._clock)
        return self.prerequisites(store_id)

    # -- SKUs --

    def plan_skus(self, filename: str, content: bytes) -> SkuPlan:
        """What saving a sheet would do; nothing is saved. Raises BadFile for one that cannot be
        used.
        """
        return plan_upload(self._rooms.skus, filename, content)

    def save_skus(self, plan: SkuPlan) -> None:
        """Saves the new and changed rows of a plan."""
        save_plan(self._rooms.skus, plan)

    def skus(self, query: str = "", *, limit: int = 100, offset: int = 0) -> tuple[Sku, ...]:
        """SKUs whose code or name holds the words, by own code; codes that begin so first."""
        return self._rooms.skus.find(query, limit, offset)

    def sku_count(self, query: str = "") -> int:
        """How many SKUs there are, or hold the words."""
        return self._rooms.skus.count(query)

    def sku(self, sku_id: int) -> Sku:
        """One SKU. Raises BadRequest where there is none."""
        return self._rooms.skus.get(sku_id)

    def suggest_skus(self, name: str, *, limit: int = 5) -> tuple[SkuSuggestion, ...]:
        """The SKUs whose names are most like `name`, best first."""
        return self._suggester.suggest(name, limit)

    def sku_template(self, kind: str, headings: Mapping[str, str] | None = None) -> bytes:
        """An empty SKU sheet ("csv" or "xlsx") with the given headings by column."""
        return make_sheet(
            kind, [(headings or {}).get(column, column) for column in SKU_COLUMNS], []
        )

    # -- products --

    def preview(
        self, store_id: int, search: ProductSearch, *, page: int = 1, size: int = 100
    ) -> PreviewPage:
        """A page of the store's listings as NAVER shows them now; nothing is saved."""
        return preview(
            self._clients.of(store_id), self._rooms.products, store_id, search, page=page, size=size
        )

    def match_of(self, store_id: int, listing: PreviewRow) -> Match:
        """What a listing matches by code, its options' codes included; asks NAVER for options."""
        return match_of(self._clients.of(store_id), self._rooms.products, listing)

    def imported_product(self, store_id: int, channel_product_no: int) -> ImportedProduct | None:
        """A listing as we hold it, None where we do not."""
        return self._rooms.products.get(store_id, channel_product_no)

    def unmatched(
        self, store_id: int, *, kind: MatchKind = MatchKind.NONE, limit: int = 500
    ) -> tuple[ImportedProduct, ...]:
        """Imported listings without a SKU (NONE) or whose code several SKUs carry (AMBIGUOUS)."""
        return self._rooms.products.with_match(store_id, kind, limit)

    def product_history(self, store_id: int, channel_product_no: int) -> tuple[ProductState, ...]:
        """Every state of an imported listing that was seen, oldest first."""
        return self._history.of_product(store_id, channel_product_no)

    def product_changes(
        self, store_id: int, *, from_on: date, to_on: date, limit: int = 1000
    ) -> tuple[ProductChange, ...]:
        """What changed on the KST days from `from_on` to before `to_on`, newest first."""
        start, end = (datetime.combine(day, time(), KST) for day in (from_on, to_on))
        return self._history.changes(store_id, start, end, limit)

    def submit_import(self, request: ImportRequest) -> int:
        """Starts an import; the number of its job. Raises PrerequisitesMissing, MatchingNotAllowed,
        AlreadyRunning.
        """
        require_prerequisites(self.store(request.store_id).store_id, self._rooms.stores)
        self._check_mode(request)
        return self._submit(JobKind.PRODUCT_IMPORT, request)

    def _check_mode(self, request: ImportRequest) -> None:
        by_choice = request.mode is MatchingMode.BY_CHOICE
        if by_choice and (len(request.numbers) != 1 or request.sku_id is None):
            raise MatchingNotAllowed(
                "A SKU can be chosen for one listing at a time. Choose one listing and one SKU."
            )
        if not by_choice and request.sku_id is not None:
            raise MatchingNotAllowed(
                "A SKU goes only with the mode of choosing one. Choose that mode."
            )
        if request.sku_id is not None:
            self.sku(request.sku_id)

    def submit_sync(self, request: ImportRequest, *, changed_only: bool = False) -> int:
        """Starts a sync of the given numbers, or of all that is imported; the number of its job.

        With `changed_only` NAVER is asked only for what it says was modified since the last whole
        reading, a day of overlap included; deletions are found by whole readings alone.
        """
        require_prerequisites(self.store(request.store_id).store_id, self._rooms.stores)
        if changed_only and not request.numbers:
            search = self._modified_since_last_reading(request.store_id)
            request = msgspec.structs.replace(request, search=search)
        return self._submit(JobKind.PRODUCT_SYNC, request)

    def _submit(self, kind: JobKind, request: ImportRequest) -> int:
        return self._runner.submit(kind, request, asked_by=self._asker)

    def _modified_since_last_reading(self, store_id: int) -> ProductSearch | None:
        last = self._boards.counts()[store_id][1]
        if last is None:
            return None
        return ProductSearch(
            period_type=PeriodType.PROD_MOD_DAY,
            from_on=last.date() - timedelta(days=1),
            to_on=today(self._clock),
        )

    def link(
        self, store_id: int, channel_product_no: int, sku_id: int | None, *, link_stock: bool
    ) -> ImportedProduct:
        """Links an imported listing to a SKU chosen by hand, or to none; without a SKU the stock
        link is off.
        """
        if sku_id is not None:
            self.sku(sku_id)
        self._rooms.products.link(store_id, channel_product_no, sku_id, stock_linked=link_stock)
        linked = self._rooms.products.get(store_id, channel_product_no)
        if linked is None:
            raise BadRequest(
                "The listing {number} is not imported yet. Import it first.",
                number=str(channel_product_no),
            )
        return linked

    def export_products(self, store_id: int, path: Path) -> int:
        """Writes every imported listing to a .csv or .parquet file; the number of rows."""
        return export_products(self._rooms.products, self.store(store_id).store_id, path)

    # -- jobs --

    def serve(self) -> None:
        """Lets interrupted jobs go on and starts the schedule; for the one process that stays."""
        self._asker = Asker.SCREEN
        if self.resumes_on_start:
            self._runner.resume_interrupted()
        self._schedule_clock.start()

    @property
    def resumes_on_start(self) -> bool:
        """Whether jobs the end of the program interrupted go on by themselves (default: yes)."""
        return self._settings.get(RESUME_ON_START, "yes") == "yes"

    def set_resumes_on_start(self, on: bool) -> None:
        """Lets interrupted jobs go on by themselves at the next start, or wait for a person."""
        self._settings.save(RESUME_ON_START, "yes" if on else "no")

    def upcoming(self) -> tuple[Upcoming, ...]:
        """What runs by itself: every line with its next moment and its last run."""
        return self._schedule_clock.upcoming()

    def run_due(self) -> None:
        """Makes what the schedule has due now; what is made already is not made again."""
        self._schedule_clock.tick()

    def run_scheduled(self, kind: ScheduleKind, store_id: int) -> int | None:
        """Runs one line of the schedule at once; the number of its job, if it is one."""
        return self._schedule_clock.run_now(kind, store_id)

    def write_snapshot(self, file: Path | None = None) -> dict[str, int]:
        """Writes the copy for other tools (default: snapshot.duckdb in the workspace)."""
        with self._snapshot_lock:
            return write_snapshot(self._rooms.database, file or self._snapshot_file)

    def write_parquet(self, folder: Path) -> dict[str, int]:
        """Writes the same tables as Parquet files into a folder; rows by table."""
        with self._snapshot_lock:
            write_snapshot(self._rooms.database, self._snapshot_file)
            return write_parquet(self._snapshot_file, folder)

    def job(self, job_id: int) -> JobRun:
        """One job as it stands now. Raises BadRequest where there is none."""
        return self._runner.with_progress(self._rooms.jobs.get(job_id))

    def jobs(self, store_id: int | None = None, *, limit: int = 50) -> tuple[JobRun, ...]:
        """The newest jobs, newest first."""
        return tuple(map(self._runner.with_progress, self._rooms.jobs.latest(store_id, limit)))

    def active_job(self, store_id: int) -> JobRun | None:
        """The job of a store that is under way, None where there is none."""
        job_id = self._rooms.jobs.active(store_id)
        return None if job_id is None else self.job(job_id)

    def cancel(self, job_id: int) -> None:
        """Asks a job to end after the page at hand; what it saved stays."""
        self._runner.cancel(job_id)

    def retry_failed(self, job_id: int) -> int:
        """A new job for the items of a job that failed; its number. Raises BadRequest for none."""
        run = self.job(job_id)
        numbers = tuple(item.channel_product_no for item in run.report.failed)
        if not numbers:
            raise BadRequest("Job {job_id} has no failed items to retry.", job_id=str(job_id))
        request = msgspec.structs.replace(run.request, numbers=numbers, search=None)
        return self._submit(run.kind, request)

    def resume(self, job_id: int) -> None:
        """Lets a cancelled, interrupted or failed job go on after its last checkpoint."""
        self._runner.resume(job_id)

    def job_ended(self, job_id: int, timeout_seconds: float) -> bool:
        """Waits for a job to end; False if it has not by then."""
        return self._runner.wait(job_id, timeout_seconds)

    def wait(self, job_id: int, timeout_seconds: float | None = None) -> JobRun:
        """Waits for a job to end (or for the time-out) and tells how it stands."""
        self._runner.wait(job_id, timeout_seconds)
        return self.job(job_id)

    def report_items(
        self,
        job_id: int,
        *,
        outcome: Outcome | None = None,
        match: MatchKind | None = None,
        limit: int = 500,
    ) -> tuple[ReportItem, ...]:
        """Lines of a job's report, by number; `match` is what is held now."""
        return self._rooms.jobs.items(job_id, outcome=outcome, match=match, limit=limit)

    # -- margins --

    def margins(
        self, store_id: int, *, arrival: Arrival = Arrival.NORMAL, on: date | None = None
    ) -> MarginTable:
        """What each matched listing leaves in every tier on a day (today when None); the store's
        own tier is that of the day.
        """
        day = on or today(self._clock)
        store = self.store(store_id)
        tier = self._rooms.stores.fee_tier_on(store_id, day) or store.fee_tier
        return margin_table(
            self._boards,
            self._schedule,
            msgspec.structs.replace(store, fee_tier=tier),
            arrival=arrival,
            on=day,
        )

    def rates(
        self,
        store_id: int,
        *,
        tier: FeeTier,
        arrival: Arrival = Arrival.NORMAL,
        on: date | None = None,
    ) -> FeeRates:
        """The rates of a sale of this store on a day (today when None). Raises FeeRateUnknown."""
        return self._schedule.rates_on(
            on or today(self._clock),
            tier=tier,
            arrival=arrival,
            store_type=self.store(store_id).store_type,
        )

    def margin_of(
        self, store_id: int, price_won: int, costs: Costs, rates: FeeRates
    ) -> MarginBreakdown:
        """What one piece leaves at a price, with the VAT rule of the store. Raises CostUnknown."""
        return margin(price_won, costs, rates, tax_mode=self.store(store_id).tax_mode)

    def break_even(self, costs: Costs, rates: FeeRates) -> int | NoPrice:
        """The smallest price in won without a loss, or why there is none."""
        return break_even_price(costs, rates)

    def target_price(
        self, store_id: int, margin_mp: int, costs: Costs, rates: FeeRates
    ) -> int | NoPrice:
        """The smallest price in won that leaves `margin_mp` of revenue, or why there is none."""
        return target_price(margin_mp, costs, rates, tax_mode=self.store(store_id).tax_mode)
