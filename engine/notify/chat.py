"""Hands a message to a chat service by an address Apprise understands; the only import of it."""

from __future__ import annotations

import logging

from engine.errors import NotSent

# What would be shown on this machine, or written to its own log, is no chat.
LOCAL = frozenset({"dbus", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows"})


def send_chat(address: str, title: str, body: str) -> None:
    """Raises NotSent, which shows nothing of the address: it holds a token."""
    import apprise  # slow to import, and most teams have no chat

    logging.getLogger("apprise").disabled = True  # it logs parts of addresses
    desk = apprise.Apprise(asset=apprise.AppriseAsset(app_id="Storeboard", async_mode=False))
    scheme = address.partition("://")[0].lower()
    if scheme in LOCAL or not desk.add(address):
        raise NotSent(
            "The chat address is not understood. Copy it from the chat service again.",
            problem="CHAT_ADDRESS",
        )
    if not desk.notify(title=title, body=body):
        raise NotSent(
            "The chat service did not take the message. Check the chat address.",
            problem="CHAT_REFUSED",
        )
