"""A dashboard below a path of its host, such as https://team.example.com/board/.

Inside, all paths are those of a dashboard at the root: the path it lies at is taken off what is
asked and put before where an answer leads and what its cookies are for. Whether the proxy in front
takes it off already makes no difference.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_COOKIE_AT_ROOT = "path=/"


class BasePath:
    """In front of everything the server answers."""

    def __init__(self, app: ASGIApp, *, base: str) -> None:
        self.app, self._base = app, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on."""
        if not self._base or scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if scope["path"] == self._base and scope["type"] == "http":
            await RedirectResponse(f"{self._base}/")(scope, receive, send)
            return

        async def outward(message: Message) -> None:
            if message["type"] == "http.response.start":
                _lead_back(MutableHeaders(scope=message), self._base)
            await send(message)

        await self.app(_inside(scope, self._base), receive, outward)


def _inside(scope: Scope, base: str) -> Scope:
    path = scope["path"]
    if not path.startswith(f"{base}/"):
        return scope
    raw = scope.get("raw_path") or path.encode()
    return {**scope, "path": path[len(base) :], "raw_path": raw.removeprefix(base.encode())}


def _lead_back(headers: MutableHeaders, base: str) -> None:
    location = headers.get("location", "")
    if location.startswith("/") and not location.startswith("//"):
        headers["location"] = base + location
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in cookies:
        headers.append("set-cookie", _below(cookie, base))


def _below(cookie: str, base: str) -> str:
    parts = [part.strip() for part in cookie.split(";")]
    return "; ".join(f"Path={base}/" if part.lower() == _COOKIE_AT_ROOT else part for part in parts)
