"""Looks for what is worth an alert: failed jobs, lost connections, changes at NAVER, refusals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from engine.clock import KST, Clock, to_kst, to_utc
from engine.database.database import Database
from engine.database.stores import Stores
from engine.domain.alert_causes import (
    CONNECTION_CODES,
    connection_lost,
    expiring,
    job_failed,
    prerequisites_changed,
    too_many_refusals,
)
from engine.domain.alerts import FRESH, Alert, AlertRules, Line
from engine.domain.delivery import PrerequisiteKind
from engine.domain.stores import ConnectionState, Store
from engine.errors import sentence_of


class Causes:
    """Reads what the database holds, so that no other part has to think of alerts."""

    def __init__(self, database: Database, stores: Stores, clock: Clock) -> None:
        self._db, self._stores, self._clock = database, stores, clock

    def since_yesterday(self, rules: AlertRules) -> Iterator[Alert]:
        """Every alert there is reason for, of stores in use; asked again, the same ones again."""
        now = self._clock().astimezone(KST)
        names = {s.store_id: s.name for s in self._stores.all() if s.archived_at is None}
        for alert in self._all(now, rules, names):
            if alert.store_id in names:
                yield alert

    def _all(self, now: datetime, rules: AlertRules, names: dict[int, str]) -> Iterator[Alert]:
        since = now - FRESH
        for store in self._stores.all():
            yield from _of_store(store, since, now)
        yield from self._failed_jobs(since, names)
        for row in self._db.rows("alerts.changed_prerequisites", since=to_utc(since)):
            yield prerequisites_changed(
                row["store_id"],
                names.get(row["store_id"], ""),
                PrerequisiteKind(row["kind"]),
                to_kst(row["changed_at"]) or now,
            )
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        for row in self._db.rows("alerts.refused_calls", since=to_utc(midnight)):
            if row["refused"] > rules.refusals:
                yield too_many_refusals(
                    row["store_id"],
                    names.get(row["store_id"], ""),
                    row["refused"],
                    rules.refusals,
                    now.date(),
                )

    def _failed_jobs(self, since: datetime, names: dict[int, str]) -> Iterator[Alert]:
        for row in self._db.rows("alerts.failed_jobs", since=to_utc(since)):
            store_id, code = row["store_id"], row["error_code"]
            name, at = names.get(store_id, ""), to_kst(row["finished_at"]) or since
            params = msgspec.json.decode(row["error_params"] or "{}")
            reason = Line(
                text=row["error_text"], params={part: str(it) for part, it in params.items()}
            )
            if code in CONNECTION_CODES:
                yield connection_lost(store_id, name, reason, code, at.date())
            else:
                yield job_failed(store_id, name, row["job_id"], reason, at)


def _of_store(store: Store, since: datetime, now: datetime) -> Iterator[Alert]:
    if store.valid_until is not None:
        near = expiring(store.store_id, store.name, store.valid_until, now.date())
        if near is not None:
            yield near
    checked, code = store.checked_at, store.problem_code
    if store.connection is ConnectionState.BROKEN and checked is not None and checked >= since:
        reason = Line(text=sentence_of(code or ""))
        yield connection_lost(
            store.store_id, store.name, reason, code or "UNKNOWN", checked.astimezone(KST).date()
        )
