"""A running server with people who have passwords, to be attacked over real sockets."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from dashboard.commands.demo import start_dashboard
from dashboard.commands.processes import Processes
from dashboard.server.access import COOKIE
from engine import Config, Engine, Role, open_engine

PASSWORD = "correct horse battery"
BOSS, KIM, LEE = "boss@shop.kr", "kim@shop.kr", "lee@shop.kr"
PEOPLE = {BOSS: Role.MANAGER, KIM: Role.OPERATOR, LEE: Role.MANAGER}
FORM = {"content-type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class House:
    """Where the server is, and ways to ask it that browsers would not offer."""

    url: str
    workspace: Path

    @property
    def host(self) -> str:
        """Its host and port."""
        return urlsplit(self.url).netloc

    @property
    def log(self) -> str:
        """What it has logged."""
        return (self.workspace / "logs" / "dashboard.log").read_text(errors="replace")

    def ask(self, path: str, *, method: str = "GET", **options: Any) -> httpx.Response:
        """One request without cookies; nothing is followed."""
        with httpx.Client(base_url=self.url, trust_env=False, timeout=30) as client:
            return client.request(method, path, **options)

    def sign_in(self, email: str = BOSS, password: str = PASSWORD) -> str:
        """The cookie of a new session."""
        form = {"email": email, "password": password}
        answer = self.ask("/sign-in", method="POST", data=form)
        assert answer.status_code == 303, answer.text
        return str(answer.cookies[COOKIE])

    def raw(self, text: bytes, *, seconds: float = 30) -> bytes:
        """What is answered to bytes, until the server ends or has nothing more to say."""
        with self.connected(seconds) as line:
            line.sendall(text)
            return _read(line)

    @contextmanager
    def connected(self, seconds: float = 30) -> Iterator[socket.socket]:
        """A bare connection."""
        parts = urlsplit(self.url)
        with socket.create_connection((parts.hostname, parts.port), timeout=seconds) as line:
            yield line

    def opens_socket(self, **headers: str) -> int:
        """The status of the answer to a socket that is asked for; 101 where it was opened."""
        try:
            with self.socket(**headers):
                return 101
        except InvalidStatus as refused:
            return refused.response.status_code

    def socket(self, **headers: str) -> ClientConnection:
        """The socket of a visit."""
        address = f"ws://{self.host}/_stcore/stream"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return connect(
            address,
            additional_headers=named,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            proxy=None,
            ping_interval=None,
            max_size=None,
        )


def _read(line: socket.socket) -> bytes:
    found = b""
    try:
        while piece := line.recv(65536):
            found += piece
            if b"\r\n\r\n" in found:
                break
    except (TimeoutError, ConnectionError):
        pass
    return found


@contextmanager
def open_house(folder: Path, environ: Mapping[str, str] = {}) -> Iterator[House]:
    """A server on a workspace with two managers and an operator."""
    workspace = folder / "workspace"
    with closing(open_engine(Config(workspace=workspace, password_cost=5))) as engine:
        people(engine)
    processes = Processes()
    try:
        yield House(start_dashboard(processes, workspace, 0, more=environ), workspace)
    finally:
        processes.stop()


def people(engine: Engine) -> None:
    """Two managers and an operator with passwords."""
    for email, role in PEOPLE.items():
        engine.people.add(email=email, name=email[:3], role=role, password=PASSWORD)
