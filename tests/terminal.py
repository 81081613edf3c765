"""The command line as tests use it: in this process, or as a program of its own."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dashboard.commands.cli import main
from tests.one_store import SEARCH, SHARED_PRODUCTS, sku_sheet
from tests.sandbox_process import ROOT, Sandbox

HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left: its exit status and both outputs."""

    status: int
    out: str
    err: str

    @property
    def answer(self) -> dict[str, Any]:
        """The one JSON object, alone on standard output."""
        assert (self.status, self.err) == (0, "")
        assert self.out.count("\n") == 1
        told = json.loads(self.out)
        assert isinstance(told, dict)
        return told

    @property
    def sentence(self) -> str:
        """The one sentence of an error."""
        assert (self.status, self.out) == (1, "")
        assert self.err.count("\n") == 1
        assert "Traceback" not in self.err
        return self.err.strip()


@dataclass(frozen=True, slots=True)
class Terminal:
    """Runs commands on one workspace, in this process, with a store of the shared sandbox."""

    sandbox: Sandbox
    index: int
    workspace: Path
    capture: pytest.CaptureFixture[str]
    type_in: Callable[[str], None]

    @property
    def store(self) -> str:
        """The name the store is registered under."""
        return self.sandbox.stores[self.index].name

    def __call__(self, *words: object, stdin: str = "", lang: str = "en") -> Said:
        """Runs a command."""
        self.type_in(stdin)
        place = ["--workspace", str(self.workspace), "--lang", lang]
        return spoken(self.capture, *words, *place)

    def json(self, *words: object, **more: Any) -> dict[str, Any]:
        """Runs a command with --json; its answer."""
        return self(*words, "--json", **more).answer

    def adds_store(self, **more: Any) -> dict[str, Any]:
        """Registers the store."""
        told = self.sandbox.stores[self.index]
        return self.json(
            *("store", "add", told.name, "--client-id", told.client_id),
            *("--base-url", self.sandbox.base_url, "--fee-tier", "SMALL_1"),
            **{"stdin": told.client_secret + "\n", **more},
        )

    def ready(self) -> None:
        """A store with its prerequisites and SKUs."""
        self.adds_store()
        self.json("prerequisites", "fetch", self.store)
        sheet = self.workspace / "sheet.csv"
        sheet.write_bytes(sku_sheet(self.index, SHARED_PRODUCTS))
        self.json("sku", "import", sheet)

    def fail(self, kind: str, path: str = SEARCH, **more: Any) -> None:
        """Lets calls of the store go wrong for good."""
        fault = {"store": self.index, "kind": kind, "path": path, "count": None, **more}
        self.sandbox.control("faults", fault)


def spoken(capture: pytest.CaptureFixture[str], *words: object) -> Said:
    """Runs a command in this process; what it said. The language stays as it set it."""
    capture.readouterr()
    try:
        status = main([str(word) for word in words])
    except SystemExit as exit:
        status = int(exit.code or 0)
    told = capture.readouterr()
    return Said(status, told.out, told.err)


def program(*words: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """Runs the command as a terminal would."""
    command = [sys.executable, "-m", "dashboard.commands.cli", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, **more)


def shape(value: Any) -> Any:
    """An answer with its values as types; of a list the shapes of its items."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        shapes = [shape(inner) for inner in value]
        return [one for place, one in enumerate(shapes) if one not in shapes[:place]]
    return type(value)


def closed_port() -> int:
    """A port of this machine nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
