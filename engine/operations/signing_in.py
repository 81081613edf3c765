"""Signing in and out: who a visitor is, told by a signed cookie."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from datetime import datetime

import msgspec

from engine.clock import KST, Clock
from engine.database.accounts import Accounts, used_link
from engine.database.sessions import Sessions
from engine.database.settings import Settings
from engine.database.wrong_tries import Begun, WrongTries
from engine.domain.account_names import tidy_account_name
from engine.domain.people import Account, Role
from engine.domain.sign_in import tidy_email, tidy_password
from engine.errors import BadRequest, NotAllowed, SignInFailed
from engine.operations.door_book import DoorBook
from engine.passwords import fits, hash_password
from engine.vault import Vault

WELCOME = "welcome_token"  # signed; of the link that makes the first manager
DEMO = "demo"


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A session just opened; `cookie` is for the visitor alone."""

    account: Account
    cookie: str


class SigningIn:
    """Everything about signing in; who may ask for what else is decided by each operation."""

    def __init__(
        self,
        *,
        accounts: Accounts,
        sessions: Sessions,
        wrong_tries: WrongTries,
        settings: Settings,
        book: DoorBook,
        vault: Vault,
        clock: Clock,
        password_cost: int,
    ) -> None:
        self.accounts, self.sessions = accounts, sessions
        self._tries, self._settings, self._book = wrong_tries, settings, book
        self._vault, self._clock, self._cost = vault, clock, password_cost

    def sign_in(self, email: str, password: str, address: str) -> SignedIn:
        """Opens a session for the right password. Raises SignInFailed, which never tells whether
        there is such an account.

        `address` is the visitor's network address. Wrong tries lock the account and the address.
        """
        typed = _compared(email)
        begun = self._count(typed, address)
        account = self.accounts.with_email(typed)
        kept = None if account is None else self.accounts.password_hash(account.account_id)
        if not self._right(password, kept) or account is None or account.disabled_at:
            self._book.failed(account)
            self._note_locks(account, begun)
            raise SignInFailed
        self._tries.was_right(typed, address)
        opened = self.open_session(account)
        if self.accounts.password_hash(account.account_id) != kept:  # changed in the meantime
            self.sign_out(opened.cookie)
            raise SignInFailed
        return opened

    def _count(self, typed: str, address: str) -> Begun:
        begun = self._tries.begin(typed, address)
        if begun.locked_until is not None:
            raise SignInFailed(
                "Too many wrong tries. Try again after {moment}.", moment=_shown(begun.locked_until)
            )
        return begun

    def _note_locks(self, account: Account | None, begun: Begun) -> None:
        for kind, until in begun.locks.items():
            self._book.locked(account if kind == "account" else None, kind, _shown(until))

    def open_session(self, account: Account) -> SignedIn:
        """A session for an account whose identity is proven. Raises SignInFailed where it is
        disabled.
        """
        if account.disabled_at is not None:
            raise SignInFailed
        token = self.sessions.open(account.account_id)
        self._book.came(account)
        return SignedIn(account=account, cookie=f"{token}.{self._vault.sign(token)}")

    def visitor(self, cookie: str, *, clicked: bool = False) -> Account | None:
        """Whose cookie this is; None for a forged or expired one, or of a disabled account.

        `clicked` says that a person did something, which keeps the session from idling out.
        """
        token = self._token(cookie)
        account_id = None if token is None else self.sessions.account_of(token)
        account = None if account_id is None else self.accounts.held(account_id)
        if token is None or account is None or account.disabled_at is not None:
            return None
        if clicked:
            self.sessions.saw(token)
        return account

    def sign_out(self, cookie: str) -> None:
        """Ends the session of a cookie; a forged one changes nothing."""
        account = self.visitor(cookie)
        if token := self._token(cookie):
            self.sessions.end(token)
        if account is not None:
            self._book.left(account)

    def _token(self, cookie: str) -> str | None:
        token, _dot, signature = cookie.rpartition(".") if cookie.isascii() else ("", "", "")
        return token if token and self._vault.verify(token, signature) else None

    def by_provider(self, email: str) -> Account:
        """The account of an address that an identity provider vouches for. Raises SignInFailed for
        one nobody added here.
        """
        account = self.accounts.with_email(_compared(email))
        if account is None or account.disabled_at is not None:
            raise SignInFailed(
                "There is no account for this e-mail address here. Ask a manager to add it."
            )
        return account

    def came_by_provider(self, email: str | None) -> None:
        """An identity provider sent somebody here, vouching for an address or for none."""
        account = None if email is None else self.accounts.with_email(_compared(email))
        if account is None or account.disabled_at is not None:
            self._book.failed(account)
        else:
            self._book.came(account)

    def left_by_provider(self, email: str) -> None:
        """Somebody it vouched for signed out."""
        self._book.left(self.by_provider(email))

    def make_demo(self) -> None:
        """Makes an account a role, without passwords, and lets visitors choose among them."""
        self._settings.save(DEMO, "yes")
        for role in Role:
            if self.accounts.with_email(_demo_email(role)) is None:
                self.add(email=_demo_email(role), name=role.title(), role=role)

    @property
    def is_demo(self) -> bool:
        """Whether visitors may choose a role without a password: a workspace of invented data."""
        return self._settings.get(DEMO, "no") == "yes"

    def demo_sign_in(self, role: Role) -> SignedIn:
        """A session of the demo's account of that role. Raises NotAllowed outside a demo."""
        account = self.accounts.with_email(_demo_email(role)) if self.is_demo else None
        if account is None:
            raise NotAllowed("This is no demo. Sign in with your e-mail address and password.")
        return self.open_session(account)

    def welcome_token(self) -> str | None:
        """A new token for the link that makes the first manager; None once somebody has an
        account. The token before it no longer works.
        """
        if self.accounts.all():
            return None
        token = secrets.token_urlsafe(24)
        self._settings.save(WELCOME, self._vault.sign(token))
        return token

    def welcomes(self, token: str) -> bool:
        """Whether that token still makes the first manager."""
        kept = self._settings.get(WELCOME, "")
        right = hmac.compare_digest(self._vault.sign(token).encode(), kept.encode())
        return right and not self.accounts.all()

    def make_first_manager(self, token: str, *, email: str, name: str, password: str) -> SignedIn:
        """The first manager, signed in. Raises NotAllowed for a used or wrong link, BadRequest for
        what cannot be used.
        """
        if not self.welcomes(token):
            raise used_link()
        account_id = self.add(
            email=email, name=name, role=Role.MANAGER, password=password, is_first=True
        )
        self._settings.save(WELCOME, "")
        return self.open_session(self.accounts.get(account_id))

    def add(
        self,
        *,
        email: str,
        name: str,
        role: Role,
        store_ids: tuple[int, ...] | None = None,
        password: str | None = None,
        is_first: bool = False,
    ) -> int:
        """A new account; its number. Without a password only an identity provider lets it in.
        Raises BadRequest for what cannot be used, NotAllowed for a first one where there is one.
        """
        tidy, hashed = tidy_email(email), None
        if password is not None:
            hashed = hash_password(tidy_password(password, tidy, name), self._cost)
        account_id = self.accounts.add(
            email=tidy,
            name=tidy_account_name(name),
            role=role,
            store_ids=store_ids,
            is_first=is_first,
        )
        if hashed is not None:
            self.accounts.save_password(account_id, hashed)
        return account_id

    def set_password(self, account_id: int, password: str) -> None:
        """Replaces a password, ends the account's sessions and unlocks it."""
        account = self.accounts.get(account_id)
        tidy = tidy_password(password, account.email, account.name)
        self.accounts.save_password(account_id, hash_password(tidy, self._cost))
        self.sessions.end_all(account_id)
        self.unlock(account_id)

    def unlock(self, account_id: int) -> None:
        """Lets the wrong tries of an account be forgotten."""
        self._tries.unlock(self.accounts.get(account_id).email)

    def locked(self) -> dict[int, datetime]:
        """The accounts that wrong tries lock for at least one address, and until when."""
        numbers = {account.email: account.account_id for account in self.accounts.all()}
        return {numbers[email]: until for email, until in self._tries.locked(numbers).items()}

    def fits(self, account_id: int, password: str) -> bool:
        """Whether that is the account's password. Raises SignInFailed after too many wrong tries:
        somebody at an open page may guess, too.
        """
        account, at_the_page = self.accounts.get(account_id), f"page of account {account_id}"
        begun = self._count(account.email, at_the_page)
        right = self._right(password, self.accounts.password_hash(account_id))
        if right:
            self._tries.was_right(account.email, at_the_page)
        else:
            self._book.mistook(account)
            self._note_locks(account, begun)
        return right

    def _right(self, password: str, kept: str | None) -> bool:
        return fits(_composed(password), kept, self._cost)

    def save(self, account: Account) -> None:
        """Saves a changed account; with another role, other stores, or disabled, its sessions end.

        Raises BadRequest where no manager of every store would be left.
        """
        others = [one for one in self.accounts.all() if one.account_id != account.account_id]
        if not any(map(_keeps_the_house, (*others, account))):
            raise BadRequest(
                "This is the last manager of every store. Make somebody else one first."
            )
        before = self.accounts.get(account.account_id)
        if account.name != before.name:
            account = msgspec.structs.replace(account, name=tidy_account_name(account.name))
        self.accounts.update(account)
        if account.disabled_at is not None or _rights(account) != _rights(before):
            self.sessions.end_all(account.account_id)


def _keeps_the_house(account: Account) -> bool:
    full = account.role is Role.MANAGER and account.store_ids is None
    return full and account.disabled_at is None


def _rights(account: Account) -> tuple[Role, tuple[int, ...] | None]:
    return account.role, account.store_ids


def _demo_email(role: Role) -> str:
    return f"{role.lower()}@demo.storeboard.example"


def _composed(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _compared(email: str) -> str:
    """What was typed for an address, in the one spelling in which it is counted and looked for."""
    try:
        return tidy_email(email)
    except BadRequest:
        return email.strip().lower()


def _shown(moment: datetime) -> str:
    return moment.astimezone(KST).strftime("%H:%M:%S")
