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
    """The open connections, and which of them a request is waited for on."""

    def __init__(self) -> None:
        self._open: dict[object, asyncio.Transport] = {}
        self._waiting: dict[object, asyncio.TimerHandle] = {}

    def opened(self, line: object, transport: asyncio.Transport) -> None:
        """A connection was made."""
        self._open[line] = transport
        self.wait(line)

    def wait(self, line: object) -> None:
        """A request has to come within the time; without one the connection is closed."""
        self.came(line)
        if line in self._open:
            loop = asyncio.get_running_loop()
            self._waiting[line] = loop.call_later(HEAD_SECONDS, self._give_up, line)

    def came(self, line: object) -> None:
        """Its request is whole."""
        if timer := self._waiting.pop(line, None):
            timer.cancel()

    def closed(self, line: object) -> None:
        """It is over, or a socket by now, which has its own way of noticing."""
        self.came(line)
        self._open.pop(line, None)

    def _give_up(self, line: object) -> None:
        if transport := self._open.get(line):
            transport.abort()
        self.closed(line)


class Asked:
    """What a connection asks; `scope["peer"]` is who made it, whatever a request says of that."""

    def __init__(self, app: ASGIApp, line: Any, lines: Lines) -> None:
        self.app, self._line, self._lines = app, line, lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on."""
        self._lines.came(self._line)
        scope["peer"] = self._line.client
        try:
            await self.app(scope, receive, send)
        finally:
            self._lines.wait(self._line)


def lose_patience() -> None:
    """Lets uvicorn's connections be watched from now on; called before the first one."""
    lines = Lines()
    for module, name in PROTOCOLS:
        try:
            protocol: Any = getattr(importlib.import_module(module), name)
        except ImportError:  # not every machine has both
            continue
        if not getattr(protocol.connection_made, "watched", False):
            _watch(protocol, lines)


def _watch(protocol: Any, lines: Lines) -> None:
    made, lost = protocol.connection_made, protocol.connection_lost
    upgraded = protocol.handle_websocket_upgrade

    def connection_made(self: Any, transport: asyncio.Transport) -> None:
        made(self, transport)
        self.app = Asked(self.app, self, lines)
        lines.opened(self, transport)

    def connection_lost(self: Any, error: Exception | None) -> None:
        lines.closed(self)
        lost(self, error)

    def handle_websocket_upgrade(self: Any, *event: Any) -> None:
        lines.closed(self)
        upgraded(self, *event)

    connection_made.watched = True  # type: ignore[attr-defined]
    protocol.connection_made = connection_made
    protocol.connection_lost = connection_lost
    protocol.handle_websocket_upgrade = handle_websocket_upgrade
