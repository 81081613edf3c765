"""What every answer tells the browser: what a page may load, that nobody frames it, and that no
other site reads it.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Streamlit's pages need inline styles and scripts; pictures of listings come from NAVER over https,
# those of a sandbox from this machine.
PAGE_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob: https: http://127.0.0.1:* http://localhost:*",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
EVERY = {
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
CROSS_ORIGIN = ("origin", "headers", "methods", "credentials")  # nobody else's page reads anything
KEPT_NOWHERE = ("/media/", "/_stcore/")


class PageHeaders:
    """In front of everything the server answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on; what an answer of our own says already stays."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _tell(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self.app(scope, receive, with_headers)


def _tell(headers: MutableHeaders, path: str) -> None:
    for name in CROSS_ORIGIN:
        del headers[f"access-control-allow-{name}"]
    for name, value in EVERY.items():
        headers[name] = value
    headers.setdefault("content-security-policy", PAGE_POLICY)
    if path.startswith(KEPT_NOWHERE):
        headers["cache-control"] = "private, no-store"
