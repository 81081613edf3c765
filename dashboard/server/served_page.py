"""What is changed in the page that Streamlit serves: the language it says it is in, for screen
readers (Streamlit says "en"), what is a step of the browser's Back, and leaving when it is cut off.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.words.languages import COOKIE, is_spoken, language_cookie, visitor_language

WRITTEN, HEAD, TITLE = b'<html lang="en"', b"<head>", b"<title>Streamlit</title>"
# Each page writes what is chosen on it behind its address, and Streamlit makes a step of Back of
# that: without this, Back has to be pressed twice to leave a page.
ONE_STEP_A_PAGE = b"""<script>
      const push = history.pushState.bind(history)
      history.pushState = (state, title, address) => {
        const same = new URL(address ?? "", location).pathname === location.pathname
        same ? history.replaceState(state, title, address) : push(state, title, address)
      }
    </script>"""

# A page whose session ended is cut off (see open_sockets.py); asked for anew it is the sign-in.
LEAVES_WHEN_CUT_OFF = b"""<script>
      window.WebSocket = class extends WebSocket {
        constructor(...given) {
          super(...given)
          this.addEventListener("close", ({ code }) => code === 1008 && location.reload())
        }
      }
    </script>"""


class ServedPage:
    """Rewrites HTML answers: their language is the visitor's; one asked for (`?lang=`) is kept in a
    cookie.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on; only the start and the body of HTML answers are touched."""
        if not _asks_for_a_page(scope):
            await self.app(scope, receive, send)
            return
        lang, asked = asked_language(HTTPConnection(scope)), asked_in(scope)
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
                body = _rewritten(message.get("body", b""), lang)
                headers = MutableHeaders(raw=start["headers"])
                headers["content-length"] = str(len(body))
                if is_spoken(asked):
                    headers.append("set-cookie", language_cookie(lang))
                await send(start)
                message = {**message, "body": body}
            await send(message)

        await self.app(_uncompressed(scope), receive, rewrite)


def asked_language(visit: HTTPConnection) -> str:
    """The language of who asks for a page."""
    accepted = visit.headers.get("accept-language", "")
    return visitor_language(asked_in(visit.scope), visit.cookies.get(COOKIE, ""), accepted)


def asked_in(scope: Scope) -> str:
    """The language the address names, known or not."""
    return QueryParams(scope["query_string"]).get("lang", "")


def _asks_for_a_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


def _uncompressed(scope: Scope) -> Scope:
    """The same request without the offer to unpack: Streamlit packs every page but the first."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    return {**scope, "headers": headers}


def _rewritten(body: bytes, lang: str) -> bytes:
    if TITLE not in body:
        return body  # a page of our own, which says all this itself
    spoken = body.replace(WRITTEN, b'<html lang="' + lang.encode() + b'"', 1)
    named = spoken.replace(TITLE, b"<title>Storeboard</title>", 1)
    return named.replace(HEAD, HEAD + ONE_STEP_A_PAGE + LEAVES_WHEN_CUT_OFF, 1)


def _is_page(start: Message) -> bool:
    kind = MutableHeaders(raw=start["headers"]).get("content-type", "")
    return start["status"] == 200 and kind.startswith("text/html")
