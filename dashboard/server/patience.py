"""Closes connections that never come to the point: a request has to be whole within seconds.

uvicorn waits for the head of a request as long as somebody keeps the line open (0.54).
"""

from __future__ import annotations

import asyncio
import importlib
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

HEAD_SECONDS = 15.0
PROTOCOLS = (
    ("uvicorn.protocols.http.h11_impl", "H11Protocol"),
    ("uvicorn.protocols.http.httptools_impl", "HttpToolsProtocol"),
)


class Lines:
    """The open connections, by the visitor's address and port, and which of them are waited for."""

    def __init__(self) -> None:
        self._open: dict[object, asyncio.Transport] = {}
        self._waiting: dict[object, asyncio.TimerHandle] = {}

    def opened(self, client: object, transport: asyncio.Transport) -> None:
        """A connection was made."""
        self._open[client] = transport
        self.wait(client)

    def wait(self, client: object) -> None:
        """A request has to come within the time; without one the connection is closed."""
        transport = self._open.get(client)
        if transport is not None:
            loop = asyncio.get_running_loop()
            self._waiting[client] = loop.call_later(HEAD_SECONDS, self._give_up, client)

    def came(self, client: object) -> None:
        """Its request is whole."""
        if timer := self._waiting.pop(client, None):
            timer.cancel()

    def closed(self, client: object) -> None:
        """It is over, or a socket by now, which has its own way of noticing."""
        self.came(client)
        self._open.pop(client, None)

    def _give_up(self, client: object) -> None:
        if transport := self._open.pop(client, None):
            transport.abort()
        self._waiting.pop(client, None)


LINES = Lines()


def lose_patience() -> None:
    """Lets uvicorn's connections be watched from now on; called before the first one."""
    for module, name in PROTOCOLS:
        try:
            protocol: Any = getattr(importlib.import_module(module), name)
        except ImportError:  # not every machine has both
            continue
        if not getattr(protocol.connection_made, "watched", False):
            protocol.connection_made = _watched(protocol.connection_made)
            protocol.connection_lost = _forgotten(protocol.connection_lost)


def _watched(made: Any) -> Any:
    def connection_made(self: Any, transport: asyncio.Transport) -> None:
        made(self, transport)
        LINES.opened(self.client, transport)

    connection_made.watched = True  # type: ignore[attr-defined]
    return connection_made


def _forgotten(lost: Any) -> Any:
    def connection_lost(self: Any, error: Exception | None) -> None:
        LINES.closed(self.client)
        lost(self, error)

    return connection_lost


class Patience:
    """Outermost: notes that the request of a connection came, and waits for the next one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on."""
        client = scope.get("client")
        if scope["type"] == "websocket":
            LINES.closed(client)
        elif scope["type"] == "http":
            LINES.came(client)
        try:
            await self.app(scope, receive, send)
        finally:
            if scope["type"] == "http":
                LINES.wait(client)
