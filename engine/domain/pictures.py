"""Addresses of pictures, as an answer tells them."""

from __future__ import annotations

from urllib.parse import urlsplit

from engine.domain.hosts import is_loopback


def picture_address(told: str | None) -> str | None:
    """The address a browser may ask for a picture: over TLS, or of a sandbox on this machine; None
    for any other, so that no answer makes a reader's browser ask what it likes.
    """
    try:
        parts = urlsplit(told or "")
        host = parts.hostname or ""
    except ValueError:
        return None
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    whole = told is not None and told.isprintable() and not set(told) & set(' \\"<>`')
    return told if is_safe and host and whole and parts.username is None else None
