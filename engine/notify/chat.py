"""Hands a message to a chat service by an address Apprise understands; the only import of it."""

from __future__ import annotations

import logging
from typing import Any

from engine.domain.chat_addresses import refuse_chat_host, tidy_chat_address
from engine.errors import BadRequest, NotSent


def send_chat(address: str, title: str, body: str) -> None:
    """Raises NotSent, which shows nothing of the address: it holds a token."""
    import apprise  # slow to import, and most teams have no chat

    logging.getLogger("apprise").disabled = True  # it logs parts of addresses
    asset = apprise.AppriseAsset(app_id="Storeboard", async_mode=False)
    service = _service(address, asset)
    if service is None:
        raise NotSent(
            "The chat address is not understood. Copy it from the chat service again.",
            problem="CHAT_ADDRESS",
        )
    desk = apprise.Apprise(asset=asset)
    desk.add(service)
    if not desk.notify(title=title, body=body):
        raise NotSent(
            "The chat service did not take the message. Check the chat address.",
            problem="CHAT_REFUSED",
        )


def _service(address: str, asset: Any) -> Any:
    """The one service of an address, None for none; what an older version kept is checked too, and
    every host that Apprise reads out of it, such as the one of `?smtp=`.
    """
    import apprise

    try:
        service = apprise.Apprise.instantiate(tidy_chat_address(address) or "", asset=asset)
        for name, value in vars(service).items() if service else ():
            if "host" in name and isinstance(value, str):
                refuse_chat_host(value)
    except BadRequest:
        return None
    return service
