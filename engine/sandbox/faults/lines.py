"""Faults of the line: no connection, one broken off, and answers that take their time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from engine.sandbox.answers import Answer, Sending
from engine.sandbox.connections import LINE, Door, HangUp, Line
from engine.sandbox.faults.mishap import NUMBER, Key, Kind, Mishap

_DELIVERY_SECONDS = 0.05  # a reset throws away what the caller has not yet been handed


class Piecemeal(Response):
    """A response whose body leaves in the pieces that `sending` makes of it."""

    def __init__(
        self, content: bytes, status_code: int, headers: dict[str, str], sending: Sending
    ) -> None:
        super().__init__(content, status_code, headers)
        self._sending = sending

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends head, pieces, end; Content-Length is that of the whole body."""
        head = {"status": self.status_code, "headers": self.raw_headers}
        await send({"type": "http.response.start", **head})
        async for piece in self._sending(bytes(self.body)):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _refuse(mishap: Mishap) -> Answer:
    """This call and every open connection are dropped, and new ones refused for `seconds`."""
    line: Line = mishap.request.scope["extensions"][LINE]
    line.door.shut()
    mishap.fault.follow(_reopened(mishap, line.door))
    raise HangUp


async def _reopened(mishap: Mishap, door: Door) -> None:
    await mishap.fault.over(mishap.told("seconds"))
    await door.reopen()


async def _reset(mishap: Mishap) -> Answer:
    raise HangUp


async def _reset_in_body(mishap: Mishap) -> Answer:
    """Head and the first `bytes` of the body (None: half), then a TCP reset."""
    answer = mishap.proceed()
    sent = mishap.told("bytes")
    part = len(answer.body) // 2 if sent is None else sent

    async def sending(body: bytes) -> AsyncIterator[bytes]:
        yield body[:part]
        await asyncio.sleep(_DELIVERY_SECONDS)
        raise HangUp(reset=True)

    answer.sending = sending
    return answer


async def _slow(mishap: Mishap) -> Answer:
    """The call waits, then is carried out and answered."""
    await mishap.fault.over(mishap.told("seconds"))
    return mishap.proceed()


async def _late(mishap: Mishap) -> Answer:
    """The call is carried out at once; the answer comes when nobody may be waiting any more."""
    answer = mishap.proceed()
    await mishap.fault.over(mishap.told("seconds"))
    return answer


async def _drip(mishap: Mishap) -> Answer:
    """The body, `bytes` at a time with `seconds` between; clearing sends the rest at once."""
    answer = mishap.proceed()
    size, seconds = mishap.told("bytes"), mishap.told("seconds")

    async def sending(body: bytes) -> AsyncIterator[bytes]:
        for start in range(0, len(body), size):
            yield body[start : start + size]
            await mishap.fault.over(seconds)

    answer.sending = sending
    return answer


LINES = {
    "refuse": Kind(_refuse, {"seconds": Key(2, NUMBER | None, 0)}),
    "reset": Kind(_reset),
    "reset_in_body": Kind(_reset_in_body, {"bytes": Key(None, int | None, 0)}),
    "slow": Kind(_slow, {"seconds": Key(5, NUMBER, 0)}),
    "late": Kind(_late, {"seconds": Key(60, NUMBER, 0)}),
    "drip": Kind(_drip, {"bytes": Key(1024, int, 1), "seconds": Key(0.1, NUMBER, 0)}),
}
