"""Notes who comes and goes over an identity provider: the routes for that are Streamlit's own."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.server.access import Access
from dashboard.server.provider import Provider
from dashboard.server.runtime import held_engine
from dashboard.server.visitors import visitor
from engine import now

CAME, LEFT = "/oauth2callback", "/auth/logout"


class ProviderDoor:
    """In front of Streamlit's own sign-in."""

    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        self.app, self._provider = app, access.provider

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on."""
        if self._provider is None or scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"] == CAME:
            await self.app(scope, receive, _noting(self._provider, send))
        else:
            if scope["path"] == LEFT:
                _note_leaving(self._provider, HTTPConnection(scope))
            await self.app(scope, receive, send)


def _noting(provider: Provider, send: Send) -> Send:
    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            _note_coming(provider, message)
        await send(message)

    return told


def _note_coming(provider: Provider, answer: Message) -> None:
    """Only who comes from the provider is given a cookie: others could fill the audit."""
    given = _cookies(Headers(raw=answer["headers"]).getlist("set-cookie"))
    headers = [(b"cookie", given.encode("latin-1"))]
    claims = provider.claims(HTTPConnection({"type": "http", "headers": headers}))
    if claims.get("is_logged_in") is True:
        held_engine().sessions.came_by_provider(provider.email(claims, now().timestamp()))


def _note_leaving(provider: Provider, asked: HTTPConnection) -> None:
    email = provider.email(provider.claims(asked), now().timestamp())
    if email is not None and visitor(asked) is not None:
        held_engine().sessions.left_by_provider(email)


def _cookies(set_: list[str]) -> str:
    """What a browser would send back."""
    jar = SimpleCookie()
    for line in set_:
        try:
            jar.load(line)
        except CookieError:
            continue
    return "; ".join(f"{name}={one.coded_value}" for name, one in jar.items() if one.value)
