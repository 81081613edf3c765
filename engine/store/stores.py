"""Stores, their dated fee tiers, sealed secrets and fetched prerequisites in the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import duckdb
import msgspec

from engine.clock import Clock, to_kst, to_utc, today
from engine.domain.delivery import Prerequisite, PrerequisiteKind
from engine.domain.fees import FeeTier, StoreType, TaxMode
from engine.domain.stores import ConnectionCheck, ConnectionState, NewStore, Store, tidy_name
from engine.errors import AuthFailed, BadRequest
from engine.store.database import Database
from engine.vault import Vault


class Stores:
    """Loads and saves stores."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._db, self._vault, self._clock = database, vault, clock
        self._writes = 0
        self._held: tuple[date, int, tuple[Store, ...]] | None = None  # of day and write

    @contextmanager
    def _write(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A transaction that changes stores; what is held of them is read anew afterwards."""
        try:
            with self._db.write() as cursor:
                yield cursor
        finally:
            self._writes += 1

    def all(self) -> tuple[Store, ...]:
        """Every store, by name."""
        now, held = (today(self._clock), self._writes), self._held
        if held is None or held[:2] != now:
            rows = self._db.rows("stores.all", today=now[0])
            held = (*now, tuple(map(_store, rows)))
            self._held = held
        return held[2]

    def get(self, store_id: int) -> Store:
        """One store. Raises BadRequest where there is none."""
        return self._only(lambda store: store.store_id == store_id, str(store_id))

    def named(self, name: str) -> Store:
        """The store of that name, whatever its case. Raises BadRequest where there is none."""
        wanted = tidy_name(name).casefold()
        return self._only(lambda store: store.name.casefold() == wanted, name)

    def _only(self, wanted: Callable[[Store], bool], name: str) -> Store:
        for store in self.all():
            if wanted(store):
                return store
        raise BadRequest("There is no store {name}. Check the name.", name=name)

    def add(self, new: NewStore, secret: str) -> int:
        """Saves a new store with its sealed secret. Raises BadRequest for a name or application
        held twice.
        """
        with self._write() as cursor:
            self._refuse_twice(cursor, new.name, new.client_id, new.base_url, None)
            params = {
                "name": new.name,
                "client_id": new.client_id,
                "base_url": new.base_url,
                "store_type": new.store_type,
                "tax_mode": new.tax_mode,
                "now": to_utc(self._clock()),
            }
            row = cursor.execute(self._db.sql("stores.add"), params).fetchone()
            assert row is not None
            store_id = int(row[0])
            self._save_tier(cursor, store_id, new.fee_tier, new.tier_starts_on)
            self._save_secret(cursor, store_id, secret)
        return store_id

    def update(self, store: Store) -> None:
        """Saves what a form may change of a store; another application or address needs a new
        check.
        """
        with self._write() as cursor:
            self._refuse_twice(cursor, store.name, store.client_id, store.base_url, store.store_id)
            params = {
                "store_id": store.store_id,
                "name": store.name,
                "client_id": store.client_id,
                "base_url": store.base_url,
                "store_type": store.store_type,
                "tax_mode": store.tax_mode,
            }
            cursor.execute(self._db.sql("stores.update"), params)

    def _refuse_twice(
        self, cursor: Any, name: str, client_id: str, base_url: str, store_id: int | None
    ) -> None:
        params = {"name": name, "store_id": store_id}
        if cursor.execute(self._db.sql("stores.name_taken"), params).fetchone():
            raise BadRequest(
                "There is already a store named {name}. Choose another name.", name=name
            )
        params = {"client_id": client_id, "base_url": base_url, "store_id": store_id}
        other = cursor.execute(self._db.sql("stores.client_taken"), params).fetchone()
        if other:
            raise BadRequest(
                "The application id is already used by the store {name}. Each store needs its own.",
                name=other[0],
            )

    def set_secret(self, store_id: int, secret: str) -> None:
        """Seals and saves a client secret; the store must be checked again."""
        with self._write() as cursor:
            self._save_secret(cursor, store_id, secret)

    def _save_secret(self, cursor: Any, store_id: int, secret: str) -> None:
        sealed = self._vault.seal(secret, f"store/{store_id}/secret")
        params = {"store_id": store_id, "sealed": sealed, "now": to_utc(self._clock())}
        cursor.execute(self._db.sql("stores.save_secret"), params)

    def secret(self, store_id: int) -> str:
        """The client secret in plain text, for the API client alone. Raises AuthFailed where none
        is set.
        """
        sealed = self._db.value("stores.secret", store_id=store_id)
        if sealed is None:
            raise AuthFailed(
                "This store has no application secret yet. Enter it on the store page."
            )
        return self._vault.open(sealed, f"store/{store_id}/secret")

    def set_fee_tier(self, store_id: int, tier: FeeTier, starts_on: date) -> None:
        """The tier of a store from a day on; the days before keep theirs."""
        with self._write() as cursor:
            self._save_tier(cursor, store_id, tier, starts_on)

    def _save_tier(self, cursor: Any, store_id: int, tier: FeeTier, starts_on: date) -> None:
        params = {"store_id": store_id, "tier": tier, "starts_on": starts_on}
        cursor.execute(self._db.sql("stores.save_fee_tier"), params)

    def fee_tier_on(self, store_id: int, day: date) -> FeeTier | None:
        """The tier of a store on a day, None before its first dated one."""
        tier = self._db.value("stores.fee_tier_on", store_id=store_id, day=day)
        return FeeTier(tier) if tier else None

    def save_check(self, store_id: int, check: ConnectionCheck) -> None:
        """Keeps what a check of the connection said."""
        state = ConnectionState.CONNECTED if check.connected else ConnectionState.BROKEN
        with self._write() as cursor:
            params = {
                "store_id": store_id,
                "connection": state,
                "account_id": check.account_id,
                "problem_code": check.problems[0].code if check.problems else None,
                "now": to_utc(self._clock()),
            }
            cursor.execute(self._db.sql("stores.save_check"), params)

    def save_listed(self, store_id: int, listed: int) -> None:
        """How many listings NAVER says the store has."""
        with self._db.write() as cursor:
            params = {"store_id": store_id, "listed": listed}
            cursor.execute(self._db.sql("stores.save_listed"), params)

    def save_reading(self, store_id: int, listed: int) -> None:
        """After a whole reading: how many listings NAVER has, and when that was."""
        params = {"store_id": store_id, "listed": listed, "now": to_utc(self._clock())}
        with self._db.write() as cursor:
            cursor.execute(self._db.sql("stores.save_reading"), params)

    def prerequisites(self, store_id: int) -> tuple[Prerequisite, ...]:
        """All three kinds in order; those never fetched have no moment."""
        held = {
            row["kind"]: row for row in self._db.rows("stores.prerequisites", store_id=store_id)
        }
        return tuple(
            self._prerequisite(store_id, kind, held.get(kind)) for kind in PrerequisiteKind
        )

    def _prerequisite(
        self, store_id: int, kind: PrerequisiteKind, row: dict[str, Any] | None
    ) -> Prerequisite:
        if row is None:
            return Prerequisite(kind=kind)
        place = f"prerequisite/{store_id}/{kind}"
        rows = msgspec.json.decode(self._vault.open(row["rows_sealed"], place))
        changes = msgspec.json.decode(self._vault.open(row["changes_sealed"], place))
        return Prerequisite(
            kind=kind,
            fetched_at=to_kst(row["fetched_at"]),
            rows=tuple(rows),
            changes=tuple(changes),
            changed_at=to_kst(row["changed_at"]),
        )

    def fetched(self, store_id: int) -> dict[PrerequisiteKind, datetime | None]:
        """When each kind was fetched; kinds never fetched are absent."""
        rows = self._db.rows("stores.prerequisites", store_id=store_id)
        return {PrerequisiteKind(row["kind"]): to_kst(row["fetched_at"]) for row in rows}

    def save_prerequisite(self, store_id: int, fetched: Prerequisite) -> None:
        """Seals and saves what was fetched of one kind."""
        place = f"prerequisite/{store_id}/{fetched.kind}"
        params = {
            "store_id": store_id,
            "kind": fetched.kind,
            "fetched_at": to_utc(fetched.fetched_at),
            "row_count": len(fetched.rows),
            "rows_sealed": self._vault.seal(msgspec.json.encode(fetched.rows).decode(), place),
            "changes_sealed": self._vault.seal(
                msgspec.json.encode(fetched.changes).decode(), place
            ),
            "changed_at": to_utc(fetched.changed_at),
        }
        with self._db.write() as cursor:
            cursor.execute(self._db.sql("stores.save_prerequisite"), params)


def _store(row: dict[str, Any]) -> Store:
    return Store(
        store_id=row["store_id"],
        name=row["name"],
        client_id=row["client_id"],
        base_url=row["base_url"],
        fee_tier=FeeTier(row["fee_tier"]),
        tier_starts_on=row["tier_starts_on"],
        store_type=StoreType(row["store_type"]),
        tax_mode=TaxMode(row["tax_mode"]),
        secret_set_at=to_kst(row["secret_set_at"]),
        account_id=row["account_id"],
        connection=ConnectionState(row["connection"]),
        problem_code=row["problem_code"],
        checked_at=to_kst(row["checked_at"]),
        created_at=to_kst(row["created_at"]) or datetime.min,
    )
