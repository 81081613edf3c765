"""Rights that outlive themselves: used when they are gone, over what was opened before."""

from __future__ import annotations

import shutil
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from dashboard.server.access import COOKIE
from dashboard.words.i18n import _
from engine import Config, Role, open_engine, restore_backup
from tests.attacks.cases import Attacks
from tests.attacks.house import KIM, LEE, PASSWORD, House

attacks = Attacks("use rights that are gone")
PATIENCE_MS = 20_000
SOON = 4.0  # seconds


@dataclass(frozen=True)
class Scene:
    """The house, and a browser for those who click."""

    house: House
    chromium: Browser

    def visit(self, email: str, path: str) -> Page:
        """A page of somebody who is signed in, in a browser of his own."""
        context = self.chromium.new_context(locale="ko-KR", viewport={"width": 1440, "height": 900})
        context.set_default_timeout(PATIENCE_MS)
        _sign_in(context, self.house, email)
        page = context.new_page()
        page.goto(f"{self.house.url}/{path}")
        page.get_by_test_id("stSidebarNav").wait_for()
        return page


@attacks("an open socket and a download that stood ready, after a manager was made an analyst")
def demoted(scene: Scene) -> str:
    lee = scene.visit(LEE, "audit")
    download = lee.locator(".st-key-audit-sheet button")
    with lee.expect_download():
        download.click()
    with scene.house.socket(cookie=f"{COOKIE}={scene.house.sign_in(LEE)}") as other:
        boss = scene.visit("boss@shop.kr", "people")
        boss.locator(".st-key-people-edit-3 button").click()
        boss.get_by_role("dialog").get_by_role("radio", name="분석가").click()
        boss.locator(".st-key-people-save-3 button").click()
        boss.get_by_role("dialog").wait_for(state="hidden")
        assert _closes(other)
    got: list[Any] = []
    lee.on("download", lambda file: got.append(file))
    with suppress(Error):  # the page may be leaving at this very moment
        lee.evaluate("document.querySelector('.st-key-audit-sheet button')?.click()")
    lee.get_by_label(_("Password")).wait_for()  # the page has left for the sign-in by itself
    assert got == []
    for page in (boss, lee):
        page.context.close()
    return "the session ends, its sockets close within seconds, nothing is downloaded"


@attacks("an open socket after signing out in another tab, or with a text instead of a message")
def signed_out(scene: Scene) -> str:
    cookie = f"{COOKIE}={scene.house.sign_in(KIM)}"
    with scene.house.socket(cookie=cookie) as socket:
        scene.house.ask("/sign-in/out", method="POST", headers={"cookie": cookie})
        assert _closes(socket)
    cookie = f"{COOKIE}={scene.house.sign_in(KIM)}"
    with scene.house.socket(cookie=cookie) as socket:
        socket.send("text")
        assert _closes(socket)
    return "the socket closes within seconds"


@attacks("a cookie from before a backup, after that backup was put back")
def restored(scene: Scene) -> str:
    folder = scene.house.workspace.parent / "restored"
    shutil.rmtree(folder, ignore_errors=True)
    config = Config(workspace=folder, password_cost=5)
    with closing(open_engine(config)) as engine:
        engine.people.add(email=KIM, name="Kim", role=Role.MANAGER, password=PASSWORD)
        cookie = engine.sessions.sign_in(KIM, PASSWORD, address="").cookie
        assert engine.sessions.visitor(cookie) is not None
        backup = engine.backups.make()
        engine.sessions.sign_out(cookie)
    restore_backup(config, config.backup_folder / backup)
    with closing(open_engine(config)) as engine:
        assert engine.sessions.visitor(cookie) is None
        assert engine.sessions.sign_in(KIM, PASSWORD, address="").cookie
    return "counts as none: everybody signs in anew"


def _sign_in(context: BrowserContext, house: House, email: str) -> None:
    form = {"email": email, "password": PASSWORD}
    answer = context.request.post(f"{house.url}/sign-in", form=form, max_redirects=0)
    assert answer.status == 303, answer.text()


def _closes(socket: ClientConnection) -> bool:
    until = time.monotonic() + SOON
    while time.monotonic() < until:
        try:
            socket.recv(timeout=0.2)
        except TimeoutError:
            continue
        except ConnectionClosed:
            return True
    return False
