"""Wrong tries to sign in, counted per account and per address; kept, so that a restart frees
nobody.
"""

from __future__ import annotations

from datetime import datetime

from engine.clock import Clock, to_kst, to_utc
from engine.database.database import ELSEWHERE, Database
from engine.domain.sign_in import FORGOTTEN, locked_until
from engine.vault import Vault


class WrongTries:
    """Counts; `kind` is "account" or "address", `name` what was typed or whence it came."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._db, self._vault, self._clock = database, vault, clock

    def locked_until(self, kind: str, name: str) -> datetime | None:
        """Until when nobody may try; None where one may."""
        rows = self._db.rows("wrong_tries.of", kind=kind, fingerprint=self._mark(kind, name))
        if not rows:
            return None
        until = locked_until(kind, rows[0]["failures"], to_kst(rows[0]["last_at"]))
        return until if until is not None and until > self._clock() else None

    def add(self, kind: str, name: str) -> None:
        """One more wrong try."""
        now = self._clock()
        params = {
            "kind": kind,
            "fingerprint": self._mark(kind, name),
            "now": to_utc(now),
            "forgotten": to_utc(now - FORGOTTEN),
        }
        with self._db.write(ELSEWHERE) as transaction:
            transaction.run("wrong_tries.add", **params)

    def forget(self, kind: str, name: str) -> None:
        """After a right one."""
        params = {"kind": kind, "fingerprint": self._mark(kind, name)}
        with self._db.write(ELSEWHERE) as transaction:
            transaction.run("wrong_tries.forget", **params)

    def _mark(self, kind: str, name: str) -> str:
        return self._vault.fingerprint(name, f"wrong_try/{kind}")
