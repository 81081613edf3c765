"""Open sessions: the token is in the visitor's cookie, its hash in the database and in memory."""

from __future__ import annotations

import hashlib
import secrets
import threading
from datetime import datetime, timedelta
from typing import Any

import msgspec

from engine.clock import Clock, to_kst, to_utc
from engine.database.database import ELSEWHERE, Database
from engine.domain.sign_in import has_ended

NOTED_EVERY = timedelta(minutes=1)  # how often a click is noted,
WRITTEN_EVERY = timedelta(minutes=15)  # and written down: no click should wait for the database


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One browser that is signed in."""

    token_hash: str
    account_id: int
    created_at: datetime
    seen_at: datetime


class Sessions:
    """Opens, finds and ends sessions. This process alone holds the file, so memory tells."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock
        self._lock = threading.Lock()
        rows = [_session(row) for row in database.rows("sessions.all")]
        self._open = {session.token_hash: session for session in rows}
        self._written = {session.token_hash: session.seen_at for session in rows}

    def open(self, account_id: int) -> str:
        """Opens a session; its token, which is kept nowhere else."""
        token, now = secrets.token_urlsafe(32), self._clock()
        session = Session(
            token_hash=_hash(token), account_id=account_id, created_at=now, seen_at=now
        )
        params = {"token_hash": session.token_hash, "account_id": account_id, "now": to_utc(now)}
        self._write("sessions.open", params)
        with self._lock:
            self._open[session.token_hash] = session
        return token

    def account_of(self, token: str) -> int | None:
        """Whose session it is, None for one that was never opened or is over."""
        session = self._open.get(_hash(token))
        if session is None:
            return None
        if has_ended(session.created_at, session.seen_at, self._clock()):
            self.end(token)
            return None
        return session.account_id

    def saw(self, token: str) -> None:
        """Notes that the session was just used; after a crash it may seem idle some minutes
        longer.
        """
        session, now = self._open.get(_hash(token)), self._clock()
        if session is None or now - session.seen_at < NOTED_EVERY:
            return
        with self._lock:
            self._open[session.token_hash] = msgspec.structs.replace(session, seen_at=now)
        written = self._written.get(session.token_hash, session.created_at)
        if now - written >= WRITTEN_EVERY:
            self._written[session.token_hash] = now
            self._write("sessions.saw", {"token_hash": session.token_hash, "now": to_utc(now)})

    def end(self, token: str) -> None:
        """Ends one session."""
        token_hash = _hash(token)
        with self._lock:
            self._open.pop(token_hash, None)
        self._write("sessions.end", {"token_hash": token_hash})

    def end_all(self, account_id: int) -> None:
        """Ends every session of an account."""
        with self._lock:
            self._open = {
                key: one for key, one in self._open.items() if one.account_id != account_id
            }
        self._write("sessions.end_all", {"account_id": account_id})

    def _write(self, query: str, params: dict[str, Any]) -> None:
        with self._db.write(ELSEWHERE) as transaction:
            transaction.run(query, **params)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _session(row: dict[str, Any]) -> Session:
    return Session(
        token_hash=row["token_hash"],
        account_id=row["account_id"],
        created_at=to_kst(row["created_at"]) or datetime.min,
        seen_at=to_kst(row["seen_at"]) or datetime.min,
    )
