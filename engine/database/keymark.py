"""The mark in a workspace that tells which key is in force: a word sealed with it."""

from __future__ import annotations

from engine.database.database import Database
from engine.database.transaction import Transaction
from engine.errors import CannotDecrypt
from engine.vault import Vault

_NAME = "key_check"


class KeyMark:
    """Left with the first key, renewed in the transaction that seals everything anew."""

    def __init__(self, database: Database) -> None:
        self._db = database

    @property
    def is_left(self) -> bool:
        """Whether anything may have been sealed here."""
        return self._read() is not None

    def fits(self, vault: Vault) -> bool:
        """Whether the workspace is sealed with the key of `vault`."""
        sealed = self._read()
        try:
            return sealed is not None and bool(vault.open(sealed, _NAME))
        except CannotDecrypt:
            return False

    def leave(self, transaction: Transaction, vault: Vault) -> None:
        """Marks the key of `vault` as the one in force, inside a transaction."""
        params = {"name": _NAME, "value": vault.seal("storeboard", _NAME)}
        transaction.run("settings.save", **params)

    def _read(self) -> str | None:
        sealed = self._db.value("settings.get", name=_NAME)
        return None if sealed is None else str(sealed)
