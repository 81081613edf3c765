"""A store with costs, for the tests of costs, of profiles and of margins."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine import Config, open_engine
from tests.costs import Hands, save_sheet
from tests.one_store import BY_CODE, OneStore, done, open_one_store, sku_sheet
from tests.sandbox_process import Sandbox


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture(scope="session")
def prepared(
    shared_sandbox: Sandbox, store_indices: Iterator[int], tmp_path_factory: pytest.TempPathFactory
) -> OneStore:
    """A closed workspace whose listings are matched to the SKUs of the store's own sheet."""
    one_store = open_one_store(
        shared_sandbox, next(store_indices), tmp_path_factory.mktemp("costs") / "shop"
    )
    save_sheet(one_store.engine, sku_sheet(one_store.index, 620))
    done(one_store.imports(**BY_CODE))
    one_store.engine.close()
    return one_store


@pytest.fixture
def stocked(prepared: OneStore, tmp_path: Path, hands: Hands) -> Iterator[OneStore]:
    """A copy of it for each test."""
    folder = shutil.copytree(prepared.folder, tmp_path / "shop")
    engine = open_engine(Config(workspace=folder), clock=hands)
    yield replace(prepared, folder=folder, engine=engine)
    engine.close()
