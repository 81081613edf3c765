"""The outbox of alerts and what a team set about them; addresses, texts, passwords are sealed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import msgspec

from engine.clock import Clock, to_kst, to_utc
from engine.database.database import ELSEWHERE, Database
from engine.database.numbers import Noun, next_number
from engine.database.settings import Settings
from engine.domain.alerts import (
    Alert,
    AlertLine,
    AlertRules,
    AlertState,
    MailServer,
    Message,
    outbox_key,
)
from engine.domain.contacts import AlertKind, AlertWay
from engine.vault import Vault

KEPT = timedelta(days=90)
_RULES, _SERVER = "alert_rules", "mail_server"


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One alert on its way to one address."""

    alert_id: int
    way: AlertWay
    address: str
    message: Message
    tries: int
    created_at: datetime


class _Payload(msgspec.Struct, frozen=True, kw_only=True):
    address: str
    message: Message


class _Server(msgspec.Struct, frozen=True, kw_only=True):
    server: MailServer
    password: str


class Outbox:
    """Loads and saves alerts on their way."""

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._db, self._vault, self._clock = database, vault, clock
        self._settings = Settings(database)

    def keys(self) -> frozenset[str]:
        """What is in the outbox already, sent or not."""
        return frozenset(row["alert_key"] for row in self._db.rows("alerts.keys"))

    def add(self, alert: Alert, contact_id: int, way: AlertWay, address: str) -> None:
        """Puts an alert to one contact by one way into the outbox; its key must be new."""
        now = to_utc(self._clock())
        payload = msgspec.json.encode(_Payload(address=address, message=alert.message)).decode()
        with self._db.write(ELSEWHERE) as transaction:
            alert_id = next_number(transaction, Noun.ALERT)
            params = {
                "alert_id": alert_id,
                "alert_key": outbox_key(alert, contact_id, way),
                "kind": alert.kind,
                "store_id": alert.store_id,
                "way": way,
                "payload_sealed": self._vault.seal(payload, f"alert/{alert_id}"),
                "next_try_at": now,
                "now": now,
            }
            transaction.run("alerts.add", **params)

    def due(self) -> tuple[Letter, ...]:
        """What is to be sent now, the longest waiting first. Raises CannotDecrypt."""
        rows = self._db.rows("alerts.due", now=to_utc(self._clock()))
        return tuple(
            Letter(
                alert_id=row["alert_id"],
                way=AlertWay(row["way"]),
                tries=row["tries"],
                created_at=to_kst(row["created_at"]) or self._clock(),
                **msgspec.structs.asdict(self._payload(row["alert_id"], row["payload_sealed"])),
            )
            for row in rows
        )

    def _payload(self, alert_id: int, sealed: str) -> _Payload:
        return msgspec.json.decode(self._vault.open(sealed, f"alert/{alert_id}"), type=_Payload)

    def sent(self, letter: Letter) -> None:
        """It arrived where it was handed in."""
        self._settle(letter, AlertState.SENT, None, None)

    def failed(self, letter: Letter, problem: str, again_at: datetime | None) -> None:
        """It could not be handed in; tried again then, or given up. `problem` is a code."""
        state = AlertState.GIVEN_UP if again_at is None else AlertState.WAITING
        self._settle(letter, state, problem, again_at)

    def _settle(
        self, letter: Letter, state: AlertState, problem: str | None, again_at: datetime | None
    ) -> None:
        now = self._clock()
        params = {
            "alert_id": letter.alert_id,
            "state": state,
            "tries": letter.tries + 1,
            "problem": problem,
            "next_try_at": to_utc(again_at or now),
            "sent_at": to_utc(now) if state is AlertState.SENT else None,
        }
        with self._db.write(ELSEWHERE) as transaction:
            transaction.run("alerts.settle", **params)

    def retry_all(self) -> None:
        """What failed before is tried at once: somebody mended the mail server."""
        with self._db.write(ELSEWHERE) as transaction:
            transaction.run("alerts.retry_all", now=to_utc(self._clock()))

    def forget_old(self) -> None:
        """Lets go of what was sent or given up long ago."""
        with self._db.write(ELSEWHERE) as transaction:
            before = to_utc(self._clock() - KEPT)
            transaction.run("alerts.forget_old", before=before)

    def waiting_since(self) -> datetime | None:
        """Since when the longest waiting alert waits that was tried in vain; None for none."""
        return to_kst(self._db.value("alerts.waiting"))

    def latest(
        self, *, limit: int, store_ids: Collection[int] | None = None
    ) -> tuple[AlertLine, ...]:
        """The newest lines, newest first; of some stores, or of all."""
        asked = None if store_ids is None else list(store_ids)
        return tuple(
            AlertLine(
                alert_id=row["alert_id"],
                kind=AlertKind(row["kind"]),
                store_id=row["store_id"],
                way=AlertWay(row["way"]),
                state=AlertState(row["state"]),
                tries=row["tries"],
                next_try_at=to_kst(row["next_try_at"]) or self._clock(),
                problem=row["problem"],
                created_at=to_kst(row["created_at"]) or self._clock(),
                sent_at=to_kst(row["sent_at"]),
            )
            for row in self._db.rows("alerts.latest", limit=limit, store_ids=asked)
        )

    def rules(self) -> AlertRules:
        """What is set, else what is usual."""
        return msgspec.json.decode(self._settings.get(_RULES, "{}"), type=AlertRules)

    def save_rules(self, rules: AlertRules) -> None:
        """Keeps what is set."""
        self._settings.save(_RULES, msgspec.json.encode(rules).decode())

    def server(self) -> tuple[MailServer, str] | None:
        """The mail server and its password; None where none is set. Raises CannotDecrypt."""
        sealed = self._db.value("alerts.sealed_setting", name=_SERVER)
        if sealed is None:
            return None
        raw = self._vault.open(sealed, f"sealed_setting/{_SERVER}")
        held = msgspec.json.decode(raw, type=_Server)
        return held.server, held.password

    def save_server(self, server: MailServer | None, password: str) -> None:
        """Seals and keeps the mail server, or forgets it."""
        with self._db.write(ELSEWHERE) as transaction:
            if server is None:
                transaction.run("alerts.forget_sealed_setting", name=_SERVER)
                return
            held = msgspec.structs.replace(server, has_password=bool(password))
            raw = msgspec.json.encode(_Server(server=held, password=password)).decode()
            sealed = self._vault.seal(raw, f"sealed_setting/{_SERVER}")
            params = {"name": _SERVER, "value_sealed": sealed}
            transaction.run("alerts.save_sealed_setting", **params)
