"""One sandbox for all tests of this process, and a store of its own for each test."""

from __future__ import annotations

import io
import itertools
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from dashboard.words.i18n import speak
from dashboard.words.languages import DEFAULT
from tests.one_store import SHARED_PRODUCTS, SHARED_STORES, OneStore, open_one_store
from tests.sandbox_process import Sandbox, start_sandbox
from tests.scratch import keep_files_in_memory
from tests.terminal import Terminal

keep_files_in_memory()
# One example may take this long: two hundred milliseconds pass by themselves on a busy machine.
settings.register_profile("busy", settings(), deadline=timedelta(seconds=5))
settings.load_profile("busy")
_WINDOW_SELLERS = 2  # every third store has more listings than products


@pytest.fixture(scope="session")
def shared_sandbox() -> Iterator[Sandbox]:
    """A sandbox without rate limit and with a store for each test."""
    with start_sandbox(stores=SHARED_STORES, products=SHARED_PRODUCTS, seed=7) as running:
        yield running


@pytest.fixture(scope="session")
def store_indices() -> Iterator[int]:
    """Stores of the shared sandbox no test has used, none of a window seller."""
    return (index for index in itertools.count() if index % 3 != _WINDOW_SELLERS)


@pytest.fixture
def one_store(
    shared_sandbox: Sandbox, store_indices: Iterator[int], tmp_path: Path
) -> Iterator[OneStore]:
    """A fresh workspace whose one store, which no other test uses, has its prerequisites."""
    opened = open_one_store(shared_sandbox, next(store_indices), tmp_path / "shop")
    yield opened
    opened.engine.close()
    shared_sandbox.control("faults", method="DELETE")
    shared_sandbox.control("clock", {"offset_seconds": 0})


@pytest.fixture
def run(
    shared_sandbox: Sandbox,
    store_indices: Iterator[int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Terminal]:
    """The command line on a fresh workspace, with a store of its own to register."""

    def type_in(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    monkeypatch.delenv("STOREBOARD_HOME", raising=False)
    monkeypatch.delenv("STOREBOARD_KEY", raising=False)
    (tmp_path / "workspace").mkdir(mode=0o700)
    yield Terminal(shared_sandbox, next(store_indices), tmp_path / "workspace", capsys, type_in)
    shared_sandbox.control("faults", method="DELETE")
    shared_sandbox.control("clock", {"offset_seconds": 0})
    speak(DEFAULT)
