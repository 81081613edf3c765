"""A store with costs, for the tests of costs, of profiles and of margins."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine import Config, open_engine
from tests.costs import Hands, save_sheet
from tests.sandbox_process import Sandbox
from tests.shop import BY_CODE, Shop, done, open_shop, sku_sheet


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture(scope="session")
def prepared(
    shared_sandbox: Sandbox, store_indices: Iterator[int], tmp_path_factory: pytest.TempPathFactory
) -> Shop:
    """A closed workspace whose listings are matched to the SKUs of the store's own sheet."""
    shop = open_shop(shared_sandbox, next(store_indices), tmp_path_factory.mktemp("costs") / "shop")
    save_sheet(shop.engine, sku_sheet(shop.index, 620))
    done(shop.imports(**BY_CODE))
    shop.engine.close()
    return shop


@pytest.fixture
def stocked(prepared: Shop, tmp_path: Path, hands: Hands) -> Iterator[Shop]:
    """A copy of it for each test."""
    folder = shutil.copytree(prepared.folder, tmp_path / "shop")
    engine = open_engine(Config(workspace=folder), clock=hands)
    yield replace(prepared, folder=folder, engine=engine)
    engine.close()
