"""Accounts in the database; their e-mail addresses are sealed and found by fingerprint."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from engine.clock import Clock, to_kst, to_utc
from engine.database.database import Database
from engine.database.numbers import Noun, next_number
from engine.database.transaction import Transaction
from engine.domain.account_names import refuse_alike
from engine.domain.people import Account, Role
from engine.errors import BadRequest, NotAllowed
from engine.vault import Vault

EMAIL = "account/email"  # of fingerprints


class Accounts:
    """Loads and saves accounts; what was read is held until the next write."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._db, self._vault, self._clock = database, vault, clock
        self._cached: dict[int, Account] | None = None

    @contextmanager
    def _write(self) -> Iterator[Transaction]:
        try:
            with self._db.write() as transaction:
                yield transaction
        finally:
            self._cached = None

    def all(self) -> tuple[Account, ...]:
        """Every account, in the order in which they were made."""
        return tuple(self._accounts().values())

    def get(self, account_id: int) -> Account:
        """One account. Raises BadRequest where there is none."""
        found = self.held(account_id)
        if found is None:
            raise BadRequest("There is no account {number}.", number=str(account_id))
        return found

    def held(self, account_id: int) -> Account | None:
        """One account, None where there is none."""
        return self._accounts().get(account_id)

    def with_email(self, email: str) -> Account | None:
        """The account of a tidy e-mail address."""
        return next((one for one in self._accounts().values() if one.email == email), None)

    def _accounts(self) -> dict[int, Account]:
        held = self._cached
        if held is None:
            given = defaultdict[int, list[int]](list)
            for row in self._db.rows("accounts.stores"):
                given[row["account_id"]].append(row["store_id"])
            accounts = (
                self._account(row, given[row["account_id"]])
                for row in self._db.rows("accounts.all")
            )
            held = self._cached = {account.account_id: account for account in accounts}
        return held

    def _account(self, row: dict[str, Any], given: Sequence[int]) -> Account:
        account_id = row["account_id"]
        return Account(
            account_id=account_id,
            email=self._vault.open(row["email_sealed"], _place(account_id)),
            name=row["name"],
            role=Role(row["role"]),
            store_ids=None if row["every_store"] else tuple(given),
            has_password=row["has_password"],
            disabled_at=to_kst(row["disabled_at"]),
            created_at=to_kst(row["created_at"]) or datetime.min,
        )

    def _mark(self, email: str) -> str:
        return self._vault.fingerprint(email, EMAIL)

    def add(
        self,
        *,
        email: str,
        name: str,
        role: Role,
        store_ids: tuple[int, ...] | None,
        is_first: bool = False,
    ) -> int:
        """Saves a new account, as yet without a password; its number. Raises NotAllowed for a
        first one where there is one by now, BadRequest for an
        e-mail address held already, or a name that passes for somebody else's.
        """
        with self._write() as transaction:
            mark = {"email_fingerprint": self._mark(email)}
            if is_first and transaction.rows("accounts.all"):
                raise used_link()
            if transaction.row("accounts.by_email", **mark):
                raise BadRequest("There is already an account with this e-mail address.")
            _refuse_alike(transaction, name)
            account_id = next_number(transaction, Noun.ACCOUNT)
            params = {
                "account_id": account_id,
                "email_sealed": self._vault.seal(email, _place(account_id)),
                "name": name,
                "role": role,
                "every_store": store_ids is None,
                "now": to_utc(self._clock()),
            }
            transaction.run("accounts.add", **params, **mark)
            self._give(transaction, account_id, store_ids)
        return account_id

    def update(self, account: Account) -> None:
        """Saves name, role, stores and whether it is disabled. Raises BadRequest for a new name
        that passes for somebody else's.
        """
        with self._write() as transaction:
            _refuse_alike(transaction, account.name, account.account_id)
            params = {
                "account_id": account.account_id,
                "name": account.name,
                "role": account.role,
                "every_store": account.store_ids is None,
                "disabled_at": to_utc(account.disabled_at),
            }
            transaction.run("accounts.update", **params)
            self._give(transaction, account.account_id, account.store_ids)

    def _give(
        self, transaction: Transaction, account_id: int, store_ids: tuple[int, ...] | None
    ) -> None:
        transaction.run("accounts.take_stores", account_id=account_id)
        for store_id in store_ids or ():
            params = {"account_id": account_id, "store_id": store_id}
            transaction.run("accounts.give_store", **params)

    def password_hash(self, account_id: int) -> str | None:
        """The bcrypt hash, None where no password was set."""
        kept = self._db.value("accounts.password_hash", account_id=account_id)
        return None if kept is None else str(kept)

    def save_password(self, account_id: int, password_hash: str) -> None:
        """Keeps the hash of a new password."""
        with self._write() as transaction:
            params = {"account_id": account_id, "password_hash": password_hash}
            transaction.run("accounts.save_password", **params)


def used_link() -> NotAllowed:
    """What is said to a welcome link after the first one who used it."""
    return NotAllowed(
        "This link was used or has been replaced. Start Storeboard again for a new one, or sign in."
    )


def _refuse_alike(transaction: Transaction, name: str, account_id: int | None = None) -> None:
    """A name that is kept as it is stays: older ones may be alike."""
    names = {row["account_id"]: row["name"] for row in transaction.rows("accounts.all")}
    if names.pop(account_id, None) != name:
        refuse_alike(name, names.values())


def _place(account_id: int) -> str:
    return f"account/{account_id}/email"
