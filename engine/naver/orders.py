"""The order calls (docs/reference/commerce-api.md section 6); so far only whether they answer."""

from __future__ import annotations

from datetime import datetime

import msgspec

from engine.naver.transport import Transport
from engine.naver.wire import AnyObject, Call

GROUP = "주문 판매자"
CHANGED = Call(
    method="GET",
    path="/v1/pay-order/seller/product-orders/last-changed-statuses",
    group=GROUP,
)


class Orders:
    """Reads of orders. Every call raises ApiError."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def probe(self, since: datetime) -> None:
        """Asks for one change since a moment, at most a day ago; what it is does not matter."""
        query = {"lastChangedFrom": since.isoformat(timespec="milliseconds"), "limitCount": 1}
        self._transport.fetch(msgspec.structs.replace(CHANGED, query=query), AnyObject, urgent=True)
