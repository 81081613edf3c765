"""On whose behalf a request asks: told by its signed cookie alone, whoever set it."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from dashboard.server.access import COOKIE
from dashboard.server.provider import Claims, Provider
from dashboard.server.runtime import held_access, held_engine
from engine import Actor, SignedOut, SignInFailed, now


def visitor(asked: HTTPConnection) -> Actor | None:
    """Who asks; None where nobody is signed in who has an account here."""
    provider = held_access().provider
    if provider is None:
        return held_engine().sessions.visitor(asked.cookies.get(COOKIE, ""))
    try:
        return vouched_for(provider, provider.claims(asked))
    except (SignedOut, SignInFailed):
        return None


def vouched_for(provider: Provider, claims: Claims) -> Actor:
    """Whom the team's identity provider names. Raises SignedOut where it names nobody, or with an
    address that it did not verify; SignInFailed for an address nobody added here.
    """
    email = provider.email(claims, now().timestamp())
    if email is None:
        raise SignedOut
    return held_engine().sessions.provider_visitor(email)


def rights(who: Actor | None) -> tuple[object, ...] | None:
    """What somebody may: of whom it changes, what was opened before is closed."""
    return None if who is None else (who.account_id, who.role, who.store_ids)
