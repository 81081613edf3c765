"""From where the server may be asked: at its own names, and by pages of its own where something
could change.

A browser sends cookies along for pages of others too: who is asked, and by whose page, it says in
the headers Host and Origin, which no page can change.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.server.access import Access
from engine import is_loopback

SAFE_METHODS = ("GET", "HEAD")
# Answered to a GET, though it changes something: ends the visit with an identity provider.
UNSAFE_PATHS = ("/auth/logout",)
NO_HOST = (
    "This request names no host. A proxy in front of Storeboard has to pass it on:"
    " Host, as the browser sent it, over HTTP/1.1."
)
FOREIGN_HOST = (
    "This server is not known by that name. Name it in STOREBOARD_ALLOWED_HOSTS or"
    " STOREBOARD_PUBLIC_URL, and have a proxy in front pass the header Host on."
)
HOST_NOT_PASSED = (
    "The proxy in front of Storeboard does not pass the header Host on as the browser sent it:"
    " nginx needs `proxy_set_header Host $http_host;`."
)
FOREIGN_PAGE = (
    "This request came from another site. Open the page anew. Behind a proxy: have it pass the"
    " header Host on as the browser sent it."
)


class Borders:
    """In front of the gate."""

    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        self.app, self._access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what comes from here."""
        refusal = self._refusal(scope) if scope["type"] in ("http", "websocket") else None
        if refusal is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            status, text = refusal
            await PlainTextResponse(text, status_code=status)(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        asked = HTTPConnection(scope)
        host = asked.headers.get("host", "")
        if not host:
            return 400, NO_HOST
        if not self._access.is_allowed_host(host):
            return 421, FOREIGN_HOST
        if could_change(scope) and not is_own_page(asked):
            return 403, HOST_NOT_PASSED if self._is_lost(host, asked) else FOREIGN_PAGE
        return None

    def _is_lost(self, host: str, asked: HTTPConnection) -> bool:
        """Whether a proxy seems to have put its own way to this server for what the browser said:
        a name of this machine, although the page is one of a name it is known by.
        """
        origin = _host_of(asked.headers.get("origin", "")) or ""
        here, there = (urlsplit(f"//{one}").hostname or "" for one in (host, origin))
        known = self._access.is_allowed_host(origin) and not is_loopback(there)
        return self._access.behind_proxy and is_loopback(here) and known


def could_change(scope: Scope) -> bool:
    """Whether the answer may change something: sockets, and everything but reading."""
    if scope["type"] == "websocket":
        return True
    return scope["method"] not in SAFE_METHODS or scope["path"] in UNSAFE_PATHS


def is_own_page(asked: HTTPConnection) -> bool:
    """Whether a page of this very host asks, its port included; what names no page at all is no
    browser's.
    """
    origins = asked.headers.getlist("origin")
    if origins:
        return all(_host_of(origin) == _plain(asked.headers["host"], origin) for origin in origins)
    return asked.headers.get("sec-fetch-site", "none") in ("none", "same-origin")


def _host_of(origin: str) -> str | None:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    known = parts.scheme in ("http", "https") and parts.netloc
    return _plain(parts.netloc, origin) if known else None


def _plain(host: str, origin: str) -> str:
    """Lower case, without the port that goes without saying."""
    usual = ":443" if origin.startswith("https:") else ":80"
    return host.strip().lower().removesuffix(usual)
