"""The socket of a visit: it closes when the session behind it ends or may do something else, and
takes nothing but Streamlit's own messages.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ASKED_EVERY = 1.0  # seconds
LAST_WORDS = 1.5  # seconds: the script that ended a session still leads its page to the sign-in
POLICY, UNSUPPORTED = 1008, 1003  # why a socket is closed


class OpenSocket:
    """One socket, from its opening to its end."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._closed = False

    async def serve(self, app: ASGIApp, scope: Scope, holds: Callable[[], bool]) -> None:
        """Serves it while `holds`."""
        ended = asyncio.ensure_future(_until_not(holds))
        try:
            await app(scope, lambda: self._next(ended), self._tell)
        finally:
            ended.cancel()

    async def _next(self, ended: asyncio.Future[None]) -> Message:
        asked = asyncio.ensure_future(self._receive())
        waited: set[asyncio.Future[Any]] = {asked, ended}
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            asked.cancel()
            return await self._close(POLICY)
        message = asked.result()
        if message["type"] == "websocket.receive" and message.get("bytes") is None:
            return await self._close(UNSUPPORTED)
        return message

    async def _tell(self, message: Message) -> None:
        if not self._closed:  # what was on its way reaches nobody any more
            await self._send(message)

    async def _close(self, code: int) -> Message:
        self._closed = True
        await self._send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}


async def _until_not(holds: Callable[[], bool]) -> None:
    while holds():
        await asyncio.sleep(ASKED_EVERY)
    await asyncio.sleep(LAST_WORDS)
