"""A team with an identity provider of its own: signing in by OpenID Connect at a real one."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from dashboard.commands.demo import start_dashboard
from dashboard.commands.processes import Processes, answers, free_port, wait_until
from dashboard.words.i18n import _
from engine import Config, Role, open_engine

USERS = (
    {"sub": "boss", "email": "boss@shop.kr", "email_verified": True},
    {"sub": "kim", "email": "Kim@shop.kr", "email_verified": True},
    {"sub": "stranger", "email": "stranger@elsewhere.kr", "email_verified": True},
    {"sub": "doubtful", "email": "kim@shop.kr", "email_verified": False},
    {"sub": "silent", "email": "kim@shop.kr"},
    {"sub": "wordy", "email": "kim@shop.kr", "email_verified": "false"},
)


@dataclass(frozen=True)
class Team:
    """A dashboard that leaves signing in to a provider."""

    url: str
    provider: str


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("team")
    _people(folder / "workspace")
    processes, port = Processes(), free_port(0)
    provider, url = f"http://127.0.0.1:{free_port(0)}", f"http://127.0.0.1:{port}"
    settings = {
        "STOREBOARD_OIDC_METADATA_URL": f"{provider}/.well-known/openid-configuration",
        "STOREBOARD_OIDC_CLIENT_ID": "storeboard",
        "STOREBOARD_OIDC_CLIENT_SECRET": "a secret of the client",
        "STOREBOARD_PUBLIC_URL": url,
    }
    held = {name: os.environ.get(name) for name in settings}
    try:
        _start_provider(processes, provider, folder)
        os.environ.update(settings)  # a dashboard takes its settings from the environment
        start_dashboard(processes, folder / "workspace", port)
        yield Team(url=url, provider=provider)
    finally:
        processes.stop()
        for name, value in held.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def _people(workspace: Path) -> None:
    with closing(open_engine(Config(workspace=workspace))) as engine:
        engine.people.add(email="boss@shop.kr", name="Boss", role=Role.MANAGER)
        engine.people.add(email="kim@shop.kr", name="Kim", role=Role.ANALYST)


def _start_provider(processes: Processes, provider: str, folder: Path) -> None:
    users = [text for user in USERS for text in ("--user-claims", json.dumps(user))]
    command = ["-W", "ignore", "-m", "oidc_provider_mock", "--port", provider.rsplit(":", 1)[1]]
    process = processes.start([*command, *users], log=folder / "provider.log")
    ready = wait_until(
        lambda: answers(f"{provider}/.well-known/openid-configuration"),
        seconds=30,
        alive=lambda: process.poll() is None,
    )
    assert ready, (folder / "provider.log").read_text()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="ko-KR", viewport={"width": 1280, "height": 800})
    context.route(lambda url: urlsplit(url).hostname != "127.0.0.1", lambda route: route.abort())
    yield context.new_page()
    context.close()


def sign_in(page: Page, team: Team, sub: str) -> None:
    """From the dashboard to the provider, choosing who one is, and back."""
    page.goto(team.url)
    page.locator(".st-key-account-in button").click()
    page.wait_for_url(f"{team.provider}/**")
    page.locator("input[name=sub]").fill(sub)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(f"{team.url}/**")


def test_who_the_provider_names_comes_in_with_the_role_given_here(page: Page, team: Team) -> None:
    sign_in(page, team, "kim")

    expect(page.locator("h1").filter(has_text=_("Status board"))).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_text("Kim")).to_be_visible()
    expect(page.locator('[data-testid=stSidebarNavLink][href$="/people"]')).to_have_count(0)


def test_a_refresh_keeps_the_session_and_signing_out_ends_it(page: Page, team: Team) -> None:
    sign_in(page, team, "kim")
    page.reload()
    expect(page.locator("h1").filter(has_text=_("Status board"))).to_be_visible()

    page.get_by_test_id("stSidebar").get_by_text("Kim").click()
    page.get_by_role("button", name=_("Sign out")).click()
    page.get_by_role("button", name="End session").click()  # the provider's own page

    expect(page.locator(".st-key-account-in button")).to_be_visible()


@pytest.mark.parametrize("sub", ["stranger", "doubtful", "silent", "wordy"])
def test_an_address_nobody_added_or_nobody_verified_stays_outside(
    page: Page, team: Team, sub: str
) -> None:
    sign_in(page, team, sub)

    expect(page.locator("h1").filter(has_text="Storeboard")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(0)


def test_without_signing_in_there_is_nothing_to_see(page: Page, team: Team) -> None:
    page.goto(f"{team.url}/margins")

    expect(page.locator(".st-key-account-in button")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(0)


def test_who_came_who_left_and_who_stayed_outside_is_in_the_audit(
    page: Page, team: Team, chromium: Browser
) -> None:
    for sub in ("kim", "stranger"):
        with closing(chromium.new_context(locale="ko-KR")) as context:
            other = context.new_page()
            sign_in(other, team, sub)
            other.goto(f"{team.url}/auth/logout")
    sign_in(page, team, "boss")
    expect(page.locator("h1").filter(has_text=_("Status board"))).to_be_visible()
    page.goto(f"{team.url}/audit")
    with page.expect_download() as waited:
        page.locator(".st-key-audit-sheet button").click()

    sheet = load_workbook(io.BytesIO(waited.value.path().read_bytes())).worksheets[0]
    lines = [(row[1], row[2], row[4] or "") for row in sheet.iter_rows(values_only=True)]
    assert lines[1:5] == [
        ("Boss", "account.sign_in", "Boss"),
        ("nobody", "account.sign_in_failed", ""),
        ("Kim", "account.sign_out", "Kim"),
        ("Kim", "account.sign_in", "Kim"),
    ]
