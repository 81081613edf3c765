"""The pages before the dashboard: signing in and out, and making the first manager.

Plain HTML with routes of their own, as only an answer to a request can set a cookie.
"""

from __future__ import annotations

import tomllib
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from dashboard.server.access import COOKIE, COOKIE_SECONDS, Access
from dashboard.server.runtime import held_access, held_engine
from dashboard.server.served_page import asked_language
from dashboard.words.i18n import ROOT, speak, translator
from dashboard.words.languages import LANGUAGES
from dashboard.words.sentences import sentence as told
from engine import BadRequest, EngineError, NotAllowed, Role, SignedIn

Answer = Callable[[Request], Awaitable[Response]]
SAFE = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; img-src 'self';"
        " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
}


def routes(access: Access) -> list[Route]:
    """The routes in front of the dashboard; none where an identity provider has them."""
    if access.provider is not None:
        return []
    doors = SignIn(access)
    return [
        Route("/sign-in", doors.form, methods=["GET"]),
        Route("/sign-in", doors.enter, methods=["POST"]),
        Route("/sign-in/demo", doors.choose, methods=["POST"]),
        Route("/sign-in/out", doors.leave, methods=["POST"]),
        Route("/welcome/{token}", doors.welcome, methods=["GET"]),
        Route("/welcome/{token}", doors.found, methods=["POST"]),
    ]


class SignIn:
    """What the routes answer."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def form(self, request: Request) -> Response:
        """The sign-in page; who is signed in already goes on."""
        if held_engine().sessions.visitor(request.cookies.get(COOKIE, "")) is not None:
            return _away(_next(request.query_params.get("next", "")))
        return _page(request, "sign_in.html", next=_next(request.query_params.get("next", "")))

    async def enter(self, request: Request) -> Response:
        """Checks e-mail and password, off the server's own thread: a hash takes a while."""
        form = await request.form()
        email, password = _text(form, "email"), _text(form, "password")
        address = self._access.visitor_address(request)

        def proven() -> SignedIn:
            return held_engine().sessions.sign_in(email, password, address=address)

        return await self._let_in(request, proven, "sign_in.html", form, email=email)

    async def choose(self, request: Request) -> Response:
        """A role of the demo."""
        form = await request.form()

        def chosen() -> SignedIn:
            if _text(form, "role") not in Role.__members__:
                raise BadRequest("There is no such role.")
            return held_engine().sessions.demo_sign_in(Role(_text(form, "role")))

        return await self._let_in(request, chosen, "sign_in.html", form)

    async def leave(self, request: Request) -> Response:
        """Ends the session."""
        held_engine().sessions.sign_out(request.cookies.get(COOKIE, ""))
        answer = _away("/sign-in")
        answer.delete_cookie(COOKIE, path="/")
        return answer

    async def welcome(self, request: Request) -> Response:
        """The form that makes the first manager, behind the link printed at the first start."""
        if not held_engine().sessions.welcomes(request.path_params["token"]):
            return _page(request, "sign_in.html", status=403, error=_say(request, _used()))
        return _page(request, "welcome.html")

    async def found(self, request: Request) -> Response:
        """Makes the first manager."""
        form = await request.form()
        given = {field: _text(form, field) for field in ("email", "name", "password")}

        def made() -> SignedIn:
            if given["password"] != _text(form, "again"):
                raise BadRequest("The two passwords differ. Type the same one twice.")
            return held_engine().sessions.make_first_manager(request.path_params["token"], **given)

        return await self._let_in(
            request, made, "welcome.html", form, email=given["email"], name=given["name"]
        )

    async def _let_in(
        self,
        request: Request,
        prove: Callable[[], SignedIn],
        page: str,
        form: FormData,
        **fields: str,
    ) -> Response:
        wanted = _next(_text(form, "next"))
        try:
            signed_in = await run_in_threadpool(prove)
        except EngineError as error:
            said = _say(request, error)
            return _page(request, page, status=403, error=said, next=wanted, **fields)
        answer = _away(wanted)
        answer.set_cookie(
            COOKIE,
            signed_in.cookie,
            max_age=COOKIE_SECONDS,
            path="/",
            httponly=True,
            samesite="lax",
            secure=self._access.is_secure(request),
        )
        return answer


def _text(form: FormData, field: str) -> str:
    value = form.get(field, "")
    return value if isinstance(value, str) else ""


def _used() -> NotAllowed:
    return NotAllowed(
        "This link was used or has been replaced. Start Storeboard again for a new one, or sign in."
    )


def _next(wanted: str) -> str:
    """A place of this dashboard; anything else is the start page."""
    parts = urlsplit(wanted)
    here = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    inside = here and not parts.scheme and not parts.netloc and wanted.isprintable()
    return wanted if inside and not wanted.startswith(("/sign-in", "/welcome")) else "/"


def _away(to: str) -> RedirectResponse:
    return RedirectResponse(to, status_code=303, headers={"cache-control": "no-store"})


def _say(request: Request, error: EngineError) -> str:
    speak(asked_language(request))
    return told(error.text, error.params)


def _page(request: Request, template: str, *, status: int = 200, **fields: Any) -> HTMLResponse:
    lang = asked_language(request)
    known = {"next": "/", "error": "", "email": "", "name": ""}
    text = (
        _templates()
        .get_template(template)
        .render(
            {
                **known,
                **fields,
                "lang": lang,
                "languages": LANGUAGES,
                "_": translator(lang).gettext,
                "theme": _theme(),
                "base": held_access().base_path,
                "path": request.url.path,
                "demo": held_engine().sessions.is_demo,
            }
        )
    )
    return HTMLResponse(text, status_code=status, headers=SAFE)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(ROOT / "dashboard" / "server" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _theme() -> dict[str, Any]:
    """The colours of Streamlit's theme, so that both kinds of page look alike."""
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    return dict(tomllib.loads(text)["theme"])
