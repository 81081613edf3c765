"""A workspace as a seller has it after a day, an empty one, and a browser without a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from dashboard.server.runtime import drop_engine, hold_engine
from dashboard.server.session import SIGNED_IN
from dashboard.words.i18n import ROOT
from engine import (
    Config,
    Engine,
    FeeTier,
    ImportRequest,
    MatchingMode,
    NewStore,
    Role,
    Store,
    open_engine,
)
from tests.fresh import fresh
from tests.one_store import sku_sheet
from tests.sandbox_process import Sandbox, start_sandbox
from tests.visitors import cookie_of

PRODUCTS = 130  # two pages of a hundred
WRONG_SECRET = "$2a$04$abcdefghijklmnopqrstuu"
Open = Callable[..., AppTest]


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """An open workspace and its three stores: ready and imported, not prepared, locked out."""

    engine: Engine
    sandbox: Sandbox
    ready: Store
    unprepared: Store
    locked_out: Store


@pytest.fixture(scope="session", autouse=True)
def one_look_for_components() -> Iterator[None]:
    """Lets Streamlit look once, not for each page, which installed packages bring components."""
    with pytest.MonkeyPatch.context() as patch:
        found = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(scope="session")
def small_sandbox() -> Iterator[Sandbox]:
    """A sandbox of three stores, without rate limit."""
    with start_sandbox(stores=3, products=PRODUCTS, seed=7) as running:
        yield running


@pytest.fixture(scope="session")
def filled(small_sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a workspace with the three stores, filled once; nothing has it open."""
    folder = tmp_path_factory.mktemp("filled")
    fill(small_sandbox, folder)
    return folder


@pytest.fixture(scope="session")
def house(
    filled: Path, small_sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A workspace that tests only look at."""
    opened = open_copy(filled, tmp_path_factory.mktemp("house"), small_sandbox)
    yield opened
    opened.engine.close()


@pytest.fixture
def own_house(filled: Path, small_sandbox: Sandbox, tmp_path: Path) -> Iterator[House]:
    """A workspace of the test's own, to change."""
    opened = open_copy(filled, tmp_path, small_sandbox)
    yield opened
    opened.engine.close()


def fill(sandbox: Sandbox, folder: Path) -> None:
    """Makes the three stores of the demo, the first one imported by code."""
    engine = open_engine(Config(workspace=folder))
    tiers = (FeeTier.SMALL_1, FeeTier.MICRO, FeeTier.GENERAL)
    ready, unprepared, locked_out = (
        _add(engine, sandbox, index, tier) for index, tier in enumerate(tiers)
    )
    engine.stores.set_secret(locked_out.store_id, WRONG_SECRET)
    for store in (ready, unprepared, locked_out):
        engine.stores.check(store.store_id)
    engine.prerequisites.fetch(ready.store_id)
    engine.skus.save(engine.skus.plan("skus.csv", sku_sheet(0, PRODUCTS)))
    request = ImportRequest(store_id=ready.store_id, mode=MatchingMode.BY_CODE, link_stock=True)
    engine.jobs.wait(engine.imports.submit(request))
    engine.close()


def open_copy(filled: Path, folder: Path, sandbox: Sandbox) -> House:
    """The filled workspace in a folder of its own."""
    shutil.copytree(filled, folder, dirs_exist_ok=True)
    engine = open_engine(Config(workspace=folder))
    ready, unprepared, locked_out = (engine.stores.named(told.name) for told in sandbox.stores)
    return House(
        engine=engine,
        sandbox=sandbox,
        ready=ready,
        unprepared=unprepared,
        locked_out=locked_out,
    )


def _add(engine: Engine, sandbox: Sandbox, index: int, tier: FeeTier) -> Store:
    told = sandbox.stores[index]
    new = NewStore(
        name=told.name,
        client_id=told.client_id,
        base_url=sandbox.base_url,
        fee_tier=tier,
        tier_starts_on=date(2025, 1, 1),
    )
    return engine.stores.add(new, told.client_secret)


@pytest.fixture
def empty_engine(tmp_path: Path) -> Iterator[Engine]:
    """A workspace without anything."""
    engine = open_engine(fresh(tmp_path))
    yield engine
    engine.close()


@pytest.fixture
def open_page() -> Iterator[Open]:
    """Opens a page of the app with an engine as a manager; the query follows as keywords."""

    def opened(
        engine: Engine, page: str = "status_board", /, *, role: Role = Role.MANAGER, **query: Any
    ) -> AppTest:
        hold_engine(engine)
        app = AppTest.from_file(str(ROOT / "dashboard" / "server" / "app.py"), default_timeout=30)
        app.session_state[SIGNED_IN] = cookie_of(engine, role)
        for name, value in query.items():
            app.query_params[name] = str(value)
        if page != "status_board":
            app.switch_page(str(ROOT / "pages" / f"{page}.py"))
        return app.run()

    yield opened
    drop_engine()


def texts(app: AppTest) -> str:
    """All that the page says in running text."""
    kinds = (app.markdown, app.caption, app.error, app.warning, app.info, app.success, app.title)
    return "\n".join(str(one.value) for kind in kinds for one in kind)


def metrics(app: AppTest) -> dict[str, str]:
    """The strip of numbers by label."""
    return {one.label: one.value for one in app.metric}


def address(app: AppTest) -> dict[str, str]:
    """What stands behind the page's address."""
    held = dict(app.query_params)
    return {name: one if isinstance(one, str) else ",".join(one) for name, one in held.items()}


def button(app: AppTest, label: str) -> Any:
    """The one button that says so."""
    found = [one for one in app.button if one.label == label]
    assert found, [one.label for one in app.button]
    return found[0]
