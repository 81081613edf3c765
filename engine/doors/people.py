"""Accounts: adding, changing, signing in and out."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from engine.domain.people import Account, Actor, Role, actor_of
from engine.doors.door import Door, needs
from engine.errors import BadRequest, NotAllowed
from engine.jobs.people import People, SignedIn


class PeopleDoor(Door):
    """What is asked of people. The first group takes no role: nobody is signed in yet."""

    _people: People

    def sign_in(self, email: str, password: str, *, address: str) -> SignedIn:
        """Opens a session for the right password. Raises SignInFailed."""
        return self._people.sign_in(email, password, address)

    def sign_out(self, cookie: str) -> None:
        """Ends the session of a cookie."""
        self._people.sign_out(cookie)

    def visitor(self, cookie: str, *, clicked: bool = False) -> Actor | None:
        """On whose behalf a visitor with this cookie asks; None where nobody is signed in."""
        account = self._people.visitor(cookie, clicked=clicked)
        return None if account is None else actor_of(account)

    def provider_visitor(self, email: str) -> Actor:
        """On whose behalf one asks for whom the team's identity provider vouches. Raises
        SignInFailed.
        """
        return actor_of(self._people.by_provider(email))

    @property
    def is_demo(self) -> bool:
        """Whether visitors may choose a role without a password."""
        return self._people.is_demo

    def demo_sign_in(self, role: Role) -> SignedIn:
        """A session of the demo's account of that role. Raises NotAllowed outside a demo."""
        return self._people.demo_sign_in(role)

    @needs(Role.MANAGER)
    def make_demo(self) -> None:
        """Makes this workspace a demo: an account a role, chosen with one click."""
        self._permit_every_store()
        self._people.make_demo()
        self._note("account.demo")

    def welcome_token(self) -> str | None:
        """A token for the link that makes the first manager; None once there is an account."""
        return self._people.welcome_token()

    def welcomes(self, token: str) -> bool:
        """Whether that token still makes the first manager."""
        return self._people.welcomes(token)

    def make_first_manager(self, token: str, *, email: str, name: str, password: str) -> SignedIn:
        """The first manager, signed in. Raises NotAllowed for a used link, BadRequest."""
        made = self._people.make_first_manager(token, email=email, name=name, password=password)
        self._audit.add(
            actor_of(made.account),
            "account.first",
            store_id=None,
            subject=made.account.name,
            before={},
            after=_facts(made.account),
            trace_id=None,
        )
        return made

    @needs(Role.MANAGER)
    def accounts(self) -> tuple[Account, ...]:
        """Every account, in the order in which they were made."""
        self._permit_every_store()
        return self._people.accounts.all()

    @needs(Role.MANAGER)
    def account(self, account_id: int) -> Account:
        """One account. Raises BadRequest where there is none."""
        self._permit_every_store()
        return self._people.accounts.get(account_id)

    @needs(Role.MANAGER)
    def account_with_email(self, email: str) -> Account:
        """The account of an e-mail address. Raises BadRequest where there is none."""
        self._permit_every_store()
        found = self._people.accounts.with_email(email.strip().lower())
        if found is None:
            raise BadRequest("There is no account with this e-mail address.")
        return found

    @needs(Role.MANAGER)
    def add_account(
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
        self._permit_every_store()
        account_id = self._people.add(
            email=email, name=name, role=role, store_ids=self._known(store_ids), password=password
        )
        account = self._people.accounts.get(account_id)
        self._note("account.add", subject=account.name, after=_facts(account))
        return account

    @needs(Role.MANAGER)
    def update_account(
        self,
        account_id: int,
        *,
        name: str | None = None,
        role: Role | None = None,
        store_ids: Iterable[int] | None = None,
        every_store: bool = False,
    ) -> Account:
        """Changes what is given. Raises BadRequest where no manager of every store would be
        left.
        """
        before = self.account(account_id)
        given = before.store_ids if store_ids is None else self._known(store_ids)
        after = msgspec.structs.replace(
            before,
            name=before.name if name is None else name,
            role=role or before.role,
            store_ids=None if every_store else given,
        )
        return self._save(before, after, "account.update")

    @needs(Role.MANAGER)
    def disable_account(self, account_id: int) -> Account:
        """Lets an account in no longer and ends its sessions."""
        before = self.account(account_id)
        after = msgspec.structs.replace(before, disabled_at=before.disabled_at or self._clock())
        return self._save(before, after, "account.disable")

    @needs(Role.MANAGER)
    def enable_account(self, account_id: int) -> Account:
        """Lets a disabled account in again."""
        before = self.account(account_id)
        return self._save(
            before, msgspec.structs.replace(before, disabled_at=None), "account.enable"
        )

    def _save(self, before: Account, after: Account, action: str) -> Account:
        self._people.save(after)
        self._note(action, subject=before.name, before=_facts(before), after=_facts(after))
        return self._people.accounts.get(after.account_id)

    @needs(Role.MANAGER)
    def set_password(self, account_id: int, password: str) -> None:
        """Gives an account a new password and ends its sessions. Raises BadRequest for one too
        short.
        """
        account = self.account(account_id)
        self._people.set_password(account_id, password)
        self._note("account.password", subject=account.name)

    @needs(Role.ANALYST)
    def change_own_password(self, present: str, new: str) -> None:
        """Replaces one's own password and ends all of one's sessions, this one too.

        Raises NotAllowed where the present one is wrong, BadRequest for a new one too short.
        """
        account_id = self._own_account()
        if not self._people.fits(account_id, present):
            raise NotAllowed("The present password is wrong. Nothing was changed.")
        self._people.set_password(account_id, new)
        self._note("account.password", subject=self._actor.name)

    @needs(Role.ANALYST)
    def sign_out_everywhere(self) -> None:
        """Ends all of one's own sessions, in every browser."""
        self._people.sessions.end_all(self._own_account())
        self._note("account.sign_out_everywhere", subject=self._actor.name)

    @needs(Role.MANAGER)
    def end_sessions(self, account_id: int) -> None:
        """Ends all sessions of an account."""
        account = self.account(account_id)
        self._people.sessions.end_all(account_id)
        self._note("account.sign_out_everywhere", subject=account.name)

    def _own_account(self) -> int:
        if self._actor.account_id is None:
            raise NotAllowed("The command line has no account of its own. Name one.")
        return self._actor.account_id

    def _known(self, store_ids: Iterable[int] | None) -> tuple[int, ...] | None:
        if store_ids is None:
            return None
        return tuple(sorted({self._held(store_id).store_id for store_id in store_ids}))


def _facts(account: Account) -> dict[str, str | None]:
    stores = account.store_ids
    return {
        "name": account.name,
        "role": account.role,
        "stores": "every" if stores is None else ", ".join(map(str, stores)),
        "disabled": "yes" if account.disabled_at else "no",
    }
