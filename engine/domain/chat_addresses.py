"""Addresses of chat services, as Apprise has them: what one may be, whoever typed it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from engine.domain.hosts import is_metadata, is_plain_host
from engine.errors import BadRequest

# What would be shown on this machine, light a lamp of it or be written to its log is no chat.
LOCAL = frozenset(
    ("dbus", "gio", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows", "blink1")
)
_CHAT = re.compile(r"[a-z][a-z0-9+.-]*://\S+")


def tidy_chat_address(text: str | None) -> str | None:
    """The address, None for an empty one. Raises BadRequest for what is no single address of a chat
    service, or leads to where machines keep what is theirs.
    """
    address = (text or "").strip()
    if not address:
        return None
    usable = _CHAT.fullmatch(address) and address.isprintable() and address.count("://") == 1
    if not usable or address.partition("://")[0] in LOCAL:
        raise BadRequest(
            "The chat address has a wrong form. It begins with the service, such as slack://"
            " or https://, and has no spaces."
        )
    refuse_chat_host(_host(address))
    return address


def refuse_chat_host(host: str) -> None:
    """Raises BadRequest for a host that is no chat's. Of many services it is no host but a token:
    those pass.
    """
    if is_metadata(host) or (_looks_like_a_number(host) and not is_plain_host(host)):
        raise BadRequest(
            "The chat address leads to where machines keep what is theirs. Copy it from the chat"
            " service again."
        )


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # half a bracket: Apprise will not take it for a host either
        return ""


def _looks_like_a_number(host: str) -> bool:
    """Such as 2852039166 or 0xa9.0xfe.0xa9.0xfe, which some programs take for an address."""
    return bool(re.fullmatch(r"(0x[0-9a-f]+|[0-9]+)(\.(0x[0-9a-f]+|[0-9]+)){0,3}", host.lower()))
