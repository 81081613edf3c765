"""A private door of the running dashboard for the command line: it alone may open the database.

A Unix socket in a folder of the workspace only its owner may enter; one line of JSON is asked, one
is answered, and the line is over.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from engine.errors import EngineError, WorkspaceBusy

_NAME = "socket"
_LONGEST_ADDRESS = 100  # bytes; sun_path holds 104 to 108
_LONGEST_REQUEST = 10_000
_LOOK_SECONDS = 0.5
_REQUEST_SECONDS = 5.0
log = logging.getLogger(__name__)


Asked: TypeAlias = Literal[
    "backup",
    "cancel",
    "examine",
    "fee_rates",
    "jobs",
    "parquet",
    "resume",
    "retry",
    "schedule",
    "snapshot",
]


class ControlRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What may be asked of the running dashboard."""

    do: Asked
    file: str = ""
    with_key: bool = False
    store: str = ""
    limit: int = 50
    job: int = 0


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """The answer, or the sentence of an error."""

    answer: msgspec.Raw = msgspec.Raw(b"null")
    text: str = ""
    params: dict[str, str] = {}


class Control:
    """The side of the dashboard."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, answer: Callable[[ControlRequest], object]) -> None:
        """Listens until stopped. Only for the process that holds the database: whatever socket an
        earlier one left is dead. Where the file system has no sockets the dashboard does without.
        """
        try:
            listener = _listener(self._folder)
        except OSError as error:
            log.warning("the command line cannot ask this dashboard: %s", type(error).__name__)
            return
        self._stopping.clear()
        self._thread = threading.Thread(
            target=self._listen, args=(listener, answer), name="control", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Answers what was asked and listens no more."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _listen(self, listener: socket.socket, answer: Callable[[ControlRequest], object]) -> None:
        with listener:
            while not self._stopping.is_set():
                try:
                    line, _ = listener.accept()
                except TimeoutError:
                    continue
                with line, suppress(OSError, msgspec.DecodeError):
                    line.settimeout(_REQUEST_SECONDS)
                    request = msgspec.json.decode(_read_line(line), type=ControlRequest)
                    line.sendall(msgspec.json.encode(_reply(answer, request)) + b"\n")
        with suppress(OSError), _address(self._folder) as address:
            os.unlink(address)


def ask_running(
    folder: Path,
    request: ControlRequest,
    *,
    busy: WorkspaceBusy | None = None,
    seconds: float | None = None,
) -> bytes:
    """What the running dashboard answers, as JSON, waited for as long as it takes or for `seconds`.
    Raises WorkspaceBusy, the one given, where whoever holds the workspace does not listen, and the
    dashboard's own errors.
    """
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(seconds)
            with _address(folder) as address:
                line.connect(address)
            line.sendall(msgspec.json.encode(request) + b"\n")
            with line.makefile("rb") as answers:
                reply = msgspec.json.decode(answers.readline(), type=Reply)
    except (OSError, msgspec.DecodeError) as error:
        raise (busy or WorkspaceBusy()) from error
    if reply.text:
        raise EngineError(reply.text, **reply.params)
    return bytes(reply.answer)


def _listener(folder: Path) -> socket.socket:
    """A socket only the owner of the folder can reach."""
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with _address(folder) as address:
            with suppress(FileNotFoundError):
                os.unlink(address)
            listener.bind(address)
        listener.listen()
        listener.settimeout(_LOOK_SECONDS)
    except BaseException:
        listener.close()
        raise
    return listener


def _reply(answer: Callable[[ControlRequest], object], request: ControlRequest) -> Reply:
    try:
        return Reply(answer=msgspec.Raw(msgspec.json.encode(answer(request))))
    except EngineError as error:
        return Reply(text=error.text, params={name: str(it) for name, it in error.params.items()})


def _read_line(line: socket.socket) -> bytes:
    with line.makefile("rb") as requests:
        return requests.readline(_LONGEST_REQUEST)


@contextmanager
def _address(folder: Path) -> Iterator[str]:
    """The address of the socket; where the path is too long for one, by way of the open folder."""
    plain = str(folder / _NAME)
    if len(os.fsencode(plain)) <= _LONGEST_ADDRESS:
        yield plain
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{descriptor}/{_NAME}"
    finally:
        os.close(descriptor)
