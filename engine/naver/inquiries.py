"""The calls about questions; so far only whether they answer.

Source: docs/reference/commerce-api.md section 7.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from engine.naver.transport import Transport
from engine.naver.wire import AnyObject, Call

GROUP = "문의"
QUESTIONS = Call(method="GET", path="/v1/contents/qnas", group=GROUP)


class Inquiries:
    """Reads of questions. Every call raises ApiError."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def probe(self, since: datetime, until: datetime) -> None:
        """Asks for one question between two moments; what it says does not matter."""
        query: dict[str, str | int] = {
            "fromDate": since.isoformat(timespec="milliseconds"),
            "toDate": until.isoformat(timespec="milliseconds"),
            "page": 1,
            "size": 1,
        }
        call = msgspec.structs.replace(QUESTIONS, query=query)
        self._transport.fetch(call, AnyObject, urgent=True)
