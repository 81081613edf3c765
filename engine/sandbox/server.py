"""Runs the app on a socket of its own: ready file, clean end on a signal or with the parent."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import msgspec
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from engine.sandbox.faults import HangUp


class HangUpMiddleware:
    """Closes the connection without an answer when a call asks for it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the call on; on HangUp drops the transport under uvicorn's `send`."""
        try:
            await self._app(scope, receive, send)
        except HangUp:
            scope["extensions"]["sandbox.hang_up"]()
            await asyncio.sleep(0.01)  # until uvicorn has seen that the caller is gone


class _WithTransport:
    """Outermost: remembers how to drop the connection, before wrappers hide uvicorn's `send`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        cycle: Any = getattr(send, "__self__", None)
        if cycle is not None and hasattr(cycle, "transport"):
            scope.setdefault("extensions", {})["sandbox.hang_up"] = cycle.transport.abort
        await self._app(scope, receive, send)


class _Server(uvicorn.Server):
    """Uvicorn that leaves signals to us, so that a stop is an ordinary end."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 picks a free one. Raises OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's delay off only where the protocol is named: 40 ms an answer otherwise.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(512)
    return listener


def run(
    app: ASGIApp,
    listener: socket.socket,
    *,
    ready: dict[str, Any],
    ready_file: str | None,
    parent_pid: int | None,
    say: Callable[[], object],
) -> None:
    """Serves until SIGINT, SIGTERM or the parent's end; tells when connections are accepted."""
    config = uvicorn.Config(
        _WithTransport(app),
        lifespan="off",
        access_log=False,
        log_level="error",
        timeout_graceful_shutdown=1,
    )
    asyncio.run(_serve(_Server(config), listener, ready, ready_file, parent_pid, say))


async def _serve(
    server: uvicorn.Server,
    listener: socket.socket,
    ready: dict[str, Any],
    ready_file: str | None,
    parent_pid: int | None,
    say: Callable[[], object],
) -> None:
    if ready_file is not None:
        Path(ready_file).unlink(missing_ok=True)  # of an earlier run
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _stop, server)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.005)
    if server.started:
        if ready_file is not None:
            _write_whole(Path(ready_file), msgspec.json.encode(ready))
        say()
    watching = asyncio.create_task(_watch(parent_pid, server)) if parent_pid else None
    await serving
    if watching is not None:
        watching.cancel()


async def _watch(parent_pid: int, server: uvicorn.Server) -> None:
    ours = os.getppid() == parent_pid
    while os.getppid() == parent_pid if ours else _alive(parent_pid):
        await asyncio.sleep(1)
    _stop(server)


def _stop(server: uvicorn.Server) -> None:
    # Calls cut off by the end are no errors; until then a traceback means a fault of ours.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    server.should_exit = True


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _write_whole(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)
