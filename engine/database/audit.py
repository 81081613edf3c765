"""The audit in the database: lines are added and read, never changed."""

from __future__ import annotations

from typing import Any

import msgspec

from engine.clock import Clock, to_kst, to_utc
from engine.database.database import ELSEWHERE, Database
from engine.database.numbers import Noun, next_number
from engine.database.transaction import Transaction
from engine.domain.audit import AuditLine, AuditSearch, Facts
from engine.domain.people import Actor


class Audit:
    """Adds and finds lines."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._db, self._clock = database, clock

    def add(
        self,
        actor: Actor,
        action: str,
        *,
        store_id: int | None,
        subject: str,
        before: Facts,
        after: Facts,
        trace_id: str | None,
        transaction: Transaction | None = None,
    ) -> None:
        """Adds a line, in `transaction` where one is given."""
        params = {
            "now": to_utc(self._clock()),
            "account_id": actor.account_id,
            "actor": actor.name,
            "action": action,
            "store_id": store_id,
            "subject": subject,
            "before": msgspec.json.encode(before).decode(),
            "after": msgspec.json.encode(after).decode(),
            "trace_id": trace_id,
        }
        if transaction is not None:
            _add(transaction, params)
            return
        with self._db.write(ELSEWHERE) as own:
            _add(own, params)

    def find(
        self, search: AuditSearch, *, limit: int, store_ids: tuple[int, ...] | None = None
    ) -> tuple[AuditLine, ...]:
        """The newest lines that fit, newest first; with `store_ids` only lines of these stores."""
        rows = self._db.rows(
            "audit.find",
            words=search.words.strip().lower(),
            store_id=search.store_id,
            account_id=search.account_id,
            from_at=to_utc(search.from_at),
            to_at=to_utc(search.to_at),
            store_ids=None if store_ids is None else list(store_ids),
            limit=limit,
        )
        return tuple(map(_line, rows))


def _add(transaction: Transaction, params: dict[str, Any]) -> None:
    transaction.run("audit.add", audit_id=next_number(transaction, Noun.AUDIT), **params)


def _line(row: dict[str, Any]) -> AuditLine:
    return AuditLine(
        **{
            **row,
            "happened_at": to_kst(row["happened_at"]),
            "before": msgspec.json.decode(row["before"]),
            "after": msgspec.json.decode(row["after"]),
        }
    )
