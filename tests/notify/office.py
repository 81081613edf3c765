"""A workspace with one store and a desk that sends its alerts, at a time the test sets."""

from __future__ import annotations

import datetime as dt
from datetime import date, timedelta
from typing import Any

from engine.api_errors import ApiDown
from engine.database.alerts import Outbox
from engine.database.contacts import Contacts
from engine.domain.alerts import AlertState, MailServer, Security
from engine.domain.checks import ConnectionCheck, Problem
from engine.domain.contacts import AlertKind, AlertWay, Contact
from engine.domain.fees import FeeTier
from engine.domain.job_kinds import JobKind
from engine.domain.jobs import Asker, JobState
from engine.domain.product_jobs import ImportRequest
from engine.domain.stores import NewStore
from engine.jobs.context import Tables
from engine.notify.causes import Causes
from engine.notify.desk import AlertDesk
from engine.vault import Vault
from tests.builders import KEY, NOON, open_tables
from tests.notify.post import EMAIL


class Office:
    """A workspace with one store and a desk, at a time the test sets."""

    def __init__(self) -> None:
        self.now = NOON
        self.tables: Tables = open_tables(clock=self.clock)
        database, vault = self.tables.database, Vault(KEY)
        self.outbox = Outbox(database, vault, self.clock)
        self.contacts = Contacts(database, vault)
        causes = Causes(database, self.tables.stores, self.clock)
        self.desk = AlertDesk(self.outbox, causes, self.contacts, self.clock)
        new = NewStore(
            name="봄날 상회",
            client_id="app",
            base_url="http://127.0.0.1:9/external",
            fee_tier=FeeTier.SMALL_1,
            tier_starts_on=date(2026, 1, 1),
        )
        self.store_id = self.tables.stores.add(new, "secret")

    def clock(self) -> dt.datetime:
        """The moment the test set."""
        return self.now

    def later(self, **passed: float) -> None:
        """Lets time pass, then lets the desk look."""
        self.now += timedelta(**passed)
        self.desk.tick()

    def hires(self, *kinds: AlertKind, **fields: Any) -> None:
        """A contact who is told of some kinds, by e-mail unless said."""
        usual: dict[str, Any] = {
            "contact_id": 0,
            "store_id": self.store_id,
            "name": "홍길동",
            "email": EMAIL,
            "alerts": kinds or tuple(AlertKind),
            "ways": (AlertWay.EMAIL,),
        }
        self.contacts.add(Contact(**(usual | fields)))

    def posts_at(self, port: int, **fields: Any) -> None:
        """Mail goes to that port of this machine, open and without a password unless said."""
        password = fields.pop("password", "")
        usual: dict[str, Any] = {
            "host": "localhost",
            "port": port,
            "security": Security.NONE,
            "user": "",
            "sender": "alerts@example.com",
        }
        self.outbox.save_server(MailServer(**(usual | fields)), password)

    def loses_connection(self, code: str = "IP_NOT_ALLOWED") -> None:
        """A check found that NAVER refuses the store."""
        check = ConnectionCheck(
            store="봄날 상회",
            connected=False,
            account_id=None,
            problems=(Problem(code=code, text="x"),),
        )
        self.tables.stores.save_check(self.store_id, check)

    def fails_a_job(self, error: Any = None) -> int:
        """A job ended with an error."""
        jobs = self.tables.jobs
        job_id = jobs.add(JobKind.PRODUCT_SYNC, ImportRequest(store_id=self.store_id), Asker.SCREEN)
        jobs.fail(job_id, JobState.FAILED, error or ApiDown())
        return job_id

    def states(self) -> list[AlertState]:
        """Where the lines of the outbox stand, newest first."""
        return [line.state for line in self.outbox.latest(limit=50)]
