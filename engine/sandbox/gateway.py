"""The gateway before every call: identity, address, bucket, faults, API group, latency, headers.

Source: docs/reference/commerce-api.md section 2. Buckets are per path template and application. A
call without a known application takes from no bucket and is told a full one.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from engine.sandbox.answers import (
    Answer,
    Refused,
    ip_not_allowed,
    not_registered,
    rate_limited,
    trace_id,
    traced,
    unauthenticated,
)
from engine.sandbox.faults import Fault, FaultPlan, Mishap, Piecemeal, suffer
from engine.sandbox.moments import http_date
from engine.sandbox.stores import Store
from engine.sandbox.tokens import TokenDesk

TOKEN_PATH = "/v1/oauth2/token"
REMAINING = "GNCP-GW-RateLimit-Remaining"
UNLIMITED = 1_000_000
SETTLEMENT = "settlement"  # the group whose absence was seen as 403, not 401


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a known store: what a handler needs to answer it."""

    store: Store
    query: dict[str, str]
    body: bytes
    path_value: str
    public_url: str
    now: float  # Unix seconds by the sandbox's clock


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path template, the API group it belongs to, and who answers it."""

    method: str
    path: str
    group: str
    answer: Callable[[Call], Answer]


@dataclass(slots=True)
class Bucket:
    """A token bucket by the monotonic clock."""

    rate: float
    burst: float
    tokens: float
    filled_at: float

    def take(self, now: float) -> bool:
        """Takes one token if there is one."""
        self.tokens = min(self.burst, self.tokens + (now - self.filled_at) * self.rate)
        self.filled_at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


_TRACED = (SETTLEMENT, "inquiry")  # groups whose services put a trace id into their refusals


def query_of(request: Request) -> dict[str, str]:
    """The query; a key that comes again stands once with all its values, as the comma form has them
    (docs/reference/corrections.md).
    """
    told = request.query_params
    return {name: ",".join(told.getlist(name)) for name in told}


class Gateway:
    """Guards every operation of every store; rate 0 means unlimited."""

    def __init__(
        self,
        desk: TokenDesk,
        faults: FaultPlan,
        *,
        rate: float,
        burst: int,
        latency_ms: float,
        public_url: str,
    ) -> None:
        self._desk = desk
        self._faults = faults
        self._rate = rate if rate > 0 else float(UNLIMITED)
        self._burst = burst if rate > 0 else 2 * UNLIMITED
        self._unlimited = rate <= 0
        self._latency_seconds = latency_ms / 1000
        self._public_url = public_url
        self._buckets: dict[tuple[str, str], Bucket] = {}

    async def serve(self, operation: Operation, request: Request) -> Response:
        """Answers a call of a registered path."""
        started = time.perf_counter()
        try:
            body = await request.body()
        except ClientDisconnect:  # nobody is there to be answered
            return Response(status_code=400)
        store = self._caller(operation, request, body)
        answer = await self._checked(operation, request, body, store)
        return await self._sent(answer, operation.path, store, started)

    async def serve_unknown(self, request: Request) -> Response:
        """404 for a path that is not registered."""
        return await self._sent(not_registered(), request.url.path, None, time.perf_counter())

    def _caller(self, operation: Operation, request: Request, body: bytes) -> Store | None:
        if operation.path == TOKEN_PATH:
            return self._desk.named_in(body, query_of(request))
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return self._desk.owner(token.strip()) if scheme.lower() == "bearer" else None

    async def _checked(
        self, operation: Operation, request: Request, body: bytes, store: Store | None
    ) -> Answer:
        if store is not None:
            store.requests[operation.path] += 1
            if (request.client.host if request.client else "") not in store.allowed_ips:
                return ip_not_allowed()
            if not self._take(operation.path, store):
                store.refusals[operation.path] += 1
                return rate_limited()
        fault = self._faults.due(operation.path, None if store is None else store.index)
        if fault is None:
            return self._answered(operation, request, store, query_of(request), body)
        answer = await suffer(self._mishap(fault, operation, request, body, store))
        if answer.status == 429 and store is not None:
            store.refusals[operation.path] += 1
        return answer

    def _mishap(
        self,
        fault: Fault,
        operation: Operation,
        request: Request,
        sent: bytes,
        store: Store | None,
    ) -> Mishap:
        def proceed(query: dict[str, str] | None = None, body: bytes | None = None) -> Answer:
            # The fault may have changed who the caller is: a token revoked, another clock.
            caller = self._caller(operation, request, sent)
            query = query_of(request) if query is None else query
            body = sent if body is None else body
            return self._answered(operation, request, caller, query, body)

        return Mishap(
            fault=fault,
            path=operation.path,
            request=request,
            body=sent,
            store=store,
            desk=self._desk,
            proceed=proceed,
            drain=partial(self._drain, operation.path, store),
        )

    def _answered(
        self,
        operation: Operation,
        request: Request,
        store: Store | None,
        query: dict[str, str],
        body: bytes,
    ) -> Answer:
        if operation.path == TOKEN_PATH:
            return self._desk.answer(request.headers.get("content-type", ""), body, query)
        if store is None or self._desk.worn(store):
            return unauthenticated()
        if operation.group in store.missing_groups:
            return unauthenticated(403 if operation.group == SETTLEMENT else 401)
        value = next(iter(request.path_params.values()), "")
        call = Call(store, query, body, str(value), self._public_url, self._desk.clock.now())
        try:
            answer = operation.answer(call)
        except Refused as refused:
            answer = refused.answer
        return traced(answer) if answer.status >= 400 and operation.group in _TRACED else answer

    def _take(self, path: str, store: Store) -> bool:
        if self._unlimited:
            return True
        key = (path, store.client_id)
        now = time.monotonic()
        if key not in self._buckets:
            self._buckets[key] = Bucket(self._rate, self._burst, self._burst, now)
        return self._buckets[key].take(now)

    def _drain(self, path: str, store: Store | None) -> None:
        if store is not None and (bucket := self._buckets.get((path, store.client_id))):
            bucket.tokens = 0.0

    async def _sent(
        self, answer: Answer, path: str, store: Store | None, started: float
    ) -> Response:
        remaining = self._burst
        if store is not None and (bucket := self._buckets.get((path, store.client_id))):
            remaining = int(bucket.tokens)
        if self._latency_seconds:
            await asyncio.sleep(self._latency_seconds)
        headers = {
            "Date": http_date(self._desk.clock.now()),
            "GNCP-GW-Trace-ID": trace_id(),
            "GNCP-GW-HttpClient-ResponseTime": str(round((time.perf_counter() - started) * 1000)),
            "GNCP-GW-RateLimit-Replenish-Rate": str(max(1, round(self._rate))),
            "GNCP-GW-RateLimit-Burst-Capacity": str(self._burst),
            REMAINING: str(remaining),
            **answer.headers,
        }
        if answer.content_type is not None:
            headers["content-type"] = answer.content_type
        if answer.sending is not None:
            return Piecemeal(answer.body, answer.status, headers, answer.sending)
        return Response(answer.body, answer.status, headers)
