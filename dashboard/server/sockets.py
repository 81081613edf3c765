"""Lets the server send each message at once, where Streamlit's socket would hold small ones back.

Streamlit makes its listening socket without naming TCP; asyncio therefore leaves Nagle's algorithm
on, and a page of many small messages waits up to 40 ms for an acknowledgement (Streamlit 1.67).
"""

from __future__ import annotations

import os
import socket
import stat
from contextlib import suppress

INTERNET = (socket.AF_INET, socket.AF_INET6)
DESCRIPTORS = "/dev/fd"  # what this process has open, on Linux and macOS


def send_at_once() -> int:
    """Turns the delay off for everything this process listens on; how many sockets those are.

    Connections take the setting over from the socket that accepts them. What is open is asked of
    the machine: objects of the interpreter may not be gone through while other threads make some.
    """
    with suppress(OSError):  # a machine without that folder: all stays as it is
        return sum(_at_once(int(name)) for name in os.listdir(DESCRIPTORS))
    return 0


def _at_once(descriptor: int) -> bool:
    with suppress(OSError):  # closed meanwhile, or no such option here: it stays as it is
        if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
            return False
        with socket.socket(fileno=os.dup(descriptor)) as one:  # the same socket, closed by itself
            if one.family in INTERNET and one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return True
    return False
