"""Says in the served page which language it is in, for screen readers (Streamlit says "en")."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders, QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.i18n import DEFAULT, LANGUAGES

WRITTEN = b'<html lang="en"'


class PageLanguage:
    """Rewrites the language of an HTML answer to that of its address (`?lang=`), else Korean."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on; only the start and the body of HTML answers are touched."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        asked = QueryParams(scope["query_string"]).get("lang", "").lower()
        lang = (asked if asked in LANGUAGES else DEFAULT).encode()
        started: list[Message] = []

        async def rewrite(message: Message) -> None:
            if message["type"] == "http.response.start":
                if _is_page(message):
                    started.append(message)  # its length changes with the body: sent together
                else:
                    await send(message)
                return
            if started and message["type"] == "http.response.body":
                start = started.pop()
                body = message.get("body", b"").replace(WRITTEN, b'<html lang="' + lang + b'"', 1)
                MutableHeaders(raw=start["headers"])["content-length"] = str(len(body))
                await send(start)
                message = {**message, "body": body}
            await send(message)

        await self.app(scope, receive, rewrite)


def _is_page(start: Message) -> bool:
    headers = MutableHeaders(raw=start["headers"])
    plain = "content-encoding" not in headers
    return (
        start["status"] == 200 and plain and headers.get("content-type", "").startswith("text/html")
    )
