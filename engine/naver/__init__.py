"""NAVER's Commerce API: JSON over HTTP on one side, domain records on the other."""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Callable

from engine.clock import Clock, now
from engine.domain.outgoing import Outgoing
from engine.naver.auth import Tokens
from engine.naver.counters import Counters
from engine.naver.inquiries import Inquiries
from engine.naver.line import READ_SECONDS
from engine.naver.orders import Orders
from engine.naver.products import Products
from engine.naver.sellers import Sellers
from engine.naver.settlements import Settlements
from engine.naver.transport import Gate, Transport
from engine.naver.wire import SignIn

__all__ = ["CommerceApi", "Counters", "Products", "Sellers", "SignIn"]


class CommerceApi:
    """The API as one application of one store sees it. Thread-safe: make one per store, share it.

    It keeps the token, the connections and the picture of NAVER's rate limits. The client secret
    stays in it and is never shown. `stop` ends every wait with Cancelled; `close` sets it.
    """

    def __init__(
        self,
        *,
        client_id: str,
        client_secret: str,
        base_url: str,
        clock: Clock = now,
        sleep: Callable[[float], object] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        timeout_seconds: float = READ_SECONDS,
        gate: Gate | None = None,
        outgoing: Outgoing | None = None,
    ) -> None:
        """Opens nothing yet; `gate` is asked before every call and may refuse it, `outgoing` is the
        way out. Raises BadRequest for an address that is none.
        """
        self.stop = threading.Event()
        tokens = Tokens(
            client_id=client_id, client_secret=client_secret, clock=clock, monotonic=monotonic
        )
        transport = Transport(
            base_url=base_url,
            tokens=tokens,
            clock=clock,
            sleep=sleep or self.stop.wait,  # closing ends every wait at once
            monotonic=monotonic,
            stop=self.stop,
            timeout_seconds=timeout_seconds,
            gate=gate,
            outgoing=outgoing,
        )
        self._speak_over(transport)

    def _speak_over(self, transport: Transport) -> None:
        self._transport = transport
        self.sellers = Sellers(transport)
        self.products = Products(transport)
        self.orders = Orders(transport)
        self.inquiries = Inquiries(transport)
        self.settlements = Settlements(transport)

    def heeding(self, heed: Callable[[], None]) -> CommerceApi:
        """The same client, with its token, connections and limits, whose waits end with what `heed`
        raises: for a job that somebody may cancel.
        """
        other = copy.copy(self)
        other._speak_over(self._transport.heeding(heed))
        return other

    def sign_in(self) -> SignIn:
        """Asks for a token, also where one is held. Raises ApiError."""
        return self._transport.sign_in()

    def counters(self) -> Counters:
        """What was sent so far; the difference of two snapshots is what lay between them."""
        return self._transport.counters()

    def close(self) -> None:
        """End all waits and close the connections."""
        self.stop.set()
        self._transport.close()

    def __enter__(self) -> CommerceApi:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()
