"""Starts the sandbox as a process of its own, for tests that speak real HTTP on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import msgspec

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxStore:
    """One store of a running sandbox: what the ready file tells."""

    name: str
    client_id: str
    client_secret: str
    account_id: str
    products: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """A running sandbox; `base_url` ends in /external as NAVER's does."""

    base_url: str
    stores: tuple[SandboxStore, ...]
    pid: int

    def control(
        self, path: str, json: dict[str, Any] | None = None, *, method: str = "POST"
    ) -> dict[str, Any]:
        """Make a control call, such as `control("faults", {"path": "*", "kind": "html"})`."""
        address = f"{self.base_url.removesuffix('/external')}/_control/{path.strip('/')}"
        # Without certificates to load a client is made at once; the sandbox speaks plain HTTP.
        answer = httpx.request(method, address, json=json or {}, trust_env=False, verify=False)
        assert answer.is_success, answer.text
        told: dict[str, Any] = answer.json()
        return told


@contextmanager
def start_sandbox(**options: Any) -> Iterator[Sandbox]:
    """A sandbox on a free port, ended with the block.

    `options` are those of its command line: `rate=2, burst=4, latency_ms=0, stores=3, products=250,
    missing_group="product"`. Without a rate it is unlimited.
    """
    with tempfile.TemporaryDirectory() as folder:
        ready_file = Path(folder) / "ready.json"
        process = subprocess.Popen(
            [*_command({"rate": 0, **options}), "--ready-file", str(ready_file)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
        )
        try:
            ready = _wait_until_ready(process, ready_file)
            stores = tuple(SandboxStore(**store) for store in ready["stores"])
            yield Sandbox(base_url=ready["base_url"], stores=stores, pid=process.pid)
        finally:
            process.terminate()
            process.wait(timeout=10)


def _command(options: dict[str, Any]) -> list[str]:
    named = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    start = [sys.executable, "-m", "engine.sandbox.app", "--port=0"]
    return [*start, f"--parent-pid={os.getpid()}", *named]


def _wait_until_ready(process: subprocess.Popen[bytes], ready_file: Path) -> dict[str, Any]:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if ready_file.exists() and (text := ready_file.read_bytes()):
            told: dict[str, Any] = msgspec.json.decode(text)
            return told
        time.sleep(0.02)
    raise AssertionError(f"the sandbox did not start (exit status {process.poll()})")
