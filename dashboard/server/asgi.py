"""The server: opens the engine before the first visitor, serves the pages, says how it is.

Run with `streamlit run dashboard/server/asgi.py` from the root of the project.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import AsyncIterator

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from dashboard.parts.widgets import show_unexpected
from dashboard.server.access import read_access
from dashboard.server.base_path import BasePath
from dashboard.server.bodies import Bodies, held_files
from dashboard.server.borders import Borders
from dashboard.server.gate import Gate
from dashboard.server.headers import PageHeaders
from dashboard.server.patience import lose_patience
from dashboard.server.provider_door import ProviderDoor
from dashboard.server.quiet_log import tell_refusals_shortly
from dashboard.server.runtime import drop_engine, hold_engine
from dashboard.server.served_page import ServedPage
from dashboard.server.sign_in import routes
from dashboard.server.sockets import send_at_once
from dashboard.server.theme_message import make_theme_once
from dashboard.server.warm import freeze, warm_up_aside
from dashboard.words.i18n import ROOT, translator
from dashboard.words.sentences import say, sentence
from engine import EngineError, open_engine, read_config

ACCESS = read_access()


@contextlib.asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Opens the workspace and goes on with interrupted jobs; closes it when the server stops."""
    os.umask(0o077)  # for whoever starts it in another way than by the command
    try:
        engine = open_engine(read_config(), serve=True, translate=say)
    except EngineError as error:
        sys.stderr.write(sentence(error.text, error.params) + "\n")
        raise
    hold_engine(engine, ACCESS)
    translator("ko")
    send_at_once()
    lose_patience()
    tell_refusals_shortly()
    make_theme_once()
    freeze()
    warm_up_aside()
    try:
        yield
    finally:
        drop_engine()
        engine.close()


async def healthz(request: Request) -> JSONResponse:
    """Answers once the engine is open."""
    return JSONResponse({"ok": True})


async def board(request: Request) -> RedirectResponse:
    """The status board is at the root: whoever types or keeps its name is led there."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{query}")


app = st.App(
    str(ROOT / "dashboard" / "server" / "app.py"),
    lifespan=lifespan,
    routes=[Route("/healthz", healthz), Route("/status_board", board), *routes(ACCESS)],
    middleware=[
        Middleware(BasePath, base=ACCESS.base_path),
        Middleware(PageHeaders),
        Middleware(Borders, access=ACCESS),
        Middleware(Gate, access=ACCESS),
        Middleware(Bodies, held=held_files),
        Middleware(ProviderDoor, access=ACCESS),
        Middleware(ServedPage),
    ],
    secrets=ACCESS.provider.secrets() if ACCESS.provider else None,
    on_script_error=show_unexpected,
)
