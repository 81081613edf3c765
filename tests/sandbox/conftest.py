"""A sandbox process per module on a free port, and what a caller needs to talk to it."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import bcrypt
import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class Sandbox:
    """A running sandbox: its process, its ready file, signed calls and control calls."""

    def __init__(self, folder: Path, *options: str) -> None:
        ready = folder / "ready.json"
        command = [sys.executable, "-m", "engine.sandbox.app", "--port", "0"]
        started = time.monotonic()
        self.process = subprocess.Popen(
            [*command, "--ready-file", str(ready), *options],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline().strip()
        self.start_seconds = time.monotonic() - started
        assert self.said, self.process.stderr.read() if self.process.stderr else ""
        self.ready = json.loads(ready.read_text("utf-8"))
        self.base_url = self.ready["base_url"]
        self.root_url = self.base_url.removesuffix("/external")
        self.stores = self.ready["stores"]
        # Without certificates to load a client is made at once; the sandbox speaks plain HTTP.
        self.http = httpx.Client(trust_env=False, verify=False, timeout=30)
        self.tokens: dict[int, str] = {}

    def sign(self, store: int, at: float | None = None) -> dict[str, str]:
        """The form of a token call, signed as NAVER's reference says."""
        shop = self.stores[store]
        moment = str(int((time.time() if at is None else at) * 1000))
        secret = shop["client_secret"]
        salt = secret[:28] + ALPHABET[ALPHABET.index(secret[28]) & 0b110000]
        signed = bcrypt.hashpw(f"{shop['client_id']}_{moment}".encode(), salt.encode())
        return {
            "client_id": shop["client_id"],
            "timestamp": moment,
            "grant_type": "client_credentials",
            "client_secret_sign": base64.b64encode(signed).decode(),
            "type": "SELF",
        }

    def ask_token(self, form: dict[str, str]) -> httpx.Response:
        return self.http.post(f"{self.base_url}/v1/oauth2/token", data=form)

    def call(
        self, method: str, path: str, *, store: int = 0, token: str | None = None, **rest: object
    ) -> httpx.Response:
        """A call with the store's token, fetched once."""
        if token is None:
            if store not in self.tokens:
                self.tokens[store] = self.ask_token(self.sign(store)).json()["access_token"]
            token = self.tokens[store]
        headers = {"Authorization": f"Bearer {token}"}
        return self.http.request(method, f"{self.base_url}{path}", headers=headers, **rest)

    def search(self, *, store: int = 0, **body: object) -> dict:
        answer = self.call("POST", "/v1/products/search", store=store, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def control(self, name: str, method: str = "POST", **body: object) -> dict:
        answer = self.http.request(method, f"{self.root_url}/_control/{name}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def fault(self, path: str, kind: str, **rest: object) -> None:
        self.control("faults", path=path, kind=kind, **rest)

    def stop(self) -> None:
        self.http.close()
        self.process.terminate()

    def wait(self) -> None:
        self.process.communicate(timeout=10)


Start = Callable[..., Sandbox]


@pytest.fixture(scope="module")
def start_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Starts sandboxes that end with the module."""
    running: list[Sandbox] = []

    def start(*options: str) -> Sandbox:
        running.append(Sandbox(tmp_path_factory.mktemp("sandbox"), *options))
        return running[-1]

    yield start
    for sandbox in running:
        sandbox.stop()
    for sandbox in running:  # they end side by side
        sandbox.wait()


@pytest.fixture(scope="module")
def sandbox(start_sandbox: Start) -> Sandbox:
    """Three stores of 250 products without a limit."""
    return start_sandbox("--rate", "0")


@pytest.fixture
def unspoiled(sandbox: Sandbox) -> Iterator[Sandbox]:
    """The same sandbox, with faults, clock and tokens put right afterwards."""
    yield sandbox
    sandbox.control("faults", method="DELETE")
    sandbox.control("clock", offset_seconds=0)
    for store in range(len(sandbox.stores)):
        sandbox.control(
            "application",
            store=store,
            allowed_ips=["127.0.0.1"],
            missing_groups=[],
            revoke_tokens=True,
        )
    sandbox.tokens.clear()
