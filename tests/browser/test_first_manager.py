"""From an empty workspace: the first manager is made, a store saved with a wrong secret, mended,
approved.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboard.commands.demo import start_dashboard
from dashboard.commands.processes import Processes
from dashboard.words.i18n import _
from dashboard.words.labels import label
from engine import Config, ConnectionState, open_engine
from tests.browser.screen import Screen
from tests.sandbox_process import Sandbox, start_sandbox

WRONG_SECRET = "$2a$04$abcdefghijklmnopqrstuu"


@dataclass(frozen=True)
class Start:
    """A dashboard nobody has signed in to, the link of its first start, and NAVER's stand-in."""

    url: str
    link: str
    sandbox: Sandbox


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    workspace = tmp_path / "workspace"
    with closing(open_engine(Config(workspace=workspace))) as engine:
        token = engine.sessions.welcome_token()
    processes = Processes()
    with start_sandbox(stores=1, products=20, seed=7) as sandbox:
        try:
            url = start_dashboard(processes, workspace, 0)
            yield Start(url=url, link=f"{url}/welcome/{token}", sandbox=sandbox)
        finally:
            processes.stop()


def test_from_the_first_link_to_an_approved_store(chromium: Browser, start: Start) -> None:
    store = start.sandbox.stores[0]
    context = chromium.new_context(locale="ko-KR", viewport={"width": 1440, "height": 900})
    screen = Screen(context.new_page(), start.url)
    page = screen.page

    page.goto(start.link)
    page.get_by_label(_("Name")).fill("김대표")
    page.get_by_label(_("E-mail")).fill("boss@shop.kr")
    page.locator("input[name=password]").fill("길고 긴 비밀번호 하나")
    page.locator("input[name=again]").fill("길고 긴 비밀번호 하나")
    page.get_by_role("button", name=_("Make the account and sign in")).click()
    screen.settle(_("Status board"))
    expect(page.get_by_test_id("stSidebar").get_by_text("김대표")).to_be_visible()

    screen.visit("stores")
    _fill(screen, "stores.name.new", "봄날 상점")
    _fill(screen, "stores.client_id.new", store.client_id)
    _fill(screen, "stores.secret.new", WRONG_SECRET)
    page.get_by_text(_("Advanced · API address")).click()
    _fill(screen, "stores.base_url.new", start.sandbox.base_url)
    screen.by_key_start("stores.save.new").get_by_role("button").click()
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text(label(ConnectionState.BROKEN))).to_be_visible()
    expect(main.get_by_text(_("not approved"))).to_be_visible()

    screen.visit("stores", store="봄날 상점", section="api")
    screen.by_key_start("stores.secret.").get_by_role("textbox").fill(store.client_secret)
    screen.by_key_start("stores.save.api").get_by_role("button").click()
    expect(main.get_by_text(store.account_id, exact=True).first).to_be_visible()
    expect(main.get_by_text(_("not approved"))).to_have_count(0)
    context.close()


def _fill(screen: Screen, key_start: str, text: str) -> None:
    screen.by_key_start(key_start).get_by_role("textbox").first.fill(text)
