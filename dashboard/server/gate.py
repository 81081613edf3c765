"""Lets nobody in who is not signed in: pages lead to the sign-in, everything else is refused.

With an identity provider, Streamlit's own sign-in runs inside the page: the page's shell and its
socket are open to anybody, and the script of the visit asks who it is (see session.py).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.server.access import Access
from dashboard.server.open_sockets import OpenSocket
from dashboard.server.strangers import Strangers, until_late
from dashboard.server.visitors import rights, visitor

OPEN = ("/healthz", "/_stcore/health", "/favicon.ico", "/favicon.png", "/robots.txt")
OPEN_FOLDERS = ("/static/", "/app/static/")
PASSWORD_PATHS, PASSWORD_FOLDERS = ("/sign-in",), ("/sign-in/", "/welcome/")
PROVIDER_PATHS = ("/auth/login", "/auth/logout", "/oauth2callback", "/_stcore/host-config")


class Gate:
    """In front of everything the server answers."""

    def __init__(self, app: ASGIApp, *, access: Access) -> None:
        self.app, self._by_provider = app, access.provider is not None
        self._access, self._strangers = access, Strangers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what may pass."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] != "http" or self._is_open(scope) or visitor(HTTPConnection(scope)):
            await self.app(scope, receive, send)
        else:
            await _refusal(HTTPConnection(scope))(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = HTTPConnection(scope)
        who = rights(visitor(asked))
        if who is not None:
            await self._serve(scope, receive, send, lambda: rights(visitor(asked)) == who)
            return
        with self._strangers.room(self._access.visitor_address(asked)) as is_room:
            if not is_room or not self._by_provider:
                await send({"type": "websocket.close", "code": 1008})
                return
            late = until_late()
            await self._serve(
                scope,
                receive,
                send,
                lambda: time.monotonic() < late and visitor(asked) is None,
            )

    async def _serve(
        self, scope: Scope, receive: Receive, send: Send, holds: Callable[[], bool]
    ) -> None:
        await OpenSocket(receive, send).serve(self.app, scope, holds)

    def _is_open(self, scope: Scope) -> bool:
        path = scope["path"]
        if path in OPEN or path.startswith(OPEN_FOLDERS):
            return True
        if self._by_provider:
            return path in PROVIDER_PATHS or _is_shell(scope)
        return path in PASSWORD_PATHS or path.startswith(PASSWORD_FOLDERS)


def _is_shell(scope: Scope) -> bool:
    """Whether the page itself is asked for, which holds nothing before its script has run."""
    return scope["method"] in ("GET", "HEAD") and scope["path"].count("/") == 1


def _refusal(asked: HTTPConnection) -> RedirectResponse | PlainTextResponse:
    is_page = "text/html" in asked.headers.get("accept", "")
    if asked.scope["method"] == "GET" and is_page:
        wanted = asked.url.path + (f"?{asked.url.query}" if asked.url.query else "")
        lang = asked.query_params.get("lang")
        more = f"&lang={quote(lang)}" if lang else ""
        return RedirectResponse(f"/sign-in?next={quote(wanted, safe='')}{more}", status_code=303)
    return PlainTextResponse("Sign in first.", status_code=401)
