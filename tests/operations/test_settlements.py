"""Settlements from NAVER to the check: every planted mistake is found, and nothing else is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine import (
    BadRequest,
    Basics,
    Cause,
    FeeTier,
    Flag,
    Reason,
    RowCheck,
    ScheduleKind,
    StoreClosed,
    Switches,
    Verdict,
    today,
)
from tests.one_store import OneStore, open_one_store
from tests.sandbox_process import start_sandbox

DAY = timedelta(days=1)
CALLS = ("settle/case", "settle/daily", "settle/commission-details")
SHORT = (today() - 9 * DAY, today() - 5 * DAY)


@pytest.fixture(params=[False, True], ids=["normal", "quick"])
def till(one_store: OneStore, request: pytest.FixtureRequest) -> Iterator[OneStore]:
    """A store whose tier at NAVER is the one set here, once with quick settlement."""
    one_store.control("settlements", tier="SMALL_1", quick=request.param)
    yield one_store
    one_store.control("settlements", days_ahead=0, tier="SMALL_1")


@pytest.fixture
def plain(one_store: OneStore) -> Iterator[OneStore]:
    """The same with ordinary settlement."""
    one_store.control("settlements", tier="SMALL_1", quick=False)
    yield one_store
    one_store.control("settlements", days_ahead=0, tier="SMALL_1")


def found(one_store: OneStore) -> dict[tuple[str, str], list[RowCheck]]:
    """The findings by product order and type."""
    by_row: dict[tuple[str, str], list[RowCheck]] = {}
    for check in one_store.engine.settlements.check(one_store.store_id).findings:
        by_row.setdefault((check.row.product_order_no, check.row.settle_type), []).append(check)
    return by_row


def test_what_naver_charged_rightly_is_no_finding(till: OneStore) -> None:
    report = till.reads()

    told = till.engine.settlements.check(till.store_id)
    assert (report.days, report.resumed) == (38, False)
    assert report.new == len(told.checks) > 200
    assert told.findings == ()
    assert told.day_findings == ()
    verdicts = {check.verdict for check in told.checks if check.reason is None}
    assert verdicts == {Verdict.EQUAL}
    unsaid = {check.reason for check in told.checks if check.reason is not None}
    assert unsaid <= {Reason.OTHER_KIND, Reason.PARTIAL_CANCEL}
    assert [run.measured for run in told.tiers] == [FeeTier.SMALL_1]
    assert sum(share.rows for share in told.shares) > 100
    assert all(share.saved_won == 0 for share in told.shares if share.arrival == "NORMAL")


OF_ROWS = ("promotion", "one_won", "doubled", "unknown_type", "fee_sum", "part_fee")


def test_every_planted_mistake_of_a_day_is_found_and_nothing_else(till: OneStore) -> None:
    on = today()
    for days_ago, kind in (
        (14, "day_sum"),
        (12, "day_split"),
        (10, "missing_row"),
        (8, "sum_untold"),
    ):
        plant(till, kind, on - days_ago * DAY)
    places = till.sandbox.control("mistakes", method="GET")["places"]
    mine = {place["kind"]: place for place in places if place["store"] == till.index}
    till.reads()

    told = till.engine.settlements.check(till.store_id)

    flags = {"day_sum": "PARTS", "day_split": "SPLIT", "missing_row": "ROWS"}
    flags["sum_untold"] = "SUM_UNTOLD"
    days = {(one.on.isoformat(), one.flag) for one in told.day_findings}
    assert days == {(mine[kind]["expected"], flag) for kind, flag in flags.items()}
    off = {one.flag: one.off_won for one in told.day_findings}
    assert off["PARTS"] == mine["day_sum"]["off_won"]
    assert off["SPLIT"] == mine["day_split"]["off_won"]
    assert told.findings == ()


def test_every_planted_mistake_is_found_and_nothing_else(till: OneStore) -> None:
    on = today()
    since = on - 16 * DAY
    plant(till, "wrong_tier", since, tier="SMALL_3")
    for days_ago, kind in enumerate(OF_ROWS, start=8):
        plant(till, kind, on - days_ago * DAY)
    places = till.sandbox.control("mistakes", method="GET")["places"]
    mine = [place for place in places if place["store"] == till.index]
    till.reads()

    told = found(till)

    first = on - 30 * DAY
    seen = [place for place in mine if date.fromisoformat(place["expected"]) >= first]
    assert {place["kind"] for place in seen} == {"wrong_tier", *OF_ROWS}
    assert set(told) == {(place["number"], place["settle_type"]) for place in seen}
    for place in seen:
        checks = told.pop((place["number"], place["settle_type"]), [])
        others = [one for one in seen if one["number"] == place["number"]]
        for check in checks:
            assert_told(check, [o for o in others if o["settle_type"] == place["settle_type"]])
    assert told == {}


def assert_told(check: RowCheck, places: list[dict[str, Any]]) -> None:
    """The finding is what was planted, and by as many won."""
    kinds = {place["kind"] for place in places}
    flags: dict[str, tuple[Flag, ...]] = {
        "doubled": (Flag.DOUBLED,),
        "unknown_type": (Flag.UNKNOWN_TYPE,),
    }
    if "unknown_type" in kinds:
        assert (check.reason, check.flags) == (Reason.UNKNOWN_TYPE, flags["unknown_type"])
        return
    expected = {Flag.DOUBLED} if "doubled" in kinds and check.row.place == 2 else set()
    assert set(check.flags) == expected | ({Flag.FEES_DIFFER} if "fee_sum" in kinds else set())
    assert check.off_won == sum(place["off_won"] for place in places)
    causes = set()
    for place in places:
        if place["kind"] == "wrong_tier" and abs(place["off_won"]) > 1:
            causes.add(Cause.OTHER_TIER)
            assert check.tier_found is FeeTier.SMALL_3
        if place["kind"] == "promotion":
            causes.add(Cause.PROMOTION)
        if place["kind"] == "part_fee":
            causes.add(Cause.PART_FEE)
    assert set(check.causes) == causes
    off = any(abs(place["off_won"]) for place in places)
    verdict = Verdict.OFF if causes else Verdict.ONE_WON if off else Verdict.EQUAL
    assert check.verdict is verdict


def plant(one_store: OneStore, kind: str, on: date, **more: Any) -> None:
    """Plants a mistake in this store."""
    one_store.control("mistakes", kind=kind, on=on.isoformat(), **more)


@pytest.mark.dated
def test_a_wrong_tier_is_measured_from_its_day_and_a_correction_ends_the_findings(
    plain: OneStore,
) -> None:
    since = today() - 16 * DAY
    plant(plain, "wrong_tier", since, tier="GENERAL")
    plain.reads()

    told = plain.engine.settlements.check(plain.store_id)

    *_before, run = told.tiers
    assert (run.measured, run.tier_set, run.differs) == (FeeTier.GENERAL, FeeTier.SMALL_1, True)
    assert run.starts_on == since
    plain.engine.terms.set_tier(plain.store_id, run.measured, run.starts_on, reprice=True)
    assert plain.engine.settlements.check(plain.store_id).findings == ()


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[OneStore]:
    """A store that sells so much that NAVER states some rows anew, and drops some, on any days."""
    with start_sandbox(stores=1, products=50, orders=60, seed=7) as sandbox:
        opened = open_one_store(sandbox, 0, tmp_path / "busy")
        opened.control("settlements", tier="SMALL_1", quick=False)
        yield opened
        opened.engine.close()


def test_reading_again_keeps_a_version_of_what_was_stated_anew(busy: OneStore) -> None:
    days = (today() - 24 * DAY, today() - 8 * DAY)
    first = busy.reads(days[0], days[1])
    again = busy.reads(days[0], days[1])
    busy.control("settlements", days_ahead=20)

    later = busy.reads(days[0], days[1])

    assert first.new > 100
    assert (again.new, again.changed, again.gone) == (0, 0, 0)
    assert (later.new, later.gone) == (0, 0)
    assert later.changed > 0
    told = busy.engine.settlements.check(busy.store_id, first=days[0], last=days[1])
    assert told.findings == ()
    versions = [
        busy.engine.service.tables.settlements.versions(busy.store_id, check.row.product_order_no)
        for check in told.checks
    ]
    changed = [one for one in versions if one[-1].version == 2]
    assert len(changed) == later.changed
    assert all(one[0].row.settled_won < one[-1].row.settled_won for one in changed)


def test_a_flip_to_quick_settlement_leaves_one_row(busy: OneStore) -> None:
    busy.control("settlements", tier="SMALL_1", quick=True)
    days = (today() + DAY, today() + 7 * DAY)
    busy.reads(days[0], days[1])
    busy.control("settlements", days_ahead=7)

    later = busy.reads(days[0], days[1])

    busy.control("settlements", days_ahead=0)
    told = busy.engine.settlements.check(busy.store_id, first=days[0], last=days[1])
    types = {check.row.settle_type for check in told.checks}
    parts = {"QUANTITY_CANCEL_DEDUCTION", "QUANTITY_CANCEL_RESTORE"}
    assert later.gone > 0
    assert types - parts <= {"QUICK_SETTLE_ORIGINAL", "QUICK_SETTLE_CANCEL"}
    assert told.findings == ()


def test_days_without_rows_are_no_error(plain: OneStore) -> None:
    sunday = today() - timedelta(days=today().isoweekday() % 7 + 7)

    report = plain.reads(sunday, sunday)

    assert (report.days, report.new) == (1, 0)
    assert plain.engine.settlements.check(plain.store_id, first=sunday, last=sunday).checks == ()


@pytest.mark.parametrize(
    ("first", "last"), [(today(), today() - DAY), (today() - 400 * DAY, today())]
)
def test_a_period_that_cannot_be_is_refused(one_store: OneStore, first: date, last: date) -> None:
    with pytest.raises(BadRequest):
        one_store.reads(first, last)


@pytest.mark.parametrize("switches", [Switches(master=False), Switches(settlement=False)])
def test_a_store_whose_switch_is_off_is_not_read(one_store: OneStore, switches: Switches) -> None:
    one_store.engine.store_sections.save_switches(one_store.store_id, switches)

    with pytest.raises(StoreClosed, match="switched off"):
        one_store.reads()
    with pytest.raises(StoreClosed, match="switched off"):
        one_store.engine.schedule.run(ScheduleKind.SETTLEMENTS, one_store.store_id)


def test_the_calendar_tells_what_was_paid_and_what_is_due(till: OneStore) -> None:
    till.reads()

    cash = till.engine.settlements.cash(till.store_id)

    on = today()
    assert sum(day.paid_won for day in cash.days if day.on > on) == 0
    assert sum(day.due_won for day in cash.days if day.on <= on) == 0
    assert all(day.unexplained_won == 0 for day in cash.days)
    assert any(day.due_won for day in cash.days if day.on > on)
    assert any(day.claw_back_won < 0 for day in cash.days)
    quick = any(day.quick_won for day in cash.days)
    assert quick != any(one.earlier_on < one.expected_on - 3 * DAY for one in cash.earlier)
    assert till.engine.settlements.cash() == cash


def test_money_held_back_is_not_paid_and_comes_later(plain: OneStore) -> None:
    days = (today() - 90 * DAY, today())
    plain.reads(*days)

    cash = plain.engine.settlements.cash(plain.store_id, first=days[0], last=days[1])

    held = [day for day in cash.days if day.held_back_won]
    assert held
    assert any(day.released_won for day in cash.days)
    assert {day.unexplained_won for day in cash.days} <= {0, None}
    assert any(day.charge_won and not day.paid_won for day in cash.days)
    told = plain.engine.settlements.check(plain.store_id, first=days[0], last=days[1])
    assert (told.findings, told.day_findings) == ((), ())


@pytest.mark.dated
def test_the_runway_adds_the_sales_of_all_stores_known(plain: OneStore) -> None:
    before = plain.engine.runway.of()
    plain.reads(SHORT[0], SHORT[1])
    name = plain.engine.stores.get(plain.store_id).name

    told = plain.engine.runway.of([name])

    assert (before.unread, before.runway.resets) == ((name,), ())
    assert (told.stores, told.unread) == ((name,), ())
    assert told.runway.known_to == today().replace(day=1) - DAY
    assert len(told.runway.resets) == 2
    assert all(reset.projected_won >= reset.known_won >= 0 for reset in told.runway.resets)
    with pytest.raises(BadRequest, match="nobody"):
        plain.engine.runway.of(["nobody"])


@pytest.mark.dated
def test_an_archived_store_counts_in_the_runway_of_its_number_and_is_named(plain: OneStore) -> None:
    engine, own = plain.engine, plain.engine.stores.get(plain.store_id)
    twin = engine.stores.duplicate(own.store_id, name="쌍둥이", client_id="another")
    for store in (own, twin):
        engine.store_sections.save_basics(
            store.store_id, store.name, Basics(business_no="123-45-67891")
        )
    plain.reads(SHORT[0], SHORT[1])
    before = engine.runway.of()

    engine.stores.archive(own.store_id)
    told = engine.runway.of()

    assert (before.archived, told.archived) == ((), (own.name,))
    assert told.runway == before.runway
    assert told.runway.pace_won > 0
    assert [set(group.stores) for group in engine.runway.groups()] == [{own.name, twin.name}]
    engine.store_sections.save_basics(own.store_id, own.name, Basics())
    assert [group.stores for group in engine.runway.groups()] == [(twin.name,)]


def test_stores_of_one_business_number_count_together_and_one_without_stands_alone(
    plain: OneStore,
) -> None:
    engine = plain.engine
    own = engine.stores.get(plain.store_id)
    twin = engine.stores.duplicate(own.store_id, name="쌍둥이", client_id="another")
    alone = engine.stores.duplicate(own.store_id, name="혼자", client_id="third")
    for store in (own, twin):
        engine.store_sections.save_basics(
            store.store_id, store.name, Basics(business_no="123-45-67891")
        )
    plain.reads(SHORT[0], SHORT[1])

    together, single = engine.runway.of(), engine.runway.of([alone.name])

    assert together.business_no == "1234567891"
    assert set(together.stores) == {own.name, twin.name}
    assert together.unread == (twin.name,)
    assert engine.runway.of(business_no="1234567891") == together
    assert (single.business_no, single.unread, single.runway.resets) == (None, (alone.name,), ())
    assert (together.archived, single.archived) == ((), ())
    assert [len(group.stores) for group in engine.runway.groups()] == [2, 1]
    with pytest.raises(BadRequest, match="No store has the business number"):
        engine.runway.of(business_no="220-81-62517")


def test_what_cannot_be_read_is_counted_and_shown_and_the_rest_goes_on(plain: OneStore) -> None:
    plain.reads(SHORT[0], SHORT[1])
    every = plain.engine.settlements.check(plain.store_id, first=SHORT[0], last=SHORT[1])
    case, daily, fees = (f"/v1/pay-settle/{one}" for one in CALLS)
    plain.fail("wrong_type", case, member="settleExpectAmount", value="많음")
    plain.fail("wrong_type", daily, member="settleExpectDate", value="언젠가")
    plain.fail("missing_member", fees, member="commissionType")

    report = plain.reads(SHORT[0], SHORT[1])

    plain.mend()
    told = plain.engine.settlements.check(plain.store_id, first=SHORT[0], last=SHORT[1])
    assert (report.days, report.gone, report.changed) == (5, 0, 0)
    assert report.unread == len(told.unread)
    assert told.checks == every.checks
    assert {(one.source, one.member) for one in told.unread} == {
        ("ROWS", "settleExpectAmount"),
        ("DAYS", "settleExpectDate"),
        ("COMMISSIONS", "commissionType"),
    }
    assert plain.reads(SHORT[0], SHORT[1]).unread == 0
    again = plain.engine.settlements.check(plain.store_id, first=SHORT[0], last=SHORT[1])
    assert again.unread == ()
