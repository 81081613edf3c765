"""Everything a team sets of a store: kept over a restart, refused when wrong, obeyed by calls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine import (
    Actor,
    ApiData,
    ApiGroup,
    AuditSearch,
    BadRequest,
    Basics,
    CheckStep,
    Config,
    ConnectionState,
    Contact,
    ContactField,
    Engine,
    FeeTier,
    JobState,
    NotAllowed,
    OrderConfirm,
    QuickSettlement,
    Role,
    ScheduleKind,
    StepState,
    Store,
    StoreClosed,
    StoreType,
    Switches,
    TaxMode,
    TierPeriod,
    Waiver,
    WindowKind,
    open_engine,
    today,
)
from tests.builders import new_store
from tests.fresh import fresh
from tests.sandbox_process import Sandbox
from tests.shop import BY_CODE, Shop

WRONG_SECRET = "$2a$04$abcdefghijklmnopqrstuu"
HONG: dict[str, Any] = {
    "name": "홍길동",
    "title": "물류팀",
    "email": "hong@example.com",
    "mobile": "01098765432",
}


def contact(**fields: Any) -> Contact:
    return Contact(**({"contact_id": 0, "store_id": 0} | HONG | fields))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def engine(workspace: Path) -> Iterator[Engine]:
    opened = open_engine(fresh(workspace))
    yield opened
    opened.close()


@pytest.fixture
def store(engine: Engine, shared_sandbox: Sandbox, store_indices: Iterator[int]) -> Store:
    index = next(store_indices)
    return engine.add_store(
        new_store(shared_sandbox, index), shared_sandbox.stores[index].client_secret
    )


def test_every_row_of_the_form_comes_back_after_a_restart(
    workspace: Path, shared_sandbox: Sandbox, store_indices: Iterator[int]
) -> None:
    index = next(store_indices)
    engine = open_engine(Config(workspace=workspace))
    store_id = engine.add_store(
        new_store(shared_sandbox, index), shared_sandbox.stores[index].client_secret
    ).store_id
    engine.fetch_categories(store_id)
    category = engine.categories("세트")[0] if engine.categories("세트") else engine.categories()[0]
    basics = Basics(
        seller_id="ongyeol@example.com",
        window_kind=WindowKind.LIVING,
        category_id=category.category_id,
        memo="<b>굵게</b>\n=1+1",
        business_no="1234567891",
    )
    engine.save_basics(store_id, "새 이름", basics)
    engine.save_storefront(
        store_id, "https://brand.naver.com/Ongyeol/products/1?a=b", store_type=StoreType.SMARTSTORE
    )
    held = engine.store(store_id)
    api = ApiData(
        client_id=held.client_id,
        base_url=held.base_url,
        linked_seller_id="ncp_1",
        valid_until=date(2027, 1, 2),
    )
    engine.save_api(store_id, api)
    engine.set_fee_tier(store_id, FeeTier.MICRO, date(2026, 9, 1), reprice=True)
    engine.update_store(store_id, tax_mode=TaxMode.EXEMPT)
    engine.set_quick_settlement(store_id, date(2026, 5, 1), used=True)
    waiver = Waiver(
        starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), monthly_cap_won=5_000_000
    )
    engine.set_waiver(store_id, waiver, reprice=True)
    switches = Switches(
        master=True, product=False, cs=False, order_confirm=OrderConfirm.RUNPLE, extend_days=90
    )
    engine.set_switches(store_id, switches)
    added = engine.add_contact(store_id, contact())
    engine.close()

    again = open_engine(Config(workspace=workspace))
    kept, terms = again.store(store_id), again.terms(store_id)
    opened = again.open_contact(store_id, added.contact_id, ContactField.MOBILE)
    shown = again.contacts(store_id)
    again.close()

    assert kept.name == "새 이름"
    assert kept.basics == msgspec.structs.replace(basics, category_name=category.whole_name)
    assert (kept.storefront.address, kept.store_type) == ("ongyeol", StoreType.BRAND_STORE)
    assert (kept.linked_seller_id, kept.valid_until) == ("ncp_1", date(2027, 1, 2))
    assert kept.secret_set_at is not None
    assert (kept.switches, kept.tax_mode) == (switches, TaxMode.EXEMPT)
    assert terms.tiers == (
        TierPeriod(starts_on=date(2026, 9, 1), tier=FeeTier.MICRO),
        TierPeriod(starts_on=date(2026, 8, 14), tier=FeeTier.SMALL_1),
    )
    assert terms.quick_settlement == (QuickSettlement(starts_on=date(2026, 5, 1), used=True),)
    assert terms.waiver == waiver
    assert [(one.name, one.mobile, one.email) for one in shown] == [
        ("홍*동", "010-****-5432", "h***@example.com")
    ]
    assert opened == "010-9876-5432"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://smartstore.naver.com/abc", "abc"),
        ("http://m.smartstore.naver.com/ABC/products/12?NaPm=x", "abc"),
        ("smartstore.naver.com/abc/", "abc"),
        ("abc_d-1", "abc_d-1"),
        ("abc/category/1", "abc"),
    ],
)
def test_a_pasted_address_is_understood(
    engine: Engine, store: Store, typed: str, address: str
) -> None:
    saved = engine.save_storefront(store.store_id, typed, store_type=StoreType.SMARTSTORE)

    assert saved.storefront.address == address


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("https://example.com/abc", "example.com is no storefront"),
        ("https://smartstore.naver.com/", "store address has a wrong form"),
        ("가게", "store address has a wrong form"),
        ("=HYPERLINK(1)", "store address has a wrong form"),
        ("http://[::1", "no storefront"),
    ],
)
def test_what_is_no_store_address_is_refused(
    engine: Engine, store: Store, typed: str, words: str
) -> None:
    with pytest.raises(BadRequest, match=words):
        engine.save_storefront(store.store_id, typed, store_type=StoreType.SMARTSTORE)


def test_one_address_or_channel_in_two_stores_is_refused(
    engine: Engine, store: Store, shared_sandbox: Sandbox
) -> None:
    other = engine.add_store(new_store(shared_sandbox, 0, name="둘째", client_id="b"), None)
    engine.save_storefront(store.store_id, "abc", channel="123", store_type=StoreType.SMARTSTORE)

    with pytest.raises(BadRequest, match=f"address abc already belongs to the store {store.name}"):
        engine.save_storefront(other.store_id, "ABC", store_type=StoreType.SMARTSTORE)
    with pytest.raises(BadRequest, match="channel 123 already belongs to the store"):
        engine.save_storefront(other.store_id, "", channel="123", store_type=StoreType.SMARTSTORE)
    with pytest.raises(BadRequest, match="application id is already used by the store"):
        engine.update_store(other.store_id, client_id=store.client_id)


def test_an_unknown_category_is_refused(engine: Engine, store: Store) -> None:
    with pytest.raises(BadRequest, match="no category 999"):
        engine.save_basics(store.store_id, store.name, Basics(category_id="999"))


@pytest.mark.parametrize("secret", ["$2a$04$short", "aa$04$abcdefghijklmnopqrstuuu", "x" * 29])
def test_a_secret_that_is_not_whole_is_refused_with_its_length(
    engine: Engine, store: Store, secret: str
) -> None:
    with pytest.raises(BadRequest, match=rf"29 characters .* here are {len(secret)}\. .*shell"):
        engine.set_secret(store.store_id, secret)


def test_a_tier_change_dated_before_the_last_one_is_refused(engine: Engine, store: Store) -> None:
    engine.set_fee_tier(store.store_id, FeeTier.GENERAL, date(2026, 10, 1), reprice=True)

    with pytest.raises(BadRequest, match="already changed on 2026-10-01"):
        engine.set_fee_tier(store.store_id, FeeTier.MICRO, date(2026, 9, 30))

    engine.remove_last_fee_tier(store.store_id)
    assert len(engine.terms(store.store_id).tiers) == 1
    with pytest.raises(BadRequest, match="needs a fee tier"):
        engine.remove_last_fee_tier(store.store_id)


def test_a_tier_that_prices_closed_months_anew_names_them_and_wants_a_yes(
    engine: Engine, store: Store
) -> None:
    last = today().replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    other = FeeTier.GENERAL if store.fee_tier is not FeeTier.GENERAL else FeeTier.MICRO
    early = store.tier_starts_on

    change = engine.plan_fee_tier(store.store_id, other, first)

    assert early <= first
    assert change.months == (first,)
    with pytest.raises(BadRequest, match=f"{first:%Y-%m}"):
        engine.set_fee_tier(store.store_id, other, first)
    assert engine.plan_fee_tier(store.store_id, store.fee_tier, first).months == ()
    assert engine.plan_fee_tier(store.store_id, other, today()).months == ()
    engine.set_fee_tier(store.store_id, other, first, reprice=True)
    assert engine.terms(store.store_id).tiers[0].tier is other


def test_a_check_tells_every_step_as_it_ends_and_finds_the_store_s_own_address(
    engine: Engine, store: Store, shared_sandbox: Sandbox
) -> None:
    seen: list[CheckStep] = []
    check = engine.check_store(store.store_id, lambda result: seen.append(result.step))

    assert seen == list(CheckStep)
    assert {one.state for one in check.steps} == {StepState.PASSED}
    held = engine.store(store.store_id)
    assert held.connection is ConnectionState.CONNECTED
    assert held.approved_at is not None
    assert held.storefront.address == held.account_id
    assert held.storefront.channel_no is not None


def test_a_check_stops_at_what_is_not_as_typed(engine: Engine, store: Store) -> None:
    engine.save_storefront(store.store_id, "another", store_type=StoreType.SMARTSTORE)

    check = engine.check_store(store.store_id)

    states = {one.step: one.state for one in check.steps}
    assert states[CheckStep.ACCOUNT] is StepState.PASSED
    assert states[CheckStep.CHANNEL] is StepState.FAILED
    assert states[CheckStep.PRODUCT] is StepState.WAITING
    assert check.problems[0].code == "NOT_AS_TYPED"
    assert check.problems[0].params["typed"] == "another"


def test_another_linked_seller_id_than_navers_fails_at_the_account(
    engine: Engine, store: Store
) -> None:
    api = ApiData(client_id=store.client_id, base_url=store.base_url, linked_seller_id="someone")
    engine.save_api(store.store_id, api)

    check = engine.check_store(store.store_id)

    assert [one.step for one in check.steps if one.state is StepState.FAILED] == [CheckStep.ACCOUNT]


def test_every_missing_group_is_named_by_one_check(shop: Shop) -> None:
    shop.control("application", missing_groups=["order", "settlement", "inquiry"])

    check = shop.engine.check_store(shop.store_id)

    shop.control("application", missing_groups=[])
    failed = [one.step for one in check.steps if one.state is StepState.FAILED]
    assert failed == [CheckStep.ORDER, CheckStep.INQUIRY, CheckStep.SETTLEMENT]
    assert [one.params["group"] for one in check.problems] == ["주문 판매자", "문의", "정산"]


def test_a_group_that_is_switched_off_is_not_asked(shop: Shop) -> None:
    shop.control("application", missing_groups=["order", "inquiry", "settlement"])
    shop.engine.set_switches(shop.store_id, Switches(order=False, cs=False, settlement=False))

    check = shop.engine.check_store(shop.store_id)

    shop.control("application", missing_groups=[])
    assert check.connected
    skipped = [one.step for one in check.steps if one.state is StepState.SKIPPED]
    assert skipped == [CheckStep.ORDER, CheckStep.INQUIRY, CheckStep.SETTLEMENT]


def test_a_store_that_is_not_approved_is_asked_nothing(shop: Shop) -> None:
    right = shop.sandbox.stores[shop.index].client_secret
    shop.engine.set_secret(shop.store_id, WRONG_SECRET)
    assert not shop.engine.check_store(shop.store_id).connected
    before = shop.sandbox.control("stats", method="GET")["stores"][shop.index]["requests"]

    with pytest.raises(StoreClosed, match="not approved"):
        shop.imports()
    with pytest.raises(StoreClosed, match="not approved"):
        shop.engine.fetch_prerequisites(shop.store_id)

    assert shop.sandbox.control("stats", method="GET")["stores"][shop.index]["requests"] == before
    shop.engine.set_secret(shop.store_id, right)
    assert shop.engine.check_store(shop.store_id).connected
    shop.imports()


@pytest.mark.parametrize("switches", [Switches(master=False), Switches(product=False)])
def test_a_switch_that_is_off_stops_imports_and_the_dawn_sync(
    shop: Shop, switches: Switches
) -> None:
    shop.engine.set_switches(shop.store_id, switches)

    with pytest.raises(StoreClosed, match="switched off"):
        shop.imports()
    due = partial(shop.engine._schedule_clock._stores, ScheduleKind.FULL_SYNC)
    assert due() == []

    shop.engine.set_switches(shop.store_id, Switches())
    assert [one.store_id for one in due()] == [shop.store_id]


def test_a_switch_stops_the_calls_of_a_client_that_is_open_already(shop: Shop) -> None:
    api = shop.engine._clients.of(shop.store_id, ApiGroup.PRODUCT)
    shop.engine.set_switches(shop.store_id, Switches(product=False))

    with pytest.raises(StoreClosed, match="product API of the store"):
        api.products.categories()
    api.sellers.account()


def test_an_archived_store_is_asked_nothing_until_it_is_restored(shop: Shop) -> None:
    shop.engine.archive_store(shop.store_id)

    assert shop.engine.stores() == ()
    assert [one.store_id for one in shop.engine.archived_stores()] == [shop.store_id]
    with pytest.raises(StoreClosed, match="archived"):
        shop.engine.fetch_prerequisites(shop.store_id)
    with pytest.raises(StoreClosed, match="archived"):
        shop.engine.check_store(shop.store_id)

    shop.engine.restore_store(shop.store_id)
    shop.engine.fetch_prerequisites(shop.store_id)


def test_a_store_is_deleted_only_by_its_name_and_the_audit_keeps_that(
    engine: Engine, store: Store
) -> None:
    engine.add_contact(store.store_id, contact())
    with pytest.raises(BadRequest, match="type its name exactly"):
        engine.delete_store(store.store_id, "something else")

    engine.delete_store(store.store_id, store.name)

    assert engine.stores() == ()
    actions = [line.action for line in engine.audit(AuditSearch())]
    assert {"store.delete", "store.add", "contact.add"} <= set(actions)


def test_a_duplicate_has_the_settings_but_nothing_that_is_the_store_s_own(
    engine: Engine, store: Store
) -> None:
    engine.set_switches(store.store_id, Switches(cs=False, extend_days=30))
    engine.save_basics(
        store.store_id, store.name, Basics(seller_id="own", window_kind=WindowKind.PET, memo="m")
    )
    engine.save_storefront(store.store_id, "abc", store_type=StoreType.BRAND_STORE)

    made = engine.duplicate_store(store.store_id, name="두번째", client_id="other")

    assert made.switches == Switches(cs=False, extend_days=30)
    assert made.basics == Basics(window_kind=WindowKind.PET, memo="m")
    assert made.store_type is StoreType.BRAND_STORE
    assert (made.secret_set_at, made.storefront.address, made.approved_at) == (None, None, None)


def test_contacts_are_opened_one_field_at_a_time_with_an_audit_line(
    engine: Engine, store: Store
) -> None:
    added = engine.add_contact(store.store_id, contact())

    assert engine.open_contact(store.store_id, added.contact_id, ContactField.NAME) == "홍길동"

    lines = engine.audit(AuditSearch())
    assert (lines[0].action, lines[0].subject) == ("contact.open", "홍*동 · name")
    told = str(lines)
    assert all(text not in told for text in ("홍길동", "hong@", "9876"))


@pytest.mark.parametrize("role", [Role.ANALYST, Role.OPERATOR])
def test_only_a_manager_opens_a_contact(engine: Engine, store: Store, role: Role) -> None:
    added = engine.add_contact(store.store_id, contact())

    with pytest.raises(NotAllowed):
        engine.acting_as(Actor(name="kim", role=role)).open_contact(
            store.store_id, added.contact_id, ContactField.NAME
        )


def test_a_contact_saved_as_it_is_shown_keeps_what_is_behind_the_mask(
    engine: Engine, store: Store
) -> None:
    added = engine.add_contact(store.store_id, contact())

    changed = msgspec.structs.replace(added, title="영업팀", mobile="010-1111-2222")
    engine.update_contact(store.store_id, changed)

    opened = {
        field: engine.open_contact(store.store_id, added.contact_id, field)
        for field in (ContactField.NAME, ContactField.EMAIL, ContactField.MOBILE)
    }
    assert list(opened.values()) == ["홍길동", "hong@example.com", "010-1111-2222"]
    engine.remove_contact(store.store_id, added.contact_id)
    assert engine.contacts(store.store_id) == ()


def test_a_job_under_way_stops_with_the_reason_and_goes_on_once_switched_on(shop: Shop) -> None:
    shop.fail("slow", count=1, seconds=1)
    job_id = shop.engine.submit_import(shop.request(**BY_CODE))
    shop.engine.set_switches(shop.store_id, Switches(product=False))

    stopped = shop.engine.wait(job_id)
    with pytest.raises(StoreClosed, match="product API"):
        shop.engine.resume(job_id)
    shop.engine.set_switches(shop.store_id, Switches())
    shop.engine.resume(job_id)

    assert (stopped.state, stopped.error_code) == (JobState.FAILED, "STORE_CLOSED")
    assert shop.engine.wait(job_id).state is JobState.DONE
