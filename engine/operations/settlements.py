"""Settlements: reading them, holding them against the rates, the calendar."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import msgspec

from engine.clock import Clock, today
from engine.database.fee_rates import RateLedger
from engine.database.settlements import Settlements
from engine.database.stores import Stores
from engine.database.terms import StoreTerms
from engine.domain.books import Book, book
from engine.domain.cash import CashDay, Earlier, cash_calendar, earlier_with_quick
from engine.domain.fees import FeeTier
from engine.domain.job_kinds import JobKind
from engine.domain.months import month_end
from engine.domain.people import Role
from engine.domain.row_checks import RowCheck
from engine.domain.settlement import SettlementReading
from engine.domain.settlement_check import CheckBasis, check_rows
from engine.domain.settlement_jobs import SettlementRequest
from engine.domain.terms import TierPeriod
from engine.domain.tier_measure import SalesShare, TierRun, sales_shares, tier_runs
from engine.domain.unread import UnreadElement
from engine.jobs.settlements import days_to_read
from engine.operations.access import Access, needs
from engine.operations.job_start import JobStart

LONGEST_DAYS = 60  # from a payment to the last row it makes


class SettlementCheck(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of some days with what the rates say of them."""

    first: date
    last: date
    reading: SettlementReading | None  # None: nothing was ever read
    checks: tuple[RowCheck, ...]
    tiers: tuple[TierRun, ...]
    shares: tuple[SalesShare, ...]
    unread: tuple[UnreadElement, ...] = ()  # what NAVER told and could not be read

    @property
    def findings(self) -> tuple[RowCheck, ...]:
        """The rows somebody should look at."""
        return tuple(check for check in self.checks if check.is_finding)


class Cash(msgspec.Struct, frozen=True, kw_only=True):
    """The calendar of some days, and what quick settlement would bring earlier."""

    first: date
    last: date
    days: tuple[CashDay, ...]
    earlier: tuple[Earlier, ...]


class SettlementOperations:
    """What is asked of settlements."""

    def __init__(
        self,
        access: Access,
        stores: Stores,
        settlements: Settlements,
        terms: StoreTerms,
        fee_rates: RateLedger,
        starting: JobStart,
        clock: Clock,
    ) -> None:
        self._access, self._stores, self._settlements, self._terms = (
            access,
            stores,
            settlements,
            terms,
        )
        self._fee_rates, self._starting, self._clock = fee_rates, starting, clock

    @needs(Role.OPERATOR)
    def submit(self, store_id: int, *, first: date | None = None, last: date | None = None) -> int:
        """Starts reading days from NAVER (the last 30 and the coming week unless said), VAT along
        with them; the number of its job. Raises StoreClosed, BadRequest, AlreadyRunning.
        """
        days = days_to_read(first, last, today(self._clock))
        request = SettlementRequest(store_id=store_id, first=days[0], last=days[1])
        return self._starting.submit(JobKind.SETTLEMENT_READ, request)

    @needs(Role.ANALYST)
    def check(
        self, store_id: int, *, first: date | None = None, last: date | None = None
    ) -> SettlementCheck:
        """Each row of the days (as for a reading) against the rates of its payment day, and the
        tier its rows show. Raises BadRequest.
        """
        days = days_to_read(first, last, today(self._clock))
        store, schedule = self._access.held(store_id), self._fee_rates.schedule()
        waiver = self._terms.waiver(store_id)
        tier_on = _tier_on(self._stores.fee_tiers(store_id))
        basis = CheckBasis(
            schedule=schedule,
            store_type=store.store_type,
            tier_on=tier_on,
            waived_on=lambda day: waiver is not None and waiver.leaves_out(day),
        )
        settlements = self._settlements
        checks = check_rows(
            settlements.rows(store_id, *days), settlements.commissions(store_id, *days), basis
        )
        return SettlementCheck(
            first=days[0],
            last=days[1],
            reading=settlements.reading(store_id),
            checks=checks,
            tiers=tier_runs(checks, schedule, store.store_type, tier_on),
            shares=sales_shares(checks, schedule, store.store_type),
            unread=settlements.unread(store_id, *days),
        )

    @needs(Role.ANALYST)
    def book(self, store_id: int, month: date) -> Book:
        """The month of any of its days: rows and totals, as far as they were read."""
        first = month.replace(day=1)
        last, store_id = month_end(first), self._access.held(store_id).store_id
        reach = timedelta(days=LONGEST_DAYS)
        settlements = self._settlements
        return book(
            first,
            settlements.rows(store_id, first - reach, last + reach),
            settlements.days(store_id, first, last),
            settlements.vat_days(store_id, first, last),
        )

    @needs(Role.ANALYST)
    def cash(
        self, store_id: int | None = None, *, first: date | None = None, last: date | None = None
    ) -> Cash:
        """The calendar of one store, or of all the actor was given, on the days of a reading unless
        said. Raises BadRequest.
        """
        days = days_to_read(first, last, today(self._clock))
        ids = [s.store_id for s in self._access.stores()] if store_id is None else [store_id]
        settlements = self._settlements
        rows = [row for one in ids for row in settlements.rows(one, *days)]
        sums = [day for one in ids for day in settlements.days(one, *days)]
        return Cash(
            first=days[0],
            last=days[1],
            days=cash_calendar(sums, rows),
            earlier=earlier_with_quick(rows),
        )


def _tier_on(periods: Sequence[TierPeriod]) -> Callable[[date], FeeTier | None]:
    """The tier of any day, None before the first dated one."""
    held = sorted(periods, key=lambda period: period.starts_on)
    starts = [period.starts_on for period in held]

    def tier_on(day: date) -> FeeTier | None:
        place = bisect_right(starts, day)
        return held[place - 1].tier if place else None

    return tier_on
