"""What NAVER is asked for a store, and what no longer: by groups, switches, approval, archive."""

from __future__ import annotations

from functools import partial

import pytest

from engine import (
    ApiGroup,
    CheckStep,
    JobState,
    ScheduleKind,
    StepState,
    StoreClosed,
    Switches,
)
from engine.domain.schedule import entry_of
from tests.shop import BY_CODE, Shop

WRONG_SECRET = "$2a$04$abcdefghijklmnopqrstuu"


def test_every_missing_group_is_named_by_one_check(shop: Shop) -> None:
    shop.control("application", missing_groups=["order", "settlement", "inquiry"])

    check = shop.engine.stores.check(shop.store_id)

    shop.control("application", missing_groups=[])
    failed = [one.step for one in check.steps if one.state is StepState.FAILED]
    assert failed == [CheckStep.ORDER, CheckStep.INQUIRY, CheckStep.SETTLEMENT]
    assert [one.params["group"] for one in check.problems] == ["주문 판매자", "문의", "정산"]


def test_a_group_that_is_switched_off_is_not_asked(shop: Shop) -> None:
    shop.control("application", missing_groups=["order", "inquiry", "settlement"])
    shop.engine.store_sections.save_switches(
        shop.store_id, Switches(order=False, cs=False, settlement=False)
    )

    check = shop.engine.stores.check(shop.store_id)

    shop.control("application", missing_groups=[])
    assert check.connected
    skipped = [one.step for one in check.steps if one.state is StepState.SKIPPED]
    assert skipped == [CheckStep.ORDER, CheckStep.INQUIRY, CheckStep.SETTLEMENT]


def test_a_store_that_is_not_approved_is_asked_nothing(shop: Shop) -> None:
    right = shop.sandbox.stores[shop.index].client_secret
    shop.engine.stores.set_secret(shop.store_id, WRONG_SECRET)
    assert not shop.engine.stores.check(shop.store_id).connected
    before = shop.sandbox.control("stats", method="GET")["stores"][shop.index]["requests"]

    with pytest.raises(StoreClosed, match="not approved"):
        shop.imports()
    with pytest.raises(StoreClosed, match="not approved"):
        shop.engine.prerequisites.fetch(shop.store_id)

    assert shop.sandbox.control("stats", method="GET")["stores"][shop.index]["requests"] == before
    shop.engine.stores.set_secret(shop.store_id, right)
    assert shop.engine.stores.check(shop.store_id).connected
    shop.imports()


@pytest.mark.parametrize("switches", [Switches(master=False), Switches(product=False)])
def test_a_switch_that_is_off_stops_imports_and_the_dawn_sync(
    shop: Shop, switches: Switches
) -> None:
    shop.engine.store_sections.save_switches(shop.store_id, switches)

    with pytest.raises(StoreClosed, match="switched off"):
        shop.imports()
    due = partial(shop.engine.service.schedule._stores, entry_of(ScheduleKind.FULL_SYNC))
    assert due() == []

    shop.engine.store_sections.save_switches(shop.store_id, Switches())
    assert [one.store_id for one in due()] == [shop.store_id]


def test_a_switch_stops_the_calls_of_a_client_that_is_open_already(shop: Shop) -> None:
    api = shop.engine.service.clients.of(shop.store_id, ApiGroup.PRODUCT)
    shop.engine.store_sections.save_switches(shop.store_id, Switches(product=False))

    with pytest.raises(StoreClosed, match="product API of the store"):
        api.products.categories()
    api.sellers.account()


def test_an_archived_store_is_asked_nothing_until_it_is_restored(shop: Shop) -> None:
    shop.engine.stores.archive(shop.store_id)

    assert shop.engine.stores.all() == ()
    assert [one.store_id for one in shop.engine.stores.archived()] == [shop.store_id]
    with pytest.raises(StoreClosed, match="archived"):
        shop.engine.prerequisites.fetch(shop.store_id)
    with pytest.raises(StoreClosed, match="archived"):
        shop.engine.stores.check(shop.store_id)

    shop.engine.stores.restore(shop.store_id)
    shop.engine.prerequisites.fetch(shop.store_id)


def test_a_job_under_way_stops_with_the_reason_and_goes_on_once_switched_on(shop: Shop) -> None:
    shop.fail("slow", count=1, seconds=1)
    job_id = shop.engine.imports.submit(shop.request(**BY_CODE))
    shop.engine.store_sections.save_switches(shop.store_id, Switches(product=False))

    stopped = shop.engine.jobs.wait(job_id)
    with pytest.raises(StoreClosed, match="product API"):
        shop.engine.jobs.resume(job_id)
    shop.engine.store_sections.save_switches(shop.store_id, Switches())
    shop.engine.jobs.resume(job_id)

    assert (stopped.state, stopped.error_code) == (JobState.FAILED, "STORE_CLOSED")
    assert shop.engine.jobs.wait(job_id).state is JobState.DONE
