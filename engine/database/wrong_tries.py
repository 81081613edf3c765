"""Wrong tries to sign in, counted per account and address and per address; kept, so that a restart
frees nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from engine.clock import Clock, to_kst, to_utc
from engine.database.database import ELSEWHERE, Database
from engine.database.transaction import Transaction
from engine.domain.sign_in import FORGOTTEN, locked_until, network_of
from engine.vault import Vault

Key = tuple[str, str]  # kind and fingerprint


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """A try that was counted, or that may not be made."""

    locked_until: datetime | None = None  # not counted: nobody may try before
    locks: dict[str, datetime] = {}  # what is locked until when if it proves wrong, by kind


class WrongTries:
    """Counts the tries of an account (what was typed) from an address; strangers elsewhere do not
    lock anybody out of his own.
    """

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._db, self._vault, self._clock = database, vault, clock

    def begin(self, account: str, address: str) -> Begun:
        """Counts a try as wrong before it is looked at, so that many at once are no more than one
        after another; where it may not be made, says so.
        """
        now = self._clock()
        moments = {"now": to_utc(now), "forgotten": to_utc(now - FORGOTTEN)}
        with self._db.write(ELSEWHERE) as transaction:
            keys = self._keys(account, address)
            locks = [lock for key in keys if (lock := _lock(transaction, key, now))]
            if locks:
                return Begun(locked_until=max(locks))
            for kind, fingerprint in keys:
                transaction.run("wrong_tries.add", kind=kind, fingerprint=fingerprint, **moments)
            after = {key[0]: _lock(transaction, key, now) for key in keys}
        return Begun(locks={kind: until for kind, until in after.items() if until})

    def was_right(self, account: str, address: str) -> None:
        """The try was right: the account's count begins anew, the address has one less."""
        (kind, mark), (of_address, address_mark) = self._keys(account, address)
        with self._db.write(ELSEWHERE) as transaction:
            transaction.run("wrong_tries.forget", kind=kind, fingerprint=mark)
            taken = {"kind": of_address, "fingerprint": address_mark}
            transaction.run("wrong_tries.take_back", **taken)

    def unlock(self, account: str) -> None:
        """Forgets the tries of an account, from whatever address."""
        with self._db.write(ELSEWHERE) as transaction:
            transaction.run("wrong_tries.forget_account", fingerprint=self._account(account))

    def locked(self, accounts: Iterable[str]) -> dict[str, datetime]:
        """Until when each of these may not be tried, from at least one address."""
        now, found = self._clock(), dict[str, datetime]()
        names = {self._account(account): account for account in accounts}
        for row in self._db.rows("wrong_tries.of_accounts"):
            mark, slash, _where = row["fingerprint"].partition("/")
            until = locked_until("account", row["failures"], to_kst(row["last_at"]), now)
            if until and (name := names.get(mark + slash)):
                found[name] = max(until, found.get(name, until))
        return found

    def _keys(self, account: str, address: str) -> tuple[Key, Key]:
        where = self._vault.fingerprint(network_of(address), "wrong_try/address")
        return ("account", f"{self._account(account)}{where}"), ("address", where)

    def _account(self, account: str) -> str:
        return f"{self._vault.fingerprint(account, 'wrong_try/account')}/"


def _lock(transaction: Transaction, key: Key, now: datetime) -> datetime | None:
    kind, fingerprint = key
    row = transaction.row("wrong_tries.of", kind=kind, fingerprint=fingerprint)
    if row is None:
        return None
    return locked_until(kind, row["failures"], to_kst(row["last_at"]), now)
