"""How calls leave this machine: through which proxy, and whose certificates are believed."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

import msgspec

from engine.domain.hosts import is_loopback


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """The way out. The proxy's address may hold a password: it is never shown."""

    proxy: str | None = None
    ca_file: str | None = None  # PEM, trusted beside the authorities everybody trusts

    def __repr__(self) -> str:
        return f"Outgoing(proxy={self.proxy_place!r}, ca_file={self.ca_file!r})"

    @property
    def proxy_place(self) -> str | None:
        """Host and port of the proxy, without user and password."""
        return None if self.proxy is None else place(urlsplit(self.proxy))

    def proxy_to(self, host: str) -> str | None:
        """The proxy for calls to a host; None for this machine itself, which no proxy reaches."""
        return None if is_loopback(host) else self.proxy


def is_proxy(text: str) -> bool:
    """Whether that is the address of a proxy: http:// or https://, a host, a port, no path."""
    try:
        parts = urlsplit(text)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port
    except ValueError:  # a port that is no number, a host in half brackets
        return False
    rest = parts.path.strip("/") or parts.query or parts.fragment
    return bool(known) and not rest and text.isprintable() and " " not in text


def place(parts: SplitResult) -> str:
    """Host and port alone."""
    return parts.netloc.rpartition("@")[2]
