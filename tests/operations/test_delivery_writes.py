"""A change of delivery settings: shown first, sent once, read again, never sent twice."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from engine import (
    Actor,
    BadRequest,
    BundleGroupSettings,
    NotAllowed,
    PrerequisiteKind,
    Role,
    ThisDayDispatch,
    Write,
    WriteState,
    now,
    open_engine,
)
from engine.api_errors import ApiUnreachable
from engine.config import Config
from engine.domain.writes import LATEST_ARRIVAL
from engine.errors import WriteUnsettled
from engine.naver import CommerceApi
from tests.one_store import OneStore, open_one_store

DISPATCH, GROUPS = "/v1/seller/this-day-dispatch", "/v1/product-delivery-info/bundle-groups"
HELD = {
    "sellerId": "x",
    "basisHour": 14,
    "basisMinute": 0,
    "holidayOfTheWeek": "WEDNESDAY",
    "sellerHolidays": [],
    "reason": "정기 휴무",
}
WANTED = ThisDayDispatch(basis_hour=13, basis_minute=30, holiday_of_the_week=("MONDAY",))
GROUP = BundleGroupSettings(
    name="<b>새</b> 묶음", usable=True, base_group=False, charge_method="MIN"
)


@pytest.fixture
def clock() -> list[datetime]:
    return [now()]


@pytest.fixture
def timed(one_store: OneStore, clock: list[datetime]) -> Iterator[OneStore]:
    """The store in a workspace whose clock the test moves, its setting known."""
    one_store.control("delivery", this_day_dispatch=HELD)
    opened = open_one_store(
        one_store.sandbox,
        one_store.index,
        one_store.folder.parent / "timed",
        clock=lambda: clock[0],
    )
    yield opened
    opened.engine.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls end after half a second, so that a test sees a time-out."""
    opened = CommerceApi.__init__

    def quick(self: CommerceApi, **options: Any) -> None:
        opened(self, **{**options, "timeout_seconds": 0.5})

    monkeypatch.setattr(CommerceApi, "__init__", quick)


def sent(one_store: OneStore, path: str = DISPATCH) -> int:
    """How many calls to that path there were, reads among them."""
    told = one_store.sandbox.control("stats", method="GET")["stores"][one_store.index]["requests"]
    return sum(count for name, count in told.items() if path in name)


def plan(one_store: OneStore, **fields: Any) -> Write:
    wanted = WANTED if not fields else ThisDayDispatch(**fields)
    return one_store.engine.delivery.plan_this_day_dispatch(one_store.store_id, wanted)


def test_a_plan_shows_the_difference_and_sends_nothing(timed: OneStore) -> None:
    planned = plan(timed)

    assert planned.state is WriteState.PLANNED
    assert [(one.field, one.before, one.after) for one in planned.changes] == [
        ("basis_hour", "14", "13"),
        ("basis_minute", "0", "30"),
        ("holiday_of_the_week", "WEDNESDAY", "MONDAY"),
        ("reason", "정기 휴무", None),
    ]
    assert timed.engine.delivery.this_day_dispatch(timed.store_id).basis_hour == 14
    assert timed.engine.writes.of_store(timed.store_id) == ()


def test_a_confirmed_plan_is_sent_read_again_and_kept_with_navers_trace_id(timed: OneStore) -> None:
    done = timed.engine.writes.confirm(plan(timed).write_id)

    assert (done.state, done.found, done.error_text) == (WriteState.DONE, done.after, None)
    assert done.trace_id
    assert timed.engine.writes.of_store(timed.store_id) == (done,)
    assert timed.engine.delivery.this_day_dispatch(timed.store_id) == WANTED
    fetched = timed.engine.prerequisites.of_store(timed.store_id)[1]
    assert (fetched.rows[0]["basis_hour"], fetched.changes) == ("13", ())  # it was ours
    (line,) = [one for one in timed.engine.audit.find() if one.action.startswith("naver.")]
    assert line.action == "naver.send.this_day_dispatch"
    assert (line.before["basis_hour"], line.after["basis_hour"]) == ("14", "13")
    assert (line.after["outcome"], line.trace_id) == ("DONE", done.trace_id)


def test_the_same_plan_confirmed_by_many_at_once_is_sent_once(timed: OneStore) -> None:
    planned = plan(timed)
    before = sent(timed)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: timed.engine.writes.confirm(planned.write_id), range(4)))

    assert sent(timed) - before == 3  # read, write, read again
    assert timed.engine.writes.confirm(planned.write_id).state is WriteState.DONE
    assert sent(timed) - before == 3


