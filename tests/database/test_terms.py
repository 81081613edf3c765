"""Dated terms of a store, its categories, and what goes with a deleted store."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.database.categories import Categories
from engine.database.contacts import Contacts
from engine.database.database import Database
from engine.database.terms import StoreTerms
from engine.domain.categories import Category
from engine.domain.contacts import Contact
from engine.domain.fees import FeeTier
from engine.domain.terms import QuickSettlement, TierPeriod, Waiver
from engine.jobs.context import Tables
from engine.vault import Vault
from tests.builders import KEY, NOON, listing, open_tables, save_page
from tests.database.test_stores import SECRET, new

pytestmark = pytest.mark.dated


def test_fee_tiers_are_listed_newest_first_and_the_last_can_be_taken_back(tables: Tables) -> None:
    store_id = tables.stores.add(new(), SECRET)
    tables.stores.set_fee_tier(store_id, FeeTier.GENERAL, date(2026, 11, 1))

    assert tables.stores.fee_tiers(store_id) == (
        TierPeriod(starts_on=date(2026, 11, 1), tier=FeeTier.GENERAL),
        TierPeriod(starts_on=date(2026, 8, 14), tier=FeeTier.SMALL_1),
    )

    tables.stores.remove_fee_tier(store_id, date(2026, 11, 1))
    assert tables.stores.get(store_id).fee_tier is FeeTier.SMALL_1


def test_quick_settlement_and_the_waiver_come_back_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "terms.duckdb"
    database = Database(file)
    terms = StoreTerms(database)
    waiver = Waiver(
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        monthly_cap_won=5_000_000,
        pays_back=True,
    )
    terms.save_quick_settlement(1, date(2026, 3, 2), used=True)
    terms.save_quick_settlement(1, date(2026, 9, 1), used=False)
    terms.save_waiver(1, waiver)
    database.close()

    again = Database(file)
    terms = StoreTerms(again)
    assert terms.quick_settlement(1) == (
        QuickSettlement(starts_on=date(2026, 9, 1), used=False),
        QuickSettlement(starts_on=date(2026, 3, 2), used=True),
    )
    assert terms.waiver(1) == waiver
    terms.save_waiver(1, None)
    assert terms.waiver(1) is None
    again.close()


def test_categories_replace_the_former_ones(tables: Tables) -> None:
    categories = Categories(tables.database, lambda: NOON)
    assert categories.fetched_at() is None
    categories.replace([Category(category_id="1", whole_name="가구>식탁")])
    categories.replace([Category(category_id="2", whole_name="식품>김치")])

    assert categories.all() == (Category(category_id="2", whole_name="식품>김치"),)
    assert categories.fetched_at() == NOON


def test_a_deleted_store_leaves_no_row_but_the_audit_s() -> None:
    tables = open_tables(clock=lambda: NOON)
    first = tables.stores.add(new(), SECRET)
    second = tables.stores.add(new(name="둘째", client_id="def"), SECRET)
    save_page(tables, [listing(1), listing(2)])
    contacts = Contacts(tables.database, Vault(KEY))
    contacts.add(Contact(contact_id=0, store_id=first, name="홍길동"))
    kept = contacts.add(Contact(contact_id=0, store_id=second, name="김하늘"))

    tables.stores.delete(first)

    assert [store.store_id for store in tables.stores.all()] == [second]
    assert [one.contact_id for one in contacts.of_store(second)] == [kept]
    names = [row["table_name"] for row in tables.database.rows("stores.tables_of_stores")]
    assert {"store", "contact", "channel_product", "store_fee_tier", "job"} <= set(names)
    assert "audit" not in names
    with tables.database.read() as cursor:
        for table in names:
            found = cursor.execute(f"select count(*) from {table} where store_id = ?", [first])
            assert found == [(0,)], table


def test_the_number_of_a_deleted_store_is_not_given_again(tables: Tables) -> None:
    first = tables.stores.add(new(), SECRET)
    tables.stores.delete(first)

    assert tables.stores.add(new(), SECRET) == first + 1


def test_an_archived_store_is_found_by_name_but_not_among_those_in_use(tables: Tables) -> None:
    store_id = tables.stores.add(new(), SECRET)

    tables.stores.archive(store_id, NOON)
    assert tables.stores.all() == ()
    assert [one.store_id for one in tables.stores.archived()] == [store_id]
    assert tables.stores.named("온결 리빙").archived_at == NOON

    tables.stores.archive(store_id, None)
    assert [one.store_id for one in tables.stores.all()] == [store_id]
