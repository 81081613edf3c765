"""The sandbox's connections: listening, breaking one off, and shutting the door for a while."""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

LINE = "sandbox.line"
_BACKLOG = 512
_NO_FAREWELL = struct.pack("ii", 1, 0)  # SO_LINGER of nought: closing sends a reset


class HangUp(Exception):
    """The connection is to be closed here and now, with a TCP reset where `reset` is given."""

    def __init__(self, *, reset: bool = False) -> None:
        super().__init__(reset)
        self.reset = reset


class Door:
    """The API's listening socket: it can be shut for real and opened again on the same port."""

    def __init__(self, listener: socket.socket) -> None:
        self._family = listener.family
        self._address = listener.getsockname()
        self._kept: socket.socket | None = None
        self.server: uvicorn.Server | None = None

    def shut(self) -> None:
        """Closes the socket and every connection it accepted; callers are refused from now on.

        The port stays ours: a bound socket that does not listen refuses, and keeps others off it.
        """
        if self._kept is not None or self.server is None:
            return
        for listening in self.server.servers:
            if any(ours.getsockname() == self._address for ours in listening.sockets):
                listening.close()
        self._kept = _bound(self._family, self._address)
        for connection in list(self.server.server_state.connections):
            transport: Any = getattr(connection, "transport", None)
            if transport.get_extra_info("sockname")[1] == self._address[1]:
                transport.abort()

    async def reopen(self) -> None:
        """Listens again; nothing happens when the door is open or the server is ending."""
        kept, self._kept = self._kept, None
        if kept is None or self.server is None:
            return
        if self.server.should_exit:
            kept.close()
            return
        others = [listening for listening in self.server.servers if listening.is_serving()]
        await self.server.startup(sockets=[kept])
        self.server.servers += others


@dataclass(frozen=True, slots=True)
class Line:
    """The connection of one call, and the door it came through."""

    transport: asyncio.Transport
    door: Door

    def drop(self) -> None:
        """Closes without an answer."""
        self.transport.abort()

    def reset(self) -> None:
        """Closes with a TCP reset, which the caller sees as an error and not as an end."""
        plug = self.transport.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_FAREWELL)
        self.transport.abort()


class LineMiddleware:
    """Outermost: hands each call its Line, before wrappers hide uvicorn's `send`."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on."""
        cycle: Any = getattr(send, "__self__", None)
        if cycle is not None and hasattr(cycle, "transport"):
            scope.setdefault("extensions", {})[LINE] = Line(cycle.transport, self._door)
        await self._app(scope, receive, send)


class HangUpMiddleware:
    """Breaks the connection off when a call asks for it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on; on HangUp closes the transport under uvicorn's `send`."""
        try:
            await self._app(scope, receive, send)
        except HangUp as hang_up:
            line: Line = scope["extensions"][LINE]
            if hang_up.reset:
                line.reset()
            else:
                line.drop()
            await asyncio.sleep(0.01)  # until uvicorn has seen that the caller is gone


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 picks a free one. Raises OSError when the port is taken."""
    listener = _bound(socket.AF_INET6 if ":" in host else socket.AF_INET, (host, port))
    listener.listen(_BACKLOG)
    return listener


def _bound(family: int, address: tuple[Any, ...]) -> socket.socket:
    # asyncio turns Nagle's delay off only where the protocol is named: 40 ms an answer otherwise.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(address)
    except OSError:
        bound.close()
        raise
    return bound
