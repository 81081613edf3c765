"""Keeps a few reads in flight ahead of the work, in order, so that the quota is used to the last
token.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

IN_FLIGHT = 4
BATCH = 12


def read_ahead(
    read: Callable[[Item], Answer],
    items: Iterator[Item],
    *,
    in_flight: int = IN_FLIGHT,
    batch: int = BATCH,
) -> Iterator[list[tuple[Item, Answer | Exception]]]:
    """Answers of `read` in the order of `items`, in lists of all that are ready (one to `batch`).

    A read that failed stands in its place as its exception. Nothing is read further than
    `in_flight` + `batch` ahead.
    """
    with ThreadPoolExecutor(in_flight, thread_name_prefix="read-ahead") as pool:
        waiting: deque[tuple[Item, Future[Answer]]] = deque()
        try:
            while True:
                while len(waiting) < in_flight + batch and (item := next(items, None)) is not None:
                    waiting.append((item, pool.submit(read, item)))
                if not waiting:
                    return
                yield _ready(waiting, batch)
        finally:
            for _, future in waiting:
                future.cancel()


def _ready(
    waiting: deque[tuple[Item, Future[Answer]]], batch: int
) -> list[tuple[Item, Answer | Exception]]:
    """Takes the first answer, waiting for it, and those after it that are there already."""
    ready: list[tuple[Item, Answer | Exception]] = []
    while waiting and len(ready) < batch and (not ready or waiting[0][1].done()):
        item, future = waiting.popleft()
        error = future.exception()
        if error is not None and not isinstance(error, Exception):
            raise error
        ready.append((item, future.result() if error is None else error))
    return ready
