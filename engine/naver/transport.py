"""Send, check, try again: the one request loop."""

from __future__ import annotations

import copy
import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import httpx

from engine.api_errors import (
    ApiDown,
    ApiError,
    ApiUnreachable,
    ArrivalUnknown,
    IpNotAllowed,
    NotConnected,
    RateLimited,
)
from engine.clock import Clock
from engine.domain.outgoing import Outgoing
from engine.errors import Cancelled
from engine.naver.auth import TOKEN_PATH, Token, Tokens
from engine.naver.bucket import read_limits
from engine.naver.counters import Counters, Tally
from engine.naver.line import READ_SECONDS, Line
from engine.naver.refusals import (
    clock_ahead,
    is_quota,
    no_quota,
    refusal,
    retry_after_seconds,
    token_refusal,
)
from engine.naver.retries import Attempts
from engine.naver.throttle import SLICE_SECONDS, HeldByQuota, Throttle, never
from engine.naver.wire import Answer, Call, Mend, NotJson, SignIn, decode

T = TypeVar("T")

_WHOLE_ANSWER = 4  # times the time-out: an answer that trickles ends by then, however it trickles

Gate = Callable[[Call], None]  # raises for a call that must not be made
log = logging.getLogger(__name__)


class Transport:
    """The HTTP side of one application. Thread-safe; `stop` ends every wait with Cancelled."""

    def __init__(
        self,
        *,
        base_url: str,
        tokens: Tokens,
        clock: Clock,
        sleep: Callable[[float], object],
        monotonic: Callable[[], float],
        stop: threading.Event,
        timeout_seconds: float = READ_SECONDS,
        gate: Gate | None = None,
        outgoing: Outgoing | None = None,
    ) -> None:
        self._line = Line(base_url, timeout_seconds=timeout_seconds, outgoing=outgoing)
        self._tokens = tokens
        self._clock, self._sleep, self._monotonic, self._stop = clock, sleep, monotonic, stop
        self._timeout_seconds = timeout_seconds
        self._gate = gate
        self._heed: Callable[[], None] = never
        self._patient = False
        self._turned_away = threading.Event()  # NAVER went on refusing this address
        self._throttle = Throttle(monotonic=monotonic, sleep=sleep, stop=stop)
        self._tally = Tally()
        self._http = self._line.client()

    def heeding(self, heed: Callable[[], None]) -> Transport:
        """The same, but a wait for a turn or for another try ends with what `heed` raises, and a
        read waits for an address that NAVER refuses in passing.
        """
        other = copy.copy(self)
        other._heed, other._patient = heed, True
        return other

    def fetch(
        self, call: Call, kind: type[T], *, mend: Mend | None = None, urgent: bool = False
    ) -> T:
        """The answer to `call` as `kind`; a read is tried again after faults.

        `urgent` calls start before others that wait. Raises an ApiError, or Cancelled once `stop`
        is set.
        """
        return self._tried(
            call, lambda: decode(call, self._authorised(call, urgent=urgent), kind, mend)
        )

    def sign_in(self) -> SignIn:
        """Asks for a token, also where one is held. Raises an ApiError as `fetch` does."""
        told: list[SignIn] = []

        def ask(call: Call) -> Answer:
            began = self._monotonic()
            answer = self._ask_token(call)
            took_ms = round((self._monotonic() - began) * 1000)
            told.append(SignIn(took_ms=took_ms, ahead=clock_ahead(answer, self._clock())))
            return answer

        call = Call(method="POST", path=TOKEN_PATH, group="")
        self._tried(call, lambda: self._tokens.anew(ask))
        return told[-1]

    def _tried(self, call: Call, once: Callable[[], T]) -> T:
        """What `once` gives; a read is tried again after faults, and waits when NAVER says so."""
        attempts = Attempts(call, self._monotonic)
        while True:
            try:
                return once()
            except (ApiUnreachable, ApiDown, NotJson) as error:
                pause = attempts.after_fault(error)
                if pause is None:
                    raise (error.error() if isinstance(error, NotJson) else error) from error
                self._pause(pause)
            except RateLimited as error:
                if not attempts.after_refusal(error):
                    raise
            except IpNotAllowed as error:
                self._wait_for_address(attempts, error)

    def _wait_for_address(self, attempts: Attempts, error: IpNotAllowed) -> None:
        """Waits before an address is tried again; where the refusal lasts, raises it. From then on
        nobody waits, until NAVER takes a call.
        """
        if not self._patient or self._turned_away.is_set():
            raise error
        pause = attempts.after_address()
        if pause is None:
            self._turned_away.set()
            raise error
        log.warning("this machine's address was refused; asked again in %s s", pause)
        self._pause(pause)

    def push(self, call: Call) -> Answer:
        """NAVER's yes to a call that changes something there; sent once, whatever comes of it.

        Raises ArrivalUnknown where NAVER may have made the change without saying so; after any
        other ApiError it did not.
        """
        try:
            return self._authorised(call, urgent=True)
        except NotConnected:
            raise
        except (ApiUnreachable, ApiDown) as error:
            if error.path != call.path:  # it was the token call: this one was never sent
                raise
            raise _arrival_unknown(error) from error

    def counters(self) -> Counters:
        """A snapshot of what was sent."""
        return self._tally.snapshot()

    def close(self) -> None:
        """Close the connections; calls under way end with Cancelled if `stop` is set."""
        self._http.close()

    def _authorised(self, call: Call, *, urgent: bool) -> Answer:
        """Send with a token; after a 401 the token is issued again, once. The gate may refuse."""
        if self._gate is not None:
            self._gate(call)
        token = self._tokens.current(self._ask_token)
        answer = self._exchange(call, token, urgent=urgent)
        if answer.status == 401:
            token = self._tokens.renewed(token, self._ask_token)
            answer = self._exchange(call, token, urgent=urgent)
        if not answer.ok:
            raise refusal(call, answer)
        self._turned_away.clear()
        return answer

    def _ask_token(self, call: Call) -> Answer:
        answer = self._exchange(call, None, urgent=True)
        if not answer.ok:
            raise token_refusal(call, answer, self._clock())
        return answer

    def _exchange(self, call: Call, token: Token | None, *, urgent: bool) -> Answer:
        """Wait for the throttle, send once, and tell throttle and counters what came of it."""
        try:
            start = self._throttle.start(call.name, urgent=urgent, heed=self._heed)
        except HeldByQuota as error:
            raise no_quota(call, error.seconds) from error
        began = self._monotonic()
        self._tally.sent(call.name)
        try:
            answer = self._send(call, token)
        except BaseException:
            self._throttle.lost(call.name, start)
            raise
        limits = read_limits(answer.headers)
        if answer.status == 429:
            self._tally.refused()
            wait_seconds = retry_after_seconds(answer.headers)
            self._throttle.refused(call.name, start, limits, wait_seconds)
            if wait_seconds and is_quota(answer):
                self._throttle.out_of_quota(call.name, wait_seconds)
        else:
            self._throttle.answered(call.name, start, limits)
        took_ms = round((self._monotonic() - began) * 1000)
        log.debug("%s: %s in %s ms, trace %s", call.name, answer.status, took_ms, answer.trace_id)
        return answer

    def _send(self, call: Call, token: Token | None) -> Answer:
        headers = {"Accept": "application/json"}
        if call.body is not None:
            headers["Content-Type"] = call.content_type
        if token is not None:
            headers["Authorization"] = f"Bearer {token.text}"
        try:
            with self._http.stream(
                call.method,
                self._line.base_url + call.address,
                params=dict(call.query) or None,
                content=call.body,
                headers=headers,
                extensions=self._line.extensions,
            ) as response:
                body = self._received(response)
        except httpx.HTTPError as error:
            raise (
                Cancelled() if self._stop.is_set() else self._line.broken(call, error)
            ) from error
        except RuntimeError as error:  # another thread has closed the client
            raise Cancelled() from error
        body = body if response.is_success else self._tokens.hide(body)
        return Answer(status=response.status_code, headers=response.headers, body=body)

    def _received(self, response: httpx.Response) -> bytes:
        """The whole body. Raises Cancelled, or ReadTimeout where it does not come to an end; by the
        real clock, as httpx's own time-outs.
        """
        until = time.monotonic() + _WHOLE_ANSWER * self._timeout_seconds
        pieces = []
        for piece in response.iter_bytes():
            if self._stop.is_set():
                raise Cancelled()
            if time.monotonic() > until:
                raise httpx.ReadTimeout("the answer trickles")
            pieces.append(piece)
        return b"".join(pieces)

    def _pause(self, seconds: float) -> None:
        """Sleep in slices, so that the stop signal is heard."""
        while seconds > 0:
            if self._stop.is_set():
                raise Cancelled()
            self._heed()
            self._sleep(min(seconds, SLICE_SECONDS))
            seconds -= SLICE_SECONDS


def _arrival_unknown(error: ApiError) -> ArrivalUnknown:
    return ArrivalUnknown(method=error.method, path=error.path, trace_id=error.trace_id)
