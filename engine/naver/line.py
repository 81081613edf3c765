"""The line to NAVER: its address, whom to trust, and what it is called when it breaks. With the
transport the only place that knows httpx.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from functools import cache
from typing import Any

import httpx

from engine.api_errors import ApiUnreachable, CertificateUntrusted, NotConnected, ProxyRefused
from engine.domain.hosts import is_loopback, is_metadata
from engine.domain.outgoing import Outgoing
from engine.domain.stores import tidy_address
from engine.naver.wire import Call

CONNECT_SECONDS, READ_SECONDS = 5.0, 30.0
_IDLE_SECONDS = 0.8  # NAVER cuts idle connections after a second (docs/reference/corrections.md)
_CONNECTIONS = 16


class Line:
    """Where one application is reached, and how. Raises BadRequest for an address that is none."""

    def __init__(
        self,
        base_url: str,
        *,
        timeout_seconds: float = READ_SECONDS,
        outgoing: Outgoing | None = None,
    ) -> None:
        self.base_url = tidy_address(base_url)
        self._host = httpx.URL(self.base_url).host
        self._timeout_seconds = timeout_seconds
        self._outgoing = outgoing or Outgoing()
        self._proxy = self._outgoing.proxy_to(self._host)
        # A proxy looks names up itself; what is typed as this machine leads nowhere else.
        looks_up = self._proxy is None and not is_loopback(self._host)
        self.extensions: dict[str, Any] = {"trace": _refuse_inside} if looks_up else {}

    def client(self) -> httpx.Client:
        """Connections along this line. HTTP_PROXY and its kin are set for other programs and would
        send secrets where nobody here decided to: they are not looked at.
        """
        seconds = self._timeout_seconds
        return httpx.Client(
            timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
            limits=httpx.Limits(max_connections=_CONNECTIONS, keepalive_expiry=_IDLE_SECONDS),
            follow_redirects=False,
            trust_env=False,
            verify=(trusted := _certificates(self._outgoing.ca_file)),
            proxy=_through(self._proxy, trusted),
        )

    def broken(self, call: Call, error: httpx.HTTPError) -> ApiUnreachable:
        """The error for a call that got no answer."""
        kind: type[ApiUnreachable]
        text: str | None
        reason = str(error)
        match error:
            case httpx.ConnectError() if (distrust := _distrust(error)) is not None:
                kind, text = CertificateUntrusted, _DISTRUST.get(distrust.verify_code)
                reason = distrust.verify_message
            case httpx.ProxyError():
                kind, text = ProxyRefused, None
            case _LeadsInside():
                kind, text = NotConnected, _INSIDE
            case httpx.ConnectError() | httpx.ConnectTimeout() if self._proxy:
                kind, text = ProxyRefused, _NO_PROXY
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
            host=self._host,
            seconds=round(self._timeout_seconds),
            proxy=self._outgoing.proxy_place,
            reason=reason,
        )


_NO_PROXY = (
    "The proxy {proxy} cannot be reached."
    " Check STOREBOARD_OUTGOING_PROXY and the network, then start Storeboard again."
)
_RUN_OUT = (
    "The certificate {host} showed does not hold today ({reason})."
    " Check the date of this machine; if it is right, ask who runs the network."
)
_OTHER_NAME = (
    "The certificate shown for {host} is somebody else's ({reason})."
    " Check the store's API address; if it is right, ask who runs the network."
)
_DISTRUST = {9: _RUN_OUT, 10: _RUN_OUT, 62: _OTHER_NAME, 64: _OTHER_NAME}  # by OpenSSL's code


def _distrust(error: BaseException) -> ssl.SSLCertVerificationError | None:
    """The refusal of a certificate behind an error, if that is what it was."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    return cause


def _through(proxy: str | None, trusted: ssl.SSLContext) -> httpx.Proxy | None:
    """The proxy; one that speaks TLS itself shows a certificate of its own."""
    if proxy is None:
        return None
    return httpx.Proxy(proxy, ssl_context=trusted if proxy.startswith("https:") else None)


@cache
def _certificates(ca_file: str | None) -> ssl.SSLContext:
    """Whom to trust, read once: each reading takes longer than ten calls on loopback."""
    trusted = httpx.create_ssl_context(trust_env=False)
    if ca_file is not None:
        trusted.load_verify_locations(ca_file)
    return trusted


class _LeadsInside(httpx.ConnectError):
    """A name that leads to an address where machines keep what is theirs."""


def _refuse_inside(event: str, told: Mapping[str, Any]) -> None:
    """Lets go of a connection to where no API is, before a byte is sent on it: a name is looked up
    for each connection, and may lead elsewhere than a moment ago. Raises _LeadsInside.
    """
    if event != "connection.connect_tcp.complete":
        return
    stream = told["return_value"]
    host, *_port = stream.get_extra_info("server_addr")
    if is_metadata(host):
        stream.close()
        raise _LeadsInside(f"leads to {host}")


_INSIDE = "{host} leads to an address inside this network ({reason}). Check the API address."
