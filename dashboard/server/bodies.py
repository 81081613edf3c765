"""What may be sent to the server: its size, its kind and its pace are looked at before it is read.

Forms are small and url-encoded, and read here whole; files go to Streamlit, which keeps them in
memory: so what a visit and all visits hold is counted, with what is on its way.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime

from dashboard.server.borders import SAFE_METHODS

FORM_BYTES, FORM_SECONDS = 16_384, 10.0
FILE_BYTES = 50 * 1024 * 1024  # of one file, and of all that a visit holds
ALL_BYTES = 4 * FILE_BYTES  # of all visits
FILE_SECONDS = 300.0
FRAME_BYTES = 65_536  # around a file: names and boundaries
FORM_KIND = "application/x-www-form-urlencoded"
UPLOADS = "/_stcore/upload_file/"

Held = Callable[[], Iterable[tuple[str, int]]]  # visits with the bytes each holds


class TooMuch(Exception):
    """A body that is not read: status and reason."""

    def __init__(self, status: int, text: str) -> None:
        self.status, self.text = status, text


class Bodies:
    """In front of everything that reads a body; `held` tells what Streamlit keeps of files."""

    def __init__(self, app: ASGIApp, *, held: Held) -> None:
        self.app, self._held = app, held
        self._coming: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes on what is small enough; a sender who leaves is no fault of anybody."""
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS:
            await self.app(scope, receive, send)
            return
        try:
            if scope["path"].startswith(UPLOADS) and scope["method"] == "PUT":
                await self._file(scope, receive, send)
            else:
                await self.app(scope, _again(await _form(scope, receive)), send)
        except TooMuch as error:
            refusal = PlainTextResponse(error.text, error.status, {"connection": "close"})
            await refusal(scope, receive, send)
        except ClientDisconnect:
            return

    async def _file(self, scope: Scope, receive: Receive, send: Send) -> None:
        visit = scope["path"].removeprefix(UPLOADS).partition("/")[0]
        size = _said_size(scope)
        if size is None:
            raise TooMuch(411, "Say how long the file is.")
        with self._room(visit, size):
            await self.app(scope, _hurried(receive, FILE_SECONDS), send)

    @contextmanager
    def _room(self, visit: str, size: int) -> Iterator[None]:
        held = Counter(self._coming)
        for other, kept in self._held():
            held[other] += kept
        if held[visit] + size > FILE_BYTES + FRAME_BYTES or held.total() + size > ALL_BYTES:
            raise TooMuch(413, "Too large, together with what is held already.")
        self._coming[visit] += size
        try:
            yield
        finally:
            self._coming[visit] -= size
            self._coming += Counter()  # forgets those who hold nothing


def held_files() -> Iterator[tuple[str, int]]:
    """What Streamlit keeps of uploaded files, by visit."""
    manager = runtime.get_instance().uploaded_file_mgr
    storage = getattr(manager, "file_storage", {})
    for visit, files in list(storage.items()):
        yield visit, sum(len(file.data) for file in list(files.values()))


async def _form(scope: Scope, receive: Receive) -> bytes:
    """The body of a form. Raises TooMuch, ClientDisconnect."""
    headers = Headers(scope=scope)
    size = _said_size(scope)
    if size is not None and size > FORM_BYTES:
        raise TooMuch(413, "Too large.")
    if (size or "transfer-encoding" in headers) and _kind(headers) != FORM_KIND:
        raise TooMuch(415, "Forms are sent url-encoded.")
    body, more, hurried = b"", True, _hurried(receive, FORM_SECONDS)
    while more:
        message = await hurried()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > FORM_BYTES:
            raise TooMuch(413, "Too large.")
    return body


def _kind(headers: Headers) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _said_size(scope: Scope) -> int | None:
    """How long the body is said to be; the server holds the sender to it."""
    said = Headers(scope=scope).get("content-length", "")
    return int(said) if said.isascii() and said.isdecimal() else None


def _again(body: bytes) -> Receive:
    """The body, to be read once more."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return left.pop() if left else {"type": "http.disconnect"}

    return receive


def _hurried(receive: Receive, seconds: float) -> Receive:
    """What is received within `seconds` from now. Raises TooMuch afterwards."""
    until = asyncio.get_running_loop().time() + seconds

    async def hurried() -> Message:
        try:
            async with asyncio.timeout_at(until):
                return await receive()
        except TimeoutError as error:
            raise TooMuch(408, "Too slow.") from error

    return hurried
