"""Lets nobody in who is not signed in: pages lead to the sign-in, everything else is refused.

The script of a visit asks again (see session.py), as a socket may outlive its session.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.server.access import COOKIE
from dashboard.server.runtime import held_engine

OPEN = ("/sign-in", "/welcome/", "/healthz", "/static/", "/app/static/", "/_stcore/health")
OPEN_FILES = ("/favicon.ico", "/favicon.png", "/robots.txt")


class Gate:
    """In front of everything the server answers."""

    def __init__(self, app: ASGIApp, *, provider: bool = False) -> None:
        """With a `provider` Streamlit's own sign-in runs inside the page: the script alone asks."""
        self.app, self._provider = app, provider

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what may pass."""
        if scope["type"] not in ("http", "websocket") or self._may_pass(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _refusal(HTTPConnection(scope))(scope, receive, send)

    def _may_pass(self, scope: Scope) -> bool:
        path = scope["path"]
        if self._provider or path in OPEN_FILES or path.startswith(OPEN):
            return True
        cookie = HTTPConnection(scope).cookies.get(COOKIE, "")
        return held_engine().sessions.visitor(cookie) is not None


def _refusal(asked: HTTPConnection) -> RedirectResponse | PlainTextResponse:
    is_page = "text/html" in asked.headers.get("accept", "")
    if asked.scope["method"] == "GET" and is_page:
        wanted = asked.url.path + (f"?{asked.url.query}" if asked.url.query else "")
        lang = asked.query_params.get("lang")
        more = f"&lang={quote(lang)}" if lang else ""
        return RedirectResponse(f"/sign-in?next={quote(wanted, safe='')}{more}", status_code=303)
    return PlainTextResponse("Sign in first.", status_code=401)
