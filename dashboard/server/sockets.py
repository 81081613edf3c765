"""Lets the server send each message at once, where Streamlit's socket would hold small ones back.

Streamlit makes its listening socket without naming TCP; asyncio therefore leaves Nagle's algorithm
on, and a page of many small messages waits up to 40 ms for an acknowledgement (Streamlit 1.67).
"""

from __future__ import annotations

import gc
import socket
from contextlib import suppress

INTERNET = (socket.AF_INET, socket.AF_INET6)


def send_at_once() -> int:
    """Turns the delay off for everything this process listens on; how many sockets those are.

    Connections take the setting over from the socket that accepts them.
    """
    found = [one for one in gc.get_objects() if isinstance(one, socket.socket)]
    return sum(_at_once(one) for one in found)


def _at_once(one: socket.socket) -> bool:
    with suppress(OSError):  # closed meanwhile, or no such option here: it stays as it is
        listens = one.family in INTERNET and one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        if listens:
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return True
    return False
