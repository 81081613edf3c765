"""Stores, their dated fee tiers and sealed secrets in the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

import msgspec

from engine.api_errors import AuthFailed
from engine.clock import Clock, to_utc, today
from engine.database.database import LISTINGS, Database
from engine.database.numbers import Noun, next_number
from engine.database.store_claims import (
    refuse_client_twice,
    refuse_name_twice,
    refuse_storefront_twice,
)
from engine.database.store_rows import api_data, columns_of, store_of
from engine.database.transaction import Transaction
from engine.domain.fees import FeeTier
from engine.domain.storefront import Storefront
from engine.domain.stores import (
    ConnectionCheck,
    ConnectionState,
    NewStore,
    Store,
    origin,
    tidy_name,
)
from engine.domain.terms import TierPeriod
from engine.errors import BadRequest, Overtaken
from engine.vault import Vault


class Stores:
    """Loads and saves stores."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._db, self._vault, self._clock = database, vault, clock
        self._writes = 0
        self._cached: tuple[date, int, tuple[Store, ...]] | None = None  # of day and write

    @contextmanager
    def _write(self) -> Iterator[Transaction]:
        """A transaction that changes stores; what is held of them is read anew afterwards."""
        try:
            with self._db.write() as transaction:
                yield transaction
        finally:
            self._writes += 1

    def all(self) -> tuple[Store, ...]:
        """Every store in use, by name."""
        return tuple(store for store in self._every() if store.archived_at is None)

    def archived(self) -> tuple[Store, ...]:
        """Every archived store, by name."""
        return tuple(store for store in self._every() if store.archived_at is not None)

    def _every(self) -> tuple[Store, ...]:
        now, held = (today(self._clock), self._writes), self._cached
        if held is None or held[:2] != now:
            rows = self._db.rows("stores.all", today=now[0])
            held = (*now, tuple(map(store_of, rows)))
            self._cached = held
        return held[2]

    def get(self, store_id: int) -> Store:
        """One store, in use or archived. Raises BadRequest where there is none."""
        return self._only(lambda store: store.store_id == store_id, str(store_id))

    def named(self, name: str) -> Store:
        """The store of that name, whatever its case. Raises BadRequest where there is none."""
        wanted = tidy_name(name).casefold()
        return self._only(lambda store: store.name.casefold() == wanted, name)

    def _only(self, wanted: Callable[[Store], bool], name: str) -> Store:
        for store in self._every():
            if wanted(store):
                return store
        raise no_store(name)

    def add(self, new: NewStore, secret: str | None) -> int:
        """Saves a new store with its sealed secret, if any. Raises BadRequest for a name or an
        application held twice.
        """
        with self._write() as transaction:
            refuse_name_twice(transaction, new.name, None)
            refuse_client_twice(transaction, new.client_id, new.base_url, None)
            store_id = next_number(transaction, Noun.STORE)
            params = {
                "store_id": store_id,
                "name": new.name,
                "client_id": new.client_id,
                "base_url": new.base_url,
                "store_type": new.store_type,
                "tax_mode": new.tax_mode,
                "now": to_utc(self._clock()),
            }
            transaction.run("stores.add", **params)
            self._save_tier(transaction, store_id, new.fee_tier, new.tier_starts_on)
            if secret is not None:
                self._save_secret(transaction, store_id, secret)
        return store_id

    def update(self, store: Store, held: Store, secret: str | None = None) -> None:
        """Saves what the form may change of a store, and its secret, if any; other API data or
        another channel need a new check, and another scheme, host or port at which NAVER is asked
        a new secret. Raises BadRequest for a name, application, address or channel held twice,
        Overtaken where the store is no longer as `held`.
        """
        with self._write() as transaction:
            rows = transaction.rows("stores.all", today=today(self._clock))
            now = next((row for row in rows if row["store_id"] == store.store_id), None)
            if now is None or columns_of(store_of(now)) != columns_of(held):
                raise Overtaken
            refuse_name_twice(transaction, store.name, store.store_id)
            refuse_client_twice(transaction, store.client_id, store.base_url, store.store_id)
            refuse_storefront_twice(transaction, store)
            transaction.run("stores.update", **columns_of(store))
            if origin(held.base_url) != origin(store.base_url):
                transaction.run("stores.forget_secret", store_id=store.store_id)
            if api_data(store) != api_data(held):
                params = {"store_id": store.store_id}
                transaction.run("stores.withdraw_approval", **params)
            if secret is not None:
                self._save_secret(transaction, store.store_id, secret)

    def save_storefront(self, store: Store, storefront: Storefront) -> None:
        """Keeps the address and channel that NAVER told at a check. Raises BadRequest where another
        store holds them.
        """
        told = msgspec.structs.replace(store, storefront=storefront)
        with self._write() as transaction:
            refuse_storefront_twice(transaction, told)
            params = {
                "store_id": store.store_id,
                "storefront": storefront.address,
                "channel_no": storefront.channel_no,
                "channel_name": storefront.channel_name,
            }
            transaction.run("stores.save_channel", **params)

    def archive(self, store_id: int, moment: datetime | None) -> None:
        """Puts a store out of use from a moment on, or, with None, into use again."""
        params = {"store_id": store_id, "archived_at": to_utc(moment)}
        with self._write() as transaction:
            transaction.run("stores.archive", **params)

    def delete(self, store_id: int) -> None:
        """Removes a store and every row that belongs to it, in whatever table; the audit stays."""
        with self._write() as transaction:
            of_jobs = "job_id in (select job_id from job where store_id = $store_id)"
            for row in transaction.rows("stores.tables_of_jobs"):
                self._empty(transaction, row["table_name"], of_jobs, store_id)
            for row in transaction.rows("stores.tables_of_stores"):
                self._empty(transaction, row["table_name"], "store_id = $store_id", store_id)

    def _empty(self, transaction: Transaction, table: str, where: str, store_id: int) -> None:
        """`table` is a table's own name out of the catalogue: nothing a person typed."""
        transaction.execute(f"delete from {table} where {where}", {"store_id": store_id})

    def set_secret(self, store_id: int, secret: str) -> None:
        """Seals and saves a client secret; the store must be checked again."""
        with self._write() as transaction:
            self._save_secret(transaction, store_id, secret)

    def _save_secret(self, transaction: Transaction, store_id: int, secret: str) -> None:
        sealed = self._vault.seal(secret, f"store/{store_id}/secret")
        params = {"store_id": store_id, "sealed": sealed, "now": to_utc(self._clock())}
        transaction.run("stores.save_secret", **params)

    def secret(self, store_id: int, base_url: str) -> str:
        """The client secret in plain text, for the API client of that address alone. Raises
        AuthFailed where none is set, or the store is asked elsewhere by now.
        """
        sealed = self._db.value("stores.secret", store_id=store_id, base_url=base_url)
        if sealed is None:
            raise AuthFailed(
                "This store has no application secret yet. Enter it on the store page."
            )
        return self._vault.open(sealed, f"store/{store_id}/secret")

    def set_fee_tier(self, store_id: int, tier: FeeTier, starts_on: date) -> None:
        """The tier of a store from a day on; the days before keep theirs."""
        with self._write() as transaction:
            self._save_tier(transaction, store_id, tier, starts_on)

    def _save_tier(
        self, transaction: Transaction, store_id: int, tier: FeeTier, starts_on: date
    ) -> None:
        params = {"store_id": store_id, "tier": tier, "starts_on": starts_on}
        transaction.run("stores.save_fee_tier", **params)

    def fee_tiers(self, store_id: int) -> tuple[TierPeriod, ...]:
        """Every dated tier of a store, newest first."""
        rows = self._db.rows("stores.fee_tiers", store_id=store_id)
        return tuple(
            TierPeriod(starts_on=row["starts_on"], tier=FeeTier(row["tier"])) for row in rows
        )

    def remove_fee_tier(self, store_id: int, starts_on: date) -> None:
        """Forgets the tier that starts on a day."""
        params = {"store_id": store_id, "starts_on": starts_on}
        with self._write() as transaction:
            transaction.run("stores.remove_fee_tier", **params)

    def fee_tier_on(self, store_id: int, day: date) -> FeeTier | None:
        """The tier of a store on a day, None before its first dated one."""
        tier = self._db.value("stores.fee_tier_on", store_id=store_id, day=day)
        return FeeTier(tier) if tier else None

    def save_check(self, store_id: int, check: ConnectionCheck) -> None:
        """Keeps what a check of the connection said; what may pass by itself leaves an approved
        store approved.
        """
        state = ConnectionState.CONNECTED if check.connected else ConnectionState.BROKEN
        with self._write() as transaction:
            params = {
                "store_id": store_id,
                "connection": state,
                "account_id": check.account_id,
                "problem_code": check.problems[0].code if check.problems else None,
                "now": to_utc(self._clock()),
                "keeps_approval": not check.connected and check.passing,
                "approved_at": to_utc(self._clock()) if check.connected else None,
            }
            transaction.run("stores.save_check", **params)

    def save_listed(self, store_id: int, listed: int) -> None:
        """How many listings NAVER says the store has."""
        with self._db.write(LISTINGS) as transaction:
            params = {"store_id": store_id, "listed": listed}
            transaction.run("stores.save_listed", **params)

    def save_reading(self, store_id: int, listed: int) -> None:
        """After a whole reading: how many listings NAVER has, and when that was."""
        params = {"store_id": store_id, "listed": listed, "now": to_utc(self._clock())}
        with self._db.write(LISTINGS) as transaction:
            transaction.run("stores.save_reading", **params)


def no_store(name: str) -> BadRequest:
    """What is said where there is no store of that name or number."""
    return BadRequest("There is no store {name}. Check the name.", name=name)
