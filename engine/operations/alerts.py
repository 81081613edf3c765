"""Alerts: where they are handed in, when they wait, which are on their way."""

from __future__ import annotations

import msgspec

from engine.domain.alert_causes import trial_message
from engine.domain.alerts import AlertLine, AlertRules, MailServer, tidy_server
from engine.domain.contacts import AlertWay, tidy_email
from engine.domain.meanwhile import merged
from engine.domain.people import Role
from engine.errors import BadRequest
from engine.notify.desk import AlertDesk
from engine.operations.access import Access, needs


class AlertOperations:
    """What is asked of alerts. Their settings are those of all stores."""

    def __init__(self, access: Access, alerts: AlertDesk) -> None:
        self._access, self._alerts = access, alerts

    @needs(Role.MANAGER)
    def latest(self, *, limit: int = 200) -> tuple[AlertLine, ...]:
        """The newest lines of the outbox, newest first, of the stores the actor was given."""
        self._access.permit_every_store()
        return self._alerts.outbox.latest(limit=limit, store_ids=self._access.actor.store_ids)

    @needs(Role.MANAGER)
    def rules(self) -> AlertRules:
        """The language of alerts, the quiet hours and how many refusals are too many."""
        self._access.permit_every_store()
        return self._alerts.outbox.rules()

    @needs(Role.MANAGER)
    def set_rules(self, rules: AlertRules, *, shown: AlertRules | None = None) -> None:
        """Changes these. `shown` is what who changes them saw. Raises ChangedMeanwhile where
        somebody else changed the same since.
        """
        self._access.permit_every_store()
        before = self._alerts.outbox.rules()
        rules = merged(shown or before, rules, before)
        self._alerts.outbox.save_rules(rules)
        self._access.note("alert.rules", before=_facts(before), after=_facts(rules))

    @needs(Role.MANAGER)
    def mail_server(self) -> MailServer | None:
        """Where e-mail is handed in, without the password; None where none is set."""
        self._access.permit_every_store()
        held = self._alerts.outbox.server()
        return None if held is None else held[0]

    @needs(Role.MANAGER)
    def set_mail_server(
        self, server: MailServer, password: str | None = None, *, shown: MailServer | None = None
    ) -> None:
        """Changes it; without a password the one held stays. What waits is tried at once. `shown`
        is what who changes it saw.

        Raises BadRequest for a server no mail can go to, ChangedMeanwhile where somebody else
        changed the same since.
        """
        self._access.permit_every_store()
        held = self._alerts.outbox.server()
        tidy = tidy_server(server)
        if held is not None and shown is not None:
            typed = msgspec.structs.replace(tidy, has_password=shown.has_password)
            tidy = merged(shown, typed, held[0])
        kept = held[1] if held is not None else ""
        if password is None and held is not None and tidy.host != held[0].host and kept:
            raise BadRequest("Another mail server needs its password. Type it.")
        self._alerts.outbox.save_server(tidy, kept if password is None else password)
        self._alerts.outbox.retry_all()
        self._access.note(
            "alert.mail_server",
            subject=tidy.host,
            before={} if held is None else _server_facts(held[0]),
            after={**_server_facts(tidy), **({} if password is None else {"password": "set"})},
        )

    @needs(Role.MANAGER)
    def forget_mail_server(self) -> None:
        """Lets go of the mail server and its password; alerts by e-mail wait."""
        self._access.permit_every_store()
        self._alerts.outbox.save_server(None, "")
        self._access.note("alert.mail_server", after={"host": None})

    @needs(Role.MANAGER)
    def send_test(self, way: AlertWay, address: str) -> None:
        """Sends a message at once, quiet hours or not. Raises NotSent with the reason, BadRequest
        without an address.
        """
        self._access.permit_every_store()
        to = tidy_email(address) if way is AlertWay.EMAIL else address.strip()
        if not to:
            raise BadRequest("Type where the test is to go.")
        language = self._alerts.outbox.rules().language
        self._alerts.send(way, to, trial_message(), language)
        self._access.note("alert.test", after={"way": way})

    @needs(Role.MANAGER)
    def retry(self) -> None:
        """What could not be sent is tried again at once."""
        self._access.permit_every_store()
        self._alerts.outbox.retry_all()
        self._access.note("alert.retry")


def _facts(rules: AlertRules) -> dict[str, str | None]:
    quiet = rules.quiet
    return {
        "language": rules.language,
        "quiet": None if quiet is None else f"{quiet.since:%H:%M}-{quiet.until:%H:%M}",
        "refusals": str(rules.refusals),
    }


def _server_facts(server: MailServer) -> dict[str, str | None]:
    """What the audit may show: no user name, no address."""
    return {"host": server.host, "port": str(server.port), "security": server.security}
