"""The settlement calls (commerce-api section 8); so far only whether they answer."""

from __future__ import annotations

from datetime import date

import msgspec

from engine.api.transport import Transport
from engine.api.wire import Call

GROUP = "정산"
DAILY = Call(method="GET", path="/v1/pay-settle/settle/daily", group=GROUP)


class Settlements:
    """Reads of settlements. Every call raises ApiError."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def answers(self, day: date) -> None:
        """Asks for one row of a day; what it says does not matter."""
        query: dict[str, str | int] = {
            "startDate": day.isoformat(),
            "endDate": day.isoformat(),
            "pageNumber": 1,
            "pageSize": 1,
        }
        self._transport.fetch(msgspec.structs.replace(DAILY, query=query), _Anything, urgent=True)


class _Anything(msgspec.Struct, frozen=True):
    """An answer that only has to be an object."""
