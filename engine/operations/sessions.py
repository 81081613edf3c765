"""Signing in and out. Most of it takes no role: nobody is signed in yet."""

from __future__ import annotations

from engine.database.audit import Audit
from engine.domain.people import Actor, Role, account_facts, actor_of
from engine.operations.access import Access, needs
from engine.operations.signing_in import SignedIn, SigningIn


class SessionOperations:
    """What is asked at the door."""

    def __init__(self, access: Access, signing_in: SigningIn, audit: Audit) -> None:
        self._access, self._signing_in, self._audit = access, signing_in, audit

    def sign_in(self, email: str, password: str, *, address: str) -> SignedIn:
        """Opens a session for the right password. Raises SignInFailed."""
        return self._signing_in.sign_in(email, password, address)

    def sign_out(self, cookie: str) -> None:
        """Ends the session of a cookie."""
        self._signing_in.sign_out(cookie)

    def visitor(self, cookie: str, *, clicked: bool = False) -> Actor | None:
        """On whose behalf a visitor with this cookie asks; None where nobody is signed in."""
        account = self._signing_in.visitor(cookie, clicked=clicked)
        return None if account is None else actor_of(account)

    def provider_visitor(self, email: str) -> Actor:
        """On whose behalf one asks for whom the team's identity provider vouches. Raises
        SignInFailed.
        """
        return actor_of(self._signing_in.by_provider(email))

    def came_by_provider(self, email: str | None) -> None:
        """Notes whom the provider just sent here; None where it vouches for no address."""
        self._signing_in.came_by_provider(email)

    def left_by_provider(self, email: str) -> None:
        """Notes who signs out again. Raises SignInFailed for one nobody added."""
        self._signing_in.left_by_provider(email)

    @property
    def is_demo(self) -> bool:
        """Whether visitors may choose a role without a password."""
        return self._signing_in.is_demo

    def demo_sign_in(self, role: Role) -> SignedIn:
        """A session of the demo's account of that role. Raises NotAllowed outside a demo."""
        return self._signing_in.demo_sign_in(role)

    @needs(Role.MANAGER)
    def make_demo(self) -> None:
        """Makes this workspace a demo: an account a role, chosen with one click."""
        self._access.permit_every_store()
        self._signing_in.make_demo()
        self._access.note("account.demo")

    def welcome_token(self) -> str | None:
        """A token for the link that makes the first manager; None once there is an account."""
        return self._signing_in.welcome_token()

    def welcomes(self, token: str) -> bool:
        """Whether that token still makes the first manager."""
        return self._signing_in.welcomes(token)

    def make_first_manager(self, token: str, *, email: str, name: str, password: str) -> SignedIn:
        """The first manager, signed in. Raises NotAllowed for a used link, BadRequest."""
        made = self._signing_in.make_first_manager(token, email=email, name=name, password=password)
        self._audit.add(
            actor_of(made.account),
            "account.first",
            store_id=None,
            subject=made.account.name,
            before={},
            after=account_facts(made.account),
            trace_id=None,
        )
        return made
