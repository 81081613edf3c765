"""What happens at the door, written into the audit: never what was typed."""

from __future__ import annotations

from engine.database.audit import Audit
from engine.domain.audit import Facts
from engine.domain.people import NOBODY, Account, Actor, actor_of


class DoorBook:
    """Notes who came, who left and who tried; of an address nobody has, only that it was tried."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    def came(self, account: Account) -> None:
        """Somebody signed in."""
        self._note(actor_of(account), "account.sign_in", account)

    def left(self, account: Account) -> None:
        """Somebody signed out."""
        self._note(actor_of(account), "account.sign_out", account)

    def failed(self, account: Account | None) -> None:
        """Somebody failed to sign in, as that account or with an address nobody has."""
        self._note(NOBODY, "account.sign_in_failed", account)

    def mistook(self, account: Account) -> None:
        """At an open page somebody did not know the present password."""
        self._note(actor_of(account), "account.password_wrong", account)

    def locked(self, account: Account | None, kind: str, until: str) -> None:
        """Wrong tries locked an account for an address, or an address for every account."""
        action = "account.lock" if kind == "account" else "account.lock_address"
        self._note(NOBODY, action, account, {"until": until})

    def _note(
        self, actor: Actor, action: str, account: Account | None, after: Facts | None = None
    ) -> None:
        self._audit.add(
            actor,
            action,
            store_id=None,
            subject=account.name if account else "",
            before={},
            after=after or {},
            trace_id=None,
        )
