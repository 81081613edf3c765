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
from starlette.types import ASGIApp

from engine.sandbox.connections import Door, LineMiddleware


class _Server(uvicorn.Server):
    """Uvicorn that leaves signals to us, so that a stop is an ordinary end."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def run(
    app: ASGIApp,
    listeners: list[socket.socket],
    *,
    idle_seconds: int,
    ready: dict[str, Any],
    ready_file: str | None,
    parent_pid: int | None,
    say: Callable[[], object],
) -> None:
    """Serves until SIGINT, SIGTERM or the parent's end; tells when connections are accepted.

    The first listener is the API's, which a fault may shut; the others stay open.
    """
    door = Door(listeners[0])
    config = uvicorn.Config(
        LineMiddleware(app, door),
        date_header=False,  # the gateway writes it, by the server's own clock
        timeout_keep_alive=idle_seconds,
        lifespan="off",
        access_log=False,
        log_level="error",
        timeout_graceful_shutdown=1,
    )
    door.server = _Server(config)
    asyncio.run(_serve(door.server, listeners, ready, ready_file, parent_pid, say))


async def _serve(
    server: uvicorn.Server,
    listeners: list[socket.socket],
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
    serving = asyncio.create_task(server.serve(sockets=listeners))
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
