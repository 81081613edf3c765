"""How visitors reach this server and prove who they are; read once, from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from dashboard.server.provider import Provider
from dashboard.words.i18n import _
from engine import ConfigError, is_ip, is_loopback, tidy_host

COOKIE = "storeboard_session"
COOKIE_SECONDS = 7 * 24 * 3600  # the engine ends sessions by its own rules, never later than this


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The ways in."""

    provider: Provider | None = None
    behind_proxy: bool = False  # a proxy in front ends TLS and says who is asking
    base_path: str = ""  # below which path of its host visitors reach it, such as /board
    hosts: frozenset[str] = frozenset()  # names under which visitors may ask for this server

    def is_allowed_host(self, host: str) -> bool:
        """Whether a visitor may ask for this server by that name, with or without a port: by names
        that were set, names of this machine, or an address. Any other name may be made to lead
        here by whoever owns it, whose page then is a page of this server's.
        """
        try:
            parts = urlsplit(f"//{host}")
            name, _port = tidy_host(parts.hostname or ""), parts.port
        except ValueError:
            return False
        if set(host) & set("@/"):
            return False
        return name in self.hosts or is_loopback(name) or is_ip(name)

    def visitor_address(self, connection: HTTPConnection) -> str:
        """The network address of a visitor; a proxy's word counts only where there is one, and of
        several the nearest one's: what stands before it anybody may have written.
        """
        said = ",".join(connection.headers.getlist("x-forwarded-for"))
        if self.behind_proxy and said:
            return said.rpartition(",")[2].strip()
        peer = connection.scope.get("peer") or connection.scope.get("client")
        return str(peer[0]) if peer else ""

    def is_secure(self, connection: HTTPConnection) -> bool:
        """Whether the visitor's side of the line is TLS."""
        if self.behind_proxy:
            said = ",".join(connection.headers.getlist("x-forwarded-proto")) or "https"
            return said.rpartition(",")[2].strip() == "https"
        return connection.url.scheme == "https"


_PATH = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")
_PROVIDER = {
    "metadata_url": "STOREBOARD_OIDC_METADATA_URL",
    "client_id": "STOREBOARD_OIDC_CLIENT_ID",
    "client_secret": "STOREBOARD_OIDC_CLIENT_SECRET",
    "public_url": "STOREBOARD_PUBLIC_URL",
}


def read_access(environ: Mapping[str, str] = os.environ) -> Access:
    """The ways in that the environment names. Raises ConfigError for a provider named in part."""
    given = {field: environ.get(name, "").strip() for field, name in _PROVIDER.items()}
    missing = [name for field, name in _PROVIDER.items() if not given[field]]
    if environ.get("STOREBOARD_OIDC_METADATA_URL") and missing:
        raise ConfigError(
            "The identity provider is set up in part. Set these too: {missing}.",
            missing=", ".join(missing),
        )
    all_verified = _is_yes(environ.get("STOREBOARD_OIDC_ALL_VERIFIED", ""))
    return Access(
        provider=Provider(**given, all_verified=all_verified) if not missing else None,
        behind_proxy=_is_yes(environ.get("STOREBOARD_BEHIND_PROXY", "")),
        base_path=_base_path(environ.get("STOREBOARD_BASE_PATH", "")),
        hosts=_hosts(environ),
    )


def _is_yes(text: str) -> bool:
    return text.strip().lower() in ("1", "yes", "true")


def _base_path(text: str) -> str:
    """With a slash before and none behind; nothing for the root."""
    path = text.strip().strip("/")
    if path and not _PATH.fullmatch(path):
        raise ConfigError(
            "STOREBOARD_BASE_PATH is the path below which visitors reach the dashboard, such as"
            " /board: letters, digits, - and _. Correct it."
        )
    return f"/{path}" if path else ""


def _hosts(environ: Mapping[str, str]) -> frozenset[str]:
    """The names of `STOREBOARD_ALLOWED_HOSTS` and of the public address."""
    public = urlsplit(environ.get("STOREBOARD_PUBLIC_URL", "").strip()).hostname
    named = environ.get("STOREBOARD_ALLOWED_HOSTS", "").split(",")
    return frozenset(tidy_host(name.strip()) for name in (public or "", *named) if name.strip())


def open_house_warning(host: str, access: Access) -> str | None:
    """What to say where others can reach the server and no TLS is known of; None where all is
    well.
    """
    if is_loopback(host) or access.behind_proxy:
        return None
    return _(
        "Storeboard can be reached from other machines without TLS: passwords cross the network in"
        " plain text. Put a proxy with TLS in front and set STOREBOARD_BEHIND_PROXY=yes."
    )
