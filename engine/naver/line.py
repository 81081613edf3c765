"""The line to NAVER: its address, whom to trust, and what it is called when it breaks. With the
transport the only place that knows httpx.
"""

from __future__ import annotations

import ssl
from functools import cache

import httpx

from engine.api_errors import ApiUnreachable, NotConnected
from engine.errors import BadRequest
from engine.naver.wire import Call

CONNECT_SECONDS, READ_SECONDS = 5.0, 30.0
_IDLE_SECONDS = 0.8  # NAVER cuts idle connections after a second (docs/reference/corrections.md)
_CONNECTIONS = 16


class Line:
    """Where one application is reached, and how. Raises BadRequest for an address that is none."""

    def __init__(self, base_url: str, *, timeout_seconds: float = READ_SECONDS) -> None:
        self.base_url = _base_url(base_url)
        self._timeout_seconds = timeout_seconds

    def client(self) -> httpx.Client:
        """Connections along this line; what the environment says of proxies is not believed."""
        seconds = self._timeout_seconds
        return httpx.Client(
            timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
            limits=httpx.Limits(max_connections=_CONNECTIONS, keepalive_expiry=_IDLE_SECONDS),
            follow_redirects=False,
            trust_env=False,
            verify=_certificates(),
        )

    def broken(self, call: Call, error: httpx.HTTPError) -> ApiUnreachable:
        """The error for a call that got no answer."""
        kind: type[ApiUnreachable]
        text: str | None
        match error:
            case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.UnsupportedProtocol():
                kind, text = NotConnected, None
            case httpx.TimeoutException():
                kind = ApiUnreachable
                text = "{host} did not answer within {seconds} seconds. Try again in a moment."
            case _:
                kind = ApiUnreachable
                text = "The connection to {host} broke off. Try again in a moment."
        return kind(
            text,
            method=call.method,
            path=call.path,
            host=httpx.URL(self.base_url).host,
            seconds=round(self._timeout_seconds),
        )


@cache
def _certificates() -> ssl.SSLContext:
    """Whom to trust, read once: each reading takes longer than ten calls on loopback."""
    return httpx.create_ssl_context(trust_env=False)


def _base_url(text: str) -> str:
    """The address without its last slash. Raises BadRequest where it is none."""
    try:
        url = httpx.URL(text.strip())
    except httpx.InvalidURL as error:
        raise BadRequest(_BAD_ADDRESS) from error
    if url.scheme not in ("http", "https") or not url.host or url.userinfo or url.query:
        raise BadRequest(_BAD_ADDRESS)
    return str(url).rstrip("/")


_BAD_ADDRESS = (
    "The API address is not usable."
    " It begins with https:// (http:// for the sandbox) and names a host."
)