def test_a_plan_on_values_that_changed_meanwhile_is_planned_anew_and_not_sent(
    timed: OneStore,
) -> None:
    planned = plan(timed)
    timed.control("delivery", this_day_dispatch={**HELD, "basisHour": 16})

    outdated = timed.engine.writes.confirm(planned.write_id)

    assert outdated.state is WriteState.OUTDATED
    told = timed.engine.prerequisites.of_store(timed.store_id)[1].changes
    assert told == ("basis_hour 14 → 16",)  # somebody else's
    assert timed.engine.delivery.this_day_dispatch(timed.store_id).basis_hour == 16
    renewed = timed.engine.writes.get(outdated.replaced_by)
    assert renewed.changes[0].before == "16"
    assert timed.engine.writes.confirm(renewed.write_id).state is WriteState.DONE
    assert timed.engine.delivery.this_day_dispatch(timed.store_id) == WANTED


def test_what_somebody_else_set_already_needs_no_sending(timed: OneStore) -> None:
    planned = plan(timed)
    timed.engine.writes.confirm(plan(timed).write_id)

    outdated = timed.engine.writes.confirm(planned.write_id)

    assert (outdated.state, outdated.replaced_by) == (WriteState.OUTDATED, None)
    with pytest.raises(BadRequest, match="holds these values already"):
        timed.engine.writes.confirm(plan(timed).write_id)


def test_a_refusal_is_settled_at_once_and_changes_nothing(timed: OneStore) -> None:
    planned = plan(timed)
    timed.fail("rate_limit_429", DISPATCH, at=2, count=1, remaining=5)

    refused = timed.engine.writes.confirm(planned.write_id)

    assert refused.state is WriteState.REFUSED
    assert refused.trace_id
    assert refused.error_text
    assert timed.engine.delivery.this_day_dispatch(timed.store_id).basis_hour == 14


def test_a_time_out_after_sending_is_settled_by_reading_and_not_sent_again(
    impatient: None, timed: OneStore
) -> None:
    planned = plan(timed)
    timed.fail("late", DISPATCH, at=2, count=1, seconds=30)
    before = sent(timed)

    done = timed.engine.writes.confirm(planned.write_id)

    assert (done.state, done.found) == (WriteState.DONE, planned.after)
    assert sent(timed) - before == 3  # read, write, the look


def test_what_did_not_arrive_is_unknown_until_it_could_no_longer_arrive(
    impatient: None, timed: OneStore, clock: list[datetime]
) -> None:
    planned = plan(timed)
    timed.fail("reset", DISPATCH, at=2, count=1)

    unknown = timed.engine.writes.confirm(planned.write_id)
    at_once = timed.engine.writes.settle(planned.write_id)
    clock[0] += LATEST_ARRIVAL
    settled = timed.engine.writes.settle(planned.write_id)

    assert unknown.state is at_once.state is WriteState.SENT
    assert unknown.error_text.startswith("It is not known whether")
    assert settled.state is WriteState.NOT_ARRIVED
    assert timed.engine.delivery.this_day_dispatch(timed.store_id).basis_hour == 14


def test_while_it_is_unknown_nothing_else_is_sent_to_the_same_setting(
    impatient: None, timed: OneStore, clock: list[datetime]
) -> None:
    first = plan(timed)
    timed.fail("reset", DISPATCH, at=2, count=1)
    timed.engine.writes.confirm(first.write_id)
    second = plan(timed, basis_hour=9, basis_minute=0)

    with pytest.raises(WriteUnsettled):
        timed.engine.writes.confirm(second.write_id)

    clock[0] += LATEST_ARRIVAL
    timed.engine.writes.settle(first.write_id)
    assert timed.engine.writes.confirm(second.write_id).state is WriteState.DONE


def test_an_intent_that_outlived_its_process_is_settled_by_reading(
    one_store: OneStore, clock: list[datetime]
) -> None:
    one_store.control("delivery", this_day_dispatch=HELD)
    planned = plan(one_store)
    one_store.engine._parts.writes.claim(planned, "kim")  # the process ends here
    one_store.engine.close()

    later = clock[0] + timedelta(hours=1)
    one_store.sandbox.control("clock", {"offset_seconds": 3600})
    reopened = open_engine(Config(workspace=one_store.folder), clock=lambda: later)
    try:
        (left,) = reopened.writes.of_store(one_store.store_id)
        assert left.state is WriteState.SENT
        assert reopened.writes.confirm(left.write_id).state is WriteState.SENT
        assert reopened.writes.settle(left.write_id).state is WriteState.NOT_ARRIVED
    finally:
        reopened.close()


def test_naver_that_cannot_be_read_first_keeps_the_plan(impatient: None, timed: OneStore) -> None:
    planned = plan(timed)
    timed.fail("reset", DISPATCH, count=3)  # all tries of the read

    with pytest.raises(ApiUnreachable):
        timed.engine.writes.confirm(planned.write_id)

    assert timed.engine.writes.get(planned.write_id).state is WriteState.PLANNED
    assert timed.engine.writes.confirm(planned.write_id).state is WriteState.DONE


