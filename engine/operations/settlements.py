"""Settlements: reading them, holding them against the rates, the calendar."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

import msgspec

from engine.clock import Clock, today
from engine.database.fee_rates import RateLedger
from engine.database.settlements import Settlements
from engine.database.stores import Stores
from engine.database.terms import StoreTerms
from engine.domain.books import SETTLED_WITHIN, Book, book
from engine.domain.cash import (
    CashDay,
    Earlier,
    cash_calendar,
    earlier_with_quick,
    still_held_won,
)
from engine.domain.day_checks import DayFinding, day_findings
from engine.domain.fee_parts import key_of
from engine.domain.fees import FeeTier
from engine.domain.job_kinds import JobKind
from engine.domain.months import month_end
from engine.domain.people import Role
from engine.domain.row_checks import RowCheck
from engine.domain.settlement import PARTIAL, CommissionRow, SettlementReading, SettlementRow
from engine.domain.settlement_check import CheckBasis, check_rows
from engine.domain.settlement_jobs import SettlementRequest
from engine.domain.terms import TierPeriod
from engine.domain.tier_measure import SalesShare, TierRun, sales_shares, tier_runs
from engine.domain.unread import Source, UnreadElement
from engine.jobs.settlements import days_to_read
from engine.operations.access import Access, needs
from engine.operations.job_start import JobStart


class SettlementCheck(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of some days with what the rates say of them."""

    first: date
    last: date
    reading: SettlementReading | None  # None: nothing was ever read
    checks: tuple[RowCheck, ...]
    tiers: tuple[TierRun, ...]
    shares: tuple[SalesShare, ...]
    day_findings: tuple[DayFinding, ...] = ()  # days whose sums do not hold
    unread: tuple[UnreadElement, ...] = ()  # what NAVER told and could not be read

    @property
    def findings(self) -> tuple[RowCheck, ...]:
        """The rows somebody should look at."""
        return tuple(check for check in self.checks if check.is_finding)


class Cash(msgspec.Struct, frozen=True, kw_only=True):
    """The calendar of some days, what NAVER holds back after the last of them, and what quick
    settlement would bring earlier. `held_won` is None where reading began too late to know.
    """

    first: date
    last: date
    days: tuple[CashDay, ...]
    held_won: int | None
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
        settlements = self._settlements
        unread = settlements.unread(store_id, *days)
        basis = CheckBasis(
            schedule=schedule,
            store_type=store.store_type,
            tier_on=tier_on,
            waived_on=lambda day: waiver is not None and waiver.leaves_out(day),
            unsure={one.asked_on for one in unread if one.source is Source.COMMISSIONS},
        )
        rows, fees = (
            settlements.rows(store_id, *days),
            settlements.commissions(store_id, *days),
        )
        around, more = self._around(store_id, rows)
        checks = check_rows(rows, (*fees, *more), basis, around)
        return SettlementCheck(
            first=days[0],
            last=days[1],
            reading=settlements.reading(store_id),
            checks=checks,
            tiers=tier_runs(checks, schedule, store.store_type, tier_on),
            shares=sales_shares(checks, schedule, store.store_type),
            day_findings=self._day_findings(store_id, days, rows, fees),
            unread=unread,
        )

    def _around(
        self, store_id: int, rows: Sequence[SettlementRow]
    ) -> tuple[tuple[SettlementRow, ...], tuple[CommissionRow, ...]]:
        """What rows of other days partial cancellations are part of, with their commission rows."""
        held = {key_of(row) for row in rows}
        numbers = {row.product_order_no for row in rows if row.settle_type in PARTIAL}
        others, fees = self._settlements.of_orders(store_id, numbers)
        return (
            tuple(row for row in others if key_of(row) not in held),
            tuple(fee for fee in fees if key_of(fee) not in held),
        )

    def _day_findings(
        self,
        store_id: int,
        days: tuple[date, date],
        rows: Sequence[SettlementRow],
        fees: Sequence[CommissionRow],
    ) -> tuple[DayFinding, ...]:
        """What does not hold of the sums of days. Unsure is a day of which an entry could not be
        read, or whose rows were not read since its sum was.
        """
        settlements = self._settlements
        sums, unread = settlements.days(store_id, *days), settlements.unread(store_id, *days)
        known = set(settlements.read_days(store_id, *days))
        reading = settlements.reading(store_id)
        if reading is not None and reading.finished_at is None:
            known = {on for on in known if not reading.next_on <= on <= reading.last}
        if any(one.source is Source.DAYS for one in unread):
            known &= {day.expected_on for day in sums}
        known -= {one.asked_on for one in unread}
        every = {one.expected_on for told in (sums, rows, fees) for one in told}
        return day_findings(sums, rows, fees, every - known)

    @needs(Role.ANALYST)
    def book(self, store_id: int, month: date) -> Book:
        """The month of any of its days: rows and totals, as far as they were read."""
        first = month.replace(day=1)
        last, store_id = month_end(first), self._access.held(store_id).store_id
        settlements = self._settlements
        rows, days = settlements.of_month(store_id, first, last)
        return book(
            first,
            rows,
            days,
            settlements.vat_days(store_id, first, last),
            settlements.read_days(store_id, first, last + timedelta(days=SETTLED_WITHIN)),
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
            held_won=self._held_won(ids, days[1]),
            earlier=earlier_with_quick(rows),
        )

    def _held_won(self, store_ids: Iterable[int], last: date) -> int | None:
        """What NAVER holds back of stores; None where it is not known of one of them."""
        held = [still_held_won(self._settlements.days(one, date.min, last)) for one in store_ids]
        known = [won for won in held if won is not None]
        return sum(known) if len(known) == len(held) else None


def _tier_on(periods: Sequence[TierPeriod]) -> Callable[[date], FeeTier | None]:
    """The tier of any day, None before the first dated one."""
    held = sorted(periods, key=lambda period: period.starts_on)
    starts = [period.starts_on for period in held]

    def tier_on(day: date) -> FeeTier | None:
        place = bisect_right(starts, day)
        return held[place - 1].tier if place else None

    return tier_on
