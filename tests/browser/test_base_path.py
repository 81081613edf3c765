"""A dashboard below a path of its host, as a person sees it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from dashboard.words.i18n import _
from tests.attacks.house import BOSS, PASSWORD, open_house


def test_signing_in_pages_logo_and_signing_out_work_below_a_path(
    chromium: Browser, tmp_path: Path
) -> None:
    with open_house(tmp_path, {"STOREBOARD_BASE_PATH": "/board"}) as house:
        context = chromium.new_context(locale="ko-KR", viewport={"width": 1440, "height": 900})
        context.set_default_timeout(20_000)
        page = context.new_page()
        lost: list[str] = []
        page.on(
            "response",
            lambda answer: lost.append(answer.url) if answer.status == 404 else None,
        )
        page.goto(f"{house.url}/board")
        page.get_by_label(_("E-mail")).fill(BOSS)
        page.get_by_label(_("Password")).fill(PASSWORD)
        page.get_by_role("button", name=_("Sign in")).click()
        page.get_by_test_id("stSidebarNav").wait_for()
        assert page.url.startswith(f"{house.url}/board/")

        logo = page.get_by_test_id("stSidebarLogo")
        assert logo.evaluate("logo => logo.naturalWidth") > 0
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=_("People")).click()
        page.get_by_text("lee@shop.kr").first.wait_for()
        assert page.url.split("?")[0] == f"{house.url}/board/people"
        page.reload()
        page.get_by_text("lee@shop.kr").first.wait_for()

        assert [url for url in lost if "/_stcore/" not in url] == []
        context.close()
