"""A proxy in front of the dashboard: nginx or Caddy by the examples of the page, or a small one."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.commands.processes import wait_until
from tests.naver.forwarder import join, listening
from tests.sandbox_process import ROOT
from tests.terminal import closed_port

NAME = "board.example.com"
UPSTREAM = "127.0.0.1:8501"


def example(kind: str) -> str:
    """What docs/access.md writes for a proxy."""
    page = (ROOT / "docs" / "access.md").read_text("utf-8")
    block = page.partition(f"<!-- {kind} -->")[2].partition(f"<!-- /{kind} -->")[0]
    return block.partition("\n")[2].partition("```")[2].partition("\n")[2].rpartition("```")[0]


@contextmanager
def nginx(folder: Path, upstream: str, *changes: tuple[str, str]) -> Iterator[int]:
    """nginx by the example, without TLS, on a port of loopback; `changes` are made to it."""
    port = closed_port()
    server = example("nginx").replace("443 ssl", f"127.0.0.1:{port}").replace(UPSTREAM, upstream)
    lines = [line for line in server.splitlines() if "ssl_certificate" not in line]
    text = "\n".join(lines)
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/errors;\n"
        f"events {{}}\nhttp {{ access_log off; {places}\n{text}\n}}\n"
    )
    with _running(["nginx", "-c", str(config), "-p", str(folder)], port):
        yield port


@contextmanager
def caddy(folder: Path, upstream: str) -> Iterator[int]:
    """Caddy by the example, without TLS, on a port of loopback."""
    port = closed_port()
    text = example("caddy").replace(NAME, f"http://{NAME}:{port}").replace(UPSTREAM, upstream)
    config = folder / "Caddyfile"
    config.write_text("{\n admin off\n}\n" + text)
    with _running(["caddy", "run", "--adapter", "caddyfile", "--config", str(config)], port):
        yield port


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    path = shutil.which(command[0])
    assert path is not None
    with subprocess.Popen(
        [path, *command[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            up = wait_until(
                lambda: _listens(port), seconds=15, alive=lambda: process.poll() is None
            )
            assert up, command
            yield
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def small(upstream: str, *, strips: str = "", host: str | None = None) -> Iterator[int]:
    """A proxy that takes a path off, or says another host; each connection asks once."""
    port = int(upstream.rpartition(":")[2])

    def serve(near: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += near.recv(4096)
        first, rest = head.split(b"\r\n", 1)
        lines = [first.replace(f" {strips}/".encode(), b" /", 1), *rest.split(b"\r\n")]
        if host is not None:
            lines = [
                f"Host: {host}".encode() if line.lower().startswith(b"host:") else line
                for line in lines
            ]
        join(near, port, b"\r\n".join(lines))

    with listening(serve) as here:
        yield here
