"""What may be sent: files are counted with what is held, forms are handed on whole."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from dashboard.server.bodies import ALL_BYTES, FILE_BYTES, FORM_KIND, Bodies

MB = 1024 * 1024


def ask(
    path: str, body: bytes = b"", held: dict[str, int] | None = None, **headers: str
) -> tuple[int, str]:
    """Status and text of an answer of an application that reads the form, or says "kept"."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        form = await Request(scope, receive).form() if path == "/form" else {"email": "kept"}
        await PlainTextResponse(str(form["email"]))(scope, receive, send)

    async def run() -> tuple[int, str]:
        said: list[Message] = []
        method = "POST" if path == "/form" else "PUT"
        named = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
        scope: dict[str, Any] = {"type": "http", "method": method, "path": path, "headers": named}
        asked = iter([{"type": "http.request", "body": body}, {"type": "http.disconnect"}])

        async def receive() -> Message:
            return next(asked)

        async def send(message: Message) -> None:
            said.append(message)

        bodies = Bodies(app, held=lambda: (held or {}).items())
        await bodies({**scope, "query_string": b""}, receive, send)
        return said[0]["status"], said[1]["body"].decode()

    with ThreadPoolExecutor(1) as own_loop:  # the browser's journeys keep one in this thread
        return own_loop.submit(lambda: asyncio.run(run())).result()


def test_a_small_form_reaches_the_page_whole() -> None:
    form = b"email=kim%40shop.kr"

    told = ask("/form", form, content_type=f"{FORM_KIND}; charset=utf-8", content_length="19")

    assert told == (200, "kim@shop.kr")


@pytest.mark.parametrize(
    ("held", "size", "status"),
    [
        ({}, FILE_BYTES, 200),
        ({}, FILE_BYTES + MB, 413),
        ({"visit": 30 * MB}, 30 * MB, 413),
        ({"other": 30 * MB}, 30 * MB, 200),
        ({str(visit): 40 * MB for visit in range(4)}, 40 * MB, 200),
        ({str(visit): 40 * MB for visit in range(5)}, MB, 413),
        ({"other": ALL_BYTES}, 0, 200),
    ],
)
def test_files_are_counted_by_visit_and_of_all(
    held: dict[str, int], size: int, status: int
) -> None:
    path = "/_stcore/upload_file/visit/file"

    assert ask(path, held=held, content_length=str(size))[0] == status
