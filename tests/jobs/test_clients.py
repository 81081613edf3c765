"""What NAVER is asked for a store, and what no longer: by groups, switches, approval, archive."""

from __future__ import annotations

from functools import partial

import pytest

from engine import CheckStep, JobState, ScheduleKind, StepState, StoreClosed, Switches
from engine.domain.schedule import entry_of
from engine.domain.switches import ApiGroup
from tests.one_store import BY_CODE, OneStore

WRONG_SECRET = "$2a$04$abcdefghijklmnopqrstuu"


def test_every_missing_group_is_named_by_one_check(one_store: OneStore) -> None:
    one_store.control("application", missing_groups=["order", "settlement", "inquiry"])

    check = one_store.engine.stores.check(one_store.store_id)

    one_store.control("application", missing_groups=[])
    failed = [one.step for one in check.steps if one.state is StepState.FAILED]
    assert failed == [CheckStep.ORDER, CheckStep.INQUIRY, CheckStep.SETTLEMENT]
    assert [one.params["group"] for one in check.problems] == ["주문 판매자", "문의", "정산"]


def test_a_group_that_is_switched_off_is_not_asked(one_store: OneStore) -> None:
    one_store.control("application", missing_groups=["order", "inquiry", "settlement"])
    one_store.engine.store_sections.save_switches(
        one_store.store_id, Switches(order=False, cs=False, settlement=False)
    )

    check = one_store.engine.stores.check(one_store.store_id)

    one_store.control("application", missing_groups=[])
    assert check.connected
    skipped = [one.step for one in check.steps if one.state is StepState.SKIPPED]
    assert skipped == [CheckStep.ORDER, CheckStep.INQUIRY, CheckStep.SETTLEMENT]


def test_a_store_that_is_not_approved_is_asked_nothing(one_store: OneStore) -> None:
    right = one_store.sandbox.stores[one_store.index].client_secret
    one_store.engine.stores.set_secret(one_store.store_id, WRONG_SECRET)
    assert not one_store.engine.stores.check(one_store.store_id).connected
    before = one_store.sandbox.control("stats", method="GET")["stores"][one_store.index]["requests"]

    with pytest.raises(StoreClosed, match="not approved"):
        one_store.imports()
    with pytest.raises(StoreClosed, match="not approved"):
        one_store.engine.prerequisites.fetch(one_store.store_id)

    assert (
        one_store.sandbox.control("stats", method="GET")["stores"][one_store.index]["requests"]
        == before
    )
    one_store.engine.stores.set_secret(one_store.store_id, right)
    assert one_store.engine.stores.check(one_store.store_id).connected
    one_store.imports()


@pytest.mark.parametrize("switches", [Switches(master=False), Switches(product=False)])
def test_a_switch_that_is_off_stops_imports_and_the_dawn_sync(
    one_store: OneStore, switches: Switches
) -> None:
    one_store.engine.store_sections.save_switches(one_store.store_id, switches)

    with pytest.raises(StoreClosed, match="switched off"):
        one_store.imports()
    due = partial(one_store.engine.service.schedule._stores, entry_of(ScheduleKind.FULL_SYNC))
    assert due() == []

    one_store.engine.store_sections.save_switches(one_store.store_id, Switches())
    assert [one.store_id for one in due()] == [one_store.store_id]


def test_a_switch_stops_the_calls_of_a_client_that_is_open_already(one_store: OneStore) -> None:
    api = one_store.engine.service.clients.of(one_store.store_id, ApiGroup.PRODUCT)
    one_store.engine.store_sections.save_switches(one_store.store_id, Switches(product=False))

    with pytest.raises(StoreClosed, match="product API of the store"):
        api.products.categories()
    api.sellers.account()


def test_an_archived_store_is_asked_nothing_until_it_is_restored(one_store: OneStore) -> None:
    one_store.engine.stores.archive(one_store.store_id)

    assert one_store.engine.stores.all() == ()
    assert [one.store_id for one in one_store.engine.stores.archived()] == [one_store.store_id]
    with pytest.raises(StoreClosed, match="archived"):
        one_store.engine.prerequisites.fetch(one_store.store_id)
    with pytest.raises(StoreClosed, match="archived"):
        one_store.engine.stores.check(one_store.store_id)

    one_store.engine.stores.restore(one_store.store_id)
    one_store.engine.prerequisites.fetch(one_store.store_id)


def test_a_job_under_way_stops_with_the_reason_and_goes_on_once_switched_on(
    one_store: OneStore,
) -> None:
    one_store.fail("slow", count=1, seconds=1)
    job_id = one_store.engine.imports.submit(one_store.request(**BY_CODE))
    one_store.engine.store_sections.save_switches(one_store.store_id, Switches(product=False))

    stopped = one_store.engine.jobs.wait(job_id)
    with pytest.raises(StoreClosed, match="product API"):
        one_store.engine.jobs.resume(job_id)
    one_store.engine.store_sections.save_switches(one_store.store_id, Switches())
    one_store.engine.jobs.resume(job_id)

    assert (stopped.state, stopped.error_code) == (JobState.FAILED, "STORE_CLOSED")
    assert one_store.engine.jobs.wait(job_id).state is JobState.DONE
