"""Chromium and a house to visit; a visit that sees a fault or asks another host fails its test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.chromium import DESK, NAMES, find_chromium, open_chromium
from tests.browser.house import House, open_house
from tests.browser.screen import Screen

PATIENCE_MS = 20_000
LOOPBACK = "127.0.0.1"
# Tells of every box in which Streamlit shows an exception, however short it stood.
WATCH = """
new MutationObserver(() => {
    for (const box of document.querySelectorAll("[data-testid=stException]:not([data-told])")) {
        box.dataset.told = "yes"
        tellFault(box.innerText)
    }
}).observe(document, {childList: true, subtree: true})
"""

Visit = Callable[..., AbstractContextManager[Screen]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a journey in the browser."""
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser installed on this machine; without one its tests are skipped, in CI they fail."""
    path = find_chromium()
    if path is None:
        reason = f"needs a browser: none of {', '.join(NAMES)} is on the PATH"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=PATIENCE_MS)
    with open_chromium(path) as browser:
        yield browser


@pytest.fixture(scope="session")
def house(chromium: Browser) -> Iterator[House]:
    """The demo's three stores of 260 products, without a limit of requests."""
    with open_house(products=260, rate=0) as house:
        yield house


@pytest.fixture
def visit(chromium: Browser) -> Visit:
    """Opens a fresh visit to a house as one of its roles (as nobody where None); options are those
    of a browser context.
    """

    @contextmanager
    def open_visit(
        house: House, *, role: str | None = "MANAGER", **options: Any
    ) -> Iterator[Screen]:
        asked: list[str] = []
        faults: list[str] = []
        log = house.workspace / "logs" / "dashboard.log"
        logged = log.stat().st_size
        context = chromium.new_context(**{"locale": "ko-KR", "viewport": DESK, **options})
        context.set_default_timeout(PATIENCE_MS)
        _watch(context, asked, faults)
        if role is not None:
            sign_in(context, house.url, role)
        try:
            yield Screen(context.new_page(), house.url)
        finally:
            context.close()
        assert not faults, faults
        assert not [url for url in asked if urlsplit(url).hostname != LOOPBACK], asked
        assert "Traceback" not in (said := log.read_bytes()[logged:].decode()), said

    return open_visit


@pytest.fixture
def screen(house: House, visit: Visit) -> Iterator[Screen]:
    """A fresh visit to the house, in Korean, on a desk."""
    with visit(house) as screen:
        yield screen


def sign_in(context: BrowserContext, url: str, role: str) -> None:
    """Chooses a role of the demo, as its button on the sign-in page does."""
    answer = context.request.post(f"{url}/sign-in/demo", form={"role": role}, max_redirects=0)
    assert answer.status == 303, answer.text()


def _watch(context: BrowserContext, asked: list[str], faults: list[str]) -> None:
    """Notes every address that is asked, and every exception that is shown or thrown."""

    def note(url: str) -> None:
        if not url.startswith(("data:", "blob:", "about:")):
            asked.append(url)

    context.on("request", lambda request: note(request.url))
    context.on("page", lambda page: page.on("websocket", lambda socket: note(socket.url)))
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.expose_function("tellFault", lambda told: faults.append(told))
    context.add_init_script(WATCH)
