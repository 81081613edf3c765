"""Stores, dated fee tiers and sealed rows in the database."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.api_errors import AuthFailed
from engine.clock import KST
from engine.domain.fees import FeeTier, StoreType, TaxMode
from engine.domain.stores import ConnectionCheck, ConnectionState, NewStore, Problem, Store
from engine.errors import BadRequest, CannotDecrypt
from engine.jobs.context import Tables
from tests.builders import NOON

SECRET = "$2a$04$secretsecretsecretsecr"
BASE = "https://api.commerce.naver.com/external"


def new(**fields: Any) -> NewStore:
    defaults: dict[str, Any] = {
        "name": "온결 리빙",
        "client_id": "abc123",
        "base_url": BASE,
        "fee_tier": FeeTier.SMALL_1,
        "tier_starts_on": date(2026, 8, 14),
    }
    return NewStore(**(defaults | fields))


def test_a_store_is_kept_as_it_was_given(tables: Tables) -> None:
    store_id = tables.stores.add(new(), SECRET)

    assert tables.stores.all() == (
        Store(
            store_id=store_id,
            name="온결 리빙",
            client_id="abc123",
            base_url=BASE,
            fee_tier=FeeTier.SMALL_1,
            tier_starts_on=date(2026, 8, 14),
            store_type=StoreType.SMARTSTORE,
            tax_mode=TaxMode.GENERAL,
            secret_set_at=NOON,
            account_id=None,
            connection=ConnectionState.UNCHECKED,
            problem_code=None,
            checked_at=None,
            created_at=NOON,
        ),
    )
    assert tables.stores.secret(store_id, BASE) == SECRET
    assert NOON.tzinfo is KST


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"client_id": "other"}, "already a store named 온결 리빙"),
        ({"client_id": "other", "name": "온결 리빙".upper()}, "already a store named"),
        ({"name": "둘째"}, "already used by another store"),
    ],
)
def test_a_name_and_an_application_are_held_once(
    tables: Tables, fields: dict[str, Any], words: str
) -> None:
    tables.stores.add(new(), SECRET)

    with pytest.raises(BadRequest, match=words):
        tables.stores.add(new(**fields), SECRET)

    assert len(tables.stores.all()) == 1


def test_one_application_may_stand_at_two_addresses(tables: Tables) -> None:
    tables.stores.add(new(), SECRET)
    tables.stores.add(new(name="연습", base_url="http://127.0.0.1:9/external"), SECRET)

    assert len(tables.stores.all()) == 2


@pytest.mark.parametrize(
    ("day", "tier"),
    [
        (date(2026, 8, 13), None),
        (date(2026, 8, 14), FeeTier.SMALL_1),
        (date(2026, 11, 22), FeeTier.SMALL_1),
        (date(2026, 11, 23), FeeTier.MICRO),
        (date(2027, 2, 13), FeeTier.MICRO),
        (date(2027, 2, 14), FeeTier.GENERAL),
    ],
)
def test_a_fee_tier_holds_from_its_day_until_the_next(
    tables: Tables, day: date, tier: FeeTier | None
) -> None:
    store_id = tables.stores.add(new(), SECRET)
    tables.stores.set_fee_tier(store_id, FeeTier.GENERAL, date(2027, 2, 14))
    tables.stores.set_fee_tier(store_id, FeeTier.SMALL_3, date(2026, 11, 23))
    tables.stores.set_fee_tier(store_id, FeeTier.MICRO, date(2026, 11, 23))  # the last word counts

    assert tables.stores.fee_tier_on(store_id, day) is tier
    assert tables.stores.get(store_id).fee_tier is FeeTier.MICRO  # of today


def test_a_tier_that_starts_later_is_shown_until_then(tables: Tables) -> None:
    store_id = tables.stores.add(new(tier_starts_on=date(2027, 1, 1)), SECRET)

    assert tables.stores.get(store_id).fee_tier is FeeTier.SMALL_1


def test_another_application_must_be_checked_anew(tables: Tables) -> None:
    store_id = tables.stores.add(new(), SECRET)
    check = ConnectionCheck(
        store="x", connected=False, account_id=None, problems=(Problem(code="CLOCK_OFF", text=""),)
    )
    tables.stores.save_check(store_id, check)
    held = tables.stores.get(store_id)
    assert (held.connection, held.problem_code) == (ConnectionState.BROKEN, "CLOCK_OFF")

    tables.stores.update(_with(held, name="새 이름"), held)
    renamed = tables.stores.get(store_id)
    assert renamed.connection is ConnectionState.BROKEN
    tables.stores.update(_with(renamed, client_id="other"), renamed)

    changed = tables.stores.get(store_id)
    assert (changed.connection, changed.problem_code) == (ConnectionState.UNCHECKED, None)


def _with(store: Store, **fields: str) -> Store:
    import msgspec

    return msgspec.structs.replace(store, **fields)


def test_a_new_secret_must_be_checked_anew(tables: Tables) -> None:
    store_id = tables.stores.add(new(), SECRET)
    tables.stores.save_check(
        store_id, ConnectionCheck(store="x", connected=True, account_id="ncp_1")
    )

    tables.stores.set_secret(store_id, "$2a$04$another")

    held = tables.stores.get(store_id)
    assert (held.connection, held.account_id) == (ConnectionState.UNCHECKED, "ncp_1")
    assert tables.stores.secret(store_id, BASE) == "$2a$04$another"


@pytest.mark.parametrize(
    ("address", "keeps"),
    [
        ("https://api.commerce.naver.com/external/v9", True),
        ("https://API.commerce.naver.com:443/external", True),
        ("http://api.commerce.naver.com/external", False),
        ("https://api.commerce.naver.com:8443/external", False),
        ("https://api.commerce.naver.example/external", False),
    ],
)
def test_another_scheme_host_or_port_forgets_the_secret(
    tables: Tables, address: str, *, keeps: bool
) -> None:
    store_id = tables.stores.add(new(), SECRET)

    held = tables.stores.get(store_id)
    tables.stores.update(_with(held, base_url=address), held)

    assert (tables.stores.get(store_id).secret_set_at is not None) == keeps
    if keeps:
        assert tables.stores.secret(store_id, address) == SECRET
    else:
        with pytest.raises(AuthFailed):
            tables.stores.secret(store_id, address)


def test_a_secret_is_told_to_the_address_it_was_entered_for_alone(tables: Tables) -> None:
    store_id = tables.stores.add(new(), SECRET)

    with pytest.raises(AuthFailed):
        tables.stores.secret(store_id, "https://elsewhere.example/external")


def test_a_sealed_secret_moved_to_another_store_does_not_open(tables: Tables) -> None:
    first = tables.stores.add(new(), SECRET)
    second = tables.stores.add(new(name="둘째", client_id="def"), "$2a$04$other")
    with tables.database.write() as cursor:
        cursor.execute(
            "update store set secret_sealed ="
            " (select secret_sealed from store where store_id = ?) where store_id = ?",
            [first, second],
        )

    with pytest.raises(CannotDecrypt) as caught:
        tables.stores.secret(second, BASE)

    assert SECRET not in str(caught.value)


def test_a_store_without_a_secret_says_so(tables: Tables) -> None:
    with pytest.raises(AuthFailed, match="no application secret yet"):
        tables.stores.secret(99, BASE)