@pytest.mark.dated
def test_a_plan_of_yesterday_is_looked_at_again(timed: OneStore, clock: list[datetime]) -> None:
    planned, day = plan(timed), timedelta(days=1)
    clock[0] += day + timedelta(seconds=1)

    with pytest.raises(BadRequest, match="more than a day old"):
        timed.engine.writes.confirm(planned.write_id)

    kept = plan(timed)
    clock[0] += day
    assert timed.engine.writes.confirm(kept.write_id).state is WriteState.DONE


def test_a_new_group_is_made_and_found_by_its_name(timed: OneStore) -> None:
    planned = timed.engine.delivery.plan_bundle_group(timed.store_id, GROUP)

    done = timed.engine.writes.confirm(planned.write_id)

    assert (planned.before, done.state) == ({}, WriteState.DONE)
    assert GROUP in [one.settings for one in timed.engine.delivery.bundle_groups(timed.store_id)]
    with pytest.raises(BadRequest, match="already a bundle delivery group <b>새</b> 묶음"):
        timed.engine.delivery.plan_bundle_group(timed.store_id, GROUP)


def test_a_group_that_somebody_made_meanwhile_is_not_made_again(timed: OneStore) -> None:
    plans = [timed.engine.delivery.plan_bundle_group(timed.store_id, GROUP) for _ in range(2)]
    timed.engine.writes.confirm(plans[0].write_id)

    with pytest.raises(BadRequest, match="already a bundle delivery group"):
        timed.engine.writes.confirm(plans[1].write_id)

    names = [one.name for one in timed.engine.delivery.bundle_groups(timed.store_id)]
    assert names.count(GROUP.name) == 1


def test_a_new_group_whose_answer_got_lost_is_not_made_twice(
    impatient: None, timed: OneStore
) -> None:
    planned = timed.engine.delivery.plan_bundle_group(timed.store_id, GROUP)
    timed.fail("late", GROUPS, at=2, count=1, seconds=30)

    done = timed.engine.writes.confirm(planned.write_id)

    assert done.state is WriteState.DONE
    names = [one.name for one in timed.engine.delivery.bundle_groups(timed.store_id)]
    assert names.count(GROUP.name) == 1


def test_a_group_is_edited_and_one_that_vanished_is_said(timed: OneStore) -> None:
    held = timed.engine.delivery.bundle_groups(timed.store_id)[1]
    number = held.bundle_group_id
    planned = timed.engine.delivery.plan_bundle_group(timed.store_id, GROUP, number)

    assert timed.engine.writes.confirm(planned.write_id).state is WriteState.DONE

    again = timed.engine.delivery.plan_bundle_group(timed.store_id, held.settings, number)
    timed.control("delivery", bundle_groups=[])
    with pytest.raises(BadRequest, match=f"no longer has the bundle delivery group {number}"):
        timed.engine.writes.confirm(again.write_id)
    assert timed.engine.writes.get(again.write_id).state is WriteState.PLANNED


def test_a_new_default_group_takes_the_place_of_the_former_one(timed: OneStore) -> None:
    groups = timed.engine.delivery.bundle_groups(timed.store_id)
    wanted = BundleGroupSettings(
        name=groups[1].name, usable=True, base_group=True, charge_method="MIN"
    )
    planned = timed.engine.delivery.plan_bundle_group(
        timed.store_id, wanted, groups[1].bundle_group_id
    )

    timed.engine.writes.confirm(planned.write_id)

    defaults = [
        one.bundle_group_id
        for one in timed.engine.delivery.bundle_groups(timed.store_id)
        if one.base_group
    ]
    assert defaults == [groups[1].bundle_group_id]


def test_an_operator_looks_and_settles_but_does_not_write(timed: OneStore) -> None:
    operator = timed.engine.acting_as(Actor(name="lee", role=Role.OPERATOR))
    planned = plan(timed)

    with pytest.raises(NotAllowed):
        operator.delivery.plan_this_day_dispatch(timed.store_id, WANTED)
    with pytest.raises(NotAllowed):
        operator.writes.confirm(planned.write_id)

    assert operator.writes.settle(planned.write_id) == planned
    assert operator.prerequisites.fetch(timed.store_id, [PrerequisiteKind.BUNDLE_GROUPS])


def test_a_write_of_a_store_that_was_not_given_is_as_one_that_is_not_there(timed: OneStore) -> None:
    planned = plan(timed)
    elsewhere = timed.engine.acting_as(Actor(name="lee", role=Role.MANAGER, store_ids=(99,)))

    for step in (elsewhere.writes.get, elsewhere.writes.confirm, elsewhere.writes.settle):
        with pytest.raises(BadRequest):
            step(planned.write_id)
