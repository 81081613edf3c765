"""The server: opens the engine before the first visitor, serves the pages, says how it is.

Run with `streamlit run dashboard/asgi.py` from the root of the project.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import AsyncIterator

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from dashboard.access import read_access
from dashboard.gate import Gate
from dashboard.i18n import ROOT, say, sentence, translator
from dashboard.runtime import drop_engine, hold_engine
from dashboard.served_page import ServedPage
from dashboard.sign_in import routes
from dashboard.sockets import send_at_once
from dashboard.theme_message import make_theme_once
from dashboard.warm import freeze, warm_up_aside
from dashboard.widgets import show_unexpected
from engine import EngineError, open_engine, read_config

ACCESS = read_access()


@contextlib.asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Opens the workspace and goes on with interrupted jobs; closes it when the server stops."""
    try:
        engine = open_engine(read_config(), serve=True, translate=say)
    except EngineError as error:
        sys.stderr.write(sentence(error.text, error.params) + "\n")
        raise
    hold_engine(engine, ACCESS)
    translator("ko")
    send_at_once()
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
    str(ROOT / "dashboard" / "app.py"),
    lifespan=lifespan,
    routes=[Route("/healthz", healthz), Route("/status_board", board), *routes(ACCESS)],
    middleware=[
        Middleware(Gate, provider=ACCESS.provider is not None),
        Middleware(ServedPage),
    ],
    secrets=ACCESS.provider.secrets() if ACCESS.provider else None,
    on_script_error=show_unexpected,
)
