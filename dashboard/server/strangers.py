"""Open sockets of visitors who are not signed in: each is a visit that the server keeps, so there
are few of them, and not for long.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from engine import network_of

MOST, MOST_OF_ONE = 128, 16  # of all, and of one address
MINUTES = 10  # to sign in; the page then opens another socket


class Strangers:
    """Counts them."""

    def __init__(self) -> None:
        self._inside: Counter[str] = Counter()

    @contextmanager
    def room(self, address: str) -> Iterator[bool]:
        """Whether there is room for one more from that address, who leaves at the end."""
        where = network_of(address)
        if self._inside[where] >= MOST_OF_ONE or self._inside.total() >= MOST:
            yield False
            return
        self._inside[where] += 1
        try:
            yield True
        finally:
            self._inside[where] -= 1
            self._inside += Counter()  # forgets who left


def until_late() -> float:
    """When somebody who comes now has to be signed in or gone."""
    return time.monotonic() + MINUTES * 60
