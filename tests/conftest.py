"""One sandbox for all tests of this process, and a store of its own for each test."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox_process import Sandbox, start_sandbox
from tests.shop import Shop, open_shop

SHARED_STORES, SHARED_PRODUCTS = 601, 620  # two pages of 500 each
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
def shop(shared_sandbox: Sandbox, store_indices: Iterator[int], tmp_path: Path) -> Iterator[Shop]:
    """A fresh workspace whose one store, which no other test uses, has its prerequisites."""
    opened = open_shop(shared_sandbox, next(store_indices), tmp_path / "shop")
    yield opened
    opened.engine.close()
    shared_sandbox.control("faults", method="DELETE")
    shared_sandbox.control("clock", {"offset_seconds": 0})
