"""The browser's Back leaves a page at once, whatever the page wrote behind its address."""

from __future__ import annotations

from urllib.parse import urlsplit

from dashboard.words.i18n import _
from tests.browser.house import House
from tests.browser.screen import Screen

TRAIL = (
    ("jobs", "Jobs"),
    ("product_import", "Product import"),
    ("jobs", "Jobs"),
    ("margins", "Margins"),
    ("product_import", "Product import"),
)


def test_back_goes_one_page_back_at_each_press(house: House, screen: Screen) -> None:
    (start, _heading), *ways = TRAIL
    screen.visit(start)
    for path, heading in ways:
        screen.go(path)
        screen.settle(_(heading))
    assert "store=" in urlsplit(screen.page.url).query  # what a refresh needs is still written

    for path, heading in reversed(TRAIL[:-1]):
        screen.page.go_back()
        screen.settle(_(heading))
        assert urlsplit(screen.page.url).path == f"/{path}"
