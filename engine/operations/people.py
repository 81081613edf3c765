"""Accounts: adding and changing them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from engine.clock import Clock
from engine.domain.meanwhile import merged
from engine.domain.people import Account, Role, account_facts
from engine.errors import BadRequest, NotAllowed
from engine.operations.access import Access, needs
from engine.operations.signing_in import SigningIn


class PeopleOperations:
    """What is asked of accounts."""

    def __init__(self, access: Access, signing_in: SigningIn, clock: Clock) -> None:
        self._access, self._signing_in, self._clock = access, signing_in, clock

    @needs(Role.MANAGER)
    def all(self) -> tuple[Account, ...]:
        """Every account, in the order in which they were made."""
        self._access.permit_every_store()
        return self._signing_in.accounts.all()

    @needs(Role.MANAGER)
    def get(self, account_id: int) -> Account:
        """One account. Raises BadRequest where there is none."""
        self._access.permit_every_store()
        return self._signing_in.accounts.get(account_id)

    @needs(Role.MANAGER)
    def with_email(self, email: str) -> Account:
        """The account of an e-mail address. Raises BadRequest where there is none."""
        self._access.permit_every_store()
        found = self._signing_in.accounts.with_email(email.strip().lower())
        if found is None:
            raise BadRequest("There is no account with this e-mail address.")
        return found

    @needs(Role.MANAGER)
    def add(
        self,
        *,
        email: str,
        name: str,
        role: Role,
        store_ids: Iterable[int] | None = None,
        password: str | None = None,
    ) -> Account:
        """A new account; without a password only the team's identity provider lets it in.

        Raises BadRequest for what cannot be used or an address held already.
        """
        self._access.permit_every_store()
        account_id = self._signing_in.add(
            email=email, name=name, role=role, store_ids=self._known(store_ids), password=password
        )
        account = self._signing_in.accounts.get(account_id)
        self._access.note("account.add", subject=account.name, after=account_facts(account))
        return account

    @needs(Role.MANAGER)
    def update(
        self,
        account_id: int,
        *,
        name: str | None = None,
        role: Role | None = None,
        store_ids: Iterable[int] | None = None,
        every_store: bool = False,
        shown: Account | None = None,
    ) -> Account:
        """Changes what is given. `shown` is the account as who changes it saw it. Raises BadRequest
        where no manager of every store would be left, ChangedMeanwhile where somebody else changed
        the same since it was shown.
        """
        before = self.get(account_id)
        shown = shown if shown and shown.account_id == account_id else before
        given = shown.store_ids if store_ids is None else self._known(store_ids)
        typed = msgspec.structs.replace(
            shown,
            name=shown.name if name is None else name,
            role=role or shown.role,
            store_ids=None if every_store else given,
        )
        return self._save(before, merged(shown, typed, before), "account.update")

    @needs(Role.MANAGER)
    def disable(self, account_id: int) -> Account:
        """Lets an account in no longer and ends its sessions."""
        before = self.get(account_id)
        after = msgspec.structs.replace(before, disabled_at=before.disabled_at or self._clock())
        return self._save(before, after, "account.disable")

    @needs(Role.MANAGER)
    def enable(self, account_id: int) -> Account:
        """Lets a disabled account in again."""
        before = self.get(account_id)
        return self._save(
            before, msgspec.structs.replace(before, disabled_at=None), "account.enable"
        )

    def _save(self, before: Account, after: Account, action: str) -> Account:
        self._signing_in.save(after)
        self._access.note(
            action, subject=before.name, before=account_facts(before), after=account_facts(after)
        )
        return self._signing_in.accounts.get(after.account_id)

    @needs(Role.MANAGER)
    def set_password(self, account_id: int, password: str) -> None:
        """Gives an account a new password and ends its sessions. Raises BadRequest for one too
        short.
        """
        account = self.get(account_id)
        self._signing_in.set_password(account_id, password)
        self._access.note("account.password", subject=account.name)

    @needs(Role.MANAGER)
    def unlock(self, account_id: int) -> None:
        """Lets an account that wrong tries locked be tried again at once."""
        account = self.get(account_id)
        self._signing_in.unlock(account_id)
        self._access.note("account.unlock", subject=account.name)

    @needs(Role.MANAGER)
    def locked(self) -> dict[int, datetime]:
        """The accounts, by number, that wrong tries lock for some address, and until when."""
        self._access.permit_every_store()
        return self._signing_in.locked()

    @needs(Role.ANALYST)
    def change_own_password(self, present: str, new: str) -> None:
        """Replaces one's own password and ends all of one's sessions, this one too.

        Raises NotAllowed where the present one is wrong, BadRequest for a new one too short.
        """
        account_id = self._own_account()
        if not self._signing_in.fits(account_id, present):
            raise NotAllowed("The present password is wrong. Nothing was changed.")
        self._signing_in.set_password(account_id, new)
        self._access.note("account.password", subject=self._access.actor.name)

    @needs(Role.ANALYST)
    def sign_out_everywhere(self) -> None:
        """Ends all of one's own sessions, in every browser."""
        self._signing_in.sessions.end_all(self._own_account())
        self._access.note("account.sign_out_everywhere", subject=self._access.actor.name)

    def _own_account(self) -> int:
        if self._access.actor.account_id is None:
            raise NotAllowed("The command line has no account of its own. Name one.")
        return self._access.actor.account_id

    def _known(self, store_ids: Iterable[int] | None) -> tuple[int, ...] | None:
        if store_ids is None:
            return None
        return tuple(sorted({self._access.held(store_id).store_id for store_id in store_ids}))
