"""Everything a team sets of a store: kept over a restart, refused when wrong, checked at NAVER."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from engine import (
    ApiData,
    AuditSearch,
    BadRequest,
    Basics,
    CheckStep,
    Config,
    ConnectionState,
    ContactField,
    Engine,
    FeeTier,
    OrderConfirm,
    StepState,
    Store,
    StoreType,
    Switches,
    TaxMode,
    Waiver,
    WindowKind,
    open_engine,
    today,
)
from engine.domain.terms import QuickSettlement, TierPeriod
from tests.builders import contact, new_store
from tests.fresh import fresh
from tests.sandbox_process import Sandbox

pytestmark = pytest.mark.dated


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
    return engine.stores.add(
        new_store(shared_sandbox, index), shared_sandbox.stores[index].client_secret
    )


def test_every_row_of_the_form_comes_back_after_a_restart(
    workspace: Path, shared_sandbox: Sandbox, store_indices: Iterator[int]
) -> None:
    index = next(store_indices)
    engine = open_engine(Config(workspace=workspace))
    store_id = engine.stores.add(
        new_store(shared_sandbox, index), shared_sandbox.stores[index].client_secret
    ).store_id
    engine.categories.fetch(store_id)
    category = (
        engine.categories.find("세트")[0]
        if engine.categories.find("세트")
        else engine.categories.find()[0]
    )
    basics = Basics(
        seller_id="ongyeol@example.com",
        window_kind=WindowKind.LIVING,
        category_id=category.category_id,
        memo="<b>굵게</b>\n=1+1",
        business_no="1234567891",
    )
    engine.store_sections.save_basics(store_id, "새 이름", basics)
    engine.store_sections.save_storefront(
        store_id, "https://brand.naver.com/Ongyeol/products/1?a=b", store_type=StoreType.SMARTSTORE
    )
    held = engine.stores.get(store_id)
    api = ApiData(
        client_id=held.client_id,
        base_url=held.base_url,
        linked_seller_id="ncp_1",
        valid_until=date(2027, 1, 2),
    )
    engine.store_sections.save_api(store_id, api)
    engine.terms.set_tier(store_id, FeeTier.MICRO, date(2026, 9, 1), reprice=True)
    engine.stores.update(store_id, tax_mode=TaxMode.EXEMPT)
    engine.terms.set_quick_settlement(store_id, date(2026, 5, 1), used=True)
    waiver = Waiver(
        starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), monthly_cap_won=5_000_000
    )
    engine.terms.set_waiver(store_id, waiver, reprice=True)
    switches = Switches(
        master=True, product=False, cs=False, order_confirm=OrderConfirm.RUNPLE, extend_days=90
    )
    engine.store_sections.save_switches(store_id, switches)
    added = engine.contacts.add(store_id, contact())
    engine.close()

    again = open_engine(Config(workspace=workspace))
    kept, terms = again.stores.get(store_id), again.terms.of_store(store_id)
    opened = again.contacts.open(store_id, added.contact_id, ContactField.MOBILE)
    shown = again.contacts.of_store(store_id)
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
    saved = engine.store_sections.save_storefront(
        store.store_id, typed, store_type=StoreType.SMARTSTORE
    )

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
        engine.store_sections.save_storefront(
            store.store_id, typed, store_type=StoreType.SMARTSTORE
        )


def test_one_address_or_channel_in_two_stores_is_refused(
    engine: Engine, store: Store, shared_sandbox: Sandbox
) -> None:
    other = engine.stores.add(new_store(shared_sandbox, 0, name="둘째", client_id="b"), None)
    engine.store_sections.save_storefront(
        store.store_id, "abc", channel="123", store_type=StoreType.SMARTSTORE
    )

    with pytest.raises(BadRequest, match=f"address abc already belongs to the store {store.name}"):
        engine.store_sections.save_storefront(
            other.store_id, "ABC", store_type=StoreType.SMARTSTORE
        )
    with pytest.raises(BadRequest, match="channel 123 already belongs to the store"):
        engine.store_sections.save_storefront(
            other.store_id, "", channel="123", store_type=StoreType.SMARTSTORE
        )
    with pytest.raises(BadRequest, match="application id is already used by the store"):
        engine.stores.update(other.store_id, client_id=store.client_id)


def test_an_unknown_category_is_refused(engine: Engine, store: Store) -> None:
    with pytest.raises(BadRequest, match="no category 999"):
        engine.store_sections.save_basics(store.store_id, store.name, Basics(category_id="999"))


@pytest.mark.parametrize("secret", ["$2a$04$short", "aa$04$abcdefghijklmnopqrstuuu", "x" * 29])
def test_a_secret_that_is_not_whole_is_refused_with_its_length(
    engine: Engine, store: Store, secret: str
) -> None:
    with pytest.raises(BadRequest, match=rf"29 characters .* here are {len(secret)}\. .*shell"):
        engine.stores.set_secret(store.store_id, secret)


def test_a_tier_change_dated_before_the_last_one_is_refused(engine: Engine, store: Store) -> None:
    engine.terms.set_tier(store.store_id, FeeTier.GENERAL, date(2026, 10, 1), reprice=True)

    with pytest.raises(BadRequest, match="already changed on 2026-10-01"):
        engine.terms.set_tier(store.store_id, FeeTier.MICRO, date(2026, 9, 30))

    change = engine.terms.plan_tier_back(store.store_id)
    assert (change.before, change.after) == (FeeTier.GENERAL, store.fee_tier)
    assert change.months[0] == date(2026, 10, 1)
    with pytest.raises(BadRequest, match="closed months anew, 2026-10 to"):
        engine.terms.take_tier_back(store.store_id)
    engine.terms.take_tier_back(store.store_id, reprice=True)
    assert len(engine.terms.of_store(store.store_id).tiers) == 1
    with pytest.raises(BadRequest, match="needs a fee tier"):
        engine.terms.take_tier_back(store.store_id)


def test_a_tier_that_prices_closed_months_anew_names_them_and_wants_a_yes(
    engine: Engine, store: Store
) -> None:
    last = today().replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    other = FeeTier.GENERAL if store.fee_tier is not FeeTier.GENERAL else FeeTier.MICRO
    early = store.tier_starts_on

    change = engine.terms.plan_tier(store.store_id, other, first)

    assert early <= first
    assert change.months == (first,)
    with pytest.raises(BadRequest, match=f"{first:%Y-%m}"):
        engine.terms.set_tier(store.store_id, other, first)
    assert engine.terms.plan_tier(store.store_id, store.fee_tier, first).months == ()
    assert engine.terms.plan_tier(store.store_id, other, today()).months == ()
    engine.terms.set_tier(store.store_id, other, first, reprice=True)
    assert engine.terms.of_store(store.store_id).tiers[0].tier is other


def test_a_check_tells_every_step_as_it_ends_and_finds_the_store_s_own_address(
    engine: Engine, store: Store, shared_sandbox: Sandbox
) -> None:
    seen: list[CheckStep] = []
    check = engine.stores.check(store.store_id, lambda result: seen.append(result.step))

    assert seen == list(CheckStep)
    assert {one.state for one in check.steps} == {StepState.PASSED}
    held = engine.stores.get(store.store_id)
    assert held.connection is ConnectionState.CONNECTED
    assert held.approved_at is not None
    assert held.storefront.address == held.account_id
    assert held.storefront.channel_no is not None


def test_a_check_stops_at_what_is_not_as_typed(engine: Engine, store: Store) -> None:
    engine.store_sections.save_storefront(
        store.store_id, "another", store_type=StoreType.SMARTSTORE
    )

    check = engine.stores.check(store.store_id)

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
    engine.store_sections.save_api(store.store_id, api)

    check = engine.stores.check(store.store_id)

    assert [one.step for one in check.steps if one.state is StepState.FAILED] == [CheckStep.ACCOUNT]


def test_a_store_is_deleted_only_by_its_name_and_the_audit_keeps_that(
    engine: Engine, store: Store
) -> None:
    engine.contacts.add(store.store_id, contact())
    with pytest.raises(BadRequest, match="type its name exactly"):
        engine.stores.delete(store.store_id, "something else")

    engine.stores.delete(store.store_id, store.name)

    assert engine.stores.all() == ()
    actions = [line.action for line in engine.audit.find(AuditSearch())]
    assert {"store.delete", "store.add", "contact.add"} <= set(actions)


def test_a_duplicate_has_the_settings_but_nothing_that_is_the_store_s_own(
    engine: Engine, store: Store
) -> None:
    engine.store_sections.save_switches(store.store_id, Switches(cs=False, extend_days=30))
    engine.store_sections.save_basics(
        store.store_id, store.name, Basics(seller_id="own", window_kind=WindowKind.PET, memo="m")
    )
    engine.store_sections.save_storefront(store.store_id, "abc", store_type=StoreType.BRAND_STORE)

    made = engine.stores.duplicate(store.store_id, name="두번째", client_id="other")

    assert made.switches == Switches(cs=False, extend_days=30)
    assert made.basics == Basics(window_kind=WindowKind.PET, memo="m")
    assert made.store_type is StoreType.BRAND_STORE
    assert (made.secret_set_at, made.storefront.address, made.approved_at) == (None, None, None)
